package org.pediatricdefacer.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.dicom.ElementReader.Damage;
import org.pediatricdefacer.dicom.TransferSyntax.Coding;

/**
 * A DICOM file in memory, every byte of which is kept. Source: DICOM PS3.10, section 7.
 *
 * @param syntax how it is encoded
 * @param bytes that hold the data set: those of the file, or what they are when inflated
 * @param start first byte of the data set
 * @param dataSet its elements without those of the file itself (group 2)
 */
record DicomFile(TransferSyntax syntax, byte[] bytes, int start, DataSet dataSet) {

	private static final int PREAMBLE = 128;
	/** Bytes that tell whether this is DICOM. */
	static final int FIRST_BYTES = PREAMBLE + 4;
	private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

	/** Headers and images deflate to a third at best; a file that grows more than this means to fill the memory. */
	private static final long MOST_INFLATION = 100;
	private static final int ALWAYS_INFLATED = 1 << 20;

	/** Damage behind the elements that tell to which series the file belongs; these are empty if it is before them. */
	private static final class Torn extends Damage {

		private static final long serialVersionUID = 1L;
		private final String study;
		private final String series;

		Torn(final Damage damage, final String study, final String series) {
			super(damage.getMessage());
			this.study = study;
			this.series = series;
		}
	}

	/**
	 * Reads a file.
	 *
	 * @param file to read, never written to
	 * @return its bytes
	 * @throws DefacingException if it is too large for one array
	 * @throws IOException if the disk fails
	 */
	static byte[] bytes(final Path file) throws IOException {
		if (Files.size(file) > MOST_BYTES) throw new DefacingException(file + " is larger than the 2147 MB that fit one Java array; split it.");
		return Files.readAllBytes(file);
	}

	/**
	 * Takes a file apart.
	 *
	 * @param name of the file, for messages
	 * @param bytes of the file
	 * @return empty if this is no DICOM file at all
	 * @throws DamagedFileException if it is one, but damaged
	 */
	static Optional<DicomFile> parse(final String name, final byte[] bytes) {
		try {
			final int at = afterPreamble(bytes);
			if (at == 0 && !looksLikeDicom(bytes)) return Optional.empty();
			return Optional.of(parse(bytes, at));
		}
		catch (final Damage e) {
			final Torn torn = e instanceof Torn t ? t : new Torn(e, "", "");
			throw new DamagedFileException(name + " is a damaged DICOM file: " + e.getMessage() + "; get it anew from where it came.", torn.study,
				torn.series);
		}
	}

	/** Returns whether a file that begins so may be DICOM. */
	static boolean looksLike(final byte[] first) {
		return afterPreamble(first) > 0 || looksLikeDicom(first);
	}

	private static int afterPreamble(final byte[] bytes) {
		if (isMark(bytes, PREAMBLE)) return PREAMBLE + 4;
		return isMark(bytes, 0) ? 4 : 0;
	}

	private static boolean isMark(final byte[] bytes, final int at) {
		return bytes.length >= at + 4 && bytes[at] == 'D' && bytes[at + 1] == 'I' && bytes[at + 2] == 'C' && bytes[at + 3] == 'M';
	}

	/** Files from before Part 10 begin with their first element, which is of group 2 or 8 in either byte order. */
	private static boolean looksLikeDicom(final byte[] bytes) {
		if (bytes.length < 8) return false;
		final boolean little = (bytes[0] == 2 || bytes[0] == 8) && bytes[1] == 0 && bytes[3] == 0;
		final boolean big = bytes[0] == 0 && bytes[1] == 8 && bytes[2] == 0;
		return (little || big) && (isExplicit(bytes, 0) || little && Encoding.IMPLICIT_LITTLE.unsigned32(bytes, 4) <= 1 << 16);
	}

	private static boolean isExplicit(final byte[] bytes, final int at) {
		return bytes.length >= at + 6 && bytes[at + 4] >= 'A' && bytes[at + 4] <= 'Z' && bytes[at + 5] >= 'A' && bytes[at + 5] <= 'Z';
	}

	private static DicomFile parse(final byte[] bytes, final int at) throws Damage {
		final List<DataElement> meta = new ElementReader(bytes).group(2, at, Encoding.EXPLICIT_LITTLE);
		final int start = meta.isEmpty() ? at : meta.get(meta.size() - 1).end();
		final String uid = new DataSet(bytes, meta).text(Tag.TRANSFER_SYNTAX);
		if (uid.isEmpty()) return of(guessed(bytes, start), bytes, start, bytes.length);
		final TransferSyntax syntax = TransferSyntax.of(uid);
		if (syntax.coding() != Coding.DEFLATED) {
			requireAsPromised(syntax, bytes, start);
			return of(syntax, bytes, start, bytes.length);
		}
		final byte[] inflated = inflate(bytes, start);
		return of(syntax, inflated, 0, inflated.length);
	}

	private static DicomFile of(final TransferSyntax syntax, final byte[] bytes, final int start, final int end) throws Damage {
		final List<DataElement> elements = new ArrayList<>();
		final DataSet dataSet = new DataSet(bytes, elements);
		try {
			new ElementReader(bytes).dataSet(start, end, syntax.encoding(), elements);
		}
		catch (final Damage e) {
			throw new Torn(e, dataSet.text(Tag.STUDY_INSTANCE), dataSet.text(Tag.SERIES_INSTANCE));
		}
		return new DicomFile(syntax, bytes, start, dataSet);
	}

	/** Without group 2, the first element tells the encoding. */
	private static TransferSyntax guessed(final byte[] bytes, final int start) {
		if (!isExplicit(bytes, start)) return TransferSyntax.IMPLICIT;
		return bytes[start] == 0 ? TransferSyntax.BIG : TransferSyntax.EXPLICIT;
	}

	private static void requireAsPromised(final TransferSyntax syntax, final byte[] bytes, final int start) throws Damage {
		if (bytes.length - start < 8) return;
		final boolean explicit = isExplicit(bytes, start);
		if (syntax.encoding().explicit() != explicit) throw new Damage("it says that it is encoded as " + syntax.name() +
			", but its elements have " + (explicit ? "a" : "no") + " value representation");
	}

	private static byte[] inflate(final byte[] bytes, final int start) throws Damage {
		final Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(bytes, start, bytes.length - start);
			final long most = Math.min(MOST_BYTES, Math.max(ALWAYS_INFLATED, (bytes.length - (long) start) * MOST_INFLATION));
			final ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(bytes.length, 1 << 16));
			final byte[] block = new byte[1 << 15];
			while (!inflater.finished()) {
				final int count = inflater.inflate(block);
				if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) throw new Damage("its deflated part is not complete");
				if (out.size() + (long) count > most) throw new Damage("its deflated part holds more than " + MOST_INFLATION + " times its size");
				out.write(block, 0, count);
			}
			return out.toByteArray();
		}
		catch (final DataFormatException e) {
			throw new Damage("its deflated part cannot be read");
		}
		finally {
			inflater.end();
		}
	}

	/** Returns the elements of all depths that stand more than once where they may stand once, by their tags. */
	Optional<Integer> firstDouble() {
		final List<Integer> tags = new ArrayList<>();
		for (final DataElement element : dataSet.elements())
			tags.add(element.tag());
		final int[] sorted = tags.stream().mapToInt(Integer::intValue).sorted().toArray();
		for (int i = 1; i < sorted.length; i++)
			if (sorted[i] == sorted[i - 1]) return Optional.of(sorted[i]);
		return Optional.empty();
	}
}
