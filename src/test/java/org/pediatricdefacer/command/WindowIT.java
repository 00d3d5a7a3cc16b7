package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.AWTError;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.ScrollbarWithLabel;
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
		final ImagePlus facemask = WindowManager.getImage("phantom_facemask (shows the face)");
		assertNotNull(defaced.getWindow());
		assertEquals(defaced, WindowManager.getCurrentImage());
		assertNull(scan.getOverlay());
		assertOutlineIsDrawn(defaced, facemask);
		IJ.run(defaced, "Remove Overlay", "");
		assertNull(defaced.getOverlay());
	}

	/** On a slice with a hole, ImageJ paints its outline over the scan. */
	private static void assertOutlineIsDrawn(final ImagePlus defaced, final ImagePlus facemask) {
		final Overlay overlay = defaced.getOverlay();
		final Roi hole = overlay.get(overlay.size() / 2);
		defaced.setSlice(hole.getPosition());
		final int color = hole.getStrokeColor().getRGB() & 0xffffff;
		boolean found = false;
		for (final int pixel : (int[]) defaced.flatten().getProcessor().getPixels())
			found |= (pixel & 0xffffff) == color;
		assertTrue(found, "no outline in color " + Integer.toHexString(color));
		assertFalse(facemask.isInvertedLut());
	}

	/** What a macro saves after defacing is the defaced scan: in windows, and in batch mode. */
	@ParameterizedTest
	@ValueSource(strings = {"", "setBatchMode(true); "})
	void savesWhatWasDefaced(final String mode, @TempDir final Path folder) {
		final Path tiff = folder.resolve("saved.tif");
		assertEquals("end", new Interpreter().run(mode + "run('Deface MRI...', ''); saveAs('Tiff', '" + tiff + "'); return 'end';", ""));
		MacroTest.assertSavedDefaced(tiff, scan);
	}

	@Test
	void showsResultsAsTheScanIsShown() throws Exception {
		final double before = scan.getCanvas().getMagnification();
		scan.getCanvas().zoomIn(5, 5);
		new Interpreter().run("run('Deface MRI...', '');", "");
		final ImagePlus defaced = WindowManager.getImage("phantom_defaced");
		assertEquals(20, defaced.getCurrentSlice());
		EventQueue.invokeAndWait(() -> assertEquals(20, slider(defaced.getWindow()).getValue()));
		assertTrue(scan.getCanvas().getMagnification() > before);
		assertEquals(scan.getCanvas().getMagnification(), defaced.getCanvas().getMagnification());
	}

	/** What is chosen under Advanced goes to the command, and is recorded. */
	@Test
	void asksForTheRestUnderAdvanced() throws Exception {
		final DefaceMri command = new DefaceMri();
		fixture.context().inject(command);
		final CommandInfo info = fixture.context().service(CommandService.class).getCommand(DefaceMri.class);
		final CommandModule module = new CommandModule(info, command);
		final Thread dialog = new Thread(() -> AdvancedDialog.show(fixture.context(), command, "Deface MRI"));
		dialog.start();
		final GenericDialog shown = advanced();
		EventQueue.invokeAndWait(() -> {
			((TextField) shown.getNumericFields().get(0)).setText("2.5");
			((Checkbox) shown.getCheckboxes().get(0)).setState(true);
			((Choice) shown.getChoices().get(1)).select("zero");
			shown.actionPerformed(new ActionEvent(shown.getButtons()[0], ActionEvent.ACTION_PERFORMED, "OK"));
		});
		dialog.join();
		assertEquals(2.5, module.getInput("margin_mm"));
		assertEquals(true, module.getInput("allow_reversible"));
		assertEquals("zero", module.getInput("fill"));
		assertEquals("auto", module.getInput("device"));
	}

	private static GenericDialog advanced() throws InterruptedException {
		while (true) {
			for (final Window window : Window.getWindows())
				if (window instanceof GenericDialog dialog && dialog.isVisible() && dialog.getTitle().endsWith("advanced")) return dialog;
			Thread.sleep(20);
		}
	}

	private static ScrollbarWithLabel slider(final Container window) {
		return Arrays.stream(window.getComponents()).filter(ScrollbarWithLabel.class::isInstance).map(ScrollbarWithLabel.class::cast).findFirst()
			.orElseThrow();
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
		assertNotEquals("end", new Interpreter().run("run('Deface MRI...', 'fill=zero'); return 'end';", ""));
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
		assertTrue(macro.contains("run(\"Deface MRI...\", \"face=true eyes=true ears=false removal=smooth fill=background"), macro);
		assertEquals("end", new Interpreter().run(macro + "\nreturn 'end';", ""), macro);
		final ImagePlus first = (ImagePlus) module.getOutput("defaced");
		final ImagePlus again = WindowManager.getImage("phantom_defaced");
		for (int z = 1; z <= scan.getStackSize(); z++)
			assertArrayEquals((short[]) first.getStack().getPixels(z), (short[]) again.getStack().getPixels(z));
	}
}
