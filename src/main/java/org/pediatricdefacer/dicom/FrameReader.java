package org.pediatricdefacer.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads where the slices of an instance lie and what they are: from its header, or from the functional groups of enhanced objects.
 * Source: DICOM PS3.3, C.7.6.2, C.7.6.16 and C.8.13.5; for b-values the makers' conformance statements.
 */
final class FrameReader {

	/** A direction whose two axes are less perpendicular than this is none. */
	private static final double MOST_SKEW = 1e-3;

	private static final int IN_STACK_POSITION = 0x00209057;
	private static final int STACK = 0x00209056;

	private final DataSet header;
	private final DataSet shared;
	private final List<DataSet> perFrame;
	/** Which of a frame's dimension indices do not count slices. */
	private final boolean[] tells;

	FrameReader(final DataSet header) {
		this.header = header;
		shared = header.first(Tag.SHARED_GROUPS);
		perFrame = header.items(Tag.PER_FRAME_GROUPS);
		final List<DataSet> dimensions = header.items(Tag.DIMENSION_INDEX_SEQUENCE);
		tells = new boolean[dimensions.size()];
		for (int d = 0; d < tells.length; d++) {
			final DataElement pointer = dimensions.get(d).find(Tag.DIMENSION_INDEX_POINTER);
			final int tag = pointer == null || pointer.length() != 4 ? 0 : pointer.encoding().tag(header.bytes(), pointer.valueStart());
			tells[d] = tag != IN_STACK_POSITION && tag != Tag.POSITION;
		}
	}

	/** Reads all frames; one that tells nothing of its own, in an object with several, has no place. */
	List<Frame> frames(final int count) {
		if (perFrame.size() != count) return count == 1 ? List.of(classic()) : List.of();
		final List<Frame> frames = new ArrayList<>(count);
		for (int f = 0; f < count; f++)
			frames.add(enhanced(f));
		return frames;
	}

	private Frame classic() {
		final String kind = String.join("|", header.text(Tag.ECHO_NUMBERS), header.text(Tag.ECHO_TIME), header.text(Tag.TEMPORAL_POSITION),
			header.text(Tag.IMAGE_TYPE), PrivateValues.component(header), bValue());
		final List<String> finer = List.of(header.text(Tag.ACQUISITION_NUMBER), gradient(header), header.text(Tag.TRIGGER_TIME), PrivateValues
			.gradient(header), PrivateValues.labeling(header));
		return new Frame(0, numbers(header.decimals(Tag.POSITION), 3), orientation(header.decimals(Tag.ORIENTATION)), spacing(header.decimals(
			Tag.PIXEL_SPACING)), thickness(header), slope(header), header.decimal(Tag.RESCALE_INTERCEPT, 0), kind, finer);
	}

	private String bValue() {
		final double[] standard = header.doubles(Tag.B_VALUE);
		return standard.length > 0 ? String.valueOf(standard[0]) : PrivateValues.bValue(header);
	}

	private static String gradient(final DataSet set) {
		return Arrays.toString(set.doubles(Tag.GRADIENT_DIRECTION));
	}

	private Frame enhanced(final int f) {
		final DataSet measures = group(f, Tag.PIXEL_MEASURES);
		final DataSet content = perFrame.get(f).first(Tag.FRAME_CONTENT);
		final DataSet type = group(f, Tag.MR_FRAME_TYPE);
		final DataSet diffusion = group(f, Tag.MR_DIFFUSION);
		final DataSet transformation = group(f, Tag.PIXEL_TRANSFORMATION);
		final DataSet position = group(f, Tag.PLANE_POSITION);
		final DataSet orientation = group(f, Tag.PLANE_ORIENTATION);
		final String kind = String.join("|", Arrays.toString(group(f, Tag.MR_ECHO).doubles(Tag.EFFECTIVE_ECHO_TIME)), String.valueOf(content
			.unsigned(Tag.TEMPORAL_POSITION_INDEX, 0)), type.text(Tag.FRAME_TYPE), type.text(Tag.COMPLEX_COMPONENT), Arrays.toString(diffusion
				.doubles(Tag.B_VALUE)), content.text(STACK));
		final List<String> finer = List.of(dimensions(content), gradient(diffusion.first(Tag.GRADIENT_DIRECTIONS)));
		return new Frame(f, numbers(position.decimals(Tag.POSITION), 3), orientation(orientation.decimals(Tag.ORIENTATION)), spacing(measures
			.decimals(Tag.PIXEL_SPACING)), thickness(measures), slope(transformation), transformation.decimal(Tag.RESCALE_INTERCEPT, 0), kind,
			finer);
	}

	/** Finds a functional group of a frame: its own, or that of all. */
	private DataSet group(final int f, final int tag) {
		return perFrame.get(f).has(tag) ? perFrame.get(f).first(tag) : shared.first(tag);
	}

	private String dimensions(final DataSet content) {
		final long[] indices = content.unsigned32(Tag.DIMENSION_INDEX_VALUES);
		final StringBuilder text = new StringBuilder();
		for (int d = 0; d < Math.min(indices.length, tells.length); d++)
			if (tells[d]) text.append(indices[d]).append('/');
		return text.toString();
	}

	private static double[] numbers(final double[] numbers, final int count) {
		return numbers.length == count ? numbers : null;
	}

	private static double[] orientation(final double[] o) {
		if (o.length != 6) return null;
		final double row = o[0] * o[0] + o[1] * o[1] + o[2] * o[2], column = o[3] * o[3] + o[4] * o[4] + o[5] * o[5];
		final double skew = o[0] * o[3] + o[1] * o[4] + o[2] * o[5];
		final boolean valid = Math.abs(row - 1) < MOST_SKEW && Math.abs(column - 1) < MOST_SKEW && Math.abs(skew) < MOST_SKEW;
		return valid ? o : null;
	}

	private static double[] spacing(final double[] spacing_mm) {
		return spacing_mm.length == 2 && spacing_mm[0] > 0 && spacing_mm[1] > 0 ? spacing_mm : null;
	}

	/** Slices may overlap or have gaps, so that their distance counts before their thickness. */
	private static double thickness(final DataSet set) {
		return Math.abs(set.decimal(Tag.SPACING_BETWEEN_SLICES, set.decimal(Tag.SLICE_THICKNESS, 0)));
	}

	private static double slope(final DataSet set) {
		final double slope = set.decimal(Tag.RESCALE_SLOPE, 1);
		return slope == 0 ? 1 : slope;
	}
}
