package org.pediatricdefacer.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.dicom.DataElement.Item;
import org.pediatricdefacer.dicom.ElementReader.Damage;
import org.pediatricdefacer.dicom.TransferSyntax.Coding;

/** Takes the pixels out of a file: as they stand there, or decompressed to little endian. Source: DICOM PS3.5, section 8 and annex A. */
final class PixelDecoder {

	/** Not even an empty image gets smaller; a file that grows more than this means to fill the memory. */
	private static final long MOST_COMPRESSION = 300;
	private static final int ALWAYS_DECODED = 1 << 20;

	private PixelDecoder() {}

	/** Says in a half sentence why pixels of this coding cannot be read here; null if they can. */
	static String refusal(final TransferSyntax syntax) {
		return switch (syntax.coding()) {
			case NATIVE, DEFLATED, RLE -> null;
			case JPEG_LOSSLESS -> ImageLibrary.JPEG_LOSSLESS.isThere() ? null : "its pixels are compressed as " + syntax.name() +
				", and the library that reads them is not installed";
			case JPEG_2000 -> ImageLibrary.JPEG_2000.isThere() ? null : "its pixels are compressed as " + syntax.name() +
				", and the library that reads them is not installed";
			case REFUSED -> "its pixels are compressed as " + syntax.name() + ", which the program does not write back without loss";
		};
	}

	/**
	 * Takes the pixels out of a file.
	 *
	 * @param name of the file, for messages
	 * @param dicom the file
	 * @param format how its pixels are stored, not refused
	 * @return the pixels: those of the file itself where they are not compressed
	 * @throws DefacingException if they are not whole
	 */
	static Pixels decode(final String name, final DicomFile dicom, final PixelFormat format) {
		try {
			return decode(dicom, format);
		}
		catch (final Damage | IOException e) {
			throw new DefacingException(name + " has pixels that cannot be read: " + e.getMessage() + "; get it anew from where it came.", e);
		}
	}

	private static Pixels decode(final DicomFile dicom, final PixelFormat format) throws Damage, IOException {
		final DataElement element = dicom.dataSet().find(Tag.PIXEL_DATA);
		if (element == null) throw new Damage("there are none");
		final Coding coding = dicom.syntax().coding();
		if (coding == Coding.NATIVE || coding == Coding.DEFLATED) return stored(dicom, format, element);
		if (!element.isFragments()) throw new Damage("they are not compressed, though the file says so");
		final List<byte[]> frames = frames(dicom.bytes(), element.items(), format.frames());
		if (format.pixelBytes() > ALWAYS_DECODED + MOST_COMPRESSION * element.length()) throw new Damage("they would be compressed to less than 1/" +
			MOST_COMPRESSION);
		// Written anew as an even number of bytes, as all values are.
		final byte[] bytes = new byte[(int) (format.pixelBytes() + 1 & ~1L)];
		final int frameBytes = format.framePixels() * format.bytesPerPixel();
		for (int f = 0; f < frames.size(); f++) {
			final byte[] frame = frames.get(f);
			switch (coding) {
				case RLE -> RunLengths.decode(frame, 0, frame.length, bytes, f * frameBytes, format.framePixels(), format.bytesPerPixel());
				case JPEG_LOSSLESS -> ImageLibrary.JPEG_LOSSLESS.decode(frame, format, bytes, f * frameBytes);
				default -> ImageLibrary.JPEG_2000.decode(frame, format, bytes, f * frameBytes);
			}
		}
		return new Pixels(bytes, 0, format, ByteOrder.LITTLE_ENDIAN, false);
	}

	private static Pixels stored(final DicomFile dicom, final PixelFormat format, final DataElement element) throws Damage {
		if (element.items() != null) throw new Damage("they are compressed, though the file does not say so");
		final long surplus = element.length() - format.pixelBytes();
		// More than padding could be another picture of the head.
		if (surplus < 0 || surplus > 1 && !isPadding(dicom.bytes(), element.valueStart() + (int) format.pixelBytes(), element.valueEnd())) throw new Damage("they take " + element.length() + " bytes instead of " + format.pixelBytes());
		final boolean big = dicom.syntax().encoding() == Encoding.EXPLICIT_BIG;
		return new Pixels(dicom.bytes(), element.valueStart(), format, dicom.syntax().encoding().order(), big && element.vr().equals("OW") && format
			.bitsAllocated() == 8);
	}

	private static boolean isPadding(final byte[] bytes, final int from, final int to) {
		for (int at = from; at < to; at++)
			if (bytes[at] != bytes[from]) return false;
		return true;
	}

	/** Puts fragments together to frames; the first is a table of offsets, which may be empty. */
	private static List<byte[]> frames(final byte[] bytes, final List<Item> items, final int count) throws Damage {
		final List<Item> fragments = items.subList(1, items.size());
		if (count == 1 && !fragments.isEmpty()) return List.of(join(bytes, fragments));
		if (fragments.size() == count) return fragments.stream().map(fragment -> join(bytes, List.of(fragment))).toList();
		final Item table = items.get(0);
		if (table.valueEnd() - table.valueStart() != 4L * count) throw new Damage("they have " + fragments.size() + " fragments for " + count +
			" frames, and no table tells which belongs to which");
		final List<byte[]> frames = new ArrayList<>();
		final long first = fragments.isEmpty() ? 0 : fragments.get(0).start();
		for (int f = 0; f < count; f++) {
			final long from = first + Encoding.EXPLICIT_LITTLE.unsigned32(bytes, table.valueStart() + 4 * f);
			final long to = f + 1 < count ? first + Encoding.EXPLICIT_LITTLE.unsigned32(bytes, table.valueStart() + 4 * (f + 1)) : Long.MAX_VALUE;
			frames.add(join(bytes, fragments.stream().filter(fragment -> fragment.start() >= from && fragment.start() < to).toList()));
		}
		return frames;
	}

	private static byte[] join(final byte[] bytes, final List<Item> fragments) {
		int length = 0;
		for (final Item fragment : fragments)
			length += fragment.valueEnd() - fragment.valueStart();
		final byte[] joined = new byte[length];
		int at = 0;
		for (final Item fragment : fragments) {
			System.arraycopy(bytes, fragment.valueStart(), joined, at, fragment.valueEnd() - fragment.valueStart());
			at += fragment.valueEnd() - fragment.valueStart();
		}
		return joined;
	}
}
