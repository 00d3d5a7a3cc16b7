package org.pediatricdefacer.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Appends plain letters to texts in whatever character set.
 * <p>
 * ASCII is part of all character sets of DICOM, and texts end in it. Source: DICOM PS3.5, section 6.1.
 */
final class HeaderTexts {

	private static final int ESCAPE = 0x1b;

	private HeaderTexts() {}

	/**
	 * Appends to a text, which is shortened where there is no room.
	 *
	 * @param header that holds the text
	 * @param tag of the text
	 * @param ending what is appended, without its blank where there was no text
	 * @param most number of letters that the text may have
	 * @return bytes of the new text; empty if it ends so already or cannot be shortened safely
	 */
	static Optional<byte[]> withEnding(final DataSet header, final int tag, final String ending, final int most) {
		final byte[] old = trimmed(header.value(tag));
		if (old.length == 0) return Optional.of(ascii(ending.trim()));
		if (new String(old, StandardCharsets.ISO_8859_1).endsWith(ending)) return Optional.empty();
		int kept = old.length;
		if (letters(header, old) + ending.length() > most) {
			kept = most - ending.length();
			for (final byte letter : old)
				if (letter == ESCAPE) return Optional.empty();
			while (kept > 0 && old[kept - 1] < 0)
				kept--;
		}
		return Optional.of(join(Arrays.copyOf(old, kept), ascii(ending)));
	}

	/**
	 * Appends to a text or to a list of values.
	 *
	 * @param header that holds the text
	 * @param tag of the text
	 * @param between what separates old and new
	 * @param addition what is appended
	 * @param most number of letters that the text may have
	 * @return bytes of the new text; empty if it ends so already or there is no room
	 */
	static Optional<byte[]> appended(final DataSet header, final int tag, final String between, final String addition, final int most) {
		final byte[] old = trimmed(header.value(tag));
		if (old.length == 0) return Optional.of(ascii(addition));
		if (new String(old, StandardCharsets.ISO_8859_1).endsWith(addition)) return Optional.empty();
		if (letters(header, old) + (long) between.length() + addition.length() > most) return Optional.empty();
		return Optional.of(join(old, ascii(between + addition)));
	}

	private static int letters(final DataSet header, final byte[] text) {
		if (!header.text(Tag.SPECIFIC_CHARACTER_SET).endsWith("ISO_IR 192")) return text.length;
		int letters = 0;
		for (final byte b : text)
			letters += (b & 0xc0) == 0x80 ? 0 : 1; // the further bytes of a letter in UTF-8
		return letters;
	}

	private static byte[] trimmed(final byte[] text) {
		int end = text.length;
		while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == 0))
			end--;
		return Arrays.copyOf(text, end);
	}

	private static byte[] join(final byte[] first, final byte[] second) {
		final byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	private static byte[] ascii(final String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}
}
