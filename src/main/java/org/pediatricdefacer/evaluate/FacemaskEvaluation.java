package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.ScanFormats;

/**
 * The facemasks of a folder compared with reference masks.
 *
 * @param scans compared scans in the order of their names
 * @param unmatched files without a partner
 * @param failures scans that could not be compared, with the reason
 */
public record FacemaskEvaluation(List<Scan> scans, List<MaskPairing.Unmatched> unmatched, List<Failure> failures) {

	/** How many of the worst scans are named. */
	public static final int WORST = 5;

	/**
	 * A compared scan.
	 *
	 * @param pair name and files
	 * @param result the scores
	 * @param groups what the scan belongs to, by kind of group
	 */
	public record Scan(MaskPairing.Pair pair, ScanScores result, Map<String, String> groups) {

		/** Returns the name of the scan. */
		public String name() {
			return pair.name().key();
		}

		/** Returns a score of a region; NaN if the region was not compared. */
		public double score(final String region, final Score score) {
			final MaskScores scores = result.scores().get(region);
			return scores == null ? Double.NaN : score.of(scores);
		}
	}

	/**
	 * A scan that could not be compared.
	 *
	 * @param pair name and files
	 * @param reason why, in words
	 */
	public record Failure(MaskPairing.Pair pair, String reason) {}

	/** Copies the lists. */
	public FacemaskEvaluation {
		scans = List.copyOf(scans);
		unmatched = List.copyOf(unmatched);
		failures = List.copyOf(failures);
	}

	/**
	 * Compares all pairs; a file that cannot be read fails its own pair only.
	 *
	 * @param pairing what to compare
	 * @param participants the groups of the scans
	 * @param progress hears of each scan
	 * @return the evaluation
	 */
	public static FacemaskEvaluation of(final MaskPairing pairing, final Participants participants, final Progress progress) {
		final List<Scan> scans = new ArrayList<>();
		final List<Failure> failures = new ArrayList<>();
		int done = 0;
		for (final MaskPairing.Pair pair : pairing.pairs()) {
			progress.check();
			progress.stage(pair.name().key());
			try {
				final ScanScores scores = ScanScores.of(ScanFormats.read(pair.predicted()).volume(), ScanFormats.read(pair.reference()).volume());
				scans.add(new Scan(pair, scores, participants.groups(pair.name())));
			}
			catch (final IOException e) {
				failures.add(new Failure(pair, "a file cannot be read: " + e.getMessage()));
			}
			catch (final DefacingException | ArithmeticException | IllegalArgumentException e) {
				failures.add(new Failure(pair, e.getMessage()));
			}
			progress.fraction((double) ++done / pairing.pairs().size());
		}
		return new FacemaskEvaluation(scans, pairing.unmatched(), failures);
	}

	/** Returns the regions that any scan was compared in, the facemask first. */
	public Set<String> regions() {
		final Set<String> regions = new LinkedHashSet<>();
		for (final Scan scan : scans)
			regions.addAll(scan.result.scores().keySet());
		return regions;
	}

	/**
	 * Summarizes a score over scans.
	 *
	 * @param region name of a region
	 * @param score which score
	 * @param of the scans
	 * @param seed of the bootstrap
	 * @return the summary
	 */
	public static SampleSummary summary(final String region, final Score score, final List<Scan> of, final long seed) {
		return SampleSummary.of(of.stream().mapToDouble(scan -> scan.score(region, score)).toArray(), seed);
	}

	/**
	 * Returns the scans with the worst scores, the worst first; those without the score are left out.
	 *
	 * @param region name of a region
	 * @param score which score
	 * @return at most five scans; ties in the order of their names
	 */
	public List<Scan> worst(final String region, final Score score) {
		return scans.stream().filter(scan -> !Double.isNaN(scan.score(region, score))).sorted(Comparator.comparingDouble((final Scan scan) -> -score
			.badness(scan.score(region, score))).thenComparing(Scan::name)).limit(WORST).toList();
	}

	/**
	 * Returns the scans by group.
	 *
	 * @return kind of group, then group, then scans; groups in order of their names
	 */
	public Map<String, Map<String, List<Scan>>> groups() {
		final Map<String, Map<String, List<Scan>>> groups = new LinkedHashMap<>();
		for (final Scan scan : scans)
			scan.groups.forEach((kind, group) -> groups.computeIfAbsent(kind, k -> new TreeMap<>()).computeIfAbsent(group, g -> new ArrayList<>()).add(
				scan));
		return groups;
	}

	/**
	 * Compares this method with another on the scans that both have.
	 *
	 * @param other evaluation of another method against the same references
	 * @param region name of a region
	 * @param score which score
	 * @param seed of the bootstrap
	 * @return this method minus the other; scans that only one of them has are not in it
	 */
	public PairedDifference minus(final FacemaskEvaluation other, final String region, final Score score, final long seed) {
		final Map<Path, Scan> others = new LinkedHashMap<>();
		for (final Scan scan : other.scans)
			others.put(scan.pair.reference(), scan);
		final List<Scan> common = scans.stream().filter(scan -> others.containsKey(scan.pair.reference())).toList();
		return PairedDifference.of(common.stream().mapToDouble(scan -> scan.score(region, score)).toArray(), common.stream().mapToDouble(scan -> others.get(
			scan.pair.reference()).score(region, score)).toArray(), seed);
	}
}
