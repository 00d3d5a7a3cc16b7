package org.pediatricdefacer.io;

/**
 * Names every field of the NIfTI headers and says where it lies in each version.
 * <p>
 * Source: nifti1.h (NIFTI-1.1, 348 bytes) and nifti2.h (NIFTI-2, 540 bytes) of the NIfTI Data Format Working Group.
 */
public enum NiftiField {

	/** Header length, which also tells version and byte order. */
	SIZEOF_HDR(slot(0, Kind.INT32, 1), slot(0, Kind.INT32, 1)),
	/** Unused text of ANALYZE 7.5. */
	DATA_TYPE(slot(4, Kind.TEXT, 10), null),
	/** Unused text of ANALYZE 7.5. */
	DB_NAME(slot(14, Kind.TEXT, 18), null),
	/** Unused number of ANALYZE 7.5. */
	EXTENTS(slot(32, Kind.INT32, 1), null),
	/** Unused number of ANALYZE 7.5. */
	SESSION_ERROR(slot(36, Kind.INT16, 1), null),
	/** Unused letter of ANALYZE 7.5. */
	REGULAR(slot(38, Kind.INT8, 1), null),
	/** Which axes are frequency, phase and slice. */
	DIM_INFO(slot(39, Kind.INT8, 1), slot(524, Kind.INT8, 1)),
	/** Number of dimensions, then the sizes. */
	DIM(slot(40, Kind.INT16, 8), slot(16, Kind.INT64, 8)),
	/** First parameter of the intent. */
	INTENT_P1(slot(56, Kind.FLOAT32, 1), slot(80, Kind.FLOAT64, 1)),
	/** Second parameter of the intent. */
	INTENT_P2(slot(60, Kind.FLOAT32, 1), slot(88, Kind.FLOAT64, 1)),
	/** Third parameter of the intent. */
	INTENT_P3(slot(64, Kind.FLOAT32, 1), slot(96, Kind.FLOAT64, 1)),
	/** What the values mean. */
	INTENT_CODE(slot(68, Kind.INT16, 1), slot(504, Kind.INT32, 1)),
	/** Code of the stored type, see {@link NiftiDataType}. */
	DATATYPE(slot(70, Kind.INT16, 1), slot(12, Kind.INT16, 1)),
	/** Bits per voxel. */
	BITPIX(slot(72, Kind.INT16, 1), slot(14, Kind.INT16, 1)),
	/** First slice acquired. */
	SLICE_START(slot(74, Kind.INT16, 1), slot(224, Kind.INT64, 1)),
	/** Handedness of the qform, then the voxel edges. */
	PIXDIM(slot(76, Kind.FLOAT32, 8), slot(104, Kind.FLOAT64, 8)),
	/** Where the voxels start in their file. */
	VOX_OFFSET(slot(108, Kind.FLOAT32, 1), slot(168, Kind.INT64, 1)),
	/** Factor from stored to real values; 0 means unscaled. */
	SCL_SLOPE(slot(112, Kind.FLOAT32, 1), slot(176, Kind.FLOAT64, 1)),
	/** Offset from stored to real values. */
	SCL_INTER(slot(116, Kind.FLOAT32, 1), slot(184, Kind.FLOAT64, 1)),
	/** Last slice acquired. */
	SLICE_END(slot(120, Kind.INT16, 1), slot(232, Kind.INT64, 1)),
	/** Order of the slices in time. */
	SLICE_CODE(slot(122, Kind.INT8, 1), slot(496, Kind.INT32, 1)),
	/** Units of space and time. */
	XYZT_UNITS(slot(123, Kind.INT8, 1), slot(500, Kind.INT32, 1)),
	/** Upper end of the display range. */
	CAL_MAX(slot(124, Kind.FLOAT32, 1), slot(192, Kind.FLOAT64, 1)),
	/** Lower end of the display range. */
	CAL_MIN(slot(128, Kind.FLOAT32, 1), slot(200, Kind.FLOAT64, 1)),
	/** Time per slice. */
	SLICE_DURATION(slot(132, Kind.FLOAT32, 1), slot(208, Kind.FLOAT64, 1)),
	/** Shift of the time axis. */
	TOFFSET(slot(136, Kind.FLOAT32, 1), slot(216, Kind.FLOAT64, 1)),
	/** Unused number of ANALYZE 7.5. */
	GLMAX(slot(140, Kind.INT32, 1), null),
	/** Unused number of ANALYZE 7.5. */
	GLMIN(slot(144, Kind.INT32, 1), null),
	/** Any text. */
	DESCRIP(slot(148, Kind.TEXT, 80), slot(240, Kind.TEXT, 80)),
	/** Name of a further file. */
	AUX_FILE(slot(228, Kind.TEXT, 24), slot(320, Kind.TEXT, 24)),
	/** What the qform leads to; 0 means there is none. */
	QFORM_CODE(slot(252, Kind.INT16, 1), slot(344, Kind.INT32, 1)),
	/** What the sform leads to; 0 means there is none. */
	SFORM_CODE(slot(254, Kind.INT16, 1), slot(348, Kind.INT32, 1)),
	/** Quaternion b, c, d of the qform. */
	QUATERN(slot(256, Kind.FLOAT32, 3), slot(352, Kind.FLOAT64, 3)),
	/** Place of the first voxel by the qform. */
	QOFFSET(slot(268, Kind.FLOAT32, 3), slot(376, Kind.FLOAT64, 3)),
	/** Three rows of the sform. */
	SROW(slot(280, Kind.FLOAT32, 12), slot(400, Kind.FLOAT64, 12)),
	/** Name of the values or the data. */
	INTENT_NAME(slot(328, Kind.TEXT, 16), slot(508, Kind.TEXT, 16)),
	/** Unused text at the end of NIfTI-2. */
	UNUSED_STR(null, slot(525, Kind.TEXT, 15)),
	/** Marks version and whether voxels follow in the same file. */
	MAGIC(slot(344, Kind.TEXT, 4), slot(4, Kind.TEXT, 8));

	/** Kinds of numbers in a header. */
	enum Kind {
		INT8(1), INT16(2), INT32(4), INT64(8), FLOAT32(4), FLOAT64(8), TEXT(1);

		final int bytes;

		Kind(final int bytes) {
			this.bytes = bytes;
		}
	}

	/** A run of equal numbers at a place in the header. */
	record Slot(int offset, Kind kind, int count) {

		int bytes() {
			return kind.bytes * count;
		}
	}

	private final Slot version1;
	private final Slot version2;

	NiftiField(final Slot version1, final Slot version2) {
		this.version1 = version1;
		this.version2 = version2;
	}

	/** Returns the field's place, or null if that version has no such field. */
	Slot slot(final NiftiHeader.Version version) {
		return version == NiftiHeader.Version.NIFTI2 ? version2 : version1;
	}

	/**
	 * Returns the field's name in the standard.
	 *
	 * @return such as {@code scl_slope}
	 */
	public String key() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}

	private static Slot slot(final int offset, final Kind kind, final int count) {
		return new Slot(offset, kind, count);
	}
}
