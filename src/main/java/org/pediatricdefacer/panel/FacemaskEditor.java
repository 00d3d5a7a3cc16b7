package org.pediatricdefacer.panel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.BrainGuard;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.MaskGrowth;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * A facemask that is edited by hand, with all that was done to it.
 * <p>
 * The brain, and what lies within its guard, cannot be painted on unless it is unlocked. Used by one thread, but for
 * {@link #grown}, {@link #shrunk} and {@link #mirrored}, which work on a copy.
 */
final class FacemaskEditor {

	/** Changes that can be taken back. */
	private static final int MOST_UNDO = 200;

	private final byte[] found;
	private final byte[] labels;
	private final byte[] classes;
	private final Facemask facemask;
	private final RasAxes axes;
	private final Lattice lattice;
	/** 0 in the brain and its guard. */
	private final byte[] open;
	private final Deque<LabelChange> undo = new ArrayDeque<>();
	private final Deque<LabelChange> redo = new ArrayDeque<>();
	private LabelChange.Builder stroke;
	private boolean unlocked;
	private boolean refused;

	/**
	 * Begins with what was found.
	 *
	 * @param facemask of the scan
	 * @param guard_mm what is kept from the brain
	 */
	FacemaskEditor(final Facemask facemask, final double guard_mm) {
		this.facemask = facemask;
		final VoxelGrid grid = facemask.grid();
		found = LabelBytes.of(facemask.labels()).clone();
		labels = found.clone();
		classes = LabelBytes.of(facemask.classes());
		axes = new RasAxes(grid);
		lattice = grid.lattice();
		open = new byte[labels.length];
		Arrays.fill(open, (byte) 1);
		BrainGuard.keep(open, classes, lattice, guard_mm);
		for (int i = 0; i < open.length; i++)
			if (classes[i] == Region.BRAIN.label()) open[i] = 0;
	}

	/** Returns the axes that voxels are counted along here. */
	RasAxes axes() {
		return axes;
	}

	/** Returns the labels themselves, in the scan's own order; not to be written to. */
	byte[] labels() {
		return labels;
	}

	/** Returns whether the mask differs from what was found. */
	boolean edited() {
		return !Arrays.equals(labels, found);
	}

	/** Lets the brain's guard be painted on, or protects it again. */
	void unlock(final boolean value) {
		unlocked = value;
	}

	/** Tells whether the last stroke or change would have painted on the brain or its guard, and forgets it. */
	boolean refused() {
		final boolean was = refused;
		refused = false;
		return was;
	}

	/**
	 * Paints a ball; voxels of another label keep it, so that a brush for the face does not paint over the eyes.
	 *
	 * @param center voxel along RAS axes
	 * @param radius_mm voxels whose centers are within it are painted, and the one at the center always
	 * @param label what to paint; 0 erases
	 */
	void paint(final int[] center, final double radius_mm, final byte label) {
		if (stroke == null) stroke = new LabelChange.Builder();
		final int[] low = new int[3];
		final int[] high = new int[3];
		for (int d = 0; d < 3; d++) {
			final int reach = (int) (radius_mm / axes.spacing_mm(d));
			low[d] = Math.max(0, center[d] - reach);
			high[d] = Math.min(axes.size(d) - 1, center[d] + reach);
		}
		for (int z = low[2]; z <= high[2]; z++)
			for (int y = low[1]; y <= high[1]; y++)
				for (int x = low[0]; x <= high[0]; x++)
					if (squared_mm2(x - center[0], y - center[1], z - center[2]) <= radius_mm * radius_mm * (1 + 1e-9)) paint(axes.index(x, y, z), label);
	}

	private double squared_mm2(final int x, final int y, final int z) {
		final double dx = x * axes.spacing_mm(0), dy = y * axes.spacing_mm(1), dz = z * axes.spacing_mm(2);
		return dx * dx + dy * dy + dz * dz;
	}

	private void paint(final int voxel, final byte label) {
		if (labels[voxel] == label || label != 0 && labels[voxel] != 0) return;
		if (label != 0 && open[voxel] == 0 && !unlocked) {
			refused = true;
			return;
		}
		stroke.add(voxel, labels[voxel], label);
		labels[voxel] = label;
	}

	/** Ends a stroke of the brush; returns whether it changed anything. */
	boolean endStroke() {
		final LabelChange change = stroke == null ? null : stroke.build();
		stroke = null;
		return change != null && remember(change);
	}

	private boolean remember(final LabelChange change) {
		if (change.isEmpty()) return false;
		undo.push(change);
		if (undo.size() > MOST_UNDO) undo.removeLast();
		redo.clear();
		return true;
	}

	/** Does a change that was worked out; returns whether it changed anything. */
	boolean apply(final LabelChange change) {
		change.apply(labels);
		return remember(change);
	}

	boolean canUndo() {
		return !undo.isEmpty();
	}

	boolean canRedo() {
		return !redo.isEmpty();
	}

	/** Takes the last change back. */
	void undo() {
		final LabelChange change = undo.pop();
		change.takeBack(labels);
		redo.push(change);
	}

	/** Does what was taken back last again. */
	void redo() {
		final LabelChange change = redo.pop();
		change.apply(labels);
		undo.push(change);
	}

	/** Works out the mask grown by a millimeter, but by one voxel at least. */
	LabelChange grown() {
		final byte[] after = labels.clone();
		MaskGrowth.grow(after, classes, lattice, step_mm(), (byte) Region.FACE.label());
		return allowed(after);
	}

	/** Works out the mask shrunk by a millimeter, but by one voxel at least. */
	LabelChange shrunk() {
		final byte[] after = labels.clone();
		MaskGrowth.shrink(after, lattice, step_mm());
		return LabelChange.between(labels, after);
	}

	/** Distance of voxel centers: the surface of a mask lies half a voxel beyond its outermost centers. */
	private double step_mm() {
		final double smallest = Math.min(lattice.dx_mm(), Math.min(lattice.dy_mm(), lattice.dz_mm()));
		return Math.max(1 + smallest / 2, smallest);
	}

	/**
	 * Works out the mask with one ear added as the mirror image of the other.
	 *
	 * @param fromLeft whether the left ear is the one that is mirrored
	 * @throws org.pediatricdefacer.DefacingException if it is not known where the middle of the head is
	 */
	LabelChange mirrored(final boolean fromLeft) {
		return allowed(EarMirror.add(facemask, labels, axes, fromLeft));
	}

	/** Keeps what is added off the brain, unless that is unlocked. */
	private LabelChange allowed(final byte[] after) {
		for (int i = 0; i < after.length; i++)
			if (after[i] != labels[i] && after[i] != 0 && open[i] == 0 && !unlocked) after[i] = labels[i];
		return LabelChange.between(labels, after);
	}
}
