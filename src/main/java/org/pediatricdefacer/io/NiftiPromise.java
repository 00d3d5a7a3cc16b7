package org.pediatricdefacer.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.DefacingException;

/**
 * Says what a header promises of its voxels, checked before anything is allocated for them.
 *
 * @param type scalar type
 * @param size three or four dimensions
 * @param offset where the voxels start in their file
 * @param bytes length of all voxels
 * @param name of the file, for messages
 * @param warnings sentences for the user
 */
record NiftiPromise(NiftiDataType type, long[] size, long offset, long bytes, String name, List<String> warnings) {

	private static final String DAMAGED = "; the header is damaged, copy the file again from its source.";

	static NiftiPromise of(final NiftiHeader header, final long fileBytes, final String name) {
		final List<String> warnings = new ArrayList<>();
		final NiftiDataType type = type(header, name, warnings);
		final long[] size = size(header, name);
		final long offset = offset(header, name, warnings);
		if (header.version() != NiftiHeader.Version.ANALYZE) checkScaling(header, name, warnings);
		long bytes = type.bytes();
		try {
			for (final long n : size)
				bytes = Math.multiplyExact(bytes, n);
			Math.addExact(bytes, offset);
		}
		catch (final ArithmeticException e) {
			throw new DefacingException(name + " cannot hold " + sizes(size) + " voxels in a file of " + fileBytes + " bytes" + DAMAGED, e);
		}
		return new NiftiPromise(type, size, offset, bytes, name, List.copyOf(warnings));
	}

	private static NiftiDataType type(final NiftiHeader header, final String name, final List<String> warnings) {
		final long code = header.integer(NiftiField.DATATYPE, 0);
		final NiftiDataType type = NiftiDataType.ofCode(code).orElseThrow(() -> new DefacingException(name + ": the datatype code " + code +
			" is unknown" + DAMAGED));
		if (type.refusal() != null) throw new DefacingException(name + " " + type.refusal() + ".");
		final long bits = header.integer(NiftiField.BITPIX, 0);
		if (bits != type.bits()) warnings.add(name + " tells two sizes of a voxel, " + bits + " bits and " + type +
			"; the latter was taken.");
		return type;
	}

	private static long[] size(final NiftiHeader header, final String name) {
		final long dimensions = header.integer(NiftiField.DIM, 0);
		if (dimensions < 1 || dimensions > 7) throw new DefacingException(name + " has " + dimensions + " dimensions" + DAMAGED);
		if (dimensions < 3) throw new DefacingException(name + " has " + dimensions +
			" dimensions, but a head scan has at least 3; give a 3D scan.");
		final long[] size = new long[(int) dimensions];
		for (int d = 0; d < size.length; d++) {
			size[d] = header.integer(NiftiField.DIM, d + 1);
			if (size[d] < 1) throw new DefacingException(name + " has " + size[d] + " voxels along axis " + (d + 1) + DAMAGED);
			if (d >= 4 && size[d] > 1)
				throw new DefacingException(name + " has " + dimensions + " dimensions (" + sizes(size) + "); split it into 3D or 4D files.");
		}
		for (int d = 0; d < size.length; d++)
			if (size[d] > StoredPixels.MAX_ARRAY || size[0] > StoredPixels.MAX_ARRAY / size[1])
				throw new DefacingException(name + " promises " + sizes(size) + " voxels, more than Java can index" + DAMAGED);
		return size.length > 3 && size[3] > 1 ? Arrays.copyOf(size, 4) : Arrays.copyOf(size, 3);
	}

	private static long offset(final NiftiHeader header, final String name, final List<String> warnings) {
		final double offset = header.number(NiftiField.VOX_OFFSET, 0);
		if (!(offset >= 0) || offset != Math.rint(offset) || offset > Long.MAX_VALUE / 2)
			throw new DefacingException(name + ": the voxels start at byte " + offset + DAMAGED);
		if (header.paired()) return (long) offset;
		final int least = header.version().bytes();
		if (offset == 0) {
			warnings.add(name + " does not tell where its voxels start; byte " + (least + 4) + " was assumed.");
			return least + 4L;
		}
		if (offset < least) throw new DefacingException(name + ": the voxels start at byte " + (long) offset + ", within the header" +
			DAMAGED);
		return (long) offset;
	}

	private static void checkScaling(final NiftiHeader header, final String name, final List<String> warnings) {
		final double slope = header.number(NiftiField.SCL_SLOPE, 0), intercept = header.number(NiftiField.SCL_INTER, 0);
		if (!Double.isFinite(slope)) warnings.add(name + ": scl_slope is " + slope + "; the stored values were taken unscaled.");
		// Doubles of NIfTI-2 can lie so far apart that the stored value of 0, which faces are filled with, is no number.
		else if (slope != 0 && !Double.isFinite(intercept / slope))
			throw new DefacingException(name + ": scl_inter is " + intercept + " and scl_slope " + slope +
				", so stored values mean nothing; correct the header with a NIfTI tool.");
	}

	/** Returns how long the file must be. */
	long end() {
		return offset + bytes;
	}

	long[] gridSize() {
		return Arrays.copyOf(size, 3);
	}

	/** Refuses what Java's memory cannot hold. */
	void requireMemory() {
		final long most = Runtime.getRuntime().maxMemory();
		if (bytes > most) throw new DefacingException(name + " needs " + (bytes >> 20) + " MB of memory, but Java may use only " +
			(most >> 20) + " MB; give it more with -Xmx.");
	}

	private static String sizes(final long[] size) {
		return Arrays.toString(size).replace("[", "").replace("]", "").replace(", ", "x");
	}
}
