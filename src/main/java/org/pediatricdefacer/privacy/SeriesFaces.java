package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.apache.commons.math3.util.MathArrays;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.Volume;

/**
 * Looks at every volume of a series: where is its face, and what is left of it?
 * <p>
 * Each volume is seen from the front and from both sides by coarse rays, some milliseconds each. Its reliefs are laid on those of the volume in which the
 * face was found, shifted in steps of 4 u sideways and up, by the median of what is left along the rays; the best shift is how far
 * the head has moved. Contrast may differ from volume to volume: each has its own threshold. A volume in which hardly any ray meets
 * anything shows no skin, and nobody can see a face in it.
 */
public final class SeriesFaces {

	/** Distance of rays in u. */
	private static final double STEP = 4;
	/** Shifts that are tried, in rays: up to 24 u. */
	private static final int REACH = 6;
	/** Rays that end farther from each other than this, in u, do not see the same surface. */
	private static final double ALIKE = 4;
	/** Share of the rays that must see the same surface, or the volume shows another thing. */
	private static final double LEAST_ALIKE = 0.4;
	/** With this share the head lies where it lay, and no other shift is tried. */
	private static final double STILL = 0.95;
	/** With fewer rays that meet something, of those of the volume in which the face was found, there is no skin to be seen. */
	private static final double LEAST_SEEN = 0.15;

	private final Volume scan;
	private final HeadFrame frame;
	private final SideView[] reference;
	/** What was seen of each volume; a few kilobytes each. */
	private final SideView[][] seen;
	/** Null for volumes whose skin is as usual. */
	private final DarkHead[] dark;
	private final Optional<BrainPlace> brain;

	/**
	 * How a volume lies to the one in which the face was found.
	 *
	 * @param volume from 0
	 * @param shift of the head along the frame's axes in u; null if the volume does not show that head
	 * @param shown whether there is anything to see in it
	 */
	public record Place(int volume, double[] shift, boolean shown) {

		/** Returns whether the head lies as in the volume in which the face was found, as far as can be told. */
		boolean stays() {
			return shift == null || MathArrays.safeNorm(shift) == 0;
		}

		/** Returns whether the head may lie otherwise than where it was found, by more than the guard of the brain. */
		public boolean differs(final double unit_mm) {
			return shown && (shift == null || moved(unit_mm) > VerdictRules.MOST_MOVED_MM);
		}

		double moved(final double unit_mm) {
			return shift == null ? Double.NaN : Math.sqrt(shift[0] * shift[0] + shift[1] * shift[1] + shift[2] * shift[2]) * unit_mm;
		}
	}

	/**
	 * Looks at the volume in which the face was found.
	 *
	 * @param scan the series
	 * @param found that volume, which may be a mean; on the grid of the series
	 * @param frame upright frame of its head in world coordinates
	 */
	public SeriesFaces(final Volume scan, final Volume found, final HeadFrame frame) {
		this(scan, found, frame, Optional.empty());
	}

	/**
	 * Looks at the volume in which the face was found, in volumes whose skin may be dark ({@link DarkHead}).
	 *
	 * @param scan the series
	 * @param in the volume in which the face was found, which may be a mean; on the grid of the series
	 * @param found what was found in it; with a frame
	 */
	public SeriesFaces(final Volume scan, final Volume in, final Facemask found) {
		this(scan, in, found.frame().orElseThrow(), Optional.of(BrainPlace.of(found)));
	}

	private SeriesFaces(final Volume scan, final Volume found, final HeadFrame frame, final Optional<BrainPlace> brain) {
		this.scan = scan;
		this.frame = frame;
		this.brain = brain;
		final FloatVolume volume = FloatVolume.of(found, 0, FaceResidual.FINEST_MM);
		reference = SideView.all(volume, SideView.skin(volume), frame, STEP);
		seen = new SideView[Math.toIntExact(scan.count())][];
		dark = new DarkHead[seen.length];
	}

	/** Finds out how all volumes lie; in the order of the volumes. */
	public List<Place> places() {
		final Place[] places = new Place[Math.toIntExact(scan.count())];
		Slabs.run(places.length, (from, to) -> {
			for (int v = from; v < to; v++) {
				final FloatVolume volume = FloatVolume.of(scan, v, FaceResidual.FINEST_MM);
				final SideView[] views = SideView.all(volume, SideView.skin(volume), frame, STEP);
				seen[v] = views;
				places[v] = place(v, views);
				// Where the head has moved, nobody knows its brain's place.
				if (places[v].stays()) dark[v] = brain.flatMap(place -> DarkHead.of(volume, views, frame, place)).orElse(null);
			}
		});
		return List.of(places);
	}

	private Place place(final int volume, final SideView[] views) {
		long wanted = 0;
		long seen = 0;
		for (int s = 0; s < views.length; s++)
			for (int b = 0; b < views[s].height(); b++)
				for (int a = 0; a < views[s].width(); a++)
					if (Double.isFinite(reference[s].at(a, b))) {
						wanted++;
						seen += Double.isFinite(views[s].at(a, b)) ? 1 : 0;
					}
		if (seen < LEAST_SEEN * wanted) return new Place(volume, null, false);
		Match best = climb(views, match(views, 0, 0));
		if (best.alike < LEAST_ALIKE) for (int up = -REACH; up <= REACH; up += 2)
			for (int aside = -REACH; aside <= REACH; aside += 2) {
				final Match match = match(views, aside, up);
				if (match.alike > best.alike) best = match;
			}
		best = climb(views, best);
		return new Place(volume, best.alike < LEAST_ALIKE ? null : best.shift, true);
	}

	/** Goes from one shift to the best of its neighbors, as long as it gets better. */
	private Match climb(final SideView[] views, final Match start) {
		Match best = start;
		while (best.alike < STILL) {
			final Match from = best;
			for (int up = Math.max(-REACH, from.up - 1); up <= Math.min(REACH, from.up + 1); up++)
				for (int aside = Math.max(-REACH, from.aside - 1); aside <= Math.min(REACH, from.aside + 1); aside++) {
					final Match match = match(views, aside, up);
					if (match.alike > best.alike) best = match;
				}
			if (best == from) break;
		}
		return best;
	}

	/** How well two reliefs agree once one is shifted by some rays, 0 to 1, and the shift of the head in u. */
	private record Match(int aside, int up, double[] shift, double alike) {}

	/** Shifts sideways and up in rays; along the front's rays the head may have moved, too, and each side tells how far aside. */
	private Match match(final SideView[] views, final int aside, final int up) {
		final Deltas front = new Deltas(reference[0], views[0], aside, up);
		final double forward = Double.isNaN(front.median) ? 0 : front.median;
		final int ahead = (int) Math.round(forward / STEP);
		final Deltas left = new Deltas(reference[1], views[1], ahead, up);
		final Deltas right = new Deltas(reference[2], views[2], ahead, up);
		final double across = Double.isNaN(left.median) || Double.isNaN(right.median) ? aside * STEP : (right.median - left.median) / 2;
		final double alike = (front.alike(forward) + left.alike(-across) + right.alike(across)) / Math.max(1, front.wanted + left.wanted + right.wanted);
		return new Match(aside, up, new double[] { across, forward, up * STEP }, alike);
	}

	/** Differences of height of two reliefs, one of them shifted. */
	private static final class Deltas {

		private final double[] deltas;
		private final double median;
		private int wanted;

		Deltas(final SideView reference, final SideView view, final int da, final int db) {
			final double[] found = new double[reference.width() * reference.height()];
			int n = 0;
			for (int b = Math.max(0, -db); b < reference.height() - Math.max(0, db); b++)
				for (int a = Math.max(0, -da); a < reference.width() - Math.max(0, da); a++) {
					if (!Double.isFinite(reference.at(a, b)) || reference.cut(a, b) || Float.isNaN(view.at(a + da, b + db))) continue;
					wanted++;
					if (Double.isFinite(view.at(a + da, b + db))) found[n++] = view.at(a + da, b + db) - reference.at(a, b);
				}
			deltas = Arrays.copyOf(found, n);
			Arrays.sort(deltas);
			median = n == 0 ? Double.NaN : deltas[n / 2];
		}

		/** The number of rays that see the same surface; one that is off counts in part. */
		double alike(final double around) {
			double sum = 0;
			for (final double delta : deltas)
				sum += Math.max(0, 1 - Math.abs(delta - around) / ALIKE);
			return sum;
		}
	}

	/**
	 * Says what is left in the volumes that differ, and in those that do not but show a face all the same.
	 *
	 * @param places of all volumes
	 * @param after the defaced series
	 * @param anew volumes, from 0, in which the face was looked for anew
	 * @return the volumes worth naming, in order
	 */
	public List<SeriesVolume> left(final List<Place> places, final Volume after, final List<Integer> anew) {
		final SeriesVolume[] left = new SeriesVolume[places.size()];
		Slabs.run(left.length, (from, to) -> {
			for (int v = from; v < to; v++)
				if (places.get(v).shown()) left[v] = left(places.get(v), after, known(places.get(v), places, anew)).orElse(null);
		});
		return IntStream.range(0, left.length).filter(v -> left[v] != null).mapToObj(v -> left[v]).toList();
	}

	private Optional<SeriesVolume> left(final Place place, final Volume after, final boolean anew) {
		final FloatVolume now = FloatVolume.of(after, place.volume(), FaceResidual.FINEST_MM);
		final double share = place.stays() ? share(seen[place.volume()], Optional.ofNullable(dark[place
			.volume()]), place, now, frame) : moved(place, now);
		if (!place.differs(frame.unit_mm()) && !(share > VerdictRules.MOST_RESIDUAL)) return Optional.empty();
		return Optional.of(new SeriesVolume(place.volume() + 1, place.moved(frame.unit_mm()), share, anew));
	}

	private double moved(final Place place, final FloatVolume now) {
		final FloatVolume then = FloatVolume.of(scan, place.volume(), FaceResidual.FINEST_MM);
		final HeadFrame moved = frame.shifted(place.shift());
		final SideView[] before = SideView.all(then, seen[place.volume()][0].skin(), moved, STEP);
		return share(before, brain.flatMap(where -> DarkHead.of(then, before, moved, where)), place, now, moved);
	}

	private double share(final SideView[] before, final Optional<DarkHead> darkHead, final Place place, final FloatVolume now, final HeadFrame seenIn) {
		final SideView[][] views = FaceResidual.seen(before, darkHead, () -> FloatVolume.of(scan, place.volume(), FaceResidual.FINEST_MM), now, seenIn, false);
		return FaceResidual.face(views[0], views[1], now, seenIn).residual();
	}

	/** Returns how dark the skin is in the volume beside whose skin most brain is seen; empty if it is as usual in all. */
	public Optional<DarkSkin> dark() {
		return DarkHead.darkest(Arrays.stream(dark).filter(Objects::nonNull).map(DarkHead::facts));
	}

	/**
	 * Returns the volume that differs most from the one in which the face was found and lies near no other that was looked at.
	 *
	 * @param places of all volumes
	 * @param anew volumes, from 0, in which the face was looked for anew
	 * @return its number from 0; empty if all are known
	 */
	public OptionalInt farthest(final List<Place> places, final List<Integer> anew) {
		return places.stream().filter(place -> place.differs(frame.unit_mm()) && !known(place, places, anew)).max(Comparator.comparingDouble(
			place -> place.shift() == null ? Double.POSITIVE_INFINITY : place.moved(frame.unit_mm()))).stream().mapToInt(Place::volume).findFirst();
	}

	/** Whether the face was looked for in a volume, or in one in which the head lies alike. */
	private boolean known(final Place place, final List<Place> places, final List<Integer> anew) {
		return anew.stream().map(places::get).anyMatch(other -> other.volume() == place.volume() || place.shift() != null && other.shift() != null && MathArrays
			.distance(place.shift(), other.shift()) * frame.unit_mm() <= VerdictRules.MOST_MOVED_MM);
	}
}
