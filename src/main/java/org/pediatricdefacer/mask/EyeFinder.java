package org.pediatricdefacer.mask;

import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.frame.BrainFit;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.mask.BrainFinder.Brain;

/** Finds the two eyes of a head, and from them and the brain the frame of the head; makes whole globes of what was found of them. */
final class EyeFinder {

	/** A globe has 3.6 to 10 ml in the training data; a child's or a blurred one may be found at a fraction of that. */
	private static final double LEAST_ML = 0.5;
	private static final double MOST_ML = 20;

	/** Centers of a pair are 57 to 68 mm apart in adults, and about 45 in infants. */
	private static final double LEAST_APART_MM = 35;
	private static final double MOST_APART_MM = 80;

	/** The steepest line through both eyes: a head turned or tilted by 35 degrees. */
	private static final double STEEPEST = 0.6;

	/** The slope at which a pair of eyes becomes unlikely: a head turned or tilted by 12 degrees. */
	private static final double UNLIKELY = 0.2;

	/** A brain cut by more than this has a center that is no longer that of the whole; its surface is looked at. */
	private static final double MOST_CUT_CM2 = 40;

	/** Radius of the smallest globe, in u: 10 to 11.3 in the heads of adults, more in those of children. */
	private static final double GLOBE = 10.2;

	/** A network stops short of the back of a globe, and its center then lies too far in front. */
	private static final double AROUND_GLOBE_MM = 2.5;

	/** One eye as it was found. */
	record Eye(double volume_ml, double[] center_mm) {

		/** Returns the radius of a ball of the eye's volume. */
		double radius_mm() {
			return Math.cbrt(0.75 * 1000 * volume_ml / Math.PI);
		}
	}

	/** The eyes from left to right, null without both; the frame of the head, null if it has neither eyes nor brain. */
	record Found(Eye[] eyes, HeadFrame frame) {}

	private EyeFinder() {}

	/** Finds the eyes and the frame of a head. */
	static Found find(final ModelHead head, final Brain brain) {
		final List<Eye> eyes = candidates(head);
		Eye[] best = null;
		for (int a = 0; a < eyes.size(); a++)
			for (int b = a + 1; b < eyes.size(); b++) {
				final Eye[] pair = ordered(eyes.get(a), eyes.get(b));
				if (plausible(pair, brain) && (best == null || weight(pair) > weight(best)))
					best = pair;
			}
		return new Found(best, frame(head, brain, best));
	}

	private static HeadFrame frame(final ModelHead head, final Brain brain, final Eye[] eyes) {
		if (eyes == null && !brain.found())
			return null;
		if (eyes == null)
			return BrainFit.withoutEyes(brain.mask(), head.lattice, brain.center_mm(), brain.width_mm())
				.orElseGet(() -> HeadFrame.of(brain.center_mm(), brain.width_mm()));
		final double[] left = eyes[0].center_mm;
		final double[] right = eyes[1].center_mm;
		if (brain.found() && brain.cut_cm2() <= MOST_CUT_CM2)
			return HeadFrame.of(left, right, brain.center_mm());
		return BrainFit.withEyes(brain.mask(), head.lattice, left, right).orElseGet(() -> HeadFrame.of(left, right));
	}

	/** Draws both globes as balls around what was found of them, as large as the larger, and no smaller than a globe is. */
	static void completeGlobes(final ModelHead head, final Found found) {
		if (found.eyes == null)
			return;
		final double radius_mm = AROUND_GLOBE_MM
			+ Math.max(Math.max(found.eyes[0].radius_mm(), found.eyes[1].radius_mm()), GLOBE * found.frame.unit_mm());
		for (int i = 0; i < head.classes.length; i++) {
			if (head.classes[i] != 0 && !head.is(i, Region.FACE))
				continue;
			final double[] place_mm = head.lattice.place_mm(i);
			for (final Eye eye : found.eyes) {
				final double x = place_mm[0] - eye.center_mm[0];
				final double y = place_mm[1] - eye.center_mm[1];
				final double z = place_mm[2] - eye.center_mm[2];
				if (z * z + y * y + x * x <= radius_mm * radius_mm && !head.is(i, Region.EYES))
					head.reclassify(i, Region.EYES.label());
			}
		}
	}

	private static Eye[] ordered(final Eye a, final Eye b) {
		return a.center_mm[0] <= b.center_mm[0] ? new Eye[] { a, b } : new Eye[] { b, a };
	}

	/** Prefers large eyes of like size in a head that is neither turned nor tilted. */
	private static double weight(final Eye[] pair) {
		final double x = pair[1].center_mm[0] - pair[0].center_mm[0];
		final double turned = (pair[1].center_mm[1] - pair[0].center_mm[1]) / x / UNLIKELY;
		final double tilted = (pair[1].center_mm[2] - pair[0].center_mm[2]) / x / UNLIKELY;
		return Math.sqrt(pair[0].volume_ml * pair[1].volume_ml) * Math.exp(-turned * turned - tilted * tilted);
	}

	private static boolean plausible(final Eye[] pair, final Brain brain) {
		final double x = pair[1].center_mm[0] - pair[0].center_mm[0];
		final double y = pair[1].center_mm[1] - pair[0].center_mm[1];
		final double z = pair[1].center_mm[2] - pair[0].center_mm[2];
		final double apart = Math.sqrt(x * x + y * y + z * z);
		final boolean level = Math.abs(y) <= STEEPEST * x && Math.abs(z) <= STEEPEST * x;
		final double front = 0.5 * (pair[0].center_mm[1] + pair[1].center_mm[1]);
		return apart >= LEAST_APART_MM && apart <= MOST_APART_MM && level
			&& (!brain.found() || front > brain.center_mm()[1] + 20);
	}

	private static List<Eye> candidates(final ModelHead head) {
		final boolean[] found = head.voxelsOf(Region.EYES);
		final ConnectedComponents parts = new ConnectedComponents(found, head.lattice, Connectivity.FACES);
		final double[][] centers_mm = parts.centers_mm(found);
		final List<Eye> eyes = new ArrayList<>();
		for (int p = 1; p <= parts.count(); p++) {
			final double volume_ml = head.volume_ml(parts.size(p));
			if (volume_ml >= LEAST_ML && volume_ml <= MOST_ML)
				eyes.add(new Eye(volume_ml, centers_mm[p]));
		}
		return eyes;
	}
}
