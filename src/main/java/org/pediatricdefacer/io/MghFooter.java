package org.pediatricdefacer.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Holds what follows the voxels of an MGH file: five scan parameters (TR, flip angle, TE, TI, field of view), then tags.
 * <p>
 * A tag is a number, a length in eight bytes (four or none in old ones) and so many bytes. Most hold free text: command lines with paths and
 * names, the place of a transform. Source: tags.cpp of FreeSurfer.
 *
 * @param parameters 20 bytes or fewer, as they are in the file
 * @param tags in their order
 * @param rest number of bytes behind the last tag that can be read
 */
record MghFooter(byte[] parameters, List<Tag> tags, long rest) {

	private static final int PARAMETER_BYTES = 20;
	private static final int CMDLINE = 3, PEDIR = 41, FIELD_STRENGTH = 43, ORIG_RAS2VOX = 44;
	private static final int OLD_COLORTABLE = 1, OLD_USEREALRAS = 2, OLD_SURF_GEOM = 20, OLD_XFORM = 30;

	/** The directions of phase encoding that FreeSurfer knows. */
	private static final Set<String> DIRECTIONS = Set.of("UNKNOWN", "AUTO", "ROW", "COL");

	/** More are no tags, but a way to fill the memory. */
	private static final int MAX_TAGS = 10_000;

	/** One tag. */
	record Tag(int id, byte[] content) {

		String text() {
			final String text = new String(content, StandardCharsets.ISO_8859_1);
			final int end = text.indexOf(0);
			return end < 0 ? text : text.substring(0, end);
		}

		/** Tells whether it holds numbers of the scanner only. */
		boolean isHarmless() {
			return id == FIELD_STRENGTH && content.length == 4 || id == ORIG_RAS2VOX && content.length == 64 || id == PEDIR && DIRECTIONS
				.contains(text()) && text().length() >= content.length - 1;
		}

		@Override
		public String toString() {
			return switch (id) {
				case CMDLINE -> "command line (tag 3)";
				case OLD_XFORM, 31 -> "name of a transform (tag " + id + ")";
				case OLD_COLORTABLE, 5 -> "color table (tag " + id + ")";
				default -> "tag " + id;
			};
		}
	}

	/** Reads what follows the voxels; what cannot be understood is the rest. */
	static MghFooter parse(final byte[] bytes, final long beyond) {
		final ByteBuffer in = ByteBuffer.wrap(bytes);
		final byte[] parameters = new byte[Math.min(PARAMETER_BYTES, bytes.length)];
		in.get(parameters);
		final List<Tag> tags = new ArrayList<>();
		int understood = in.position();
		while (in.remaining() >= 4 && tags.size() < MAX_TAGS) {
			final int id = in.getInt();
			final int lengthBytes = lengthBytes(id);
			if (in.remaining() < lengthBytes) break;
			final long length = lengthBytes == 8 ? in.getLong() : lengthBytes == 4 ? in.getInt() : 0;
			// Of those without a length nobody knows how long they are.
			if (id == 0 || length < 0 || length > in.remaining() || lengthBytes == 0) break;
			final byte[] content = new byte[(int) length];
			in.get(content);
			tags.add(new Tag(id, content));
			understood = in.position();
		}
		return new MghFooter(parameters, List.copyOf(tags), bytes.length - understood + beyond);
	}

	private static int lengthBytes(final int id) {
		return switch (id) {
			case OLD_COLORTABLE, OLD_USEREALRAS, OLD_SURF_GEOM -> 0;
			case OLD_XFORM -> 4;
			default -> 8;
		};
	}

	/** Tells whether a command line begins with a text. */
	boolean isMarked(final String mark) {
		return tags.stream().anyMatch(tag -> tag.id == CMDLINE && tag.text().startsWith(mark));
	}

	/** Returns the footer to write: scan parameters, harmless tags, and a text as command line. */
	byte[] cleaned(final String mark) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(Arrays.copyOf(parameters, PARAMETER_BYTES));
		for (final Tag tag : tags)
			if (tag.isHarmless()) write(tag, out);
		write(new Tag(CMDLINE, (mark + "\0").getBytes(StandardCharsets.ISO_8859_1)), out);
		return out.toByteArray();
	}

	private static void write(final Tag tag, final ByteArrayOutputStream out) {
		out.writeBytes(ByteBuffer.allocate(12).putInt(tag.id).putLong(tag.content.length).array());
		out.writeBytes(tag.content);
	}
}
