package org.pediatricdefacer.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.dicom.DataElement.Item;

/**
 * Changes the header of an instance by splicing: what is listed is replaced, every other byte stays.
 * <p>
 * Private elements are never looked into. Source of what a defaced image must say: DICOM PS3.15, annex E.3.3 (clean recognizable
 * visual features); PS3.3, C.7.6.1 and C.12.1 (derived images); PS3.16, context group 7050 (code 113102).
 */
final class HeaderEditor {

	/** Pictures, signatures of bytes that change, and former values: gone wherever they stand. */
	private static final Set<Integer> REMOVED = Set.of(Tag.ICON_IMAGES, Tag.DIGITAL_SIGNATURES, Tag.MAC_PARAMETERS, Tag.ORIGINAL_ATTRIBUTES);

	private static final String CLEAN_FEATURES = "113102";

	/**
	 * What became of a header.
	 *
	 * @param dataSet bytes to write, without the elements of the file itself
	 * @param changes path of each changed element and what was done; nested ones as {@code (5200,9230)[0].(0018,9226)[0].(0008,9007)}
	 */
	record Edited(Pieces dataSet, Map<String, String> changes) {

		/** Says what was done to which elements, those of all frames and items as one. */
		Map<String, String> summary() {
			final Map<String, String> summary = new TreeMap<>();
			changes.forEach((path, change) -> summary.put(path.replaceAll("\\[\\d+\\]", ""), change));
			return summary;
		}
	}

	/** An element that is replaced or added, and what to call that. */
	private record Edit(Pieces element, String change) {}

	private final DicomFile dicom;
	private final DataSet header;
	private final Encoding encoding;
	private final WriteSettings settings;
	private final Map<String, String> changes = new LinkedHashMap<>();
	/** Elements of the outermost level by their tags, in their order: tags are compared without sign. */
	private final TreeMap<Integer, Edit> edits = new TreeMap<>(Integer::compareUnsigned);

	private HeaderEditor(final DicomFile dicom, final WriteSettings settings) {
		this.dicom = dicom;
		this.settings = settings;
		header = dicom.dataSet();
		encoding = dicom.syntax().encoding();
	}

	/**
	 * Changes a header.
	 *
	 * @param dicom the file, whose pixels are already changed if they are not compressed
	 * @param pixels the changed pixels
	 * @param range of the changed pixels
	 * @param settings what else is asked for
	 * @return what to write
	 */
	static Edited edit(final DicomFile dicom, final Pixels pixels, final PixelRange range, final WriteSettings settings) {
		final HeaderEditor editor = new HeaderEditor(dicom, settings);
		editor.identify();
		editor.describe();
		editor.range(range);
		editor.pixels(pixels);
		final Pieces dataSet = editor.level(editor.header.elements(), "", editor.edits);
		final int end = editor.header.elements().isEmpty() ? dicom.start() : editor.header.elements().get(editor.header.elements().size() - 1)
			.end();
		dataSet.add(dicom.bytes(), end, dicom.bytes().length); // padding after the last element
		return new Edited(dataSet, editor.changes);
	}

	private void identify() {
		for (final int tag : new int[] {Tag.SOP_INSTANCE, Tag.SERIES_INSTANCE})
			set(tag, "UI", ascii(settings.uids().of(header.text(tag))), "made anew");
		if (!settings.keepSourceReference()) return;
		final byte[] purpose = code("121322", "Source image for image processing operation", Tag.PURPOSE_CODES);
		append(Tag.SOURCE_IMAGES, ElementWriter.item(inner(Tag.SOURCE_IMAGES), element(Tag.SOURCE_IMAGES, Tag.REFERENCED_SOP_CLASS, "UI", header
			.text(Tag.SOP_CLASS)), element(Tag.SOURCE_IMAGES, Tag.REFERENCED_SOP_INSTANCE, "UI", settings.newUids() ? settings.uids().of(header.text(
				Tag.SOP_INSTANCE)) : header.text(Tag.SOP_INSTANCE)), purpose));
	}

	private void describe() {
		final DataElement type = header.find(Tag.IMAGE_TYPE);
		if (type != null) set(Tag.IMAGE_TYPE, "CS", derived(header.value(type)), "value 1 is DERIVED");
		HeaderTexts.withEnding(header, Tag.SERIES_DESCRIPTION, " defaced", 64).ifPresent(text -> set(Tag.SERIES_DESCRIPTION, "LO", text,
			"appended"));
		HeaderTexts.appended(header, Tag.DERIVATION_DESCRIPTION, "; ", settings.method(), 1024).ifPresent(text -> set(Tag.DERIVATION_DESCRIPTION,
			"ST", text, "appended"));
		HeaderTexts.appended(header, Tag.DEIDENTIFICATION_METHOD, "\\", settings.method(), Integer.MAX_VALUE).ifPresent(text -> set(
			Tag.DEIDENTIFICATION_METHOD, "LO", text, "appended"));
		final boolean coded = header.items(Tag.DEIDENTIFICATION_CODES).stream().anyMatch(item -> item.text(Tag.CODE_VALUE).equals(
			CLEAN_FEATURES));
		if (!coded) append(Tag.DEIDENTIFICATION_CODES, ElementWriter.item(inner(Tag.DEIDENTIFICATION_CODES), codeElements(Tag.DEIDENTIFICATION_CODES,
			CLEAN_FEATURES, "Clean Recognizable Visual Features Option")));
		if (settings.clean()) set(Tag.RECOGNIZABLE_FEATURES, "CS", ascii("NO"), "set");
	}

	/** Values that some headers give of the pixels; where there are none, none are added. */
	private void range(final PixelRange range) {
		number(Tag.SMALLEST_PIXEL, range.least());
		number(Tag.LARGEST_PIXEL, range.most());
		number(Tag.SMALLEST_PIXEL_IN_SERIES, range.leastOfSeries());
		number(Tag.LARGEST_PIXEL_IN_SERIES, range.mostOfSeries());
	}

	private void number(final int tag, final int value) {
		final DataElement element = header.find(tag);
		if (element == null || element.length() != 2) return;
		set(tag, element.vr(), ByteBuffer.allocate(2).order(encoding.order()).putShort((short) value).array(), "made anew");
	}

	private void pixels(final Pixels pixels) {
		changes.put(Tag.text(Tag.PIXEL_DATA), "removed region filled");
		if (dicom.syntax().written() == dicom.syntax()) return;
		changes.put(Tag.text(Tag.PIXEL_DATA), "decompressed, removed region filled");
		final String vr = pixels.format().bitsAllocated() == 8 ? "OB" : "OW";
		edits.put(Tag.PIXEL_DATA, new Edit(new Pieces().add(ElementWriter.header(Tag.PIXEL_DATA, vr, encoding, pixels.bytes().length)).add(pixels
			.bytes()), null));
		for (final int tag : new int[] {Tag.EXTENDED_OFFSETS, Tag.EXTENDED_LENGTHS})
			if (header.has(tag)) edits.put(tag, new Edit(new Pieces(), "removed"));
	}

	/** Replaces or adds an element of the outermost level, unless its value is this already. */
	private void set(final int tag, final String vr, final byte[] value, final String change) {
		final DataElement old = header.find(tag);
		final String kept = old == null || old.vr().isEmpty() ? vr : old.vr();
		final byte[] element = ElementWriter.element(tag, kept, encoding, value);
		if (old != null && Arrays.equals(element, Arrays.copyOfRange(dicom.bytes(), old.start(), old.end()))) return;
		edits.put(tag, new Edit(new Pieces().add(element), old == null ? "added" : change));
	}

	/** Adds an item at the end of a sequence, or a sequence of this item. */
	private void append(final int tag, final byte[] item) {
		final DataElement old = header.find(tag);
		if (old == null) {
			edits.put(tag, new Edit(new Pieces().add(ElementWriter.element(tag, "SQ", encoding, item)), "added"));
			return;
		}
		if (!old.isSequence() && old.length() > 0) throw new DefacingException("The element " + Tag.text(tag) +
			" is no sequence, as it must be, so that nothing can be added to it.");
		final Pieces items = new Pieces().add(dicom.bytes(), old.valueStart(), old.valueEnd()).add(item);
		edits.put(tag, new Edit(ElementWriter.sequence(dicom.bytes(), old, items), "appended"));
	}

	/** Encoding of the items of a sequence of the outermost level. */
	private Encoding inner(final int tag) {
		final DataElement sequence = header.find(tag);
		return sequence != null && sequence.vr().equals("UN") ? Encoding.IMPLICIT_LITTLE : encoding;
	}

	private byte[] element(final int sequence, final int tag, final String vr, final String value) {
		return ElementWriter.text(tag, vr, inner(sequence), value);
	}

	private byte[] code(final String value, final String meaning, final int sequence) {
		return ElementWriter.element(sequence, "SQ", inner(Tag.SOURCE_IMAGES), ElementWriter.item(inner(Tag.SOURCE_IMAGES), codeElements(
			Tag.SOURCE_IMAGES, value, meaning)));
	}

	private byte[][] codeElements(final int sequence, final String value, final String meaning) {
		return new byte[][] {element(sequence, Tag.CODE_VALUE, "SH", value), element(sequence, Tag.CODING_SCHEME, "SH", "DCM"), element(sequence,
			Tag.CODE_MEANING, "LO", meaning)};
	}

	/** Rebuilds one level of elements; null edits are those of no level but the outermost. */
	private Pieces level(final List<DataElement> elements, final String path, final TreeMap<Integer, Edit> added) {
		final List<LevelPart> parts = new ArrayList<>();
		final TreeMap<Integer, Edit> rest = new TreeMap<>(added);
		for (final DataElement element : elements) {
			while (!rest.isEmpty() && Integer.compareUnsigned(rest.firstKey(), element.tag()) < 0 && !has(elements, rest.firstKey())) {
				final Map.Entry<Integer, Edit> first = rest.pollFirstEntry();
				parts.add(edited(null, first.getKey(), path, first.getValue()));
			}
			final Edit edit = rest.remove(element.tag());
			parts.add(edit != null ? edited(element, element.tag(), path, edit) : part(element, path));
		}
		rest.forEach((tag, edit) -> parts.add(edited(null, tag, path, edit)));
		return LevelPart.join(dicom.bytes(), parts, path, changes);
	}

	private static boolean has(final List<DataElement> elements, final int tag) {
		return elements.stream().anyMatch(element -> element.tag() == tag);
	}

	private LevelPart edited(final DataElement old, final int tag, final String path, final Edit edit) {
		if (edit.change() != null) changes.put(path + Tag.text(tag), edit.change());
		return new LevelPart(tag, old, edit.element());
	}

	/** What becomes of an element that no edit of its level names. */
	private LevelPart part(final DataElement element, final String path) {
		final int tag = element.tag();
		final String here = path + Tag.text(tag);
		if (REMOVED.contains(tag)) {
			changes.put(here, "removed");
			return new LevelPart(tag, element, new Pieces());
		}
		if (tag == Tag.FRAME_TYPE && path.matches("\\((5200,9229|5200,9230)\\).*\\(0018,9226\\)\\[\\d+\\]\\.")) return replaced(element, here,
			"CS", derived(header.value(element)), "value 1 is DERIVED");
		if (settings.newUids() && Uids.isInstance(tag)) return replaced(element, here, "UI", mapped(header.value(element)), "made anew");
		if (element.isSequence() && !Tag.isPrivate(tag)) return new LevelPart(tag, element, sequence(element, here));
		return new LevelPart(tag, element, null);
	}

	private LevelPart replaced(final DataElement old, final String path, final String vr, final byte[] value, final String change) {
		final byte[] element = ElementWriter.element(old.tag(), old.vr().isEmpty() ? vr : old.vr(), old.encoding(), value);
		if (Arrays.equals(element, Arrays.copyOfRange(dicom.bytes(), old.start(), old.end()))) return new LevelPart(old.tag(), old, null);
		changes.put(path, change);
		return new LevelPart(old.tag(), old, new Pieces().add(element));
	}

	/** Rebuilds a sequence; null if nothing in it changes. */
	private Pieces sequence(final DataElement sequence, final String path) {
		final int before = changes.size();
		final Pieces items = new Pieces();
		for (int i = 0; i < sequence.items().size(); i++) {
			final Item item = sequence.items().get(i);
			final int known = changes.size();
			final Pieces elements = level(item.elements(), path + "[" + i + "].", new TreeMap<>());
			final Encoding inner = sequence.vr().equals("UN") ? Encoding.IMPLICIT_LITTLE : sequence.encoding();
			if (changes.size() == known) items.add(dicom.bytes(), item.start(), item.end());
			else items.add(ElementWriter.item(dicom.bytes(), inner, item, elements));
		}
		return changes.size() == before ? null : ElementWriter.sequence(dicom.bytes(), sequence, items);
	}

	private static byte[] derived(final byte[] type) {
		final String text = new String(type, StandardCharsets.ISO_8859_1);
		final int end = text.indexOf('\\');
		final String rest = end < 0 ? "" : text.substring(end).replaceAll("[ \0]+$", "");
		return ascii((end < 0 ? text : text.substring(0, end)).trim().equals("DERIVED") ? text : "DERIVED" + rest);
	}

	private byte[] mapped(final byte[] uids) {
		final StringBuilder text = new StringBuilder();
		for (final String uid : new String(uids, StandardCharsets.ISO_8859_1).split("\\\\", -1))
			text.append(text.length() == 0 ? "" : "\\").append(settings.uids().of(uid.replaceAll("[ \0]+$", "")));
		return ascii(text.toString());
	}

	private static byte[] ascii(final String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}
}
