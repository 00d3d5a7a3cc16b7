package org.pediatricdefacer.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.dicom.DataElement.Item;
import org.pediatricdefacer.dicom.Instance.Facts;

/** Reads what the program must know of a DICOM file; its pixels are read again when they are needed. */
final class InstanceReader {

	/** Groups of drawings over the picture: 6000 to 601E. */
	private static final int FIRST_OVERLAY = 0x6000, LAST_OVERLAY = 0x601E, OVERLAY_DATA = 0x3000;

	private InstanceReader() {}

	/**
	 * Reads a file.
	 *
	 * @param file to read
	 * @return empty if it is no DICOM file
	 * @throws DamagedFileException if it is one, but damaged
	 * @throws IOException if the disk fails
	 */
	static Optional<Instance> read(final Path file) throws IOException {
		final byte[] bytes = DicomFile.bytes(file);
		return DicomFile.parse(file.toString(), bytes).map(dicom -> of(file, sha256(bytes), dicom));
	}

	/**
	 * Reads a file again for its pixels.
	 *
	 * @param instance what it was when it was read first
	 * @return the file
	 * @throws DefacingException if it has changed since
	 * @throws IOException if the disk fails
	 */
	static DicomFile again(final Instance instance) throws IOException {
		final byte[] bytes = DicomFile.bytes(instance.file());
		if (!sha256(bytes).equals(instance.sha256())) throw new DefacingException(instance.file() +
			" was changed while it was worked on; run it again when nobody writes to this folder.");
		return DicomFile.parse(instance.file().toString(), bytes).orElseThrow();
	}

	static String sha256(final byte[] bytes) {
		return HexFormat.of().formatHex(digest().digest(bytes));
	}

	static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java platform has SHA-256", e);
		}
	}

	private static Instance of(final Path file, final String sha256, final DicomFile dicom) {
		final DataSet header = dicom.dataSet();
		final Optional<Integer> twice = dicom.firstDouble();
		if (twice.isPresent()) throw new DamagedFileException(file + " is a damaged DICOM file: the element " + Tag.text(twice.get()) +
			" stands in it twice; get it anew from where it came.", header.text(Tag.STUDY_INSTANCE), header.text(Tag.SERIES_INSTANCE));
		final PixelFormat format = PixelFormat.of(header);
		final String description = header.text(Tag.SERIES_DESCRIPTION);
		final String texts = (description + " " + header.text(Tag.PROTOCOL_NAME)).toUpperCase(Locale.ROOT);
		final List<String> type = header.texts(Tag.IMAGE_TYPE);
		final boolean pixels = header.has(Tag.PIXEL_DATA);
		final boolean defaced = header.text(Tag.RECOGNIZABLE_FEATURES).equals("NO") || header.text(Tag.DEIDENTIFICATION_METHOD).contains(
			ProgramVersion.NAME);
		final Facts facts = new Facts(header.has(Tag.DIRECTORY_RECORDS), pixels, defaced, header.text(Tag.BURNED_IN_ANNOTATION).equals("YES"), hasOverlays(header), nestedPixels(header
			.elements(), ""), header.has(Tag.SMALLEST_PIXEL_IN_SERIES) || header.has(Tag.LARGEST_PIXEL_IN_SERIES), type.contains("MOSAIC") || PrivateValues.isGrid(header), header.texts(Tag.SCANNING_SEQUENCE).contains("EP") || header.text(
				Tag.ECHO_PLANAR).equals("YES"));
		return new Instance(file, sha256, dicom.syntax(), header.text(Tag.SOP_CLASS), header.text(Tag.SOP_INSTANCE), header.text(
			Tag.STUDY_INSTANCE), header.text(Tag.SERIES_INSTANCE), header.text(Tag.FRAME_OF_REFERENCE), header.text(Tag.MODALITY), (int) header
				.decimal(Tag.INSTANCE_NUMBER, -1), (int) header.decimal(Tag.SERIES_NUMBER, -1), description, type, texts, format, pixels && format
					.refusal() == null ? new FrameReader(header).frames(format.frames()) : List.of(), facts);
	}

	private static boolean hasOverlays(final DataSet header) {
		for (final DataElement element : header.elements()) {
			final int group = element.tag() >>> 16;
			if (group >= FIRST_OVERLAY && group <= LAST_OVERLAY && (element.tag() & 0xffff) == OVERLAY_DATA) return true;
		}
		return false;
	}

	/** Finds pixels inside sequences, such as those that some scanners hide in private ones. */
	private static String nestedPixels(final List<DataElement> elements, final String inside) {
		final List<DataElement> sequences = new ArrayList<>();
		for (final DataElement element : elements) {
			if (!inside.isEmpty() && (element.tag() == Tag.PIXEL_DATA || element.tag() == Tag.FLOAT_PIXELS || element.tag() ==
				Tag.DOUBLE_PIXELS)) return inside;
			if (element.isSequence() && !isRemoved(element.tag(), inside)) sequences.add(element);
		}
		for (final DataElement sequence : sequences)
			for (final Item item : sequence.items()) {
				final String found = nestedPixels(item.elements(), inside.startsWith("private ") ? inside : (Tag.isPrivate(sequence.tag()) ? "private " : "") +
					Tag.text(sequence.tag()));
				if (!found.isEmpty()) return found;
			}
		return "";
	}

	/** Icons and former attributes go with all that is in them, but not where they are private. */
	private static boolean isRemoved(final int tag, final String inside) {
		return (tag == Tag.ICON_IMAGES || tag == Tag.ORIGINAL_ATTRIBUTES) && !inside.startsWith("private ");
	}
}
