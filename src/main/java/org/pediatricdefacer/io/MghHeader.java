package org.pediatricdefacer.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Holds the raw header of an MGH file: 284 bytes, big-endian, of which 90 are used.
 * <p>
 * Source: FreeSurfer's description of the MGH format, and mriio.cpp.
 *
 * @param raw the bytes; not copied, not to be changed
 */
record MghHeader(byte[] raw) {

	static final int BYTES = 284;
	private static final int USED_BYTES = 90;
	private static final int VERSION = 1;
	private static final int SIZES = 4, FRAMES = 16, TYPE = 20, GOOD_RAS = 28, SPACING = 30, COSINES = 42, CENTER = 78;
	private static final Map<Integer, NiftiDataType> TYPES = Map.of(0, NiftiDataType.UINT8, 1, NiftiDataType.INT32, 3, NiftiDataType.FLOAT32, 4,
		NiftiDataType.INT16, 10, NiftiDataType.UINT16);

	/** Recognizes a header by its version; empty if it is none or shorter. */
	static Optional<MghHeader> parse(final byte[] bytes) {
		if (bytes.length < BYTES || ByteBuffer.wrap(bytes).getInt(0) != VERSION) return Optional.empty();
		return Optional.of(new MghHeader(Arrays.copyOf(bytes, BYTES)));
	}

	private ByteBuffer numbers() {
		return ByteBuffer.wrap(raw);
	}

	/**
	 * Returns the type of the voxels.
	 *
	 * @throws DefacingException if it is none of a scan
	 */
	NiftiDataType type(final String name) {
		final int code = numbers().getInt(TYPE);
		if (!TYPES.containsKey(code)) throw new DefacingException(name + ": the type " + code +
			" is none of a scan (0 uchar, 1 int, 3 float, 4 short, 10 ushort); convert it with mri_convert --out_data_type.");
		return TYPES.get(code);
	}

	/**
	 * Returns the size: three dimensions, or four of a series.
	 *
	 * @throws DefacingException if it is none
	 */
	long[] size(final String name) {
		final long[] size = new long[4];
		for (int d = 0; d < 4; d++) {
			size[d] = numbers().getInt(d == 3 ? FRAMES : SIZES + 4 * d);
			if (size[d] < 1) throw new DefacingException(name + " has " + size[d] + (d == 3 ? " frames" : " voxels along axis " + (d + 1)) +
				"; the header is damaged, copy the file again from its source.");
		}
		if (size[0] > StoredPixels.MAX_ARRAY / size[1]) throw new DefacingException(name + " promises planes of " + size[0] + "x" + size[1] +
			" voxels, more than Java can index; the header is damaged, copy the file again from its source.");
		return size[3] > 1 ? size : Arrays.copyOf(size, 3);
	}

	/**
	 * Returns where the voxels lie.
	 *
	 * @param orientation three letters for a file that does not tell, or null
	 * @throws DefacingException if nothing tells, the letters contradict the file, or its numbers are no axes
	 */
	VoxelGrid grid(final String name, final String orientation) {
		final long[] size = Arrays.copyOf(size(name), 3);
		if (numbers().getShort(GOOD_RAS) == 0) {
			if (orientation == null) throw new DefacingException(name +
				" does not tell how its axes run (goodRASflag is 0); give --orientation if you know it (FreeSurfer takes such files for LIA, of 1 mm).");
			return NiftiReadOptions.axes(orientation).grid(size, 1, 1, 1);
		}
		final VoxelGrid grid;
		try {
			grid = new VoxelGrid(size, affine(size));
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException(name + ": the header's axes are none (" + e.getMessage() +
				"); correct it with FreeSurfer's mri_convert, or copy the file again from its source.", e);
		}
		final String own = Orientation.of(grid).codes();
		if (orientation != null && !orientation.equals(own)) throw new DefacingException(name + " says that its axes run " + own + ", not " +
			orientation + "; leave --orientation out, or correct the header with FreeSurfer's mri_convert.");
		return grid;
	}

	/** The columns are axes times spacing; the center, half the size from the first voxel, is given in the world. */
	private double[] affine(final long[] size) {
		final double[] affine = new double[12];
		for (int r = 0; r < 3; r++) {
			affine[4 * r + 3] = numbers().getFloat(CENTER + 4 * r);
			for (int d = 0; d < 3; d++) {
				affine[4 * r + d] = (double) numbers().getFloat(COSINES + 12 * d + 4 * r) * numbers().getFloat(SPACING + 4 * d);
				affine[4 * r + 3] -= affine[4 * r + d] * size[d] / 2.0;
			}
		}
		return affine;
	}

	/** Tells whether bytes that mean nothing are other than zero. */
	boolean hasUnusedBytes() {
		for (int i = USED_BYTES; i < BYTES; i++)
			if (raw[i] != 0) return true;
		return false;
	}

	/** Returns this header with zeros where nothing is defined. */
	MghHeader withoutUnusedBytes() {
		return new MghHeader(Arrays.copyOf(Arrays.copyOf(raw, USED_BYTES), BYTES));
	}

	/** Returns this header for one volume of unsigned bytes. */
	MghHeader forLabels() {
		final ByteBuffer changed = ByteBuffer.wrap(raw.clone());
		changed.putInt(FRAMES, 1).putInt(TYPE, 0);
		return new MghHeader(changed.array()).withoutUnusedBytes();
	}
}
