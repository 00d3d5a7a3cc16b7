package org.pediatricdefacer.plan;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.RecordFigures;
import org.pediatricdefacer.plan.ScanState.Kind;

/**
 * One table of what became of all scans of a plan: a line per scan, tabs between the cells, {@code n/a} where there is nothing.
 * <p>
 * Scans are called by the place of their outputs; reasons of failures may name originals. Cells hold tabs, line breaks and backslashes as
 * {@code \t}, {@code \n}, {@code \r} and {@code \\}.
 */
public final class PlanTable {

	/** The table's file in the folder of the plan. */
	public static final String FILE_NAME = "results.tsv";

	/** Columns of figures, and where the records keep them. */
	private static final Map<String, String> FIGURES = RecordFigures.columns();

	static {
		FIGURES.put("input_sha256", "InputSHA256");
	}

	/**
	 * What a report can show of a scan.
	 *
	 * @param name place of its outputs below the folder for outputs, with forward slashes
	 * @param item its files
	 * @param isPass whether nobody needs to look at it
	 */
	public record Result(String name, BatchItem item, boolean isPass) {}

	private PlanTable() {}

	/**
	 * Writes the table; an older one is replaced.
	 *
	 * @param plan the scans
	 * @param shards those of them that the table is about
	 * @param file to write
	 * @return the scans that have a record, in the order of the table
	 * @throws IOException if the disk fails
	 */
	public static List<Result> write(final DefacingPlan plan, final List<Shard> shards, final Path file) throws IOException {
		final List<Result> results = new ArrayList<>();
		try (AtomicFile table = AtomicFile.create(file, true);
			BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(table.stream(), StandardCharsets.UTF_8)))
		{
			lines.write("scan\tshard\tstatus\t" + String.join("\t", FIGURES.keySet()) + "\treasons\n");
			for (final Shard shard : shards)
				for (final PlannedScan scan : plan.scans(shard)) {
					final ScanState state = PlanStatus.state(plan, shard, scan);
					lines.write(line(shard, scan, state) + "\n");
					if (state.record().isPresent()) results.add(new Result(scan.output(), plan.item(scan), state.kind() == Kind.PASS));
				}
			lines.flush();
			table.commit();
		}
		return results;
	}

	private static String line(final Shard shard, final PlannedScan scan, final ScanState state) {
		final List<String> cells = new ArrayList<>(List.of(scan.output(), shard.name(), state.kind().text()));
		for (final String place : FIGURES.values())
			cells.add(state.record().map(record -> record.figure(place)).orElse(RecordFigures.NONE));
		final String reasons = String.join(" ", state.reasons());
		cells.add(reasons.isEmpty() ? RecordFigures.NONE : reasons);
		return String.join("\t", cells.stream().map(PlannedScan::escape).toList());
	}
}
