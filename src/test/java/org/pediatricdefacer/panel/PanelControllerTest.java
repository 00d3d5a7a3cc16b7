package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.panel.PanelSaver.Target;
import org.pediatricdefacer.panel.ViewState.Tool;

/** Tests what the panel does, without a window. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class PanelControllerTest {

	@TempDir
	private Path folder;
	private PanelController controller;
	private PanelModel model;
	private final CountDownLatch looking = new CountDownLatch(1);
	private final CountDownLatch go = new CountDownLatch(1);

	@BeforeEach
	void open() throws Exception {
		PhantomHost.write(folder.resolve("scans"), "a.nii.gz");
		PhantomHost.write(folder.resolve("scans/deeper"), "b.nii.gz");
		begin(new PhantomHost());
	}

	private void begin(final PhantomHost host) throws Exception {
		controller = new PanelController(host);
		model = controller.model();
		events(() -> controller.open(folder.resolve("scans")));
		until(() -> model.content != null && !model.busy);
	}

	@AfterEach
	void close() throws Exception {
		go.countDown();
		events(controller::close);
	}

	private static void events(final Runnable action) throws Exception {
		EventQueue.invokeAndWait(action);
	}

	/** Waits until something holds in the event thread. */
	private static void until(final BooleanSupplier condition) throws Exception {
		final boolean[] holds = new boolean[1];
		while (!holds[0]) {
			events(() -> holds[0] = condition.getAsBoolean());
			Thread.sleep(5);
		}
	}

	private boolean idle() {
		return !model.busy && !model.judging;
	}

	private void find() throws Exception {
		events(controller::find);
		until(() -> model.judgment != null && idle());
	}

	/** A network that waits until it is let go, and then asks whether to go on. */
	static Defacer waiting(final CountDownLatch looking, final CountDownLatch go) {
		final FaceSegmenter known = PhantomHost.PHANTOM.segmenter();
		return new Defacer(new FaceSegmenter() {

			@Override
			public int classes() {
				return known.classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				looking.countDown();
				try {
					go.await();
				}
				catch (final InterruptedException e) {
					throw new AssertionError(e);
				}
				known.segment(probabilities, head);
			}

			@Override
			public void close() {
				known.close();
			}
		}, PhantomScan.MODEL, "none", "cpu");
	}

	@Test
	void opensFindsAndJudges() throws Exception {
		assertEquals("a.nii.gz", model.scan.name());
		find();
		assertNotNull(model.result);
		assertFalse(model.unsaved);
		assertFalse(model.wrong, model.message);
	}

	/** While the network works the event thread answers, and Escape ends the work without a trace. */
	@Test
	void staysAwakeAndHearsEscape() throws Exception {
		events(controller::close);
		begin(new PhantomHost(waiting(looking, go)));
		events(controller::find);
		looking.await();
		until(() -> model.busy && model.stage.equals("looking for face, eyes, ears and brain"));
		events(controller::cancel);
		go.countDown();
		until(() -> !model.busy);
		assertFalse(model.found());
		assertEquals("Canceled; nothing was changed.", model.message);
		find();
		assertTrue(model.found());
	}

	private void paint(final int x, final int y, final int z) throws Exception {
		events(() -> {
			controller.view().tool(Tool.BRUSH);
			controller.paint(x, y, z);
			controller.endStroke();
		});
	}

	/** The verdict that is shown in the end is that of the last edit, however fast edits follow each other. */
	@Test
	void followsTheLatestEdit() throws Exception {
		find();
		final RasAxes axes = model.content.axes();
		for (int i = 0; i < 12; i++)
			paint(axes.size(0) / 2, axes.size(1) - 3 - i, axes.size(2) / 4);
		until(this::idle);
		final byte[] labels = model.session.editor().labels().clone();
		assertTrue(model.session.editor().edited());
		assertArrayEquals(labels, LabelBytes.of(model.result.labels()));
		assertArrayEquals(LabelBytes.of(model.session.findings(labels, true).region().voxels()), LabelBytes.of(model.result.removed()));
		assertTrue(model.unsaved);
		while (model.session.editor().canUndo())
			events(controller::undo);
		until(this::idle);
		assertArrayEquals(LabelBytes.of(model.session.found().region().voxels()), LabelBytes.of(model.result.removed()));
		events(controller::redo);
		until(this::idle);
		assertTrue(model.session.editor().edited());
	}

	@Test
	void tellsThatTheBrainIsProtected() throws Exception {
		find();
		final RasAxes axes = model.content.axes();
		final byte[] before = model.session.editor().labels().clone();
		final int[] brain = brain(axes);
		paint(brain[0], brain[1], brain[2]);
		assertTrue(model.wrong && model.message.contains("protected"), model.message);
		assertArrayEquals(before, model.session.editor().labels());
		events(() -> controller.unlock(true));
		paint(brain[0], brain[1], brain[2]);
		until(this::idle);
		assertTrue(model.session.editor().edited());
	}

	private int[] brain(final RasAxes axes) {
		final byte[] classes = LabelBytes.of(model.session.found().facemask().classes());
		for (int z = axes.size(2) / 2; z < axes.size(2); z++)
			if (classes[axes.index(axes.size(0) / 2, axes.size(1) / 2, z)] == Region.BRAIN.label()) return new int[] { axes.size(0) / 2, axes.size(1) / 2,
				z };
		throw new AssertionError("no brain");
	}

	@Test
	void changesTheShapeOutsideTheEventThread() throws Exception {
		find();
		events(controller::grow);
		until(() -> idle() && model.unsaved);
		final int grown = count();
		events(controller::shrink);
		until(() -> idle() && count() < grown);
		events(() -> controller.mirror(true));
		until(this::idle);
	}

	private int count() {
		int count = 0;
		for (final byte label : model.session.editor().labels())
			if (label != 0) count++;
		return count;
	}

	/** Outputs of a folder lie as its scans do. */
	@Test
	void savesAndGoesOnToTheNext() throws Exception {
		find();
		final Target target = new Target(folder.resolve("shared"), Optional.of(folder.resolve("hidden")), false);
		events(() -> controller.save(target));
		until(() -> !model.macro.isEmpty() && idle());
		assertTrue(Files.exists(folder.resolve("shared/a_defaced.nii.gz")));
		assertTrue(model.message.startsWith("Saved: "), model.message);
		events(controller::next);
		until(() -> model.scan != null && model.scan.name().equals("b.nii.gz") && idle());
		assertNull(model.result);
		find();
		events(() -> controller.save(target));
		until(() -> model.macro.size() == 2 && idle());
		assertTrue(Files.exists(folder.resolve("shared/deeper/b_defaced.nii.gz")));
		assertTrue(Files.exists(folder.resolve("hidden/deeper/b_facemask.nii.gz")));
		assertTrue(model.macro.get(1).contains("output=[" + folder.resolve("shared/deeper") + "]"), model.macro.get(1));
		events(controller::next);
		assertEquals("This was the last scan of the folder.", model.message);
	}

	@Test
	void tellsInASentenceWhatIsInTheWay() throws Exception {
		find();
		final Target target = new Target(folder.resolve("shared"), Optional.empty(), false);
		events(() -> controller.save(target));
		until(() -> !model.macro.isEmpty() && idle());
		events(() -> controller.save(target));
		until(() -> !model.busy && model.wrong);
		assertTrue(model.message.contains("exists already"), model.message);
		assertEquals(1, model.macro.size());
		events(() -> controller.open(folder.resolve("nothing.nii")));
		until(() -> !model.busy && model.wrong);
		assertTrue(model.message.contains("nothing.nii"), model.message);
		assertNull(model.scan);
		events(controller::openActive);
		until(() -> !model.busy && model.wrong);
		assertEquals("There is no image.", model.message);
	}

	/** A scan that tells nothing of its axes is refused until it is told. */
	@Test
	void asksHowAScanLies() throws Exception {
		final Path file = folder.resolve("bare.nii");
		Files.write(file, bare(folder.resolve("scans/a.nii.gz")));
		events(() -> controller.open(file));
		until(() -> !model.busy && model.wrong);
		assertNull(model.scan);
		events(() -> controller.reading(new NiftiReadOptions(Prefer.NEITHER, "PIR")));
		until(() -> model.scan != null && idle());
		assertTrue(ScanWords.of(model.scan).contains("The orientation is the one you chose."));
		find();
		events(() -> controller.save(new Target(folder.resolve("shared"), Optional.empty(), false)));
		until(() -> !model.macro.isEmpty() && idle());
		assertTrue(model.macro.get(0).contains(" orientation=PIR"), model.macro.get(0));
	}

	/** Takes qform and sform out of a NIfTI-1 file. */
	private static byte[] bare(final Path packed) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
			final byte[] bytes = in.readAllBytes();
			for (int i = 252; i < 256; i++)
				bytes[i] = 0;
			return bytes;
		}
	}
}
