package org.pediatricdefacer.session;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.mask.MaskEvidence;
import org.pediatricdefacer.mask.RegionFound;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Carries what was found of a head on one scan to another scan of it, so that what is removed there is checked against the same
 * evidence.
 */
final class CarriedFacemask {

	private final Facemask source;
	private final VoxelGrid target;
	private final RigidTransform toSource;
	private final VoxelGrid sourceModel;
	private final VoxelGrid targetModel;

	private CarriedFacemask(final Facemask source, final VoxelGrid target, final RigidTransform toSource, final double spacing_mm) {
		this.source = source;
		this.target = target;
		this.toSource = toSource;
		final Interval seen = source.evidence().geometry().part();
		sourceModel = model(source.grid().part(seen.minAsLongArray(), seen.dimensionsAsLongArray()), spacing_mm);
		targetModel = model(target, spacing_mm);
	}

	private static VoxelGrid model(final VoxelGrid scan, final double spacing_mm) {
		return Orientation.of(scan).toRas(Resampler.gridOf(scan, spacing_mm));
	}

	/**
	 * Carries a facemask.
	 *
	 * @param source what was found
	 * @param target grid of the other scan
	 * @param toSource from the world of the other scan to that of the source
	 * @param spacing_mm of the network's grid
	 * @return the same on the other scan; what lies outside of the source's field of view counts as rest
	 */
	static Facemask of(final Facemask source, final VoxelGrid target, final RigidTransform toSource, final double spacing_mm) {
		return new CarriedFacemask(source, target, toSource, spacing_mm).carry();
	}

	private Facemask carry() {
		final ArrayImg<UnsignedByteType, ByteArray> labels = carried(source.labels());
		final ArrayImg<UnsignedByteType, ByteArray> classes = carried(source.classes());
		final HeadGeometry from = source.evidence().geometry();
		final Lattice lattice = new Lattice((int) targetModel.size(0), (int) targetModel.size(1), (int) targetModel.size(2), from.lattice().dx_mm(),
			from.lattice().dy_mm(), from.lattice().dz_mm());
		final int[] places = places(lattice, from.lattice());
		final HeadFrame frame = frame(from.frame(), lattice);
		final float[] depth_mm = new float[places.length];
		final boolean[] guarded = new boolean[places.length];
		for (int i = 0; i < places.length; i++) {
			// Whether there is air where the source does not look is not known; inside a head is the careful guess.
			depth_mm[i] = places[i] < 0 ? Float.POSITIVE_INFINITY : from.depth_mm()[places[i]];
			guarded[i] = places[i] >= 0 && from.guarded()[places[i]];
		}
		final HeadGeometry geometry = new HeadGeometry(lattice, target, new FinalInterval(target.size()), frame, depth_mm, from.airVisible(), guarded);
		final MaskEvidence evidence = source.evidence().carried(geometry, places);
		final HeadFacts facts = facts(source.facts(), frame, lattice);
		return new Facemask(labels, classes, target, RegionFound.measure(classes, labels, target, facts), facts, evidence, evidence.check(labels));
	}

	private ArrayImg<UnsignedByteType, ByteArray> carried(final RandomAccessibleInterval<UnsignedByteType> image) {
		return ArrayImgs.unsignedBytes(NearestLabels.onto(target, new Volume(image, toSource.inverse().apply(source.grid()))), target.size());
	}

	/** For each voxel of the target's model grid the nearest one of the source's; -1 outside. */
	private int[] places(final Lattice lattice, final Lattice from) {
		final int[] places = new int[lattice.voxels()];
		for (int i = 0; i < places.length; i++) {
			final double[] at = sourceModel.toVoxel(toSource.apply(targetModel.toWorld(lattice.x(i), lattice.y(i), lattice.z(i))));
			final long x = Math.round(at[0]), y = Math.round(at[1]), z = Math.round(at[2]);
			final boolean inside = x >= 0 && y >= 0 && z >= 0 && x < from.nx() && y < from.ny() && z < from.nz();
			places[i] = inside ? from.index((int) x, (int) y, (int) z) : -1;
		}
		return places;
	}

	/** The frame in mm from the first voxel of the target's model grid: three places tell it. */
	private HeadFrame frame(final HeadFrame frame, final Lattice lattice) {
		return HeadFrame.of(place_mm(frame.place_mm(-1, 0, 0), lattice), place_mm(frame.place_mm(1, 0, 0), lattice), place_mm(frame.brain_mm(),
			lattice));
	}

	private double[] place_mm(final double[] source_mm, final Lattice lattice) {
		final Lattice from = source.evidence().geometry().lattice();
		final double[] world = sourceModel.toWorld(source_mm[0] / from.dx_mm(), source_mm[1] / from.dy_mm(), source_mm[2] / from.dz_mm());
		final double[] voxel = targetModel.toVoxel(toSource.inverse().apply(world));
		return new double[] { voxel[0] * lattice.dx_mm(), voxel[1] * lattice.dy_mm(), voxel[2] * lattice.dz_mm() };
	}

	/** The facts of the source, but for what is in view. */
	private static HeadFacts facts(final HeadFacts of, final HeadFrame frame, final Lattice lattice) {
		int inView = 0;
		for (final double[] landmark : FaceZone.LANDMARKS)
			inView += inView(lattice, frame, landmark, 1) ? 1 : 0;
		return new HeadFacts(of.basis(), of.unit_mm(), of.brain_ml(), of.brainPieces(), of.brainDropped_ml(), of.brainCut_cm2(), of.facePieces(), of
			.faceFenced_ml(), of.fenceTrusted(), of.faceDropped_ml(), of.modelBare_cm2(), of.leftEar_ml(), of.rightEar_ml(), of.leftEarInView() &&
				inView(lattice, frame, FaceZone.RIGHT_EAR, -1), of.rightEarInView() && inView(lattice, frame, FaceZone.RIGHT_EAR, 1),
			(double) inView / FaceZone.LANDMARKS.length, of.faceTissue(), of.airVisible());
	}

	private static boolean inView(final Lattice lattice, final HeadFrame frame, final double[] point, final int side) {
		final double[] place = frame.place_mm(side * point[0], point[1], point[2]);
		for (int d = 0; d < 3; d++)
			if (place[d] < 0 || place[d] > (lattice.size(d) - 1) * lattice.spacing_mm(d)) return false;
		return true;
	}
}
