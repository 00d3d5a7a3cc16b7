package org.pediatricdefacer.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;

/**
 * Reads FreeSurfer's MGH files, plain or gzipped (MGZ) by their content: 8-bit, 16-bit and 32-bit integers and 32-bit floats, one frame or a
 * series.
 * <p>
 * A file whose goodRASflag is 0 does not tell how its axes run and is refused unless the options give its orientation. Memory is taken only
 * after the file has been found long enough for what its header promises. A file that is damaged in any way is a {@link DefacingException}
 * that names file, fact and remedy; an {@link IOException} is a failure of the disk. Stateless.
 */
public final class MghReader {

	private static final int BUFFER_BYTES = 1 << 16;

	/** More than this is read behind the voxels only to check the checksum. */
	private static final int MAX_FOOTER_BYTES = 1 << 22;
	private static final long MAX_TRAILING_BYTES = 1 << 26;

	private MghReader() {}

	/**
	 * Tells by its content whether a file is an MGH file, be it damaged or refused.
	 *
	 * @param file any file
	 * @return true if it begins with the header's version
	 * @throws IOException if the file cannot be read
	 */
	public static boolean recognizes(final Path file) throws IOException {
		try {
			return MghHeader.parse(Arrays.copyOf(ScanFile.of(file).head(MghHeader.BYTES), MghHeader.BYTES)).isPresent();
		}
		catch (final DefacingException e) {
			return false;
		}
	}

	/**
	 * Reads a scan.
	 *
	 * @param file an MGH file
	 * @param options what to do where the file leaves a choice
	 * @return header, stored values and grid
	 * @throws DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	public static MghImage read(final Path file, final NiftiReadOptions options) throws IOException {
		final ScanFile scan = ScanFile.of(file);
		final String name = file.toString();
		final byte[] head = scan.head(MghHeader.BYTES);
		if (head.length < MghHeader.BYTES) throw new DefacingException(name + " is not complete: it ends within its header; copy it again from its source.");
		final MghHeader header = MghHeader.parse(head).orElseThrow(() -> new DefacingException(name +
			" is no MGH file; check that the right file was chosen."));
		final NiftiDataType type = header.type(name);
		final long[] size = header.size(name);
		final long bytes = bytes(type, size, name);
		scan.require(MghHeader.BYTES + bytes);
		final VoxelGrid grid = header.grid(name, options.orientation());
		if (bytes > Runtime.getRuntime().maxMemory()) throw new DefacingException(name + " needs " + (bytes >> 20) +
			" MB of memory, but Java may use only " + (Runtime.getRuntime().maxMemory() >> 20) + " MB; give it more with -Xmx.");
		final List<MghFooter> footer = new ArrayList<>();
		final Img<? extends RealType<?>> stored = scan.with(in -> {
			in.skipNBytes(MghHeader.BYTES);
			final Img<? extends RealType<?>> pixels = StoredPixels.read(in, type, ByteOrder.BIG_ENDIAN, size, StoredPixels.MAX_ARRAY);
			final byte[] known = in.readNBytes(MAX_FOOTER_BYTES);
			footer.add(MghFooter.parse(known, beyond(in, name)));
			return pixels;
		});
		return new MghImage(header, footer.get(0), stored, grid, file, scan.traces(), List.of());
	}

	private static long bytes(final NiftiDataType type, final long[] size, final String name) {
		long bytes = type.bytes();
		try {
			for (final long n : size)
				bytes = Math.multiplyExact(bytes, n);
			return Math.subtractExact(Math.addExact(bytes, MghHeader.BYTES), MghHeader.BYTES);
		}
		catch (final ArithmeticException e) {
			throw new DefacingException(name + " cannot hold " + Arrays.toString(size) +
				" voxels; the header is damaged, copy the file again from its source.", e);
		}
	}

	/** Reads to the end, so that a gzip checksum is verified. */
	private static long beyond(final InputStream in, final String name) throws IOException {
		final byte[] buffer = new byte[BUFFER_BYTES];
		long trailing = 0;
		for (int n = 0; n >= 0; n = in.read(buffer)) {
			trailing += n;
			if (trailing > MAX_TRAILING_BYTES) throw new DefacingException(name +
				" is much longer than its header says, so its header is wrong; copy it again from its source.");
		}
		return trailing;
	}
}
