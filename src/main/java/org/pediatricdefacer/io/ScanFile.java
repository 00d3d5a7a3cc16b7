package org.pediatricdefacer.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;

import org.pediatricdefacer.DefacingException;

/**
 * Opens one file of a scan for reading, gzip or not by its content, and knows how much it can hold.
 *
 * @param path the file
 * @param length its size on disk, bytes
 * @param gzipped whether its content is gzip
 */
record ScanFile(Path path, long length, boolean gzipped) {

	/** Deflate cannot do better than 258 bytes for 2 bits, RFC 1951. */
	private static final int MAX_RATIO = 1032;
	private static final int MAX_BUFFER = 1 << 18;

	private static final String OPEN_IN_FIJI = "open it in Fiji and deface the open image there, or convert it to NIfTI";
	private static final String UNPACK = "unpack it";
	private static final String NO_SCAN = "give the scan itself";

	/** How other well-known files begin, what they are, and what to do with them. */
	private static final String[][] KINDS = {{"NRRD", "an NRRD file", OPEN_IN_FIJI}, {"II*\0", "a TIFF file", OPEN_IN_FIJI},
		{"MM\0*", "a TIFF file", OPEN_IN_FIJI}, {"ObjectType", "a MetaImage file", OPEN_IN_FIJI},
		{"\u0089HDF", "an HDF5 or MINC file", "convert it to NIfTI (mnc2nii does so for MINC)"},
		{"CDF", "a MINC file", "convert it to NIfTI (mnc2nii does so)"}, {"\u0089PNG", "a PNG picture", NO_SCAN},
		{"\u00ff\u00d8\u00ff", "a JPEG picture", NO_SCAN}, {"PK\3\4", "a zip archive", UNPACK}, {"BZh", "packed with bzip2", UNPACK},
		{"\u00fd7zXZ", "packed with xz", UNPACK}, {"(\u00b5/\u00fd", "packed with zstd", UNPACK},
		{"\0\0\0\1", "a FreeSurfer MGH file", "convert it to NIfTI (mri_convert does so)"}};

	/** Work that reads an unpacked file. */
	interface Reading<T> {
		T read(InputStream in) throws IOException;
	}

	static ScanFile of(final Path path) throws IOException {
		if (Files.isDirectory(path)) throw new DefacingException(path + " is a folder; name a scan file in it.");
		try {
			final long length = Files.size(path);
			if (length == 0) throw new DefacingException(path + " is empty; copy it again from its source.");
			final byte[] start = start(path, 2);
			return new ScanFile(path, length, start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b);
		}
		catch (final NoSuchFileException e) {
			if (Files.isSymbolicLink(path)) throw new DefacingException(path + " is a link to " + Files.readSymbolicLink(path) +
				", which is not there; fetch it (datalad get, git annex get), or correct the link.", e);
			throw new DefacingException(path + " does not exist; check the name.", e);
		}
	}

	/** Returns the first bytes of the unpacked content, fewer if it is shorter. */
	byte[] head(final int bytes) throws IOException {
		return gzipped ? with(in -> in.readNBytes(bytes)) : start(path, bytes);
	}

	/** Opens the unpacked content for some work and says in the user's words what is wrong with a damaged file. */
	<T> T with(final Reading<T> reading) throws IOException {
		try (InputStream in = open()) {
			return reading.read(in);
		}
		catch (final EOFException e) {
			throw new DefacingException(path + " is not complete: " + e.getMessage() + "; copy it again from its source.", e);
		}
		catch (final ZipException e) {
			throw new DefacingException(path + " is damaged: its gzip stream has " + e.getMessage() + "; copy it again from its source.",
				e);
		}
	}

	private InputStream open() throws IOException {
		final int buffer = (int) Math.min(MAX_BUFFER, length);
		final InputStream in = Channels.newInputStream(FileChannel.open(path, StandardOpenOption.READ));
		if (!gzipped) return in;
		try {
			return new GzipInput(in, buffer);
		}
		catch (final IOException e) {
			in.close();
			throw e;
		}
	}

	/**
	 * Checks that the unpacked content has at least so many bytes, before anything is allocated for them.
	 * <p>
	 * For gzip, the length in its trailer is believed where it suffices, since no file of this size can unpack to more than
	 * 1032 times as much; otherwise (several members, more than 4 GiB, or a header that asks for too much) the content is counted.
	 */
	void require(final long bytes) throws IOException {
		final long most = gzipped ? Math.multiplyExact(Math.min(length, Long.MAX_VALUE / MAX_RATIO), MAX_RATIO) : length;
		if (bytes <= most && (!gzipped || trailerLength() >= bytes)) return;
		final long found = bytes > most || !gzipped ? most : count(bytes);
		if (found < bytes)
			throw new DefacingException(path + " is not complete: its header promises " + bytes + " bytes, but it holds " + (found == most &&
				gzipped ? "at most " : "") + found + "; it was cut short or its header is damaged, copy it again from its source.");
	}

	private long trailerLength() throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			final ByteBuffer trailer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
			channel.read(trailer, Math.max(0, length - 4));
			return trailer.getInt(0) & 0xffffffffL;
		}
	}

	private long count(final long enough) throws IOException {
		return with(in -> {
			final byte[] buffer = new byte[(int) Math.min(MAX_BUFFER, enough)];
			long count = 0;
			for (int n = 0; n >= 0 && count < enough; n = in.read(buffer, 0, buffer.length))
				count += n;
			return count;
		});
	}

	/** Names what a gzip header tells about the file's past: its name, a comment, its time. */
	List<String> traces() throws IOException {
		final List<String> traces = new ArrayList<>();
		final byte[] start = gzipped ? start(path, 10) : new byte[0];
		if (start.length < 10) return traces;
		if ((start[3] & 8) != 0) traces.add("gzip file name");
		if ((start[3] & 16) != 0) traces.add("gzip comment");
		if ((start[3] & 4) != 0) traces.add("gzip extra field");
		if ((start[4] | start[5] | start[6] | start[7]) != 0) traces.add("gzip time");
		return traces;
	}

	/** Says of a file that is no scan what it is, if it is a well-known one, and what to do with it. */
	DefacingException noScan() throws IOException {
		final byte[] start = head(132);
		final String text = new String(start, StandardCharsets.ISO_8859_1);
		final String[] kind = start.length == 132 && text.endsWith("DICM") ? new String[] {"", "a DICOM file",
			"convert the series to NIfTI (dcm2niix does so), or open it in Fiji and deface the open image"} : Arrays.stream(KINDS).filter(k -> text
				.startsWith(k[0])).findFirst().orElse(new String[] {"", "of an unknown kind", "check that the right file was chosen, or convert it to NIfTI"});
		return new DefacingException(path + " is " + kind[1] + ", not NIfTI; " + kind[2] + ".");
	}

	private static byte[] start(final Path path, final int bytes) throws IOException {
		try (InputStream in = Files.newInputStream(path)) {
			return in.readNBytes(bytes);
		}
	}
}
