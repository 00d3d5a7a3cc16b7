package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** Sorts slices of series made by hand; the oracle is where each voxel lies in the world. */
class SliceSorterTest {

	private static final long[] SIZE = {5, 4, 6};

	@TempDir
	Path folder;

	/** Each voxel holds its own number. */
	private static RandomAccessibleInterval<? extends RealType<?>> numbered(final VoxelGrid grid) {
		final short[] values = new short[(int) grid.voxels()];
		for (int i = 0; i < values.length; i++)
			values[i] = (short) (i + 1);
		return ArrayImgs.shorts(values, grid.size());
	}

	private DicomSeries series() throws IOException {
		try (var files = Files.walk(folder)) {
			return DicomIndex.of(files.filter(Files::isRegularFile).sorted().toList(), Progress.NONE).series().get(0);
		}
	}

	private DicomSeries series(final VoxelGrid grid, final BiConsumer<Integer, DicomBytes> change) throws IOException {
		DicomPhantom.of(numbered(grid), grid).with(change).classic(folder);
		return series();
	}

	private static VoxelGrid grid(final String orientation) {
		return Orientation.of(orientation).grid(SIZE, 1.25, 2, 3);
	}

	/** Every voxel is at the place in the world where it was. */
	private static void assertPlaced(final VoxelGrid grid, final VolumeGroup group) throws IOException {
		final RandomAccess<? extends RealType<?>> read = GroupLoader.load(group, Progress.NONE).stored().randomAccess();
		for (int i = 0; i < grid.voxels(); i++) {
			final double[] voxel = group.grid().toVoxel(grid.toWorld(i % 5, i / 5 % 4, i / 20));
			for (int d = 0; d < 3; d++) {
				assertEquals(Math.rint(voxel[d]), voxel[d], 1e-4);
				read.setPosition(Math.round(voxel[d]), d);
			}
			assertEquals(i + 1, read.get().getRealDouble());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {"LPS", "RAS", "PIR", "ASL", "LIP", "RSP", "SAL"})
	void placesEachVoxelWhereItIs(final String orientation) throws IOException {
		final VoxelGrid grid = grid(orientation);
		final DicomSeries series = series(grid, (k, slice) -> {});
		assertEquals(1, series.groups().size(), series.refusal().orElse(""));
		assertPlaced(grid, series.groups().get(0));
	}

	@ParameterizedTest
	@ValueSource(strings = {"LPS", "PIR"})
	void placesFramesOfEnhancedObjects(final String orientation) throws IOException {
		final VoxelGrid grid = grid(orientation);
		DicomPhantom.of(numbered(grid), grid).enhanced(folder);
		assertPlaced(grid, series().groups().get(0));
	}

	@Test
	void placesObliqueSlices() throws IOException {
		final double a = 0.2, b = -0.35;
		final double[] row = {Math.cos(a), Math.sin(a), 0}, column = {-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)};
		final double[] normal = {row[1] * column[2] - row[2] * column[1], row[2] * column[0] - row[0] * column[2], row[0] * column[1] - row[1] *
			column[0]};
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			affine[4 * d] = -row[d];
			affine[4 * d + 1] = 1.5 * column[d];
			affine[4 * d + 2] = 2.5 * normal[d];
			affine[4 * d + 3] = 11 * d - 7;
		}
		final VoxelGrid grid = new VoxelGrid(SIZE, affine);
		assertPlaced(grid, series(grid, (k, slice) -> {}).groups().get(0));
	}

	private String refusal(final BiConsumer<Integer, DicomBytes> change) throws IOException {
		return series(grid("LPS"), change).refusal().orElse("none");
	}

	private static void move(final DicomBytes slice, final double x, final double y, final double z) {
		slice.text(Tag.POSITION, "DS", String.format(Locale.ROOT, "%.6f\\%.6f\\%.6f", x, y, z));
	}

	@Test
	void refusesMissingSlices() throws IOException {
		DicomPhantom.of(numbered(grid("LPS")), grid("LPS")).classic(folder);
		Files.delete(folder.resolve("IM" + (2 * 7919 + 13) % 10007));
		assertEquals("slices are missing between the instances 2 and 4: 6.000 mm, others 3.000 mm", series().refusal().orElse(""));
	}

	@Test
	void refusesDoubleSlices() throws IOException {
		assertEquals("the instances 1 and 2 lie at the same place, and nothing tells which belongs to which volume", refusal((k, slice) -> {
			if (k < 2) move(slice, 0, 0, -100);
			else move(slice, 0, 0, 3 * k);
		}));
	}

	@Test
	void refusesTiltedSlices() throws IOException {
		final String refusal = refusal((k, slice) -> move(slice, 0, 0.3 * k, 3 * k));
		assertTrue(refusal.startsWith("the instance 2 is shifted by 0.300 mm against 1"), refusal);
	}

	@Test
	void refusesUnevenSlicesBeyondOnePercent() throws IOException {
		final String refusal = refusal((k, slice) -> move(slice, 0, 0, 3 * k + (k == 4 ? 0.05 : 0)));
		assertTrue(refusal.startsWith("the distance is uneven between the instances 4 and 5: 3.050 mm, others 3.000 mm"), refusal);
	}

	@Test
	void acceptsWhatWasRounded() throws IOException {
		assertEquals("none", refusal((k, slice) -> move(slice, 0, 0, 3 * k + (k == 4 ? 0.02 : 0))));
	}

	@Test
	void refusesSlicesWithoutAPlace() throws IOException {
		final String refusal = refusal((k, slice) -> slice.without(k == 3 ? Tag.POSITION : 0x00100020));
		assertEquals("of the instance 4 position, orientation or spacing of a slice is missing or makes no sense", refusal);
	}

	/** Adds a second volume at the same places, told apart by one element. */
	private void twice(final BiConsumer<Integer, DicomBytes> first, final BiConsumer<Integer, DicomBytes> second) {
		final VoxelGrid grid = grid("LPS");
		DicomPhantom.of(numbered(grid), grid).with(first).classic(folder.resolve("a"));
		DicomPhantom.of(numbered(grid), grid).with((k, slice) -> slice.text(Tag.SOP_INSTANCE, "UI", "1.2.826.0.1.8." + k).text(
			Tag.INSTANCE_NUMBER, "IS", String.valueOf(k + 7))).with(second).classic(folder.resolve("b"));
	}

	private void assertTwoVolumes() throws IOException {
		final DicomSeries series = series();
		assertEquals("", series.refusal().orElse(""));
		assertEquals(1, series.groups().size());
		assertEquals(2, series.groups().get(0).volumes().size());
		for (final SliceVolume volume : series.groups().get(0).volumes()) {
			final List<String> folders = volume.slices().stream().map(slice -> slice.instance().file().getParent().getFileName().toString()).distinct()
				.toList();
			assertEquals(1, folders.size(), folders::toString);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {"00180081", "00180086", "00200100", "00200012", "00181060"})
	void splitsByWhatTellsVolumesApart(final String tag) throws IOException {
		final int number = Integer.parseInt(tag, 16);
		twice((k, slice) -> slice.text(number, "DS", "1"), (k, slice) -> slice.text(number, "DS", "2"));
		assertTwoVolumes();
	}

	@Test
	void splitsByImageTypeAndLeavesPhasesForThemselves() throws IOException {
		twice((k, slice) -> slice.text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\P\\ND"), (k, slice) -> slice.text(Tag.IMAGE_TYPE, "CS",
			"ORIGINAL\\PRIMARY\\M\\ND"));
		final List<VolumeGroup> groups = series().groups();
		assertEquals(List.of(1, 1), groups.stream().map(group -> group.volumes().size()).toList());
		for (final VolumeGroup group : groups)
			assertEquals(group.hasMagnitude() ? "b" : "a", group.slices().get(0).instance().file().getParent().getFileName().toString());
		assertEquals(1, groups.stream().filter(VolumeGroup::hasMagnitude).count());
	}

	@Test
	void splitsByBValue() throws IOException {
		twice((k, slice) -> slice.doubles(Tag.B_VALUE, 0), (k, slice) -> slice.doubles(Tag.B_VALUE, 1000));
		assertTwoVolumes();
	}

	@Test
	void splitsByOrientation() throws IOException {
		DicomPhantom.of(numbered(grid("LPS")), grid("LPS")).classic(folder.resolve("a"));
		final VoxelGrid sagittal = grid("PIR");
		DicomPhantom.of(numbered(sagittal), sagittal).with((k, slice) -> slice.text(Tag.SOP_INSTANCE, "UI", "1.2.826.0.1.8." + k)).classic(folder
			.resolve("b"));
		final DicomSeries series = series();
		assertEquals(2, series.groups().size());
		assertPlaced(grid("LPS"), series.groups().get(0));
		assertPlaced(sagittal, series.groups().get(1));
	}

	/** The slices of a localizer cross each other, so that each is for itself. */
	@Test
	void takesTheSlicesOfALocalizerOneByOne() throws IOException {
		final DicomSeries series = series(grid("LPS"), (k, slice) -> slice.text(Tag.SERIES_DESCRIPTION, "LO", "3-plane localizer"));
		assertTrue(series.isLocalizer());
		assertEquals(6, series.groups().size());
	}
}
