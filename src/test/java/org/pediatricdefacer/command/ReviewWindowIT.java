package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.report.ReportFixture;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;

/** Reviews results in the window, by keys; skipped where there is no display. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD) // a window that does not come would be waited for
class ReviewWindowIT {

	@TempDir
	private Path folder;

	private CommandFixture fixture;
	private ImageJ imagej;

	@BeforeEach
	void open() throws Exception {
		assumeTrue(WindowIT.hasDisplay(), "there is no display; run Maven under xvfb-run to have one");
		ReportFixture.deface(folder);
		ReportFixture.copy(folder, folder, "two");
		imagej = new ImageJ(ImageJ.EMBEDDED);
		fixture = new CommandFixture();
	}

	@AfterEach
	void close() {
		if (fixture == null) return;
		fixture.close();
		WindowManager.closeAllWindows();
		imagej.dispose();
	}

	/** Waits until the only window has a title that begins so. */
	private static ImagePlus image(final String title) throws Exception {
		while (true) {
			final ImagePlus image = WindowManager.getCurrentImage();
			if (image != null && image.getWindow() != null && image.getTitle().startsWith(title)) return image;
			Thread.sleep(20);
		}
	}

	/** The key goes where a user's goes: to the canvas. */
	private static void press(final ImagePlus image, final char key) throws Exception {
		final Component canvas = image.getCanvas();
		final int code = key == KeyEvent.VK_ESCAPE ? KeyEvent.VK_ESCAPE : KeyEvent.getExtendedKeyCodeForChar(key);
		EventQueue.invokeAndWait(() -> canvas.dispatchEvent(new KeyEvent(canvas, KeyEvent.KEY_PRESSED, 0, 0, code, key)));
	}

	/** A key that is pressed while the next result loads rates neither result. */
	@Test
	void ratesNothingThatIsNotShown() throws Throwable {
		fixture.run(ReviewDefacing.class, "results", folder.resolve("out").toFile(), "ratings", folder.resolve("ratings.tsv").toFile(), "pixel_mm", 3.0);
		final ImagePlus one = image("1/2 one");
		final Component canvas = one.getCanvas();
		EventQueue.invokeAndWait(() -> {
			canvas.dispatchEvent(new KeyEvent(canvas, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_P, 'p'));
			canvas.dispatchEvent(new KeyEvent(canvas, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_F, 'f'));
		});
		assertTrue(image("2/2 two").getTitle().endsWith("not rated"));
		final List<String> ratings = Files.readAllLines(folder.resolve("ratings.tsv"));
		assertEquals(2, ratings.size());
		assertTrue(ratings.get(1).contains("\tpass\t"), ratings.get(1));
	}

	@Test
	void zoomsByTheKeysOfImageJ() throws Throwable {
		fixture.run(ReviewDefacing.class, "results", folder.resolve("out").toFile(), "pixel_mm", 3.0);
		final ImagePlus one = image("1/2 one");
		final double before = one.getCanvas().getMagnification();
		press(one, '+');
		assertTrue(one.getCanvas().getMagnification() > before);
		press(one, '-');
		assertEquals(before, one.getCanvas().getMagnification());
	}

	@Test
	void ratesAFolderByKeys() throws Throwable {
		fixture.run(ReviewDefacing.class, "results", folder.resolve("out").toFile(), "scans", folder.resolve("scans").toFile(), "ratings", folder.resolve(
			"ratings.tsv").toFile(), "rater", "ab", "pixel_mm", 3.0);
		final ImagePlus one = image("1/2 one");
		assertFalse(one.getHideOverlay());
		press(one, 'o');
		assertTrue(one.getHideOverlay());
		press(one, 'p');
		final ImagePlus two = image("2/2 two");
		assertEquals(1, WindowManager.getImageCount());
		press(two, 'l');
		final List<String> ratings = Files.readAllLines(folder.resolve("ratings.tsv"));
		assertEquals(3, ratings.size());
		assertTrue(ratings.get(1).matches("one\t[0-9a-f]{16}\tpass\t\tab\t.*"), ratings.get(1));
		assertTrue(ratings.get(2).matches("two\t[0-9a-f]{16}\tface[ -]left\t\tab\t.*"), ratings.get(2));
		press(two, (char) KeyEvent.VK_ESCAPE);
		assertEquals(0, WindowManager.getImageCount());
	}
}
