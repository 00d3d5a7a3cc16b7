package org.pediatricdefacer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.plan.DefacingPlan;
import org.pediatricdefacer.plan.Shard;

/**
 * What of a plan the user named: all of it, or {@code PLAN/017}, the shard of this number.
 *
 * @param plan as it was read
 * @param shards all, or the one
 */
record PlanParts(DefacingPlan plan, List<Shard> shards) {

	/**
	 * Reads a plan.
	 *
	 * @throws DefacingException if there is none, or it has no such shard
	 * @throws IOException if the disk fails
	 */
	static PlanParts read(final Path typed) throws IOException {
		final Path folder = typed.toAbsolutePath().normalize().getParent();
		if (DefacingPlan.isPlan(typed) || folder == null || !DefacingPlan.isPlan(folder)) {
			final DefacingPlan plan = DefacingPlan.read(typed);
			return new PlanParts(plan, plan.shards());
		}
		final DefacingPlan plan = DefacingPlan.read(typed.getParent() == null ? folder : typed.getParent());
		return new PlanParts(plan, List.of(plan.shard(typed.getFileName().toString())));
	}

	/**
	 * Reads a plan of which one shard must be named.
	 *
	 * @throws DefacingException if none was
	 */
	static PlanParts readShard(final Path typed) throws IOException {
		final PlanParts parts = read(typed);
		if (DefacingPlan.isPlan(typed)) throw new DefacingException(typed + " is a whole plan; name one of its shards, such as " +
			typed.resolve(parts.shards().get(0).name()) + ".");
		return parts;
	}
}
