package org.pediatricdefacer.panel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.pediatricdefacer.mask.Region;

/** How the scan is looked at and what the mouse does: one state for all planes. Belongs to the event thread. */
final class ViewState {

	/** What dragging in a plane does. */
	enum Tool {
		/** Moves the crosshair. */
		CROSSHAIR("Crosshair"),
		/** Changes window and level. */
		WINDOW("Window/level"),
		/** Paints on the facemask. */
		BRUSH("Brush"),
		/** Takes away from the facemask. */
		ERASER("Eraser");

		final String text;

		Tool(final String text) {
			this.text = text;
		}
	}

	/** What is drawn over the scan. */
	enum Layer {
		/** What was found, or edited, of the face. */
		FACEMASK("Facemask", true, 45),
		/** What is erased. */
		REMOVED("Removed region", true, 15),
		/** What the network took for brain. */
		BRAIN("Brain", false, 25);

		final String text;
		private final boolean visible;
		private final int opacity;

		Layer(final String text, final boolean visible, final int opacity) {
			this.text = text;
			this.visible = visible;
			this.opacity = opacity;
		}
	}

	static final double LEAST_RADIUS_MM = 1, MOST_RADIUS_MM = 30;

	private final int[] cross = new int[3];
	private final Map<Layer, Integer> opacity = new EnumMap<>(Layer.class);
	private final Map<Layer, Boolean> visible = new EnumMap<>(Layer.class);
	private final List<Runnable> listeners = new ArrayList<>();
	private double level;
	private double window = 1;
	private Tool tool = Tool.CROSSHAIR;
	private Region paint = Region.FACE;
	private double radius_mm = 5;

	ViewState() {
		for (final Layer layer : Layer.values()) {
			opacity.put(layer, layer.opacity);
			visible.put(layer, layer.visible);
		}
	}

	/** Lets somebody know of each change. */
	void listen(final Runnable listener) {
		listeners.add(listener);
	}

	void changed() {
		listeners.forEach(Runnable::run);
	}

	/** Returns the voxel under the crosshair, along RAS axes; a copy. */
	int[] cross() {
		return cross.clone();
	}

	/** Moves the crosshair, as far as the scan goes. */
	void moveTo(final RasAxes axes, final int... voxel) {
		for (int d = 0; d < 3; d++)
			cross[d] = Math.max(0, Math.min(axes.size(d) - 1, voxel[d]));
		changed();
	}

	double level() {
		return level;
	}

	double window() {
		return window;
	}

	/** Sets the intensity that is shown as medium gray, and the range from black to white. */
	void window(final double newLevel, final double newWindow) {
		level = newLevel;
		window = Math.max(newWindow, Double.MIN_NORMAL);
		changed();
	}

	Tool tool() {
		return tool;
	}

	void tool(final Tool value) {
		tool = value;
		changed();
	}

	/** Returns what the brush paints. */
	Region paint() {
		return paint;
	}

	void paint(final Region value) {
		paint = value;
		changed();
	}

	double radius_mm() {
		return radius_mm;
	}

	void radius_mm(final double value) {
		radius_mm = Math.max(LEAST_RADIUS_MM, Math.min(MOST_RADIUS_MM, value));
		changed();
	}

	/** Returns how much of the scan a layer hides, 0 to 255; 0 if it is hidden itself. */
	int alpha(final Layer layer) {
		return visible.get(layer) ? 255 * opacity.get(layer) / 100 : 0;
	}

	boolean visible(final Layer layer) {
		return visible.get(layer);
	}

	void visible(final Layer layer, final boolean value) {
		visible.put(layer, value);
		changed();
	}

	int opacity_percent(final Layer layer) {
		return opacity.get(layer);
	}

	void opacity_percent(final Layer layer, final int value) {
		opacity.put(layer, value);
		changed();
	}
}
