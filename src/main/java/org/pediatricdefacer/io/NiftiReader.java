package org.pediatricdefacer.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.pediatricdefacer.DefacingException;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;

/**
 * Reads NIfTI-1 and NIfTI-2, single files and .hdr/.img pairs, each plain or gzipped, by their content.
 * <p>
 * All scalar types, both byte orders, three or four dimensions (and more if they are 1). ANALYZE 7.5 is refused since it does
 * not tell left from right, unless the options give its orientation. Where the voxels lie is decided so: with a positive
 * sform_code the sform, with a positive qform_code the qform; with both the sform, but only if they agree within 1 mm at all
 * corners or the options prefer one; with neither the orientation of the options, or RAS with a warning. xyzt_units is obeyed.
 * <p>
 * Memory is taken only after the file has been found long enough for what its header promises, so never more than its size
 * (for gzip: 1032 times its size) and some buffers. A file that is damaged in any way is a {@link DefacingException} that
 * names file, fact and remedy; an {@link IOException} is a failure of the disk. Stateless.
 */
public final class NiftiReader {

	private static final int BUFFER_BYTES = 1 << 16;
	/** Bytes behind the last voxel that are read to check the checksum; more is no padding any more. */
	private static final long MAX_TRAILING_BYTES = 1 << 26;

	/** More are no extensions, but a way to fill the memory. */
	private static final int MAX_EXTENSIONS = 10_000;

	private NiftiReader() {}

	/**
	 * Tells by its content whether a file is a scan that {@link #read(Path)} knows, be it damaged or refused.
	 *
	 * @param file any file
	 * @return true for NIfTI files, for the headers of pairs and for ANALYZE 7.5 headers; false for the .img of a pair
	 * @throws IOException if the file cannot be read
	 */
	public static boolean recognizes(final Path file) throws IOException {
		try {
			return NiftiHeader.parse(ScanFile.of(file).head(NiftiHeader.MAX_BYTES)).isPresent();
		}
		catch (final DefacingException e) {
			return false;
		}
	}

	/**
	 * Reads a scan with the default options.
	 *
	 * @param file a single file, or either file of a pair
	 * @return header, stored values and grid
	 * @throws DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	public static NiftiImage read(final Path file) throws IOException {
		return read(file, NiftiReadOptions.DEFAULT);
	}

	/**
	 * Reads a scan.
	 *
	 * @param file a single file, or either file of a pair
	 * @param options what to do where the file leaves a choice
	 * @return header, stored values and grid
	 * @throws DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	public static NiftiImage read(final Path file, final NiftiReadOptions options) throws IOException {
		return read(file, options, StoredPixels.MAX_ARRAY);
	}

	static NiftiImage read(final Path file, final NiftiReadOptions options, final int maxArray) throws IOException {
		final ScanFiles files = ScanFiles.find(file);
		final NiftiHeader header = files.header();
		if (header.version() == NiftiHeader.Version.ANALYZE && options.orientation() == null) throw new DefacingException(file +
			" is ANALYZE 7.5, which does not tell how its axes run; give --orientation if you know it (often LAS), or convert the original to NIfTI.");
		final String name = file.toString();
		final NiftiPromise promise = NiftiPromise.of(header, files.image().length(), name);
		files.image().require(promise.end());
		final NiftiGeometry.Found found = NiftiGeometry.find(header, promise.gridSize(), options, name);
		promise.requireMemory();

		final List<String> warnings = new ArrayList<>(promise.warnings());
		warnings.addAll(found.warnings());
		final List<NiftiExtension> extensions = new ArrayList<>();
		if (header.paired() && header.version() != NiftiHeader.Version.ANALYZE)
			extensions.addAll(files.headerFile().with(in -> extensions(in, header, files.headerFile(), Long.MAX_VALUE, warnings)));
		final Img<? extends RealType<?>> stored = files.image().with(in -> {
			if (header.paired()) in.skipNBytes(promise.offset());
			else extensions.addAll(extensions(in, header, files.headerFile(), promise.offset(), warnings));
			final Img<? extends RealType<?>> pixels = StoredPixels.read(in, promise.type(), header.byteOrder(), promise.size(), maxArray);
			readTail(in, name, warnings);
			return pixels;
		});
		final Set<String> traces = new LinkedHashSet<>(files.headerFile().traces());
		traces.addAll(files.image().traces());
		return new NiftiImage(header, extensions, stored, found.grid(), file, List.copyOf(traces), warnings);
	}

	/** Reads from the start of a file up to {@code end} and notes the extensions on the way. */
	private static List<NiftiExtension> extensions(final InputStream in, final NiftiHeader header, final ScanFile file, final long end,
		final List<String> warnings) throws IOException {
		final List<NiftiExtension> extensions = new ArrayList<>();
		long at = header.version().bytes();
		in.skipNBytes(at);
		final byte[] flag = in.readNBytes((int) Math.min(4, end - at));
		at += flag.length;
		while (flag.length == 4 && flag[0] != 0 && end - at >= 8) {
			final byte[] start = in.readNBytes(8);
			at += start.length;
			if (start.length < 8) break;
			final ByteBuffer numbers = ByteBuffer.wrap(start).order(header.byteOrder());
			final long bytes = numbers.getInt(0);
			if (bytes < 8 || bytes - 8 > end - at || extensions.size() == MAX_EXTENSIONS) {
				warnings.add(file.path() + " has a damaged header extension, which was passed over.");
				break;
			}
			if (!skip(in, bytes - 8)) break;
			at += bytes - 8;
			extensions.add(new NiftiExtension(numbers.getInt(4), bytes));
		}
		if (end != Long.MAX_VALUE) in.skipNBytes(end - at);
		return extensions;
	}

	private static boolean skip(final InputStream in, final long bytes) throws IOException {
		try {
			in.skipNBytes(bytes);
			return true;
		}
		catch (final EOFException e) {
			return false;
		}
	}

	/** Reads what follows the voxels, so that a gzip checksum is verified. */
	private static void readTail(final InputStream in, final String name, final List<String> warnings) throws IOException {
		final byte[] buffer = new byte[BUFFER_BYTES];
		long trailing = 0;
		for (int n = 0; n >= 0; n = in.read(buffer)) {
			trailing += n;
			if (trailing > MAX_TRAILING_BYTES) throw new DefacingException(name +
				" is much longer than its header says, so its header is wrong; copy it again from its source.");
		}
		if (trailing > 0) warnings.add(name + " has " + trailing + " bytes behind its last voxel, which are not copied.");
	}

	/** The one or two files of a scan. */
	private record ScanFiles(ScanFile headerFile, ScanFile image, NiftiHeader header) {

		static ScanFiles find(final Path file) throws IOException {
			final Optional<Path> other = PairedFiles.headerOf(file);
			final ScanFile named = ScanFile.of(file);
			final Optional<NiftiHeader> own = NiftiHeader.parse(named.head(NiftiHeader.MAX_BYTES));
			// Voxels of an .img can look like an ANALYZE header, since that has no magic number.
			final boolean trusted = own.isPresent() && (own.get().version() != NiftiHeader.Version.ANALYZE || other.isEmpty());
			if (trusted) return new ScanFiles(named, own.get().paired() ? ScanFile.of(PairedFiles.imageOf(file)) : named, own.get());
			if (other.isPresent()) {
				final ScanFile header = ScanFile.of(other.get());
				final Optional<NiftiHeader> parsed = NiftiHeader.parse(header.head(NiftiHeader.MAX_BYTES)).filter(NiftiHeader::paired);
				if (parsed.isPresent()) return new ScanFiles(header, named, parsed.get());
			}
			else if (PairedFiles.isImage(file)) throw new DefacingException(file +
				" is the image of a pair, but its .hdr file is missing; put both into one folder under one name, ending in .hdr and .img.");
			throw named.noScan();
		}
	}
}
