package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.TransferHandler;
import javax.swing.text.JTextComponent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

/** Uses the panel in a window as people do, by mouse and keys; skipped where there is no display. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class DefacingPanelIT {

	@TempDir
	private Path folder;
	private Path file;
	private CommandFixture fixture;
	private ImageJ imagej;
	private JFrame frame;

	@BeforeEach
	void open() throws Throwable {
		assumeTrue(WindowIT.hasDisplay(), "there is no display; run Maven under xvfb-run to have one");
		file = Files.createDirectories(folder.resolve("scans")).resolve("head.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		imagej = new ImageJ(ImageJ.EMBEDDED);
		fixture = new CommandFixture();
		MacroBridge.install(fixture.context());
	}

	private void openPanel() throws Throwable {
		fixture.run(DefacingPanel.class);
		frame = (JFrame) Stream.of(Frame.getFrames()).filter(window -> window.isShowing() && "Defacing Panel".equals(window.getName())).findFirst()
			.orElseThrow();
	}

	@AfterEach
	void close() throws Exception {
		if (fixture == null) return;
		if (frame != null) EventQueue.invokeAndWait(frame::dispose);
		fixture.close();
		for (final int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList())
			WindowManager.getImage(id).changes = false; // closes without asking
		WindowManager.closeAllWindows();
		imagej.dispose();
	}

	private <T extends Component> T find(final Class<T> type, final String name) {
		return find(frame, type, name).findFirst().orElseThrow(() -> new AssertionError("no " + name));
	}

	private static <T extends Component> Stream<T> find(final Container in, final Class<T> type, final String name) {
		return Stream.of(in.getComponents()).flatMap(component -> Stream.concat(type.isInstance(component) && name.equals(component.getName()) ? Stream
			.of(type.cast(component)) : Stream.empty(), component instanceof Container container ? find(container, type, name) : Stream.empty()));
	}

	private String text(final String name) {
		return find(JTextComponent.class, name).getText();
	}

	/** Waits until a text says something, in the event thread, which answers all the time. */
	private void until(final String name, final Predicate<String> says) throws Exception {
		final boolean[] told = new boolean[1];
		while (!told[0]) {
			EventQueue.invokeAndWait(() -> told[0] = says.test(text(name)) && !find(Component.class, "Progress").isVisible());
			Thread.sleep(20);
		}
	}

	/** A click, once the button can be clicked. */
	private void click(final String name) throws Exception {
		final boolean[] done = new boolean[1];
		while (!done[0]) {
			EventQueue.invokeAndWait(() -> {
				final AbstractButton button = find(AbstractButton.class, name);
				done[0] = button.isEnabled();
				if (done[0]) button.doClick(0);
			});
			Thread.sleep(20);
		}
	}

	private void type(final String name, final String text) throws Exception {
		EventQueue.invokeAndWait(() -> find(JTextComponent.class, name).setText(text));
	}

	private void drop(final Path what) throws Exception {
		final Transferable files = new Transferable() {

			@Override
			public DataFlavor[] getTransferDataFlavors() {
				return new DataFlavor[] { DataFlavor.javaFileListFlavor };
			}

			@Override
			public boolean isDataFlavorSupported(final DataFlavor flavor) {
				return flavor.equals(DataFlavor.javaFileListFlavor);
			}

			@Override
			public Object getTransferData(final DataFlavor flavor) {
				return List.of(what.toFile());
			}
		};
		final JComponent root = frame.getRootPane();
		EventQueue.invokeAndWait(() -> assertTrue(root.getTransferHandler().importData(new TransferHandler.TransferSupport(root, files))));
		until("Message", "Find the face next."::equals);
	}

	/** Drags with a button from one place of a plane to another, as shares of its width and height. */
	private void drag(final String plane, final int button, final double fromX, final double fromY, final double toX, final double toY) throws Exception {
		EventQueue.invokeAndWait(() -> {
			final Component pane = find(Component.class, plane);
			final int mask = InputEvent.getMaskForButton(button);
			final int x = (int) (fromX * pane.getWidth()), y = (int) (fromY * pane.getHeight());
			pane.dispatchEvent(new MouseEvent(pane, MouseEvent.MOUSE_PRESSED, 0, mask, x, y, 1, false, button));
			final int toColumn = (int) (toX * pane.getWidth()), toRow = (int) (toY * pane.getHeight());
			pane.dispatchEvent(new MouseEvent(pane, MouseEvent.MOUSE_DRAGGED, 0, mask, toColumn, toRow, 1, false, button));
			pane.dispatchEvent(new MouseEvent(pane, MouseEvent.MOUSE_RELEASED, 0, mask, toColumn, toRow, 1, false, button));
		});
	}

	private void press(final String component, final int key, final int modifiers) throws Exception {
		EventQueue.invokeAndWait(() -> {
			final Component pane = find(Component.class, component);
			pane.requestFocusInWindow();
		});
		EventQueue.invokeAndWait(() -> {
			final Component pane = find(Component.class, component);
			pane.dispatchEvent(new KeyEvent(pane, KeyEvent.KEY_PRESSED, 0, modifiers, key, KeyEvent.CHAR_UNDEFINED));
		});
	}

	private static byte[] bytes(final Path of) {
		try {
			return Files.readAllBytes(of);
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	private void assertMacroDoesTheSame(final Path shared, final String command) throws Exception {
		final String all = text("The same as a macro");
		final String macro = all.substring(all.lastIndexOf("run(\""));
		assertTrue(macro.startsWith("run(\"" + command + "\""), macro);
		final Path again = folder.resolve("again-" + shared.getFileName());
		final String elsewhere = macro.replace("output=[" + shared, "output=[" + again).replaceFirst(" private_to=\\[[^]]*\\]", "");
		assertEquals("end", new Interpreter().run(elsewhere + "\nreturn 'end';", ""), elsewhere);
		assertArrayEquals(bytes(again.resolve("head_defaced.nii.gz")), bytes(shared.resolve("head_defaced.nii.gz")));
		assertArrayEquals(bytes(again.resolve("head_removed.nii.gz")), bytes(shared.resolve("head_removed.nii.gz")));
	}

	/** The whole way: drop, find, paint, undo, redo, save; and the macro that was recorded writes the same voxels. */
	@Test
	void editsAndSavesAsItsMacroDoes() throws Throwable {
		final Recorder recorder = new Recorder();
		openPanel();
		drop(file);
		assertTrue(text("What the scan is").contains("86 x 88 x 42 voxels of 3 x 3 x 5 mm."), text("What the scan is"));
		click("Find the face");
		until("Verdict", verdict -> verdict.contains(":"));
		final Path found = folder.resolve("found");
		type("Shared folder", found.toString());
		click("Remove and save");
		until("Message", message -> message.startsWith("Saved: "));
		assertMacroDoesTheSame(found, "Deface MRI Files...");
		click("Brush");
		// The scalp above the crown.
		drag("Sagittal", MouseEvent.BUTTON1, 0.5, 0.02, 0.5, 0.25);
		assertTrue(find(AbstractButton.class, "Undo").isEnabled(), "nothing was painted; " + text("Message"));
		until("Verdict", verdict -> verdict.contains(":"));
		press("Sagittal", KeyEvent.VK_Z, InputEvent.CTRL_DOWN_MASK);
		assertFalse(find(AbstractButton.class, "Undo").isEnabled());
		until("Verdict", verdict -> verdict.contains(":"));
		press("Sagittal", KeyEvent.VK_Y, InputEvent.CTRL_DOWN_MASK);
		assertTrue(find(AbstractButton.class, "Undo").isEnabled());
		until("Verdict", verdict -> verdict.contains(":"));
		final Path edited = folder.resolve("edited");
		type("Shared folder", edited.toString());
		click("Remove and save");
		until("Message", message -> message.contains("private folder"));
		type("Private folder", folder.resolve("private").toString());
		click("Remove and save");
		until("Message", message -> message.startsWith("Saved: "));
		assertMacroDoesTheSame(edited, "Apply Facemask to Files...");
		assertNotEquals(-1, Arrays.mismatch(bytes(found.resolve("head_removed.nii.gz")), bytes(edited.resolve("head_removed.nii.gz"))));
		assertTrue(recorder.getText().contains("run(\"Apply Facemask to Files...\""), recorder.getText());
		recorder.close();
	}

	private List<Path> written(final Path below) throws IOException {
		try (Stream<Path> files = Files.walk(below)) {
			return files.filter(Files::isRegularFile).map(below::relativize).sorted().toList();
		}
	}

	/** A DICOM folder that is dropped is saved in its own headers, and the lines that were recorded write the same bytes. */
	@Test
	void savesADicomSeriesAsItsMacroDoes() throws Throwable {
		final Path series = folder.resolve("series");
		final List<Path> files = DicomPhantom.of(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID).classic(series);
		openPanel();
		drop(series);
		assertTrue(text("What the scan is").contains("86 x 88 x 42 voxels of 3 x 3 x 5 mm."), text("What the scan is"));
		click("Find the face");
		until("Verdict", verdict -> verdict.contains(":"));
		click("As DICOM");
		assertTrue(text("What is written").contains("DICOM"), text("What is written"));
		for (final boolean edited : new boolean[] { false, true }) {
			if (edited) {
				click("Brush");
				drag("Sagittal", MouseEvent.BUTTON1, 0.5, 0.02, 0.5, 0.25);
				until("Verdict", verdict -> verdict.contains(":") && !verdict.contains("checking"));
				type("Private folder", folder.resolve("private").toString());
			}
			final Path shared = folder.resolve("shared-" + edited);
			type("Shared folder", shared.toString());
			click("Remove and save");
			until("What is written", what -> what.contains(shared.toString()));
			final String all = text("The same as a macro");
			final String macro = all.substring(all.lastIndexOf("File.openSequence"));
			assertTrue(macro.contains(edited ? "Apply Facemask..." : "Deface MRI..."), macro);
			final Path again = folder.resolve("again-" + edited);
			assertEquals("end", new Interpreter().run(macro.replace(shared.toString(), again.toString()) + "\nreturn 'end';", ""), macro);
			assertEquals(files.size() + 1, written(shared).size());
			assertEquals(written(shared), written(again));
			for (final Path file : written(shared))
				assertArrayEquals(bytes(shared.resolve(file)), bytes(again.resolve(file)), file.toString());
		}
	}

	/** An open image stands beside the panel, and is opened in it at once. */
	@Test
	void standsBesideTheOpenImage() throws Throwable {
		final ImagePlus image = CommandFixture.phantom();
		image.show();
		openPanel();
		until("Message", "Find the face next."::equals);
		assertTrue(text("What the scan is").startsWith("phantom.dcm"), text("What the scan is"));
		assertFalse(frame.getBounds().intersects(image.getWindow().getBounds()), frame.getBounds() + " over " + image.getWindow().getBounds());
		click("Find the face");
		until("Verdict", verdict -> verdict.contains(":"));
		type("Shared folder", folder.resolve("shared").toString());
		type("Private folder", folder.resolve("hidden").toString());
		click("Remove and save");
		until("Message", message -> message.startsWith("Saved: "));
		assertTrue(Files.exists(folder.resolve("shared").resolve("phantom_defaced.nii.gz")));
		assertTrue(Files.exists(folder.resolve("hidden").resolve("phantom.nii.gz")));
	}

	/** All planes show the same place, whichever is clicked or moved by keys; the right button changes the window. */
	@Test
	void linksThePlanes() throws Throwable {
		openPanel();
		drop(file);
		final int[] before = pixels("Coronal");
		drag("Axial", MouseEvent.BUTTON1, 0.5, 0.3, 0.55, 0.3);
		final int[] clicked = pixels("Coronal");
		assertNotEquals(-1, Arrays.mismatch(before, clicked));
		press("Sagittal", KeyEvent.VK_RIGHT, 0);
		final int[] moved = pixels("Coronal");
		assertNotEquals(-1, Arrays.mismatch(clicked, moved));
		press("Sagittal", KeyEvent.VK_LEFT, 0);
		assertArrayEquals(clicked, pixels("Coronal"));
		drag("Axial", MouseEvent.BUTTON3, 0.5, 0.5, 0.5, 0.8);
		assertNotEquals(-1, Arrays.mismatch(clicked, pixels("Coronal")));
	}

	private int[] pixels(final String name) throws Exception {
		final int[][] pixels = new int[1][];
		EventQueue.invokeAndWait(() -> {
			final Component pane = find(Component.class, name);
			final BufferedImage image = new BufferedImage(pane.getWidth(), pane.getHeight(), BufferedImage.TYPE_INT_RGB);
			pane.paint(image.getGraphics());
			pixels[0] = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		});
		return pixels[0];
	}
}
