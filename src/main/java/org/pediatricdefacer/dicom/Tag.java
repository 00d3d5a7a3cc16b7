package org.pediatricdefacer.dicom;

/** Tags of DICOM PS3.6 that the program reads or writes; the group in the upper two bytes, the element in the lower. */
final class Tag {

	static final int TRANSFER_SYNTAX = 0x00020010;
	static final int DIRECTORY_RECORDS = 0x00041220;
	static final int SPECIFIC_CHARACTER_SET = 0x00080005;
	static final int IMAGE_TYPE = 0x00080008;
	static final int SOP_CLASS = 0x00080016;
	static final int SOP_INSTANCE = 0x00080018;
	static final int MODALITY = 0x00080060;
	static final int CODE_VALUE = 0x00080100;
	static final int CODING_SCHEME = 0x00080102;
	static final int CODE_MEANING = 0x00080104;
	static final int SERIES_DESCRIPTION = 0x0008103E;
	static final int REFERENCED_SOP_CLASS = 0x00081150;
	static final int REFERENCED_SOP_INSTANCE = 0x00081155;
	static final int DERIVATION_DESCRIPTION = 0x00082111;
	static final int SOURCE_IMAGES = 0x00082112;
	static final int FRAME_TYPE = 0x00089007;
	static final int COMPLEX_COMPONENT = 0x00089208;
	static final int DEIDENTIFICATION_METHOD = 0x00120063;
	static final int DEIDENTIFICATION_CODES = 0x00120064;
	static final int SCANNING_SEQUENCE = 0x00180020;
	static final int SLICE_THICKNESS = 0x00180050;
	static final int ECHO_TIME = 0x00180081;
	static final int ECHO_NUMBERS = 0x00180086;
	static final int SPACING_BETWEEN_SLICES = 0x00180088;
	static final int PROTOCOL_NAME = 0x00181030;
	static final int TRIGGER_TIME = 0x00181060;
	static final int ECHO_PLANAR = 0x00189018;
	static final int GRADIENT_DIRECTIONS = 0x00189076;
	static final int EFFECTIVE_ECHO_TIME = 0x00189082;
	static final int B_VALUE = 0x00189087;
	static final int GRADIENT_DIRECTION = 0x00189089;
	static final int MR_ECHO = 0x00189114;
	static final int MR_DIFFUSION = 0x00189117;
	static final int MR_FRAME_TYPE = 0x00189226;
	static final int STUDY_INSTANCE = 0x0020000D;
	static final int SERIES_INSTANCE = 0x0020000E;
	static final int SERIES_NUMBER = 0x00200011;
	static final int ACQUISITION_NUMBER = 0x00200012;
	static final int INSTANCE_NUMBER = 0x00200013;
	static final int POSITION = 0x00200032;
	static final int ORIENTATION = 0x00200037;
	static final int FRAME_OF_REFERENCE = 0x00200052;
	static final int TEMPORAL_POSITION = 0x00200100;
	static final int FRAME_CONTENT = 0x00209111;
	static final int PLANE_POSITION = 0x00209113;
	static final int PLANE_ORIENTATION = 0x00209116;
	static final int TEMPORAL_POSITION_INDEX = 0x00209128;
	static final int DIMENSION_INDEX_VALUES = 0x00209157;
	static final int DIMENSION_INDEX_SEQUENCE = 0x00209222;
	static final int DIMENSION_INDEX_POINTER = 0x00209165;
	static final int SAMPLES_PER_PIXEL = 0x00280002;
	static final int PHOTOMETRIC = 0x00280004;
	static final int NUMBER_OF_FRAMES = 0x00280008;
	static final int ROWS = 0x00280010;
	static final int COLUMNS = 0x00280011;
	static final int PIXEL_SPACING = 0x00280030;
	static final int BITS_ALLOCATED = 0x00280100;
	static final int BITS_STORED = 0x00280101;
	static final int HIGH_BIT = 0x00280102;
	static final int PIXEL_REPRESENTATION = 0x00280103;
	static final int SMALLEST_PIXEL = 0x00280106;
	static final int LARGEST_PIXEL = 0x00280107;
	static final int SMALLEST_PIXEL_IN_SERIES = 0x00280108;
	static final int LARGEST_PIXEL_IN_SERIES = 0x00280109;
	static final int BURNED_IN_ANNOTATION = 0x00280301;
	static final int RECOGNIZABLE_FEATURES = 0x00280302;
	static final int RESCALE_INTERCEPT = 0x00281052;
	static final int RESCALE_SLOPE = 0x00281053;
	static final int PIXEL_MEASURES = 0x00289110;
	static final int PIXEL_TRANSFORMATION = 0x00289145;
	static final int PURPOSE_CODES = 0x0040A170;
	static final int ICON_IMAGES = 0x00880200;
	static final int ORIGINAL_ATTRIBUTES = 0x04000561;
	static final int MAC_PARAMETERS = 0x4FFE0001;
	static final int SHARED_GROUPS = 0x52009229;
	static final int PER_FRAME_GROUPS = 0x52009230;
	static final int EXTENDED_OFFSETS = 0x7FE00001;
	static final int EXTENDED_LENGTHS = 0x7FE00002;
	static final int FLOAT_PIXELS = 0x7FE00008;
	static final int DOUBLE_PIXELS = 0x7FE00009;
	static final int PIXEL_DATA = 0x7FE00010;
	static final int DIGITAL_SIGNATURES = 0xFFFAFFFA;
	static final int ITEM = 0xFFFEE000;
	static final int ITEM_END = 0xFFFEE00D;
	static final int SEQUENCE_END = 0xFFFEE0DD;

	private Tag() {}

	/** Writes a tag as the standard does, such as {@code (0010,0020)}. */
	static String text(final int tag) {
		return String.format("(%04X,%04X)", tag >>> 16, tag & 0xffff);
	}

	/** Returns whether a tag belongs to a maker of scanners and not to the standard: its group is odd. */
	static boolean isPrivate(final int tag) {
		return (tag >>> 16 & 1) == 1;
	}
}
