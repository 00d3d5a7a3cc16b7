package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Canvas;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.report.ReportFixture;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReviewSession;
import org.pediatricdefacer.report.ReviewSheet;
import org.scijava.command.CommandModule;

import ij.ImagePlus;
import ij.gui.Roi;

/** Tests the commands that look at results, without a window. */
class ReportCommandsTest {

	@TempDir
	private static Path folder;

	private CommandFixture fixture;

	@BeforeAll
	static void deface() throws IOException {
		ReportFixture.deface(folder);
	}

	@BeforeEach
	void start() {
		fixture = new CommandFixture();
	}

	@AfterEach
	void stop() {
		fixture.close();
	}

	@Test
	void writesAReport() throws Throwable {
		final Path page = folder.resolve("scans/qc.html");
		final CommandModule module = fixture.run(DefaceQcReport.class, "results", folder.resolve("out").toFile(), "scans", folder.resolve("scans")
			.toFile(), "output", page.toFile(), "pixel_mm", 4.0);
		assertEquals(page.toString(), module.getOutput("page"));
		assertTrue(Files.readString(page).contains("(shows faces)"), "by the originals faces are safe");
	}

	@Test
	void aPageWithFacemasksLiesElsewhereThanTheResults() throws Throwable {
		final Path page = folder.resolve("private/facemasks.html");
		fixture.run(DefaceQcReport.class, "results", folder.resolve("out").toFile(), "private_from", folder.resolve("private").toFile(), "output",
			page.toFile(), "pixel_mm", 4.0);
		assertTrue(Files.readString(page).contains("(shows faces)"));
		final DefacingException e = assertThrows(DefacingException.class, () -> fixture.run(DefaceQcReport.class, "results", folder.resolve("out")
			.toFile(), "private_from", folder.resolve("private").toFile(), "pixel_mm", 4.0));
		assertTrue(e.getMessage().contains("A report with facemasks shows faces"), e.getMessage());
	}

	@Test
	void failsLoudlyWhenSomethingIsWrong() {
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(DefaceQcReport.class)).getMessage().contains("results"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(DefaceQcReport.class, "results", folder.resolve("out").toFile(), "before",
			"maybe")).getMessage().contains("maybe"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(ReviewDefacing.class)).getMessage().contains("results"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(ReviewDefacing.class, "results", folder.resolve("out").toFile()))
			.getMessage().contains("screen"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(ShowFaceRenders.class)).getMessage().contains("image"));
	}

	@Test
	void aSheetBecomesAnImageWithOutlines() throws IOException {
		final ReviewSession session = new ReviewSession(ReportPlan.of(folder.resolve("out"), Optional.of(folder.resolve("private")), Optional.of(folder
			.resolve("scans")), Optional.of(folder.resolve("brains"))), folder.resolve("ratings.tsv"), "", 4);
		final ReviewSheet sheet = session.sheet(0);
		final ImagePlus image = ReviewImage.of(sheet, session.title(sheet));
		assertEquals("1/1 one | program: " + sheet.verdict().text() + " | not rated", image.getTitle());
		// Three planes before and after, of each the removed region and most of them the brain.
		int regions = 0;
		for (final Roi roi : image.getOverlay()) {
			assertTrue(roi.getBounds().x >= 0 && roi.getBounds().getMaxX() <= image.getWidth() && roi.getBounds().getMaxY() <= image.getHeight());
			if (roi.getName().equals("removed")) {
				regions++;
				assertEquals(ReviewImage.REMOVED, roi.getStrokeColor());
			}
		}
		assertEquals(6, regions);
		assertTrue(image.getOverlay().size() > 6);
	}

	@Test
	void keysHaveTheNamesThatBrowsersGiveThem() {
		final Canvas source = new Canvas();
		assertEquals("ArrowLeft", ReviewWindow.name(new KeyEvent(source, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_LEFT, KeyEvent.CHAR_UNDEFINED)));
		assertEquals("ArrowRight", ReviewWindow.name(new KeyEvent(source, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_RIGHT, KeyEvent.CHAR_UNDEFINED)));
		assertEquals("Escape", ReviewWindow.name(new KeyEvent(source, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_ESCAPE, (char) 27)));
		assertEquals("P", ReviewWindow.name(new KeyEvent(source, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_P, 'P')));
	}

	@Test
	void rendersTheOpenImageFromFiveSides() throws Throwable {
		final ImagePlus renders = (ImagePlus) fixture.run(ShowFaceRenders.class, "image", CommandFixture.phantom(), "pixel_mm", 3.0).getOutput(
			"renders");
		assertEquals(5, renders.getStackSize());
		assertEquals("front", renders.getStack().getSliceLabel(3));
		for (int slice = 1; slice <= 5; slice++)
			assertTrue(renders.getStack().getProcessor(slice).getStats().max > 150, "there is a head in each");
		final double left = renders.getStack().getProcessor(5).getStats().mean;
		assertEquals(left, renders.getStack().getProcessor(1).getStats().mean, 0.2 * left, "both sides are about as large");
	}
}
