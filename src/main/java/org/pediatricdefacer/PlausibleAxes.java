package org.pediatricdefacer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Tries other axes for a scan that shows no head along its own. */
final class PlausibleAxes {

	/** A brain along its own axes comes in few pieces; along others in dozens. */
	static final int MOST_PIECES = 14;
	/** Half a face and an ear; ears may lie outside the field of view, but not both and half the face. */
	private static final double LEAST_SCORE = 0.8;
	private static final double LEAD = 0.4;

	private final Function<Volume, HeadFacts> finder;

	/** Tries axes with what finds heads. */
	PlausibleAxes(final Function<Volume, HeadFacts> finder) {
		this.finder = finder;
	}

	/** The axes of a grid with front and back, top and bottom, or both exchanged. */
	static List<String> flips(final VoxelGrid grid) {
		final String codes = Orientation.of(grid).codes();
		final List<String> flips = new ArrayList<>();
		for (int flip = 1; flip < 4; flip++) {
			String flipped = codes;
			if ((flip & 1) != 0) flipped = exchanged(flipped, 'A', 'P');
			if ((flip & 2) != 0) flipped = exchanged(flipped, 'S', 'I');
			flips.add(flipped);
		}
		return flips;
	}

	private static String exchanged(final String codes, final char a, final char b) {
		return codes.indexOf(a) >= 0 ? codes.replace(a, b) : codes.replace(b, a);
	}

	/** All axes of heads that are not mirrored, in voxel axes that are not: one for each place of the nose and of the top of the head. */
	static List<String> all() {
		final List<String> all = new ArrayList<>();
		for (final String axes : new String[] { "RAS", "ASR", "SRA", "RSA", "ARS", "SAR" })
			for (int flip = 0; flip < 4; flip++) {
				String flipped = axes;
				if ((flip & 1) != 0) flipped = exchanged(flipped, 'A', 'P');
				if ((flip & 2) != 0) flipped = exchanged(flipped, 'S', 'I');
				// An odd number of exchanges is a mirror, which left for right takes back.
				final boolean odd = (Integer.bitCount(flip) + (List.of("RAS", "ASR", "SRA").contains(axes) ? 0 : 1)) % 2 == 1;
				all.add(odd ? exchanged(flipped, 'R', 'L') : flipped);
			}
		return all;
	}

	/** Returns the axes along which the scan shows a head; empty if none do, or if others do nearly as well. */
	Optional<String> among(final Volume scan, final List<String> candidates) {
		String found = null;
		double best = 0;
		double second = 0;
		for (final String codes : candidates) {
			final VoxelGrid grid = Orientation.of(codes).grid(scan.grid().size(), scan.grid().spacing_mm());
			final double score = score(finder.apply(new Volume(scan.pixels(), grid)));
			second = Math.max(second, Math.min(best, score));
			if (score > best) {
				best = score;
				found = codes;
			}
		}
		return best >= LEAST_SCORE && best - second >= LEAD ? Optional.of(found) : Optional.empty();
	}

	/** Up to 3: the face in view and its tissue, and one for each ear; 0 without eyes or a brain, or with much of a face where none can be. */
	private static double score(final HeadFacts facts) {
		final boolean head = facts.basis() == Basis.EYES_AND_BRAIN && facts.fenceTrusted() && facts.faceInView() > 0 && facts.faceTissue() >= VerdictRules.LEAST_WHOLE_TISSUE && facts
			.brainPieces() <= MOST_PIECES && facts.brain_ml() <= VerdictRules.NO_HEAD_ML && facts.brain_ml() >= VerdictRules.CRUMB_BRAIN_ML;
		return head ? facts.faceInView() * facts.faceTissue() + (facts.leftEar_ml() > 0 ? 1 : 0) + (facts.rightEar_ml() > 0 ? 1 : 0) : 0;
	}
}
