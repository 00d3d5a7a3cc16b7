package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.proof.Verdict;

/**
 * Passes over scans that were done before in the same way, and has the others done.
 * <p>
 * A scan was done if its record is that of a run with the same settings, model, version of the program and bytes of the scan, and the files
 * that it tells of are there with the bytes that it tells. What is left of such a run where files are missing or damaged is replaced, as is
 * what a run left that was killed before its record was written. All else that exists is up to the settings, as without this class.
 */
public final class FinishedScans implements BatchRunner.Work {

	private final ScanDefacer work;
	private final ScanDefacer again;
	private final Defacer defacer;
	private final FileSettings settings;

	/**
	 * Makes the work of a batch.
	 *
	 * @param defacer does what was not done before; not closed by this class
	 * @param settings what to do and to write
	 * @param reader reads scans
	 */
	public FinishedScans(final Defacer defacer, final FileSettings settings, final ScanReader reader) {
		this.defacer = defacer;
		this.settings = settings;
		work = new ScanDefacer(defacer, settings, reader);
		again = new ScanDefacer(defacer, settings.withOverwrite(true), reader);
	}

	@Override
	public ScanOutcome deface(final BatchItem item, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		final JsonObject record = read(item.record());
		if (record == null) return (isLeftover(item) ? again : work).deface(item, progress);
		progress.stage("compare");
		if (!RunKey.of(record).equals(RunKey.of(item.input(), settings, defacer))) return work.deface(item, progress);
		return isWhole(item, record) ? outcome(item, record, (System.nanoTime() - start) / 1e9) : again.deface(item, progress);
	}

	/** The record, or null if there is none that can be read. */
	private static JsonObject read(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return null;
		try {
			return JsonParser.parseString(Files.readString(file)) instanceof JsonObject record ? record : null;
		}
		catch (final JsonParseException | CharacterCodingException e) {
			return null;
		}
	}

	/** Tells whether what exists comes from a run that was killed between its first file and its record, and of it nothing that people edit. */
	private static boolean isLeftover(final BatchItem item) {
		return !Files.exists(item.record()) && !Files.exists(item.defaced()) && !Files.exists(item.failed()) && Stream.concat(item
			.facemask().stream(), item.landmarks().stream()).noneMatch(Files::exists);
	}

	/** Tells whether the files that a record tells of are there as they were written, and as many as are asked for. */
	private boolean isWhole(final BatchItem item, final JsonObject record) throws IOException {
		if (verdict(record).isEmpty() || !(record.get(DefacingRecord.OUTPUTS) instanceof JsonObject outputs)) return false;
		for (final Map.Entry<String, JsonElement> output : outputs.entrySet()) {
			final Path file = item.record().resolveSibling(item.outputBase().getFileName() + output.getKey());
			if (!Files.isRegularFile(file) || !output.getValue().isJsonPrimitive() || !FileChecksum.sha256(file).equals(output.getValue()
				.getAsString())) return false;
		}
		return Stream.concat(item.facemask().stream(), item.landmarks().stream()).allMatch(Files::isRegularFile);
	}

	/** A scan that failed before fails again; any other is passed over. */
	private static ScanOutcome outcome(final BatchItem item, final JsonObject record, final double seconds) {
		final List<String> reasons = new ArrayList<>(List.of("It was done before in the same way: " + verdict(record).orElseThrow().text() + "."));
		if (record.get("Reasons") instanceof JsonArray found)
			for (final JsonElement reason : found)
				if (reason instanceof JsonObject told && told.has("text")) reasons.add(told.get("text").getAsString());
		final Status status = verdict(record).orElseThrow() == Verdict.FAIL ? Status.FAIL : Status.SKIPPED;
		return new ScanOutcome(item, status, reasons, List.of(), List.of(), seconds);
	}

	private static Optional<Verdict> verdict(final JsonObject record) {
		return Stream.of(Verdict.values()).filter(verdict -> new JsonPrimitive(verdict.text()).equals(record.get("Status"))).findFirst();
	}
}
