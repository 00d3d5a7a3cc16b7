package org.pediatricdefacer.mask;

import java.util.Objects;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.BrainFinder.Brain;
import org.pediatricdefacer.mask.EarFinder.Ears;
import org.pediatricdefacer.mask.FaceFinder.Face;
import org.pediatricdefacer.volume.LabelSampler;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Turns the class probabilities of a model into a clean facemask on the grid of the scan.
 * <p>
 * On the model's grid: face and ears win where they are nearly as probable as what is kept, the brain is cleaned, the
 * frame of the head is found from eyes and brain, the face keeps the pieces that can be face, at most one ear stays on each side, ears and globes are made whole,
 * the air in front of the face is added, and what may be brain is taken out with the guard around it. The probabilities, changed
 * accordingly, are then interpolated at the scan's voxels, the chosen regions grown by a margin, and all voxels
 * near the brain taken out. Time grows linearly with the number of voxels; the result does not depend on the number of
 * threads.
 */
public final class FaceMaskCleaner {

	/**
	 * Weight of the probabilities of face and ears. A face left behind does more harm than a little more of the head removed, and the brain
	 * has its own guard.
	 */
	private static final float IN_DOUBT = 1.5f;

	/** Depths beyond this are all the same: deeper than any face. */
	private static final double DEEPEST_MM = 45;

	/** Tissue this near to the usual place of a landmark counts as tissue at the landmark. */
	private static final double NEAR_LANDMARK_MM = 12;

	private final CleaningSettings settings;

	/** Makes a cleaner with the given settings. */
	public FaceMaskCleaner(final CleaningSettings settings) {
		this.settings = Objects.requireNonNull(settings, "settings");
	}

	/**
	 * Makes the facemask of a scan.
	 *
	 * @param probabilities of the five classes on the model's grid: x, y, z, class; x, y, z along RAS axes; not written to
	 * @param head normalized intensities on the same grid: x, y, z; not written to
	 * @param spacing_mm spacing of the model's grid
	 * @param scan grid of the scan, which the model's grid was made from as {@link Resampler#gridOf} says
	 * @throws IllegalArgumentException if sizes do not fit
	 */
	public Facemask clean(final RandomAccessibleInterval<FloatType> probabilities,
		final RandomAccessibleInterval<FloatType> head, final double spacing_mm, final VoxelGrid scan)
	{
		final ModelHead model = new ModelHead(probabilities, head, spacing_mm);
		final float[] probability = MaskEvidence.probability(model, settings.regions());
		final PossibleBrain possible = new PossibleBrain(model);
		model.weigh(IN_DOUBT, Region.FACE, Region.EARS);
		final Brain brain = BrainFinder.clean(model);
		final EyeFinder.Found eyes = EyeFinder.find(model, brain);
		final HeadFrame frame = eyes.frame();
		final Surroundings surroundings = new Surroundings(model, DEEPEST_MM);
		final boolean[] skin = settings.regions().contains(Region.FACE) ? MaskEvidence.skin(model.lattice, surroundings, frame) :
			new boolean[model.lattice.voxels()];
		final double bare_cm2 = MaskEvidence.largestBare_cm2(model, skin);
		final Face face = new FaceFinder(model, frame, surroundings).clean(brain);
		final EarFinder earFinder = new EarFinder(model, frame);
		final Ears ears = earFinder.clean();
		earFinder.complete(surroundings);
		EyeFinder.completeGlobes(model, eyes);
		FaceAir.addAir(model, surroundings, frame, settings.air_mm());
		FaceAir.reachBorder(model);
		final boolean[] guarded = possible.guard(brain.mask(), settings.brainGuard_mm());

		final VoxelGrid modelGrid = Resampler.gridOf(scan, spacing_mm);
		final ArrayImg<UnsignedByteType, ByteArray> classes =
			LabelSampler.labels(Orientation.of(scan).fromRas(model.probabilityImage()), modelGrid, scan);
		final Lattice lattice = scan.lattice();
		final byte[] labelArray = new ScanMask(classes.update(null).getCurrentStorageArray(), lattice).make(settings);
		final ArrayImg<UnsignedByteType, ByteArray> labels = ArrayImgs.unsignedBytes(labelArray, scan.size());

		final HeadFacts facts = facts(model, surroundings, frame, brain, face, ears, bare_cm2);
		final MaskEvidence evidence = new MaskEvidence(new HeadGeometry(model.lattice, scan, frame,
			surroundings.depth_mm, surroundings.visible, guarded), probability, skin);
		return new Facemask(labels, classes, scan, RegionFound.measure(classes, labels, scan, facts), facts, evidence,
			evidence.check(labels));
	}

	private static HeadFacts facts(final ModelHead model, final Surroundings surroundings, final HeadFrame frame,
		final Brain brain, final Face face, final Ears ears, final double bare_cm2)
	{
		int inView = 0;
		int withTissue = 0;
		for (final double[] landmark : FaceZone.LANDMARKS) {
			if (!inView(model.lattice, frame, landmark, 1))
				continue;
			inView++;
			withTissue += hasTissue(model.lattice, surroundings, frame, landmark) ? 1 : 0;
		}
		return new HeadFacts(frame == null ? null : frame.basis(), frame == null ? Double.NaN : frame.unit_mm(),
			brain.volume_ml(), brain.pieces(), brain.dropped_ml(), brain.cut_cm2(), face.pieces(), face.fenced_ml(),
			face.fenceTrusted(), face.dropped_ml(), bare_cm2, ears.left_ml(), ears.right_ml(),
			inView(model.lattice, frame, FaceZone.RIGHT_EAR, -1), inView(model.lattice, frame, FaceZone.RIGHT_EAR, 1),
			(double) inView / FaceZone.LANDMARKS.length, inView == 0 ? Double.NaN : (double) withTissue / inView,
			surroundings.visible);
	}

	private static boolean inView(final Lattice lattice, final HeadFrame frame, final double[] point, final int side) {
		if (frame == null)
			return false;
		final double[] place = frame.place_mm(side * point[0], point[1], point[2]);
		for (int d = 0; d < 3; d++)
			if (place[d] < 0 || place[d] > (lattice.size(d) - 1) * lattice.spacing_mm(d))
				return false;
		return true;
	}

	/** Looks for tissue in a cube around a landmark. */
	private static boolean hasTissue(final Lattice lattice, final Surroundings surroundings, final HeadFrame frame,
		final double[] landmark)
	{
		final double[] place = frame.place_mm(landmark[0], landmark[1], landmark[2]);
		final int[] low = new int[3];
		final int[] high = new int[3];
		for (int d = 0; d < 3; d++) {
			low[d] = (int) Math.max(0, Math.round((place[d] - NEAR_LANDMARK_MM) / lattice.spacing_mm(d)));
			high[d] = (int) Math.min(lattice.size(d) - 1, Math.round((place[d] + NEAR_LANDMARK_MM) / lattice.spacing_mm(d)));
		}
		for (int z = low[2]; z <= high[2]; z++)
			for (int y = low[1]; y <= high[1]; y++)
				for (int x = low[0]; x <= high[0]; x++)
					if (!surroundings.exterior[lattice.index(x, y, z)])
						return true;
		return false;
	}
}
