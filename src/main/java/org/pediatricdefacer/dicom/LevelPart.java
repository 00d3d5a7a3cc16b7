package org.pediatricdefacer.dicom;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of one element of a level of a data set.
 *
 * @param tag of the element
 * @param old as it was, null for one that is added
 * @param made as it becomes, null for one that stays
 */
record LevelPart(int tag, DataElement old, Pieces made) {

	private long grown() {
		return made == null ? 0 : made.length() - (old == null ? 0 : old.end() - old.start());
	}

	/**
	 * Joins the elements of a level, and corrects the lengths of groups that old files give.
	 *
	 * @param bytes in which the old elements lie
	 * @param parts in their order
	 * @param path of the level, for the list of changes
	 * @param changes gets the lengths of groups that were corrected
	 * @return what to write
	 */
	static Pieces join(final byte[] bytes, final List<LevelPart> parts, final String path, final Map<String, String> changes) {
		final Map<Integer, Long> grown = new HashMap<>();
		for (final LevelPart part : parts)
			grown.merge(part.tag >>> 16, part.grown(), Long::sum);
		final Pieces joined = new Pieces();
		for (final LevelPart part : parts) {
			final long delta = grown.get(part.tag >>> 16);
			if (part.old != null && (part.tag & 0xffff) == 0 && delta != 0 && part.old.length() == 4) {
				changes.put(path + Tag.text(part.tag), "length of the group corrected");
				joined.add(withLength(bytes, part.old, delta));
			}
			else if (part.made == null) joined.add(bytes, part.old.start(), part.old.end());
			else joined.add(part.made);
		}
		return joined;
	}

	private static byte[] withLength(final byte[] bytes, final DataElement old, final long delta) {
		final byte[] element = Arrays.copyOfRange(bytes, old.start(), old.end());
		final ByteBuffer buffer = ByteBuffer.wrap(element).order(old.encoding().order());
		buffer.putInt(element.length - 4, (int) (buffer.getInt(element.length - 4) + delta));
		return element;
	}
}
