package org.pediatricdefacer.panel;

import java.awt.Point;
import java.awt.event.ActionEvent;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;

import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.event.MouseInputAdapter;

import org.pediatricdefacer.panel.ViewState.Tool;

/** What mouse and keys do in a plane: the tool at hand; the right button window and level; the wheel other slices. */
final class SliceInput extends MouseInputAdapter {

	/** Share of the window by which a key press or a drag of one pixel changes it. */
	private static final double KEY_STEP = 0.05, DRAG_STEP = 0.005;

	private final SlicePane pane;
	private final PanelController controller;
	private final ViewState view;
	private Point last;

	SliceInput(final SlicePane pane, final PanelController controller) {
		this.pane = pane;
		this.controller = controller;
		view = controller.view();
	}

	void install() {
		pane.addMouseListener(this);
		pane.addMouseMotionListener(this);
		pane.addMouseWheelListener(this);
		pane.addFocusListener(new FocusListener() {

			@Override
			public void focusGained(final FocusEvent e) {
				pane.repaint();
			}

			@Override
			public void focusLost(final FocusEvent e) {
				pane.repaint();
			}
		});
		final SlicePlane plane = pane.plane;
		// Columns and rows run against the axes.
		key("LEFT", () -> move(plane.across, 1));
		key("RIGHT", () -> move(plane.across, -1));
		key("UP", () -> move(plane.up, 1));
		key("DOWN", () -> move(plane.up, -1));
		key("PAGE_UP", () -> move(plane.through, 1));
		key("PAGE_DOWN", () -> move(plane.through, -1));
		key("shift LEFT", () -> window(-KEY_STEP, 0));
		key("shift RIGHT", () -> window(KEY_STEP, 0));
		key("shift UP", () -> window(0, KEY_STEP));
		key("shift DOWN", () -> window(0, -KEY_STEP));
		key("SPACE", this::paintAtCross);
		key("OPEN_BRACKET", () -> view.radius_mm(view.radius_mm() - 1));
		key("CLOSE_BRACKET", () -> view.radius_mm(view.radius_mm() + 1));
	}

	private void key(final String stroke, final Runnable action) {
		pane.getInputMap().put(KeyStroke.getKeyStroke(stroke), stroke);
		pane.getActionMap().put(stroke, new AbstractAction() {

			private static final long serialVersionUID = 1;

			@Override
			public void actionPerformed(final ActionEvent e) {
				if (controller.model().content != null) action.run();
			}
		});
	}

	private void move(final int axis, final int by) {
		final int[] cross = view.cross();
		cross[axis] += by;
		view.moveTo(controller.model().content.axes(), cross);
	}

	private void window(final double wider, final double brighter) {
		view.window(view.level() - brighter * view.window(), view.window() * (1 + wider));
	}

	private void paintAtCross() {
		controller.paint(view.cross());
		controller.endStroke();
	}

	@Override
	public void mousePressed(final MouseEvent e) {
		pane.requestFocusInWindow();
		last = e.getPoint();
		drag(e);
	}

	@Override
	public void mouseDragged(final MouseEvent e) {
		pane.pointer(e.getPoint());
		drag(e);
		last = e.getPoint();
	}

	@Override
	public void mouseReleased(final MouseEvent e) {
		if (SwingUtilities.isLeftMouseButton(e)) controller.endStroke();
		last = null;
	}

	@Override
	public void mouseMoved(final MouseEvent e) {
		pane.pointer(e.getPoint());
	}

	@Override
	public void mouseExited(final MouseEvent e) {
		pane.pointer(null);
	}

	@Override
	public void mouseWheelMoved(final MouseWheelEvent e) {
		if (controller.model().content != null) move(pane.plane.through, -e.getWheelRotation());
	}

	private void drag(final MouseEvent e) {
		if (controller.model().content == null || last == null) return;
		if (SwingUtilities.isRightMouseButton(e) || view.tool() == Tool.WINDOW) window((e.getX() - last.x) * DRAG_STEP, (last.y - e.getY()) * DRAG_STEP);
		else if (!SwingUtilities.isLeftMouseButton(e)) return;
		else if (view.tool() == Tool.CROSSHAIR) view.moveTo(controller.model().content.axes(), pane.voxel(e.getPoint()));
		else stroke(last, e.getPoint());
	}

	/** Paints along the way, so that a fast stroke has no gaps. */
	private void stroke(final Point from, final Point to) {
		final int steps = Math.max(1, (int) from.distance(to) / 2);
		for (int i = 1; i <= steps; i++)
			controller.paint(pane.voxel(new Point(from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps)));
	}
}
