package org.pediatricdefacer.dicom;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.pediatricdefacer.dicom.DataElement.Item;

/**
 * SHA-256 of all elements of a data set that no change is listed for: tag, value representation, length and value, byte by byte.
 * <p>
 * Of sequences in which something changed, the untouched elements of all depths are hashed; their own lengths are not, since these
 * follow from the changes.
 */
final class ElementHash {

	private final DicomFile dicom;
	private final Set<String> changed;
	/** Tags of the outermost level in or below which something changed. */
	private final Set<String> touched = new HashSet<>();
	private final MessageDigest digest = InstanceReader.digest();

	private ElementHash(final DicomFile dicom, final Set<String> changed) {
		this.dicom = dicom;
		this.changed = changed;
		for (final String path : changed)
			touched.add(path.substring(0, "(gggg,eeee)".length()));
	}

	/**
	 * Hashes the untouched elements of a file.
	 *
	 * @param dicom the file
	 * @param changed paths of changed elements
	 * @return 32 bytes
	 */
	static byte[] of(final DicomFile dicom, final Set<String> changed) {
		final ElementHash hash = new ElementHash(dicom, changed);
		int end = dicom.start();
		for (final DataElement element : dicom.dataSet().elements()) {
			if (hash.touched.contains(Tag.text(element.tag()))) hash.level(List.of(element), "");
			else hash.bytes(element.start(), element.end());
			end = element.end();
		}
		hash.bytes(end, dicom.bytes().length);
		return hash.digest.digest();
	}

	private void level(final List<DataElement> elements, final String path) {
		for (final DataElement element : elements) {
			final String here = path + Tag.text(element.tag());
			if (changed.contains(here)) continue;
			if (!element.isSequence() || Tag.isPrivate(element.tag())) {
				bytes(element.start(), element.end());
				continue;
			}
			sign(here + element.vr() + element.undefinedLength());
			for (int i = 0; i < element.items().size(); i++) {
				final Item item = element.items().get(i);
				sign("[" + i + "]" + item.undefinedLength());
				level(item.elements(), here + "[" + i + "].");
			}
		}
	}

	private void sign(final String text) {
		digest.update(text.getBytes(StandardCharsets.US_ASCII));
	}

	private void bytes(final int from, final int to) {
		digest.update(dicom.bytes(), from, to - from);
	}
}
