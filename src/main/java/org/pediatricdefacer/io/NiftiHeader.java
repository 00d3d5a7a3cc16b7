package org.pediatricdefacer.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.io.NiftiField.Slot;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Holds the raw bytes of a NIfTI header, so that what is not changed on purpose is written as it was read.
 * <p>
 * Both versions and both byte orders; also ANALYZE 7.5, whose first half has the layout of NIfTI-1. Immutable: each change
 * gives a new header. Source: nifti1.h and nifti2.h.
 */
public final class NiftiHeader {

	/** Kinds of headers. */
	public enum Version {
		/** ANALYZE 7.5: no orientation. */
		ANALYZE(348),
		/** NIfTI-1. */
		NIFTI1(348),
		/** NIfTI-2. */
		NIFTI2(540);

		private final int bytes;

		Version(final int bytes) {
			this.bytes = bytes;
		}

		/**
		 * Returns the length of the header proper.
		 *
		 * @return 348 or 540 bytes
		 */
		public int bytes() {
			return bytes;
		}
	}

	/** Enough bytes to tell and hold any header. */
	static final int MAX_BYTES = 540;

	private static final byte[] MAGIC2_TAIL = {0, '\r', '\n', 0x1a, '\n'};

	private final Version version;
	private final boolean paired;
	private final ByteBuffer raw;

	private NiftiHeader(final Version version, final boolean paired, final byte[] raw, final ByteOrder order) {
		this.version = version;
		this.paired = paired;
		this.raw = ByteBuffer.wrap(raw).order(order);
	}

	/**
	 * Recognizes a header by its content.
	 *
	 * @param bytes the beginning of a file, of any length
	 * @return empty if these bytes are no NIfTI and no ANALYZE 7.5 header
	 */
	public static Optional<NiftiHeader> parse(final byte[] bytes) {
		for (final ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
			if (bytes.length < Version.NIFTI1.bytes) break;
			final int length = ByteBuffer.wrap(bytes).order(order).getInt(0);
			if (length == Version.NIFTI1.bytes) return Optional.of(parse1(Arrays.copyOf(bytes, length), order));
			if (length == Version.NIFTI2.bytes && bytes.length >= length) return parse2(Arrays.copyOf(bytes, length), order);
		}
		return Optional.empty();
	}

	private static NiftiHeader parse1(final byte[] raw, final ByteOrder order) {
		final String magic = latin(raw, 344, 4);
		if (magic.equals("n+1\0")) return new NiftiHeader(Version.NIFTI1, false, raw, order);
		if (magic.equals("ni1\0")) return new NiftiHeader(Version.NIFTI1, true, raw, order);
		return new NiftiHeader(Version.ANALYZE, true, raw, order);
	}

	private static Optional<NiftiHeader> parse2(final byte[] raw, final ByteOrder order) {
		final String magic = latin(raw, 4, 3);
		final boolean whole = Arrays.equals(Arrays.copyOfRange(raw, 7, 12), MAGIC2_TAIL);
		if (!whole || !magic.equals("n+2") && !magic.equals("ni2")) return Optional.empty();
		return Optional.of(new NiftiHeader(Version.NIFTI2, magic.equals("ni2"), raw, order));
	}

	/**
	 * Makes a little-endian single-file header of a grid in scanner coordinates.
	 * <p>
	 * NIfTI-1 where its 16-bit sizes suffice, else NIfTI-2; the affine is stored as sform with code 1, unscaled values, mm and s.
	 *
	 * @param grid where the voxels lie
	 * @param type stored type
	 * @param further sizes of the dimensions after the third
	 * @return the header
	 */
	public static NiftiHeader create(final VoxelGrid grid, final NiftiDataType type, final long... further) {
		final long[] dim = Arrays.copyOf(grid.size(), 3 + further.length);
		System.arraycopy(further, 0, dim, 3, further.length);
		final boolean fits = Arrays.stream(dim).allMatch(n -> n <= Short.MAX_VALUE);
		final Version version = fits ? Version.NIFTI1 : Version.NIFTI2;
		NiftiHeader header = new NiftiHeader(version, false, new byte[version.bytes], ByteOrder.LITTLE_ENDIAN);
		header = header.with(NiftiField.SIZEOF_HDR, version.bytes).asSingleFile().withDataType(type).withDim(dim);
		final double[] affine = grid.voxelToWorld();
		header = header.with(NiftiField.PIXDIM, 1, grid.spacing_mm(0), grid.spacing_mm(1), grid.spacing_mm(2), 1, 1, 1, 1);
		header = header.with(NiftiField.SCL_SLOPE, 1).with(NiftiField.XYZT_UNITS, 2 | 8);
		return header.with(NiftiField.SFORM_CODE, 1).with(NiftiField.SROW, affine);
	}

	/**
	 * Returns the kind of header.
	 *
	 * @return version
	 */
	public Version version() {
		return version;
	}

	/**
	 * Returns the order of bytes in header and voxels.
	 *
	 * @return little or big endian
	 */
	public ByteOrder byteOrder() {
		return raw.order();
	}

	/**
	 * Tells whether the voxels lie in a file of their own.
	 *
	 * @return true for .hdr/.img pairs
	 */
	public boolean paired() {
		return paired;
	}

	/**
	 * Returns the raw header.
	 *
	 * @return a new array of 348 or 540 bytes
	 */
	public byte[] bytes() {
		return raw.array().clone();
	}

	/**
	 * Returns a number of the header.
	 *
	 * @param field a numeric field
	 * @param index position in fields of several numbers
	 * @return its value; 0 for fields that this version does not have
	 */
	public double number(final NiftiField field, final int index) {
		final Slot slot = field.slot(version);
		if (slot == null) return 0;
		final int at = slot.offset() + index * slot.kind().bytes;
		return switch (slot.kind()) {
			case FLOAT32 -> raw.getFloat(at);
			case FLOAT64 -> raw.getDouble(at);
			default -> integer(field, index);
		};
	}

	/**
	 * Returns an integer of the header without loss.
	 *
	 * @param field a numeric field
	 * @param index position in fields of several numbers
	 * @return its value, floats cut; 0 for fields that this version does not have
	 */
	public long integer(final NiftiField field, final int index) {
		final Slot slot = field.slot(version);
		if (slot == null) return 0;
		final int at = slot.offset() + index * slot.kind().bytes;
		return switch (slot.kind()) {
			case INT8, TEXT -> raw.get(at);
			case INT16 -> raw.getShort(at);
			case INT32 -> raw.getInt(at);
			case INT64 -> raw.getLong(at);
			case FLOAT32, FLOAT64 -> (long) number(field, index);
		};
	}

	/**
	 * Returns a text of the header.
	 *
	 * @param field a text field
	 * @return up to the first zero byte, each byte as one letter; empty for fields that this version does not have
	 */
	public String text(final NiftiField field) {
		final Slot slot = field.slot(version);
		if (slot == null) return "";
		final String all = latin(raw.array(), slot.offset(), slot.bytes());
		final int end = all.indexOf(0);
		return end < 0 ? all : all.substring(0, end);
	}

	/**
	 * Tells whether a field has no byte other than zero.
	 *
	 * @param field any field
	 * @return true also for fields that this version does not have
	 */
	public boolean isEmpty(final NiftiField field) {
		final Slot slot = field.slot(version);
		if (slot == null) return true;
		for (int i = 0; i < slot.bytes(); i++)
			if (raw.get(slot.offset() + i) != 0) return false;
		return true;
	}

	/**
	 * Names the fields in which two headers of one version differ.
	 *
	 * @param other header of the same version
	 * @return keys in the order of the standard
	 * @throws IllegalArgumentException if the versions differ
	 */
	public List<String> differences(final NiftiHeader other) {
		if (raw.capacity() != other.raw.capacity())
			throw new IllegalArgumentException("headers must be of one version, were " + version + " and " + other.version);
		final List<String> keys = new ArrayList<>();
		for (final NiftiField field : NiftiField.values()) {
			final Slot slot = field.slot(version);
			if (slot == null) continue;
			final int end = slot.offset() + slot.bytes();
			if (!Arrays.equals(raw.array(), slot.offset(), end, other.raw.array(), slot.offset(), end)) keys.add(field.key());
		}
		return keys;
	}

	/** Returns this header with the first numbers of a field replaced. */
	NiftiHeader with(final NiftiField field, final double... numbers) {
		final NiftiHeader copy = new NiftiHeader(version, paired, bytes(), byteOrder());
		final Slot slot = field.slot(version);
		for (int i = 0; slot != null && i < numbers.length; i++)
			copy.put(slot, i, numbers[i]);
		return copy;
	}

	private void put(final Slot slot, final int index, final double number) {
		final int at = slot.offset() + index * slot.kind().bytes;
		switch (slot.kind()) {
			case INT8, TEXT -> raw.put(at, (byte) number);
			case INT16 -> raw.putShort(at, (short) number);
			case INT32 -> raw.putInt(at, (int) number);
			case INT64 -> raw.putLong(at, (long) number);
			case FLOAT32 -> raw.putFloat(at, (float) number);
			case FLOAT64 -> raw.putDouble(at, number);
		}
	}

	/** Returns this header with a text field set, the rest of the field zero; longer text is cut so that a zero ends it. */
	NiftiHeader withText(final NiftiField field, final String text) {
		final NiftiHeader copy = new NiftiHeader(version, paired, bytes(), byteOrder());
		final Slot slot = field.slot(version);
		if (slot == null) return copy;
		final byte[] letters = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), slot.bytes());
		letters[letters.length - 1] = 0;
		System.arraycopy(letters, 0, copy.raw.array(), slot.offset(), letters.length);
		return copy;
	}

	NiftiHeader withDataType(final NiftiDataType type) {
		return with(NiftiField.DATATYPE, type.code()).with(NiftiField.BITPIX, type.bits());
	}

	NiftiHeader withDim(final long... size) {
		final double[] dim = new double[8];
		Arrays.fill(dim, 1);
		dim[0] = size.length;
		for (int d = 0; d < size.length; d++)
			dim[d + 1] = size[d];
		return with(NiftiField.DIM, dim);
	}

	/** Returns this NIfTI header with voxels in the same file, straight after the four bytes that announce no extension. */
	NiftiHeader asSingleFile() {
		final byte[] bytes = bytes();
		final byte[] magic = ("n+" + (version == Version.NIFTI2 ? 2 : 1)).getBytes(StandardCharsets.ISO_8859_1);
		System.arraycopy(magic, 0, bytes, NiftiField.MAGIC.slot(version).offset(), magic.length);
		if (version == Version.NIFTI2) System.arraycopy(MAGIC2_TAIL, 0, bytes, 7, MAGIC2_TAIL.length);
		final Version nifti = version == Version.NIFTI2 ? version : Version.NIFTI1;
		return new NiftiHeader(nifti, false, bytes, byteOrder()).with(NiftiField.VOX_OFFSET, version.bytes + 4.0);
	}

	private static String latin(final byte[] bytes, final int from, final int length) {
		return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
	}
}
