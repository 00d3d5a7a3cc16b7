package org.pediatricdefacer.dicom;

import java.util.Map;
import java.util.TreeMap;

/**
 * Says how a file is encoded. Source: DICOM PS3.5, annex A; PS3.6, table A-1.
 *
 * @param uid as the file names it
 * @param name for people
 * @param encoding of the elements
 * @param coding of the pixels
 */
record TransferSyntax(String uid, String name, Encoding encoding, Coding coding) {

	/** How pixels are stored. */
	enum Coding {
		/** As they are. */
		NATIVE,
		/** As they are, in a data set that is deflated as a whole. */
		DEFLATED,
		/** Run lengths, by the program itself. */
		RLE,
		/** JPEG Lossless, by a library. */
		JPEG_LOSSLESS,
		/** JPEG 2000 Lossless, by a library. */
		JPEG_2000,
		/** In a way that the program does not read, or that loses something. */
		REFUSED
	}

	static final TransferSyntax IMPLICIT = new TransferSyntax("1.2.840.10008.1.2", "Implicit VR Little Endian", Encoding.IMPLICIT_LITTLE,
		Coding.NATIVE);
	static final TransferSyntax EXPLICIT = new TransferSyntax("1.2.840.10008.1.2.1", "Explicit VR Little Endian",
		Encoding.EXPLICIT_LITTLE, Coding.NATIVE);
	static final TransferSyntax DEFLATED = new TransferSyntax("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian",
		Encoding.EXPLICIT_LITTLE, Coding.DEFLATED);
	static final TransferSyntax BIG = new TransferSyntax("1.2.840.10008.1.2.2", "Explicit VR Big Endian", Encoding.EXPLICIT_BIG,
		Coding.NATIVE);

	private static final Map<String, TransferSyntax> KNOWN = known();

	private static Map<String, TransferSyntax> known() {
		final Map<String, TransferSyntax> known = new TreeMap<>();
		for (final TransferSyntax syntax : new TransferSyntax[] {IMPLICIT, EXPLICIT, DEFLATED, BIG})
			known.put(syntax.uid, syntax);
		compressed(known, "5", "RLE Lossless", Coding.RLE);
		compressed(known, "4.57", "JPEG Lossless", Coding.JPEG_LOSSLESS);
		compressed(known, "4.70", "JPEG Lossless, First-Order Prediction", Coding.JPEG_LOSSLESS);
		compressed(known, "4.90", "JPEG 2000 Lossless", Coding.JPEG_2000);
		compressed(known, "1.98", "Encapsulated Uncompressed", Coding.REFUSED);
		compressed(known, "4.50", "JPEG Baseline (lossy)", Coding.REFUSED);
		compressed(known, "4.51", "JPEG Extended (lossy)", Coding.REFUSED);
		compressed(known, "4.80", "JPEG-LS Lossless", Coding.REFUSED);
		compressed(known, "4.81", "JPEG-LS Near-Lossless", Coding.REFUSED);
		compressed(known, "4.91", "JPEG 2000 (lossy)", Coding.REFUSED);
		compressed(known, "4.92", "JPEG 2000 Multi-component Lossless", Coding.REFUSED);
		compressed(known, "4.93", "JPEG 2000 Multi-component (lossy)", Coding.REFUSED);
		compressed(known, "4.100", "MPEG2", Coding.REFUSED);
		compressed(known, "4.102", "MPEG-4", Coding.REFUSED);
		compressed(known, "4.110", "JPEG XL Lossless", Coding.REFUSED);
		compressed(known, "4.112", "JPEG XL (lossy)", Coding.REFUSED);
		compressed(known, "4.201", "HTJ2K Lossless", Coding.REFUSED);
		compressed(known, "4.202", "HTJ2K Lossless, resolution order", Coding.REFUSED);
		compressed(known, "4.203", "HTJ2K (lossy)", Coding.REFUSED);
		return known;
	}

	private static void compressed(final Map<String, TransferSyntax> known, final String end, final String name, final Coding coding) {
		final String uid = "1.2.840.10008.1.2." + end;
		known.put(uid, new TransferSyntax(uid, name, Encoding.EXPLICIT_LITTLE, coding));
	}

	/** Finds a transfer syntax; one that is unknown is refused, its elements are taken for explicit little endian as all newer ones are. */
	static TransferSyntax of(final String uid) {
		final TransferSyntax syntax = KNOWN.get(uid);
		return syntax != null ? syntax : new TransferSyntax(uid, "transfer syntax " + DataSet.shown(uid), Encoding.EXPLICIT_LITTLE, Coding.REFUSED);
	}

	/** Returns the syntax of the written file: the same, or explicit little endian for compressed pixels. */
	TransferSyntax written() {
		return coding == Coding.NATIVE || coding == Coding.DEFLATED ? this : EXPLICIT;
	}
}
