package org.pediatricdefacer.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

import org.pediatricdefacer.volume.VoxelGrid;

/** Writes a volume as a series, as scanners of several kinds would. */
public final class DicomPhantom {

	static final int PRIVATE_CREATOR = 0x00290010;
	static final int PRIVATE_SEQUENCE = 0x00291020;

	private final RandomAccessibleInterval<? extends RealType<?>> stored;
	private final VoxelGrid grid;
	private final String syntax;
	private BiConsumer<Integer, DicomBytes> change = (slice, bytes) -> {};

	/** Begins a series of words of two bytes. */
	public DicomPhantom(final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid, final String syntax) {
		this.stored = stored;
		this.grid = grid;
		this.syntax = syntax;
	}

	/** Begins a series as most scanners write it. */
	public static DicomPhantom of(final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid) {
		return new DicomPhantom(stored, grid, DicomBytes.EXPLICIT);
	}

	/** Begins a series for planning in the same study and frame of reference. */
	public static DicomPhantom localizer(final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid) {
		return other(stored, grid).with((k, slice) -> slice.text(Tag.SERIES_DESCRIPTION, "LO", "localizer"));
	}

	/** Begins another series in the same study and frame of reference. */
	public static DicomPhantom other(final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid) {
		return of(stored, grid).with((k, slice) -> slice.text(Tag.SERIES_INSTANCE, "UI", "1.2.826.0.1.99").text(Tag.SOP_INSTANCE, "UI",
			"1.2.826.0.1.98." + k).text(Tag.SERIES_NUMBER, "IS", "4"));
	}

	/** Begins a series of echo-planar images in the same study and frame of reference. */
	public static DicomPhantom echoPlanar(final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid) {
		return other(stored, grid).with((k, slice) -> slice.text(Tag.SCANNING_SEQUENCE, "CS", "EP\\SE"));
	}

	/** Changes elements of each slice before it is written. */
	DicomPhantom with(final BiConsumer<Integer, DicomBytes> more) {
		change = change.andThen(more);
		return this;
	}

	/** Returns the pixels of a slice. */
	short[] pixels(final int k) {
		final int nx = (int) grid.size(0), ny = (int) grid.size(1);
		final short[] pixels = new short[nx * ny];
		final RandomAccess<? extends RealType<?>> access = stored.randomAccess();
		for (int p = 0; p < pixels.length; p++)
			pixels[p] = (short) access.setPositionAndGet(p % nx, p / nx, k).getRealDouble();
		return pixels;
	}

	private static String numbers(final double... numbers) {
		final List<String> texts = new ArrayList<>();
		for (final double number : numbers)
			texts.add(String.format(Locale.ROOT, "%.8g", number));
		return String.join("\\", texts);
	}

	/** Direction of an axis of the grid, in DICOM's left, posterior, superior. */
	private double[] direction(final int axis) {
		final double[] a = grid.voxelToWorld();
		final double s = grid.spacing_mm(axis);
		return new double[] {-a[axis] / s, -a[4 + axis] / s, a[8 + axis] / s};
	}

	private String orientation() {
		final double[] row = direction(0), column = direction(1);
		return numbers(row[0], row[1], row[2], column[0], column[1], column[2]);
	}

	private String position(final int k) {
		final double[] world = grid.toWorld(0, 0, k);
		return numbers(-world[0], -world[1], world[2]);
	}

	/** Makes what classic and enhanced objects have in common. */
	private DicomBytes header(final String sopClass, final int number) {
		return new DicomBytes().text(0x00080005, "CS", "ISO_IR 192").text(Tag.SOP_CLASS, "UI", sopClass).text(Tag.SOP_INSTANCE, "UI",
			"1.2.826.0.1.7." + number).text(Tag.MODALITY, "CS", "MR").text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\M\\ND").text(0x00080020, "DA",
				"20200229").text(Tag.SERIES_DESCRIPTION, "LO", "T1 MPRAGE \u00c3\u00bc").text(0x00100010, "PN", "Doe^Jane").text(0x00100020, "LO", "4711")
			.text(Tag.STUDY_INSTANCE, "UI", "1.2.826.0.1.1").text(Tag.SERIES_INSTANCE, "UI", "1.2.826.0.1.2").text(Tag.FRAME_OF_REFERENCE, "UI",
				"1.2.826.0.1.3").text(Tag.SERIES_NUMBER, "IS", "3").text(Tag.INSTANCE_NUMBER, "IS", String.valueOf(number)).shorts(
					Tag.SAMPLES_PER_PIXEL, "US", 1).text(Tag.PHOTOMETRIC, "CS", "MONOCHROME2").shorts(Tag.ROWS, "US", (int) grid.size(1)).shorts(
						Tag.COLUMNS, "US", (int) grid.size(0)).shorts(Tag.BITS_ALLOCATED, "US", 16).shorts(Tag.BITS_STORED, "US", 16).shorts(Tag.HIGH_BIT,
							"US", 15).shorts(Tag.PIXEL_REPRESENTATION, "US", 1).text(PRIVATE_CREATOR, "LO", "SOME MAKER").bytes(PRIVATE_SEQUENCE - 16, "UN",
								new byte[] {1, 2, 3, 4, 5, 6}).delimited(PRIVATE_SEQUENCE, new DicomBytes().text(0x00290010, "LO", "SOME MAKER").text(0x00291001,
									"LO", "hidden").text(Tag.SOP_INSTANCE, "UI", "1.2.3.4.5"));
	}

	/** Makes the objects of a classic series, one for each slice. */
	List<DicomBytes> classicObjects() {
		final List<DicomBytes> slices = new ArrayList<>();
		for (int k = 0; k < grid.size(2); k++) {
			final DicomBytes slice = header(Classifier.MR, k + 1).text(Tag.POSITION, "DS", position(k)).text(Tag.ORIENTATION, "DS", orientation())
				.text(Tag.PIXEL_SPACING, "DS", numbers(grid.spacing_mm(1), grid.spacing_mm(0))).text(Tag.SLICE_THICKNESS, "DS", numbers(grid
					.spacing_mm(2))).shorts(Tag.SMALLEST_PIXEL, "SS", -1).shorts(Tag.LARGEST_PIXEL, "SS", 32767).sequence(Tag.ICON_IMAGES,
						new DicomBytes().shorts(Tag.ROWS, "US", 2).bytes(Tag.PIXEL_DATA, "OB", new byte[] {9, 9, 9, 9})).delimited(0x00081140,
							new DicomBytes().text(Tag.REFERENCED_SOP_CLASS, "UI", Classifier.MR).text(Tag.REFERENCED_SOP_INSTANCE, "UI", "1.2.826.0.1.7.1"));
			setPixels(slice, pixels(k));
			change.accept(k, slice);
			slices.add(slice);
		}
		return slices;
	}

	private void setPixels(final DicomBytes object, final short[]... frames) {
		final byte[][] coded = new byte[frames.length][];
		for (int f = 0; f < coded.length; f++)
			coded[f] = switch (syntax) {
				case DicomBytes.RLE -> DicomBytes.runLengths(frames[f]);
				case DicomBytes.JPEG_LOSSLESS -> LosslessJpeg.encode(frames[f], (int) grid.size(0));
				case DicomBytes.JPEG_2000 -> LosslessJpeg.encode2000(frames[f], (int) grid.size(0));
				default -> words(frames[f]);
			};
		if (syntax.equals(DicomBytes.RLE) || syntax.startsWith("1.2.840.10008.1.2.4")) object.fragments(Tag.PIXEL_DATA, coded);
		else object.bytes(Tag.PIXEL_DATA, "OW", join(coded));
	}

	private byte[] words(final short[] pixels) {
		final ByteBuffer buffer = ByteBuffer.allocate(2 * pixels.length).order(syntax.equals(DicomBytes.BIG) ? ByteOrder.BIG_ENDIAN
			: ByteOrder.LITTLE_ENDIAN);
		buffer.asShortBuffer().put(pixels);
		return buffer.array();
	}

	private static byte[] join(final byte[][] frames) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final byte[] frame : frames)
			out.writeBytes(frame);
		return out.toByteArray();
	}

	/** Writes a classic series into a new folder; the names of files tell nothing of their order. */
	public List<Path> classic(final Path folder) {
		final List<DicomBytes> slices = classicObjects();
		final List<Path> files = new ArrayList<>();
		for (int k = 0; k < slices.size(); k++)
			files.add(save(folder.resolve("IM" + (k * 7919 + 13) % 10007), slices.get(k)));
		return files;
	}

	/** Writes the volume as one enhanced object, its frames in reverse order. */
	public Path enhanced(final Path folder) {
		final int depth = (int) grid.size(2);
		final short[][] frames = new short[depth][];
		final DicomBytes[] groups = new DicomBytes[depth];
		for (int f = 0; f < depth; f++) {
			final int k = depth - 1 - f;
			frames[f] = pixels(k);
			groups[f] = new DicomBytes().sequence(Tag.FRAME_CONTENT, new DicomBytes().longs(Tag.DIMENSION_INDEX_VALUES, "UL", 1, k + 1)).sequence(
				Tag.PLANE_POSITION, new DicomBytes().text(Tag.POSITION, "DS", position(k))).delimited(Tag.MR_FRAME_TYPE, new DicomBytes().text(
					Tag.FRAME_TYPE, "CS", "ORIGINAL\\PRIMARY\\M\\NONE"));
		}
		final DicomBytes object = header(Classifier.ENHANCED_MR, 1).text(Tag.NUMBER_OF_FRAMES, "IS", String.valueOf(depth)).sequence(
			Tag.SHARED_GROUPS, new DicomBytes().sequence(Tag.PLANE_ORIENTATION, new DicomBytes().text(Tag.ORIENTATION, "DS", orientation())).sequence(
				Tag.PIXEL_MEASURES, new DicomBytes().text(Tag.PIXEL_SPACING, "DS", numbers(grid.spacing_mm(1), grid.spacing_mm(0))).text(
					Tag.SLICE_THICKNESS, "DS", numbers(grid.spacing_mm(2))))).delimited(Tag.PER_FRAME_GROUPS, groups);
		pulseSequence(object);
		setPixels(object, frames);
		change.accept(0, object);
		return save(folder.resolve("enhanced"), object);
	}

	/** What the standard wants of original images and lets be in derived ones. Source: DICOM PS3.3, C.8.13.4. */
	private static void pulseSequence(final DicomBytes object) {
		object.text(0x00189005, "SH", "tfl").text(0x00180023, "CS", "3D").text(0x00189008, "CS", "GRADIENT").text(0x00189012, "CS", "NO").text(
			0x00189014, "CS", "NO").text(0x00189015, "CS", "NO").text(0x00189017, "CS", "NONE").text(Tag.ECHO_PLANAR, "CS", "NO").text(0x00189024,
				"CS", "NO").text(0x00189025, "CS", "NONE").text(0x00189029, "CS", "NONE").text(0x00189032, "CS", "RECTILINEAR").text(0x00189033, "CS",
					"SINGLE").text(0x00189034, "CS", "LINEAR").shorts(0x00189093, "US", 1).text(0x00189094, "CS", "FULL");
	}

	private Path save(final Path file, final DicomBytes object) {
		try {
			Files.createDirectories(file.getParent());
			return Files.write(file, object.file(syntax));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
