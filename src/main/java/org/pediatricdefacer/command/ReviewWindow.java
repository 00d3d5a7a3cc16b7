package org.pediatricdefacer.command;

import java.awt.EventQueue;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.pediatricdefacer.report.ReviewSession;
import org.pediatricdefacer.report.ReviewSheet;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;

/**
 * The window of a review: shows what {@link ReviewSession} looks at, and hands it the keys. All but the making of pictures
 * happens in the event thread; the next result is made while one is looked at.
 */
final class ReviewWindow extends KeyAdapter {

	private final ReviewSession session;
	private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
		final Thread thread = new Thread(work, "review");
		thread.setDaemon(true);
		return thread;
	});
	private final Map<Integer, CompletableFuture<ReviewSheet>> sheets = new HashMap<>();
	private ImagePlus image;
	private ReviewSheet sheet;
	private boolean outlines = true;

	ReviewWindow(final ReviewSession session) {
		this.session = session;
	}

	/** Opens the window. */
	void show() {
		EventQueue.invokeLater(this::load);
	}

	private CompletableFuture<ReviewSheet> sheet(final int index) {
		return sheets.computeIfAbsent(index, i -> CompletableFuture.supplyAsync(() -> session.sheet(i), worker));
	}

	/** Shows the result that the session looks at, as soon as its pictures are made; until then keys do nothing. */
	private void load() {
		final int index = session.index();
		sheet = null;
		IJ.showStatus("Review Defacing: " + (index + 1) + " of " + session.count() + " ...");
		sheets.keySet().removeIf(other -> Math.abs(other - index) > 1);
		sheet(index).whenComplete((made, failure) -> EventQueue.invokeLater(() -> {
			if (failure == null) display(made);
			else IJ.error("Review Defacing", Messages.wrap("This result cannot be shown: " + failure.getMessage()));
		}));
		if (index + 1 < session.count()) sheet(index + 1);
	}

	private void display(final ReviewSheet made) {
		sheet = made;
		final ImagePlus next = ReviewImage.of(made, session.title(made));
		ReviewImage.addCaptions(next, made);
		if (image == null || image.getWindow() == null) open(next);
		else {
			image.setProcessor(next.getTitle(), next.getProcessor());
			image.setOverlay(next.getOverlay());
			image.setProperty("Info", next.getProperty("Info"));
		}
		image.setHideOverlay(!outlines);
		IJ.showStatus(made.reasons().isEmpty() ? "Every check passed." : made.reasons().get(0));
	}

	private void open(final ImagePlus first) {
		image = first;
		image.show();
		final ImageWindow window = image.getWindow();
		// ImageJ's own shortcuts would take the same keys.
		window.removeKeyListener(IJ.getInstance());
		window.getCanvas().removeKeyListener(IJ.getInstance());
		window.addKeyListener(this);
		window.getCanvas().addKeyListener(this);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent e) {
				worker.shutdownNow();
			}
		});
	}

	@Override
	public void keyPressed(final KeyEvent event) {
		if (event.isControlDown() || event.isMetaDown() || event.isAltDown()) return;
		event.consume();
		if (zoom(event.getKeyChar())) return;
		if (sheet == null) {
			// The window still shows the scan before: what is pressed now may be meant for either.
			IJ.beep();
			IJ.showStatus("The next result is still loading; press the key again when it is shown.");
			return;
		}
		try {
			act(session.press(name(event), sheet));
		}
		catch (final IOException e) {
			IJ.error("Review Defacing", "The ratings could not be saved: " + e.getMessage() + "; check the disk and rate again.");
		}
	}

	/** Does what ImageJ does with the keys for magnification. */
	private boolean zoom(final char key) {
		final ImageCanvas canvas = image.getCanvas();
		if (key == '+' || key == '=') canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
		else if (key == '-') canvas.zoomOut(canvas.getWidth() / 2, canvas.getHeight() / 2);
		else return false;
		return true;
	}

	/** Names a key as browsers do. */
	static String name(final KeyEvent event) {
		return switch (event.getKeyCode()) {
			case KeyEvent.VK_LEFT -> "ArrowLeft";
			case KeyEvent.VK_RIGHT -> "ArrowRight";
			case KeyEvent.VK_ESCAPE -> "Escape";
			default -> String.valueOf(event.getKeyChar());
		};
	}

	private void act(final ReviewSession.Action action) throws IOException {
		switch (action) {
			case MOVED -> load();
			case RATED -> image.setTitle(session.title(sheet));
			case NOTE -> note();
			case OUTLINES -> {
				outlines = !outlines;
				image.setHideOverlay(!outlines);
			}
			case HELP -> IJ.showMessage("Review Defacing", String.join("\n", ReviewSession.keys()) + "\n+ and -  magnification");
			case CLOSE -> image.close();
			default -> IJ.showStatus("Press ? for the keys.");
		}
	}

	private void note() throws IOException {
		final GenericDialog dialog = new GenericDialog("Note");
		dialog.addStringField("Note", session.rating(sheet).map(given -> given.note()).orElse(""), 40);
		dialog.showDialog();
		if (dialog.wasCanceled()) return;
		session.note(sheet, dialog.getNextString());
		image.setTitle(session.title(sheet));
	}
}
