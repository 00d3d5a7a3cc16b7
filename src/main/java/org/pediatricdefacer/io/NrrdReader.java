package org.pediatricdefacer.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

/**
 * Reads scans in NRRD files, attached or detached, raw or packed with gzip, with the place that their header gives them.
 * <p>
 * Of the header only type, sizes and place are taken: the scan gets a NIfTI header of its own. An axis that is none of space, such
 * as the volumes of a series, becomes the last one. Source: as for {@link NrrdHeader}.
 */
public final class NrrdReader {

	/** Endings of files with data in them, and of headers beside their data. */
	public static final List<String> ENDINGS = List.of(".nrrd", ".nhdr");

	/** Deflate cannot do better, see {@link ScanFile}. */
	private static final long MAX_RATIO = 1032;

	private static final int BUFFER_BYTES = 1 << 18;

	private NrrdReader() {}

	/**
	 * Tells by its content whether a file is NRRD.
	 *
	 * @param file any file
	 * @return false also for folders and empty files
	 * @throws IOException if the file cannot be read
	 */
	public static boolean recognizes(final Path file) throws IOException {
		try (InputStream in = Files.isRegularFile(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
			return new String(in.readNBytes(7), StandardCharsets.ISO_8859_1).equals("NRRD000");
		}
	}

	/**
	 * Reads a scan.
	 *
	 * @param file a NRRD file or header
	 * @param options its orientation is used where the file tells sizes of voxels, but not how they lie
	 * @return stored values as in the file, on the grid that it tells, with a new header
	 * @throws DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	public static NiftiImage read(final Path file, final NiftiReadOptions options) throws IOException {
		final NrrdHeader header;
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
			header = NrrdHeader.read(in, file.toString()).orElseThrow(() -> new DefacingException(file + " is no NRRD file."));
		}
		final long[] sizes = header.sizes();
		final int[] space = space(header, sizes);
		final long[] size = Arrays.stream(space).mapToLong(axis -> sizes[axis]).toArray();
		final VoxelGrid grid = grid(header, Arrays.copyOf(size, 3), space, options);
		final RandomAccessibleInterval<? extends RealType<?>> stored = arranged(pixels(file, header, sizes), space);
		final NiftiImage plain = NiftiImage.of(new Volume(stored, grid));
		return new NiftiImage(plain.header(), List.of(), stored, grid, file, header.traces(), List.of());
	}

	/** Returns the axes of space, in order, and behind them another one if it has more than one element. */
	private static int[] space(final NrrdHeader header, final long[] sizes) {
		final double[][] directions = header.directions().orElse(null);
		if (directions != null && directions.length != sizes.length) throw header.damaged("space directions");
		final List<Integer> space = new ArrayList<>(), other = new ArrayList<>();
		for (int axis = 0; axis < sizes.length; axis++)
			if (directions == null ? axis < 3 : directions[axis] != null) space.add(axis);
			else if (sizes[axis] > 1) other.add(axis);
		if (space.size() != 3) throw new DefacingException(header.name() + " has " + space.size() +
			" axes in space, but a head scan has 3; give a 3D scan.");
		if (other.size() > 1) throw new DefacingException(header.name() + " has " + sizes.length +
			" axes; split it into files of one scan or one series.");
		space.addAll(other);
		return space.stream().mapToInt(axis -> axis).toArray();
	}

	private static VoxelGrid grid(final NrrdHeader header, final long[] size, final int[] space, final NiftiReadOptions options) {
		final double[][] directions = header.directions().orElse(null);
		try {
			return directions == null ? told(header, size, options) : placed(header, size, space, directions);
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException(header.name() + " cannot be placed: " + e.getMessage() + "; convert it anew from its source.", e);
		}
	}

	private static VoxelGrid placed(final NrrdHeader header, final long[] size, final int[] space, final double[][] directions) {
		final String[] words = header.require("space").toLowerCase(Locale.ROOT).split("-");
		final String letters = words.length == 1 ? words[0] : words[0].substring(0, 1) + words[1].charAt(0) + words[Math.min(2, words.length - 1)]
			.charAt(0);
		if (!letters.matches("[rl][ap]st?")) throw new DefacingException(header.name() + " is placed in the space " + header.field("space") +
			", which does not tell how a head lies; convert it to one of left/right, anterior/posterior and superior.");
		final int[] sign = {letters.charAt(0) == 'l' ? -1 : 1, letters.charAt(1) == 'p' ? -1 : 1, 1};
		final double[] unit_mm = units_mm(header);
		final double[] origin = header.origin(), affine = new double[12];
		for (int row = 0; row < 3; row++) {
			for (int d = 0; d < 3; d++)
				affine[4 * row + d] = sign[row] * unit_mm[row] * directions[space[d]][row];
			affine[4 * row + 3] = sign[row] * unit_mm[row] * origin[row];
		}
		return new VoxelGrid(size, affine);
	}

	/** Returns millimeters per unit along each axis of space. */
	private static double[] units_mm(final NrrdHeader header) {
		final double[] units_mm = {1, 1, 1};
		final String units = header.field("space units");
		if (units == null) return units_mm;
		final String[] names = units.replace("\"", "").strip().split("\\s+");
		for (int d = 0; d < Math.min(3, names.length); d++)
			units_mm[d] = switch (names[d].toLowerCase(Locale.ROOT)) {
				case "mm", "millimeter", "millimeters", "" -> 1;
				case "cm" -> 10;
				case "m", "meter" -> 1000;
				case "um", "\u00b5m", "micron", "microns" -> 1e-3;
				default -> throw header.damaged("space units");
			};
		return units_mm;
	}

	/** A file that tells the size of its voxels only. */
	private static VoxelGrid told(final NrrdHeader header, final long[] size, final NiftiReadOptions options) {
		final String spacings = header.field("spacings");
		if (spacings == null) throw new DefacingException(header.name() + " does not tell the size of its voxels; convert it anew from its source.");
		if (options.orientation() == null) throw new DefacingException(header.name() +
			" tells the size of its voxels, but not how they lie in the head; give the orientation if you know it, such as LPS.");
		return Orientation.of(options.orientation().toUpperCase(Locale.ROOT)).grid(size, Arrays.copyOf(header.numbers(spacings, "spacings"), 3));
	}

	/** Puts the axes of space first. */
	private static <T extends RealType<T>> RandomAccessibleInterval<? extends RealType<?>> arranged(final Img<? extends RealType<?>> stored,
		final int[] space)
	{
		RandomAccessibleInterval<T> view = Cast.unchecked(stored);
		final List<Integer> order = new ArrayList<>();
		for (int axis = 0; axis < stored.numDimensions(); axis++)
			order.add(axis);
		// Axes of one element that are none of space are dropped, from behind.
		for (int axis = stored.numDimensions() - 1; axis >= 0; axis--) {
			final int at = axis;
			if (Arrays.stream(space).anyMatch(kept -> kept == at)) continue;
			view = Views.hyperSlice(view, axis, 0);
			order.remove(axis);
		}
		for (int d = 0; d < space.length; d++) {
			final int at = order.indexOf(space[d]);
			for (int step = at; step > d; step--)
				view = Views.permute(view, step, step - 1);
			order.add(d, order.remove(at));
		}
		return view;
	}

	private static Img<? extends RealType<?>> pixels(final Path file, final NrrdHeader header, final long[] sizes) throws IOException {
		final Path data = data(file, header);
		final long start = data.equals(file) ? header.bytes() : 0;
		final NiftiDataType type = header.type();
		final String encoding = header.require("encoding").toLowerCase(Locale.ROOT);
		final boolean gzip = encoding.equals("gzip") || encoding.equals("gz");
		if (!gzip && !encoding.equals("raw")) throw new DefacingException(file + " is encoded as " + encoding +
			", which is not read; save it with the encoding raw or gzip.");
		final long bytes = bytes(header, sizes, type);
		final long most = Math.multiplyExact(Files.size(data) - start, gzip ? MAX_RATIO : 1);
		final DefacingException incomplete = new DefacingException(data + " is not complete: its header promises " + bytes +
			" bytes of voxels; copy it again from its source.");
		if (bytes > most) throw incomplete;
		try (InputStream in = Files.newInputStream(data)) {
			in.skipNBytes(start);
			final InputStream unpacked = gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
			unpacked.skipNBytes(skip(header, most - bytes, gzip));
			return StoredPixels.read(unpacked, type, order(header, type), sizes, StoredPixels.MAX_ARRAY);
		}
		catch (final EOFException e) {
			throw incomplete;
		}
		catch (final ZipException e) {
			throw new DefacingException(data + " is damaged: its gzip stream has " + e.getMessage() + "; copy it again from its source.", e);
		}
	}

	private static long bytes(final NrrdHeader header, final long[] sizes, final NiftiDataType type) {
		long bytes = type.bytes();
		try {
			for (final long size : sizes)
				bytes = Math.multiplyExact(bytes, size);
		}
		catch (final ArithmeticException e) {
			throw header.damaged("sizes");
		}
		final long most = Runtime.getRuntime().maxMemory();
		if (bytes > most) throw new DefacingException(header.name() + " needs " + (bytes >> 20) + " MB of memory, but Java may use only " +
			(most >> 20) + " MB; give it more with -Xmx.");
		return bytes;
	}

	/** Bytes in front of the voxels; -1 says that they are the last ones of the file. */
	private static long skip(final NrrdHeader header, final long before, final boolean gzip) {
		if (header.field("line skip", "lineskip") != null && !header.field("line skip", "lineskip").equals("0")) throw new DefacingException(header
			.name() + " skips lines of text in front of its voxels, which is not read; convert it anew from its source.");
		final String skip = header.field("byte skip", "byteskip");
		if (skip == null) return 0;
		final double bytes = header.numbers(skip, "byte skip")[0];
		if (bytes == -1 && !gzip) return before;
		if (bytes < 0 || bytes != (long) bytes) throw header.damaged("byte skip");
		return (long) bytes;
	}

	private static ByteOrder order(final NrrdHeader header, final NiftiDataType type) {
		if (type.bytes() == 1) return ByteOrder.LITTLE_ENDIAN;
		return switch (header.require("endian").toLowerCase(Locale.ROOT)) {
			case "little" -> ByteOrder.LITTLE_ENDIAN;
			case "big" -> ByteOrder.BIG_ENDIAN;
			default -> throw header.damaged("endian");
		};
	}

	/** Returns the file that holds the voxels. */
	private static Path data(final Path file, final NrrdHeader told) {
		final String name = told.field("data file", "datafile");
		if (name == null) return file;
		if (name.startsWith("LIST") || name.contains("%")) throw new DefacingException(file +
			" has its voxels in several files, which are not read; save it as one file.");
		try {
			final Path header = file.toAbsolutePath().normalize();
			final Path data = header.resolveSibling(name).normalize();
			// Whoever made the header must not have other files of this machine read.
			if (!Objects.equals(data.getParent(), header.getParent()) || !Files.isRegularFile(data)) throw new DefacingException(file +
				" has its voxels in " + name + ", which is not beside it; put both into one folder.");
			return data;
		}
		catch (final InvalidPathException e) {
			throw told.damaged("data file");
		}
	}
}
