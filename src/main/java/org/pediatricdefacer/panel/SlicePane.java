package org.pediatricdefacer.panel;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

import javax.swing.JPanel;
import javax.swing.UIManager;

import org.pediatricdefacer.panel.ViewState.Tool;

/** One plane of the scan with what lies over it, the crosshair and the brush. */
final class SlicePane extends JPanel {

	private static final long serialVersionUID = 1;

	final transient SlicePlane plane;
	private final transient PanelController controller;
	/** Where the mouse is, or null. */
	private Point pointer;

	SlicePane(final SlicePlane plane, final PanelController controller) {
		this.plane = plane;
		this.controller = controller;
		setName(plane.text);
		setFocusable(true);
		getAccessibleContext().setAccessibleName(plane.text + " plane");
		getAccessibleContext().setAccessibleDescription("Arrows move the crosshair, page up and down change the slice, space paints.");
		setPreferredSize(new Dimension(320, 320));
		setMinimumSize(new Dimension(80, 80));
		controller.view().listen(this::repaint);
		controller.model().listen(this::repaint);
		new SliceInput(this, controller).install();
	}

	void pointer(final Point at) {
		pointer = at;
		repaint();
	}

	/** Returns where the slice is drawn; null if there is none. */
	Rectangle2D frame() {
		final SliceContent content = controller.model().content;
		if (content == null) return null;
		final double width_mm = plane.columns(content.axes()) * content.axes().spacing_mm(plane.across);
		final double height_mm = plane.rows(content.axes()) * content.axes().spacing_mm(plane.up);
		final double scale = Math.min(getWidth() / width_mm, getHeight() / height_mm);
		return new Rectangle2D.Double((getWidth() - scale * width_mm) / 2, (getHeight() - scale * height_mm) / 2, scale * width_mm, scale * height_mm);
	}

	/** Returns the voxel that is drawn at a point, which may lie outside the scan; null if no scan is open. */
	int[] voxel(final Point point) {
		final Rectangle2D frame = frame();
		if (frame == null) return null;
		final RasAxes axes = controller.model().content.axes();
		final int column = (int) Math.floor((point.x - frame.getX()) / frame.getWidth() * plane.columns(axes));
		final int row = (int) Math.floor((point.y - frame.getY()) / frame.getHeight() * plane.rows(axes));
		return plane.voxel(axes, column, row, controller.view().cross());
	}

	/** Returns the point at which a voxel's center is drawn. */
	Point point(final int[] voxel) {
		final Rectangle2D frame = frame();
		final RasAxes axes = controller.model().content.axes();
		return new Point((int) Math.round(frame.getX() + (plane.column(axes, voxel) + 0.5) * frame.getWidth() / plane.columns(axes)), (int) Math.round(frame
			.getY() + (plane.row(axes, voxel) + 0.5) * frame.getHeight() / plane.rows(axes)));
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setColor(Color.BLACK); // as around every scan, in light and in dark themes
		g.fillRect(0, 0, getWidth(), getHeight());
		final Rectangle2D frame = frame();
		if (frame != null) {
			g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			drawSlice(g, frame);
			drawCross(g, frame);
			drawLetters(g);
			drawBrush(g, frame);
		}
		if (isFocusOwner()) {
			g.setColor(focusColor());
			g.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
			g.drawRect(1, 1, getWidth() - 3, getHeight() - 3);
		}
		g.dispose();
	}

	/** Returns the color in which the theme shows what has the focus. */
	static Color focusColor() {
		final Color color = UIManager.getColor("Component.focusColor");
		return color != null ? color : UIManager.getColor("textHighlight");
	}

	private void drawSlice(final Graphics2D g, final Rectangle2D frame) {
		final SliceContent content = controller.model().content;
		final ViewState view = controller.view();
		final int x = (int) Math.round(frame.getX()), y = (int) Math.round(frame.getY());
		final int width = (int) Math.round(frame.getWidth()), height = (int) Math.round(frame.getHeight());
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		g.drawImage(content.gray(plane, view.cross(), view.level(), view.window()), x, y, width, height, null);
		// What is painted shows its voxels.
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
		g.drawImage(content.overlay(plane, view.cross(), view), x, y, width, height, null);
	}

	private void drawCross(final Graphics2D g, final Rectangle2D frame) {
		final Point at = point(controller.view().cross());
		g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.5f));
		g.setColor(Color.WHITE);
		g.draw(new Line2D.Double(frame.getMinX(), at.y, frame.getMaxX(), at.y));
		g.draw(new Line2D.Double(at.x, frame.getMinY(), at.x, frame.getMaxY()));
		g.setComposite(AlphaComposite.SrcOver);
	}

	private void drawLetters(final Graphics2D g) {
		g.setColor(Color.WHITE);
		g.setFont(UIManager.getFont("Label.font"));
		final int ascent = g.getFontMetrics().getAscent(), middle = getHeight() / 2;
		g.drawString(plane.left, 4, middle);
		g.drawString(plane.right, getWidth() - 4 - g.getFontMetrics().stringWidth(plane.right), middle);
		g.drawString(plane.top, getWidth() / 2, ascent + 2);
		g.drawString(plane.bottom, getWidth() / 2, getHeight() - 4);
		g.drawString(plane.text, 4, ascent + 2);
	}

	/** Draws the circle in which the ball of the brush meets this plane. */
	private void drawBrush(final Graphics2D g, final Rectangle2D frame) {
		final ViewState view = controller.view();
		if (view.tool() != Tool.BRUSH && view.tool() != Tool.ERASER) return;
		final RasAxes axes = controller.model().content.axes();
		final double scale = frame.getWidth() / (plane.columns(axes) * axes.spacing_mm(plane.across));
		final double radius = view.radius_mm() * scale;
		final Point center = pointer != null ? pointer : isFocusOwner() ? point(view.cross()) : null;
		if (center == null) return;
		g.setColor(Color.WHITE);
		g.draw(new Ellipse2D.Double(center.x - radius, center.y - radius, 2 * radius, 2 * radius));
	}
}
