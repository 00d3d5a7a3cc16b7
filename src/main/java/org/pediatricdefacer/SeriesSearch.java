package org.pediatricdefacer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import net.imglib2.Cursor;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.SeriesFaces;
import org.pediatricdefacer.privacy.SeriesFaces.Place;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Looks after the volumes of a series in which the head moved: one mask must remove the face of all of them and the brain of none.
 * <p>
 * In the volume that lies farthest from where the face was found it is looked for anew, and so on until all volumes lie near one that was
 * looked at, at most {@value #MOST} times. What is removed is all that was found, without what is brain in any of these volumes. What
 * still shows a face then is named by the proof.
 */
final class SeriesSearch {

	/** A head that lies in more places than this is not followed: the mask would grow over all of the head. */
	static final int MOST = 4;

	private final SeriesFaces faces;
	private final List<Place> places;
	private final List<Integer> anew = new ArrayList<>();
	private final List<Facemask> masks = new ArrayList<>();

	/**
	 * Looks at all volumes.
	 *
	 * @param scan the series
	 * @param foundIn the volume in which the face was found, on the same grid
	 * @param found what was found; with a frame
	 */
	SeriesSearch(final Volume scan, final Volume foundIn, final Facemask found) {
		faces = new SeriesFaces(scan, foundIn, found);
		places = faces.places();
		masks.add(found);
	}

	/** Returns the volume, from 0, in which the face is to be looked for next; empty if there is none. */
	OptionalInt next() {
		return anew.size() == MOST ? OptionalInt.empty() : faces.farthest(places, anew);
	}

	/** Takes note of what was found in a volume. */
	void add(final int volume, final Facemask found) {
		anew.add(volume);
		masks.add(found);
	}

	/**
	 * Returns what is to be removed of all volumes.
	 *
	 * @param regions what is to be removed of each facemask, in the order in which they were found
	 * @param guard_mm distance to keep from every brain
	 * @return the union, without all brains and what may be brain; the air of the first
	 */
	RemovedRegion union(final List<RemovedRegion> regions, final double guard_mm) {
		final VoxelGrid grid = masks.get(0).grid();
		final Lattice lattice = grid.lattice();
		final byte[] union = new byte[lattice.voxels()];
		final byte[] air = regions.get(0).air().update(null).getCurrentStorageArray().clone();
		for (final RemovedRegion region : regions) {
			final byte[] one = region.voxels().update(null).getCurrentStorageArray();
			for (int i = 0; i < union.length; i++)
				union[i] |= one[i];
		}
		final boolean[] brain = new boolean[union.length];
		for (final Facemask mask : masks)
			protect(mask, lattice, brain, union);
		final boolean[] guarded = DistanceTransform.dilate(brain, lattice, guard_mm);
		for (int i = 0; i < union.length; i++) {
			if (guarded[i]) union[i] = 0;
			if (union[i] != 0) air[i] = 0;
		}
		return new RemovedRegion(ArrayImgs.unsignedBytes(union, grid.size()), ArrayImgs.unsignedBytes(air, grid.size()), regions.get(0).facts());
	}

	/** Takes what may be brain of one volume out of the union, and adds what surely is to the brain. */
	private static void protect(final Facemask mask, final Lattice lattice, final boolean[] brain, final byte[] union) {
		final int[][] nearest = mask.evidence().geometry().nearestOnLattice();
		final boolean[] possible = mask.evidence().geometry().guarded();
		final Cursor<UnsignedByteType> classes = Views.flatIterable(mask.classes()).cursor();
		for (int i = 0; i < brain.length; i++) {
			brain[i] |= classes.next().get() == Region.BRAIN.label();
			if (possible[nearest[0][lattice.x(i)] + nearest[1][lattice.y(i)] + nearest[2][lattice.z(i)]]) union[i] = 0;
		}
	}

	/** Returns how dark the skin is in the volume where it is darkest; empty if it is as usual in all. */
	Optional<DarkSkin> dark() {
		return faces.dark();
	}

	/** Returns what is left in the volumes that differ, and in those that show a face all the same. */
	List<SeriesVolume> left(final Volume after) {
		return faces.left(places, after, anew);
	}
}
