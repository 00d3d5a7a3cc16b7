package org.pediatricdefacer.dicom;

import java.util.HexFormat;

/** Reads from private elements of four makers what standard elements of their older objects do not tell. */
final class PrivateValues {

	private PrivateValues() {}

	/** Returns the b-value of a diffusion image, as text; empty if none is told. */
	static String bValue(final DataSet header) {
		final String siemens = text(header, 0x0019, "SIEMENS MR HEADER", 0x0C);
		if (!siemens.isEmpty()) return siemens;
		final String ge = text(header, 0x0043, "GEMS_PARM_01", 0x39);
		if (!ge.isEmpty()) return ge.split("\\\\")[0];
		final String philips = numbers(header, 0x2001, "Philips Imaging DD 001", 0x03);
		return philips.isEmpty() ? numbers(header, 0x0065, "Image Private Header", 0x09) : philips;
	}

	/** Returns the direction of the diffusion gradient, as text; empty if none is told. */
	static String gradient(final DataSet header) {
		return numbers(header, 0x0019, "SIEMENS MR HEADER", 0x0E) + text(header, 0x0019, "GEMS_ACQU_01", 0xBB) + text(header, 0x0019,
			"GEMS_ACQU_01", 0xBC) + text(header, 0x0019, "GEMS_ACQU_01", 0xBD) + numbers(header, 0x2005, "Philips MR Imaging DD 001", 0xB0) + numbers(
				header, 0x2005, "Philips MR Imaging DD 001", 0xB1) + numbers(header, 0x2005, "Philips MR Imaging DD 001", 0xB2) + numbers(header,
					0x0065, "Image Private Header", 0x37);
	}

	/** Returns whether spins were labeled or not (arterial spin labeling), as text; empty if that is not told. */
	static String labeling(final DataSet header) {
		return text(header, 0x2005, "Philips MR Imaging DD 005", 0x29);
	}

	/** Returns what of a complex number the pixels are where a maker tells it apart from Image Type; empty if none is told. */
	static String component(final DataSet header) {
		return numbers(header, 0x0043, "GEMS_PARM_01", 0x2F);
	}

	/** Returns whether one picture of United Imaging holds the slices of a volume side by side. */
	static boolean isGrid(final DataSet header) {
		final DataElement slices = find(header, 0x0065, "Image Private Header", 0x51);
		return slices != null && slices.isSequence() && slices.items().size() > 1;
	}

	private static DataElement find(final DataSet header, final int group, final String creator, final int element) {
		for (final DataElement reserved : header.elements()) {
			final int block = reserved.tag() & 0xffff;
			if (reserved.tag() >>> 16 == group && block >= 0x10 && block <= 0xff && header.text(reserved.tag()).equals(creator)) return header.find(
				group << 16 | block << 8 | element);
		}
		return null;
	}

	private static String text(final DataSet header, final int group, final String creator, final int element) {
		final DataElement found = find(header, group, creator, element);
		return found == null || found.items() != null ? "" : header.text(found.tag());
	}

	/** Numbers are compared only, so their bytes as hexadecimal text will do where they are no text. */
	private static String numbers(final DataSet header, final int group, final String creator, final int element) {
		final DataElement found = find(header, group, creator, element);
		return found == null || found.items() != null ? "" : HexFormat.of().formatHex(header.value(found));
	}
}
