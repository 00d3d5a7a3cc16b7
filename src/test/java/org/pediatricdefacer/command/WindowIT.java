package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.AWTError;
import java.awt.Component;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.pediatricdefacer.mask.Region;
import org.scijava.command.CommandModule;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

/** Runs commands and macros with ImageJ's windows; skipped where there is no display. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD) // a dialog would wait forever
class WindowIT {

	private CommandFixture fixture;
	private ImageJ imagej;
	private ImagePlus scan;

	@BeforeEach
	void open() throws Exception {
		assumeTrue(hasDisplay(), "there is no display; run Maven under xvfb-run to have one");
		imagej = new ImageJ(ImageJ.EMBEDDED);
		fixture = new CommandFixture();
		MacroBridge.install(fixture.context());
		scan = CommandFixture.phantom();
		scan.show();
	}

	@AfterEach
	void close() {
		if (fixture == null) return;
		fixture.close();
		for (int i = 1; i <= WindowManager.getImageCount(); i++)
			WindowManager.getImage(WindowManager.getNthImageID(i)).changes = false; // or ImageJ asks whether to save
		WindowManager.closeAllWindows();
		imagej.dispose();
	}

	static boolean hasDisplay() {
		try {
			return GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices().length > 0;
		}
		catch (final HeadlessException | AWTError | LinkageError e) { // the last where Java came without its windows
			return false;
		}
	}

	@Test
	void showsTheDefacedScanAndItsMask() throws Exception {
		new Interpreter().run(Files.readString(Path.of("macros", "deface_open_image.ijm")), "");
		assertEquals(3, WindowManager.getImageCount());
		final ImagePlus defaced = WindowManager.getImage("phantom_defaced");
		final ImagePlus facemask = WindowManager.getImage("phantom_facemask");
		assertNotNull(defaced.getWindow());
		assertEquals(defaced, WindowManager.getCurrentImage());
		assertNull(scan.getOverlay());
		assertOutlineIsDrawn(defaced, facemask);
		IJ.run(defaced, "Remove Overlay", "");
		assertNull(defaced.getOverlay());
	}

	/** On a slice with a face, ImageJ paints the outline over the scan in the color that the mask image has for faces. */
	private static void assertOutlineIsDrawn(final ImagePlus defaced, final ImagePlus facemask) {
		final Overlay overlay = defaced.getOverlay();
		final Roi face = overlay.get(overlay.size() / 2);
		defaced.setSlice(face.getPosition());
		final int color = face.getStrokeColor().getRGB() & 0xffffff;
		boolean found = false;
		for (final int pixel : (int[]) defaced.flatten().getProcessor().getPixels())
			found |= (pixel & 0xffffff) == color;
		assertTrue(found, "no outline in color " + Integer.toHexString(color));
		final int label = Region.valueOf(face.getName().toUpperCase(Locale.ROOT)).label();
		assertEquals(color, facemask.getProcessor().getLut().getRGB(label) & 0xffffff);
		assertFalse(facemask.isInvertedLut());
	}

	/** The key goes where a user's goes: to the canvas of the scan, while the command works. */
	@Test
	void leavesNothingBehindOnEscape() throws Exception {
		final ImagePlus before = scan.duplicate();
		final Component canvas = scan.getCanvas();
		// SciJava tells of progress in the thread in which keys come, too.
		fixture.onProgress(() -> {
			if (fixture.task().getProgressValue() > 50) canvas.dispatchEvent(new KeyEvent(canvas, KeyEvent.KEY_PRESSED, 0, 0,
				KeyEvent.VK_ESCAPE, KeyEvent.CHAR_UNDEFINED));
		});
		final String macro = "run('Deface MRI...', 'fill=zero');";
		assertEquals(Macro.MACRO_CANCELED, assertThrows(RuntimeException.class, () -> new Interpreter().run(macro, "")).getMessage());
		assertTrue(fixture.task().isDone());
		assertTrue(fixture.task().getProgressValue() < 1000);
		assertEquals(1, WindowManager.getImageCount());
		assertNull(scan.getOverlay());
		for (int z = 1; z <= scan.getStackSize(); z++)
			assertArrayEquals((short[]) before.getStack().getPixels(z), (short[]) scan.getStack().getPixels(z));
	}

	@Test
	void whatIsRecordedDoesTheSameAgain() throws Throwable {
		final CommandModule module = fixture.run(DefaceMri.class, "image", scan, "ears", false, "fill", "background", "seed", 5L, "margin_mm", 2.5,
			"write_failed", true);
		final Recorder recorder = new Recorder();
		MacroBridge.record(module);
		final String macro = recorder.getText();
		recorder.close();
		assertTrue(macro.contains("run(\"Deface MRI...\", \"face=true eyes=true ears=false fill=background"), macro);
		assertEquals("end", new Interpreter().run(macro + "\nreturn 'end';", ""), macro);
		final ImagePlus first = (ImagePlus) module.getOutput("defaced");
		final ImagePlus again = WindowManager.getImage("phantom_defaced");
		for (int z = 1; z <= scan.getStackSize(); z++)
			assertArrayEquals((short[]) first.getStack().getPixels(z), (short[]) again.getStack().getPixels(z));
	}
}
