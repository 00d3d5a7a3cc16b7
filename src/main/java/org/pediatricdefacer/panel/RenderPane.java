package org.pediatricdefacer.panel;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.Optional;

import javax.swing.AbstractAction;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.event.MouseInputAdapter;

import net.imglib2.util.Cast;

import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Progress;

/** The head before and after, from the side that it is turned to; rendered by a worker of its own, the latest view first. */
final class RenderPane extends JPanel {

	private static final long serialVersionUID = 1;

	private static final double KEY_DEG = 10, DRAG_DEG = 0.7;

	private final transient PanelController controller;
	private final transient LatestWork work = new LatestWork("defacing panel, renderings");
	private double yaw_deg = 35;
	private double pitch_deg;
	/** What the pictures show, for the event thread. */
	private transient PanelScan scan;
	private transient DefacingResult<?> result;
	private transient BufferedImage before;
	private transient BufferedImage after;
	/** The heads that are rendered; the worker's own. */
	private transient RenderedHead headBefore;
	private transient RenderedHead headAfter;
	private transient PanelScan madeOf;
	private transient DefacingResult<?> madeWith;
	/** The picture before, which no edit changes, and from where it was taken. */
	private transient BufferedImage drawnBefore;
	private transient double drawnYaw_deg;
	private transient double drawnPitch_deg;

	RenderPane(final PanelController controller) {
		this.controller = controller;
		setName("Renderings");
		setFocusable(true);
		getAccessibleContext().setAccessibleName("Renderings before and after");
		getAccessibleContext().setAccessibleDescription("Arrows turn the head, Home shows its front.");
		setPreferredSize(new Dimension(320, 320));
		setMinimumSize(new Dimension(80, 80));
		controller.model().listen(this::refresh);
		final Turning turning = new Turning();
		addMouseListener(turning);
		addMouseMotionListener(turning);
		addFocusListener(turning);
		key("LEFT", () -> turn(-KEY_DEG, 0));
		key("RIGHT", () -> turn(KEY_DEG, 0));
		key("UP", () -> turn(0, KEY_DEG));
		key("DOWN", () -> turn(0, -KEY_DEG));
		key("HOME", () -> turn(-yaw_deg, -pitch_deg));
	}

	private void key(final String stroke, final Runnable action) {
		getInputMap().put(KeyStroke.getKeyStroke(stroke), stroke);
		getActionMap().put(stroke, new AbstractAction() {

			private static final long serialVersionUID = 1;

			@Override
			public void actionPerformed(final ActionEvent e) {
				action.run();
			}
		});
	}

	/** Turns the head: the camera goes to the patient's left and up. */
	private void turn(final double right_deg, final double up_deg) {
		yaw_deg = Math.IEEEremainder(yaw_deg + right_deg, 360);
		pitch_deg = Math.max(-90, Math.min(90, pitch_deg + up_deg));
		render();
	}

	/** Renders anew if there is another scan, or another result. */
	private void refresh() {
		final PanelModel model = controller.model();
		final boolean same = scan == model.scan && defaced(result) == defaced(model.result);
		scan = model.scan;
		result = model.result;
		if (same) return;
		if (result == null) after = null;
		if (scan == null) before = null;
		repaint();
		render();
	}

	/** Returns the voxels that are shown, which results of the same region share. */
	private static Object defaced(final DefacingResult<?> of) {
		return of == null ? null : of.defaced();
	}

	private void render() {
		final PanelScan ofScan = scan;
		final DefacingResult<?> ofResult = result;
		final double yaw = yaw_deg, pitch = pitch_deg;
		if (ofScan == null) return;
		work.update(Progress.NONE, progress -> {
			prepare(ofScan, ofResult);
			if (progress.canceled()) return;
			final BufferedImage first = before(yaw, pitch);
			final Optional<BufferedImage> second = Optional.ofNullable(headAfter).map(head -> head.from(yaw, pitch).image());
			PanelJobs.later(() -> {
				if (scan != ofScan) return;
				before = first;
				after = second.orElse(null);
				repaint();
			});
		});
	}

	private BufferedImage before(final double yaw, final double pitch) {
		if (drawnBefore == null || drawnYaw_deg != yaw || drawnPitch_deg != pitch) drawnBefore = headBefore.from(yaw, pitch).image();
		drawnYaw_deg = yaw;
		drawnPitch_deg = pitch;
		return drawnBefore;
	}

	private void prepare(final PanelScan ofScan, final DefacingResult<?> ofResult) {
		if (madeOf != ofScan) {
			headBefore = RenderedHead.of(ofScan.image().volume());
			drawnBefore = null;
		}
		if (madeOf != ofScan || defaced(madeWith) != defaced(ofResult)) headAfter = ofResult == null ? null : headBefore.like(ofScan.meant(Cast.unchecked(ofResult.defaced())));
		madeOf = ofScan;
		madeWith = ofResult;
	}

	/** Ends the worker. */
	void close() {
		work.close();
	}

	/** Returns whether both pictures are there. */
	boolean complete() {
		return before != null && after != null;
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setColor(Color.BLACK);
		g.fillRect(0, 0, getWidth(), getHeight());
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		draw(g, before, 0, "Before");
		draw(g, after, getWidth() / 2, "After");
		if (isFocusOwner()) {
			g.setColor(SlicePane.focusColor());
			g.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
			g.drawRect(1, 1, getWidth() - 3, getHeight() - 3);
		}
		g.dispose();
	}

	private void draw(final Graphics2D g, final BufferedImage picture, final int x, final String caption) {
		if (picture == null) return;
		final double scale = Math.min(getWidth() / 2.0 / picture.getWidth(), (double) getHeight() / picture.getHeight());
		final int width = (int) (scale * picture.getWidth()), height = (int) (scale * picture.getHeight());
		g.drawImage(picture, x + (getWidth() / 2 - width) / 2, (getHeight() - height) / 2, width, height, null);
		g.setColor(Color.WHITE);
		g.setFont(UIManager.getFont("Label.font"));
		g.drawString(caption, x + 4, g.getFontMetrics().getAscent() + 2);
	}

	/** Turns the head by dragging. */
	private final class Turning extends MouseInputAdapter implements FocusListener {

		private Point last;

		@Override
		public void mousePressed(final MouseEvent e) {
			requestFocusInWindow();
			last = e.getPoint();
		}

		@Override
		public void mouseDragged(final MouseEvent e) {
			if (last != null) turn((last.x - e.getX()) * DRAG_DEG, (e.getY() - last.y) * DRAG_DEG);
			last = e.getPoint();
		}

		@Override
		public void focusGained(final FocusEvent e) {
			repaint();
		}

		@Override
		public void focusLost(final FocusEvent e) {
			repaint();
		}
	}
}
