package org.pediatricdefacer.panel;

import java.util.Arrays;

/**
 * A change of a facemask that can be taken back.
 *
 * @param voxels indices in the scan's own order, each once
 * @param before labels of these voxels
 * @param after their labels afterwards
 */
record LabelChange(int[] voxels, byte[] before, byte[] after) {

	/** Compares two masks. */
	static LabelChange between(final byte[] before, final byte[] after) {
		final Builder changes = new Builder();
		for (int i = 0; i < before.length; i++)
			if (before[i] != after[i]) changes.add(i, before[i], after[i]);
		return changes.build();
	}

	boolean isEmpty() {
		return voxels.length == 0;
	}

	void apply(final byte[] labels) {
		for (int i = 0; i < voxels.length; i++)
			labels[voxels[i]] = after[i];
	}

	void takeBack(final byte[] labels) {
		for (int i = 0; i < voxels.length; i++)
			labels[voxels[i]] = before[i];
	}

	/** Collects changed voxels. */
	static final class Builder {

		private int[] voxels = new int[1024];
		private byte[] before = new byte[1024];
		private byte[] after = new byte[1024];
		private int count;

		void add(final int voxel, final byte was, final byte is) {
			if (count == voxels.length) {
				voxels = Arrays.copyOf(voxels, 2 * count);
				before = Arrays.copyOf(before, 2 * count);
				after = Arrays.copyOf(after, 2 * count);
			}
			voxels[count] = voxel;
			before[count] = was;
			after[count++] = is;
		}

		LabelChange build() {
			return new LabelChange(Arrays.copyOf(voxels, count), Arrays.copyOf(before, count), Arrays.copyOf(after, count));
		}
	}
}
