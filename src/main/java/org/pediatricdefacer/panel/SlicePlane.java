package org.pediatricdefacer.panel;

/**
 * A plane through a scan as radiologists look at it: the patient's left on the right of the picture, the nose up or to the left.
 * <p>
 * Axes are RAS axes: 0 to the right, 1 to anterior, 2 to superior. In a picture all of them run against its columns and rows.
 */
enum SlicePlane {
	/** Seen from below. */
	AXIAL("Axial", 0, 1, 2, "R", "L", "A", "P"),
	/** Seen from the front. */
	CORONAL("Coronal", 0, 2, 1, "R", "L", "S", "I"),
	/** Seen from the left. */
	SAGITTAL("Sagittal", 1, 2, 0, "A", "P", "S", "I");

	/** Name for people. */
	final String text;
	/** Axes across and up the picture, and through it. */
	final int across, up, through;
	/** What lies at the edges of the picture. */
	final String left, right, top, bottom;

	SlicePlane(final String text, final int across, final int up, final int through, final String left, final String right, final String top,
		final String bottom)
	{
		this.text = text;
		this.across = across;
		this.up = up;
		this.through = through;
		this.left = left;
		this.right = right;
		this.top = top;
		this.bottom = bottom;
	}

	int columns(final RasAxes axes) {
		return axes.size(across);
	}

	int rows(final RasAxes axes) {
		return axes.size(up);
	}

	/** Returns the voxel at a column and row of the slice through a place; may lie outside. */
	int[] voxel(final RasAxes axes, final int column, final int row, final int[] place) {
		final int[] voxel = place.clone();
		voxel[across] = columns(axes) - 1 - column;
		voxel[up] = rows(axes) - 1 - row;
		return voxel;
	}

	/** Returns the column of a voxel. */
	int column(final RasAxes axes, final int[] voxel) {
		return columns(axes) - 1 - voxel[across];
	}

	/** Returns the row of a voxel. */
	int row(final RasAxes axes, final int[] voxel) {
		return rows(axes) - 1 - voxel[up];
	}
}
