package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.mask.Region;

/** A phantom of the folder {@code test-images}, and what must be true of it once it is defaced. */
public final class TestImages {

	/** A head of seven years with all of its face in view. */
	public static final Path WHOLE = Path.of("test-images", "school_t1ce_tumor.nii.gz");

	private static final Path REGIONS = Path.of("test-images", "school_t1ce_tumor_regions.nii.gz");

	/** What of the reference facemask must be removed at least for a face to be gone; borders are a matter of half voxels. */
	private static final double LEAST_REMOVED = 0.8;

	/** What air of {@link #WHOLE} has at most. */
	private static final double MOST_AIR = 5;

	private TestImages() {}

	/**
	 * Checks a defaced {@link #WHOLE} voxel by voxel: air in the removed region, unchanged elsewhere, most of the face gone, none of the brain.
	 *
	 * @param defaced file
	 * @param removed file with the removed region
	 * @throws IOException if a file cannot be read
	 */
	public static void assertDefaced(final Path defaced, final Path removed) throws IOException {
		assertDefaced(NiftiReader.read(defaced).stored(), NiftiReader.read(removed).stored());
	}

	/**
	 * Checks the same of images.
	 *
	 * @param defaced stored values
	 * @param region above 0 what was removed
	 * @throws IOException if the phantom cannot be read
	 */
	public static void assertDefaced(final RandomAccessibleInterval<? extends RealType<?>> defaced,
		final RandomAccessibleInterval<? extends RealType<?>> region) throws IOException
	{
		final RandomAccess<? extends RealType<?>> before = NiftiReader.read(WHOLE).stored().randomAccess();
		final RandomAccess<? extends RealType<?>> mask = region.randomAccess();
		final RandomAccess<? extends RealType<?>> truth = NiftiReader.read(REGIONS).stored().randomAccess();
		final Cursor<? extends RealType<?>> cursor = defaced.localizingCursor();
		long face = 0, removed = 0;
		while (cursor.hasNext()) {
			final double now = cursor.next().getRealDouble();
			final boolean masked = mask.setPositionAndGet(cursor).getRealDouble() > 0;
			if (masked) assertTrue(now >= 0 && now <= MOST_AIR, now + " is no air");
			else assertEquals(before.setPositionAndGet(cursor).getRealDouble(), now);
			final int label = (int) truth.setPositionAndGet(cursor).getRealDouble();
			assertTrue(!masked || label != Region.BRAIN.label(), "a voxel of the brain is removed");
			if (label > Region.BRAIN.label()) {
				face++;
				removed += masked ? 1 : 0;
			}
		}
		assertTrue(removed > LEAST_REMOVED * face, removed + " of " + face + " voxels of the face are removed");
	}

	/**
	 * Lists all files below a folder.
	 *
	 * @param folder that need not exist
	 * @return paths relative to it with slashes, sorted
	 * @throws IOException if it cannot be read
	 */
	public static List<String> files(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/')).sorted().toList();
		}
	}
}
