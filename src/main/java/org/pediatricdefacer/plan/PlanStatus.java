package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.CommittedRecord;
import org.pediatricdefacer.plan.ScanState.Kind;
import org.pediatricdefacer.proof.Verdict;

/**
 * Says how far the scans of a plan have come: by their records, and by the ledgers where there is no record.
 * <p>
 * Outputs are looked for, but not read.
 */
public final class PlanStatus {

	private final DefacingPlan plan;
	private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
	private final List<String> crashed = new ArrayList<>();
	private final List<Shard> unfinished = new ArrayList<>();
	private final List<Shard> withErrors = new ArrayList<>();

	private PlanStatus(final DefacingPlan plan) {
		this.plan = plan;
	}

	/**
	 * Looks at shards.
	 *
	 * @param plan whose shards they are
	 * @param shards of the plan
	 * @return their status
	 * @throws IOException if the disk fails
	 */
	public static PlanStatus of(final DefacingPlan plan, final List<Shard> shards) throws IOException {
		final PlanStatus status = new PlanStatus(plan);
		for (final Shard shard : shards)
			status.add(shard);
		return status;
	}

	private void add(final Shard shard) throws IOException {
		final Map<Kind, Integer> here = new EnumMap<>(Kind.class);
		for (final PlannedScan scan : plan.scans(shard)) {
			final ScanState state = state(plan, shard, scan);
			here.merge(state.kind(), 1, Integer::sum);
			if (state.kind() == Kind.CRASHED) crashed.addAll(state.reasons());
		}
		here.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
		if (here.containsKey(Kind.MISSING)) unfinished.add(shard);
		if (here.containsKey(Kind.ERROR)) withErrors.add(shard);
	}

	/** Finds out how far a scan has come. */
	static ScanState state(final DefacingPlan plan, final Shard shard, final PlannedScan scan) throws IOException {
		if (scan.isRefused()) return new ScanState(Kind.ERROR, List.of(scan.refused()), Optional.empty());
		final BatchItem item = plan.item(scan);
		final Optional<CommittedRecord> record = CommittedRecord.read(item).filter(found -> found.key().equals(plan.key(scan)) && found
			.hasFiles());
		if (record.isPresent()) return new ScanState(kind(record.get().verdict().orElseThrow()), record.get().reasons(), record);
		final Path folder = plan.folder(shard);
		if (Ledger.attempts(folder, scan.number()) >= Ledger.MOST_ATTEMPTS) return new ScanState(Kind.CRASHED, List.of(crashed(item.name())),
			Optional.empty());
		return Ledger.failure(folder, scan.number()).map(reasons -> new ScanState(Kind.ERROR, reasons, Optional.empty())).orElse(new ScanState(
			Kind.MISSING, List.of(), Optional.empty()));
	}

	private static Kind kind(final Verdict verdict) {
		return Kind.valueOf(verdict.name());
	}

	/** Says that a scan ended the program too often. */
	static String crashed(final String name) {
		return name + " crashed: the program ended " + Ledger.MOST_ATTEMPTS +
			" times while it worked on it; look into its log, give it more memory, and let deface run try again with --retry-crashed.";
	}

	/**
	 * Sums up in one line.
	 *
	 * @return such as {@code 12 scans: 8 done, 1 review, 1 failed, 0 crashed, 2 missing}
	 */
	public String text() {
		final int all = counts.values().stream().mapToInt(Integer::intValue).sum();
		return all + (all == 1 ? " scan: " : " scans: ") + count(Kind.PASS) + " done, " + count(Kind.REVIEW) + " review, " + (count(Kind.FAIL) +
			count(Kind.ERROR)) + " failed, " + count(Kind.CRASHED) + " crashed, " + count(Kind.MISSING) + " missing";
	}

	private int count(final Kind kind) {
		return counts.getOrDefault(kind, 0);
	}

	/**
	 * Names the scans that ended the program too often.
	 *
	 * @return a sentence for each
	 */
	public List<String> crashed() {
		return List.copyOf(crashed);
	}

	/**
	 * Returns the shards in which scans are missing.
	 *
	 * @return in the order of their numbers
	 */
	public List<Shard> unfinished() {
		return List.copyOf(unfinished);
	}

	/**
	 * Returns the shards with scans that failed without a record, for a reason that may pass, such as a full disk.
	 *
	 * @return in the order of their numbers
	 */
	public List<Shard> withErrors() {
		return List.copyOf(withErrors);
	}

	/**
	 * Tells whether every scan is there, defaced or for review.
	 *
	 * @return false if one is missing, failed or crashed
	 */
	public boolean succeeded() {
		return counts.keySet().stream().allMatch(kind -> kind == Kind.PASS || kind == Kind.REVIEW);
	}

	/**
	 * Writes numbers of shards as schedulers take those of an array.
	 *
	 * @param shards in the order of their numbers
	 * @return such as {@code 3,17-20}
	 */
	public static String array(final List<Shard> shards) {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < shards.size(); i++) {
			final int first = shards.get(i).number();
			while (i + 1 < shards.size() && shards.get(i + 1).number() == shards.get(i).number() + 1)
				i++;
			final int last = shards.get(i).number();
			text.append(text.isEmpty() ? "" : ",").append(first);
			if (last > first) text.append('-').append(last);
		}
		return text.toString();
	}
}
