package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.mask.Region;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;

/** Tests the commands on open images in a real context. */
class DefaceMriTest {

	private CommandFixture fixture;
	private ImagePlus scan;

	@BeforeEach
	void start() {
		fixture = new CommandFixture();
		scan = CommandFixture.phantom();
	}

	@AfterEach
	void stop() {
		IJ.resetEscape();
		fixture.close();
	}

	private CommandModule deface(final Object... more) throws Throwable {
		return fixture.run(DefaceMri.class, Stream.concat(Stream.of("image", scan), Stream.of(more)).toArray());
	}

	@Test
	void removesTheFaceFromACopy() throws Throwable {
		final CommandModule module = deface("fill", "zero");
		final ImagePlus defaced = (ImagePlus) module.getOutput("defaced");
		final ImagePlus facemask = (ImagePlus) module.getOutput("facemask");
		final ImageStack original = CommandFixture.phantom().getStack();
		long face = 0, removed = 0;
		for (int z = 0; z < original.size(); z++)
			for (int y = 0; y < original.getHeight(); y++)
				for (int x = 0; x < original.getWidth(); x++) {
					final double before = original.getVoxel(x, y, z), after = defaced.getStack().getVoxel(x, y, z);
					assertEquals(before, scan.getStack().getVoxel(x, y, z), "the scan itself");
					assertTrue(after == before || after == 0, "changed to " + after);
					if (facemask.getStack().getVoxel(x, y, z) == 0 || before == 0) continue;
					face++;
					removed += after == 0 ? 1 : 0;
				}
		assertTrue(face > 1000 && removed > 0.9 * face, "removed " + removed + " of " + face);
	}

	@Test
	void keepsLookAndPlace() throws Throwable {
		final CommandModule module = deface();
		final ImagePlus defaced = (ImagePlus) module.getOutput("defaced");
		final ImagePlus facemask = (ImagePlus) module.getOutput("facemask");
		assertEquals("phantom_defaced", defaced.getTitle());
		assertEquals("phantom_facemask (shows the face)", facemask.getTitle());
		assertEquals(1234, defaced.getDisplayRangeMax());
		assertEquals(20, defaced.getCurrentSlice());
		assertEquals(20, facemask.getCurrentSlice());
		assertEquals(scan.getCalibration().pixelDepth, defaced.getCalibration().pixelDepth);
		assertEquals("mm", facemask.getCalibration().getUnit());
		assertNull(scan.getOverlay());
		assertTrue(defaced.getOverlay().size() > 20);
		assertEquals("pass", defaced.getProp(ImageDefacing.STATUS), defaced.getProp(ImageDefacing.REMARKS));
	}

	@Test
	void asksHowSlicesLieAndRemembersIt() throws Throwable {
		scan.getStack().setSliceLabel(null, 1);
		assertTrue(assertThrows(DefacingException.class, this::deface).getMessage().contains("orientation"));
		final ImagePlus told = (ImagePlus) deface("orientation", "pir").getOutput("defaced");
		assertEquals("pass", told.getProp(ImageDefacing.STATUS), told.getProp(ImageDefacing.REMARKS));
		assertEquals("pass", ((ImagePlus) deface().getOutput("defaced")).getProp(ImageDefacing.STATUS));
		deface("orientation", StackOrientations.PIR);
		assertTrue(assertThrows(DefacingException.class, () -> deface("orientation", "sideways")).getMessage().contains("three letters"));
	}

	@Test
	void outlinesTheHoleAndNotTheFace() throws Throwable {
		final CommandModule module = deface("fill", "zero");
		final ImagePlus defaced = (ImagePlus) module.getOutput("defaced");
		for (final Roi outline : defaced.getOverlay()) {
			assertEquals("removed", outline.getName());
			defaced.setSliceWithoutUpdate(outline.getPosition());
			for (final Point p : outline)
				assertEquals(0, defaced.getProcessor().getf(p.x, p.y));
		}
	}

	@Test
	void needsTheScanOnlyToBegin() throws Throwable {
		fixture.onProgress(() -> {
			if (fixture.task().getProgressValue() > 50) scan.flush();
		});
		assertEquals("pass", ((ImagePlus) deface().getOutput("defaced")).getProp(ImageDefacing.STATUS));
		assertRefused("was closed", DefaceMri.class, "image", scan);
	}

	@Test
	void tellsLabelsFromScans() throws Throwable {
		final ImagePlus facemask = (ImagePlus) deface().getOutput("facemask");
		assertRefused("is no scan", DefaceMri.class, "image", facemask, "orientation", "PIR");
		assertRefused("two images", ApplyFacemask.class, "image", scan, "mask", scan);
		assertRefused("is no facemask", ApplyFacemask.class, "image", scan, "mask", scan.duplicate());
		assertRefused("is no scan", ApplyFacemask.class, "image", facemask, "mask", facemask.duplicate());
	}

	private void assertRefused(final String words, final Class<? extends Command> command, final Object... inputs) {
		final String message = assertThrows(DefacingException.class, () -> fixture.run(command, inputs)).getMessage();
		assertTrue(message.contains(words), message);
	}

	@Test
	void tellsInTheStatusBarThatItIsDone() throws Throwable {
		deface();
		assertTrue(fixture.showed("Deface MRI on cpu: pass"));
	}

	@Test
	void marksWhatIsNowhereSaved() throws Throwable {
		final CommandModule module = deface();
		assertTrue(((ImagePlus) module.getOutput("defaced")).changes);
		assertTrue(((ImagePlus) module.getOutput("facemask")).changes);
		assertEquals("pass", module.getOutput(DefacingCommand.STATUS));
	}

	@Test
	void showsWhatTheNetworkRunsOn() throws Throwable {
		deface("write_failed", true);
		assertTrue(fixture.showed("Deface MRI on cpu: looking for face, eyes, ears and brain"));
	}

	@Test
	void removesOnlyTheChosenRegions() throws Throwable {
		final ImagePlus facemask = (ImagePlus) deface("face", false, "eyes", false, "write_failed", true).getOutput("facemask");
		for (int z = 1; z <= facemask.getStackSize(); z++)
			for (final byte label : (byte[]) facemask.getStack().getPixels(z))
				assertTrue(label == 0 || label == Region.EARS.label());
		final DefacingException e = assertThrows(DefacingException.class, () -> deface("face", false, "eyes", false, "ears", false));
		assertTrue(e.getMessage().contains("at least one"), e.getMessage());
	}

	@Test
	void appliesAnEditedMask() throws Throwable {
		final ImagePlus facemask = (ImagePlus) deface().getOutput("facemask");
		facemask.getStack().setVoxel(40, 60, 20, 1);
		final CommandModule module = fixture.run(ApplyFacemask.class, "image", scan, "mask", facemask, "write_failed", true, "removal", "facemask", "fill",
			"zero");
		final ImagePlus defaced = (ImagePlus) module.getOutput("defaced");
		for (int z = 0; z < scan.getStackSize(); z++)
			for (int y = 0; y < scan.getHeight(); y++)
				for (int x = 0; x < scan.getWidth(); x++)
					assertEquals(facemask.getStack().getVoxel(x, y, z) > 0 ? 0 : scan.getStack().getVoxel(x, y, z), defaced.getStack().getVoxel(x, y, z));
	}

	@Test
	void refusesAMaskOfOtherSlices() {
		final ImagePlus other = new ImagePlus("other", ImageStack.create(10, 10, 10, 8));
		final DefacingException e = assertThrows(DefacingException.class, () -> fixture.run(ApplyFacemask.class, "image", scan, "mask", other));
		assertTrue(e.getMessage().contains("Apply Facemask to Files"), e.getMessage());
	}

	@Test
	void failsLoudlyWithoutAnImage() {
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(DefaceMri.class)).getMessage().contains("open a scan"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(ApplyFacemask.class)).getMessage().contains("open both"));
	}

	@Test
	void failsLoudlyWithoutAnEngineAndStillFillsTheBar() throws InterruptedException {
		final DefacingException e = assertThrows(DefacingException.class, () -> deface("device", PhantomDefacerService.BROKEN));
		assertTrue(e.getMessage().contains("no device"), e.getMessage());
		assertProgressEnded();
		assertTrue(fixture.showed("Deface MRI: failed, see the message"));
	}

	@Test
	void fillsTheBarOnce() throws Throwable {
		deface();
		assertProgressEnded();
		final List<Long> sorted = new ArrayList<>(fixture.steps());
		Collections.sort(sorted);
		assertEquals(sorted, fixture.steps());
		assertTrue(sorted.stream().distinct().count() > 5, "steps " + sorted);
	}

	@Test
	void stopsWhenTheTaskIsCanceled() throws Throwable {
		fixture.onProgress(() -> {
			if (!fixture.task().isCanceled()) fixture.task().cancel("enough");
		});
		assertStopped(deface());
	}

	@Test
	void stopsOnEscape() throws Throwable {
		IJ.setKeyDown(KeyEvent.VK_ESCAPE); // from before, which does not count
		fixture.onProgress(() -> {
			if (fixture.task().getProgressValue() > 50) IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		});
		assertStopped(deface());
		assertTrue(fixture.task().getProgressValue() > 50);
	}

	private void assertStopped(final CommandModule module) throws InterruptedException {
		assertTrue(module.isCanceled());
		assertNull(module.getOutput("defaced"));
		assertNull(module.getOutput("facemask"));
		assertTrue(fixture.task().getProgressValue() < 1000);
		assertProgressEnded();
		assertTrue(fixture.showed(": canceled"));
	}

	private void assertProgressEnded() throws InterruptedException {
		assertTrue(fixture.task().isDone());
		assertTrue(fixture.filledTheBar());
	}
}
