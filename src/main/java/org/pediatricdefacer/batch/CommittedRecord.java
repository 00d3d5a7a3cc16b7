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

import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.proof.Verdict;

/** What the record of a scan tells of the run that wrote it. */
public final class CommittedRecord {

	private final BatchItem item;
	private final JsonObject json;

	private CommittedRecord(final BatchItem item, final JsonObject json) {
		this.item = item;
		this.json = json;
	}

	/**
	 * Reads the record of a scan.
	 *
	 * @param item the scan and its outputs
	 * @return empty if there is none that can be read
	 * @throws IOException if the disk fails
	 */
	public static Optional<CommittedRecord> read(final BatchItem item) throws IOException {
		if (!Files.isRegularFile(item.record())) return Optional.empty();
		try {
			return JsonParser.parseString(Files.readString(item.record())) instanceof JsonObject record ? Optional.of(new CommittedRecord(item,
				record)) : Optional.empty();
		}
		catch (final JsonParseException | CharacterCodingException e) {
			return Optional.empty();
		}
	}

	/**
	 * Returns what the result hangs on.
	 *
	 * @return with empty texts for what the record does not tell
	 */
	public RunKey key() {
		return RunKey.of(json);
	}

	/**
	 * Returns what the run made of the scan.
	 *
	 * @return empty if the record does not tell
	 */
	public Optional<Verdict> verdict() {
		return Stream.of(Verdict.values()).filter(verdict -> new JsonPrimitive(verdict.text()).equals(json.get("Status"))).findFirst();
	}

	/**
	 * Returns why the verdict is what it is.
	 *
	 * @return sentences for the user; none for a plain pass
	 */
	public List<String> reasons() {
		final List<String> reasons = new ArrayList<>();
		if (json.get("Reasons") instanceof JsonArray found)
			for (final JsonElement reason : found)
				if (reason instanceof JsonObject told && told.has("text")) reasons.add(told.get("text").getAsString());
		return reasons;
	}

	/**
	 * Returns what stands at a place of the record.
	 *
	 * @param place keys from the outermost to the innermost, with dots between them
	 * @return a number, text or truth value; empty if there is none
	 */
	public Optional<JsonPrimitive> value(final String place) {
		return RecordFigures.value(json, place);
	}

	/** Returns what a table shows of a place of the record, as {@link RecordFigures#figure} says. */
	public String figure(final String place) {
		return RecordFigures.figure(json, place);
	}

	/**
	 * Tells whether the files that the record tells of are there, and as many as are asked for, without reading them.
	 *
	 * @return false if one is missing, or the record does not tell
	 */
	public boolean hasFiles() {
		return verdict().isPresent() && outputs().map(outputs -> outputs.keySet().stream().map(this::output).allMatch(Files::isRegularFile)).orElse(
			false) && Stream.concat(item.facemask().stream(), item.landmarks().stream()).allMatch(Files::isRegularFile);
	}

	/**
	 * Tells whether the files that the record tells of are there with the bytes that it tells, and as many as are asked for.
	 *
	 * @return false if one is missing or damaged, or the record does not tell
	 * @throws IOException if the disk fails
	 */
	public boolean isWhole() throws IOException {
		if (!hasFiles()) return false;
		for (final Map.Entry<String, JsonElement> output : outputs().orElseThrow().entrySet())
			if (!output.getValue().isJsonPrimitive() || !FileChecksum.sha256(output(output.getKey())).equals(output.getValue().getAsString()))
				return false;
		return true;
	}

	/**
	 * Tells whether a file holds what the record tells of one of the outputs.
	 *
	 * @param file any file that is there
	 * @return false if the record tells of none with these bytes
	 * @throws IOException if the disk fails
	 */
	public boolean wrote(final Path file) throws IOException {
		final JsonPrimitive sum = new JsonPrimitive(FileChecksum.sha256(file));
		return outputs().map(outputs -> outputs.entrySet().stream().anyMatch(output -> output.getValue().equals(sum))).orElse(false);
	}

	/**
	 * Tells of a scan that was done before.
	 *
	 * @param seconds wall time of finding that out
	 * @return a scan that failed before fails again; any other is passed over
	 */
	public ScanOutcome outcome(final double seconds) {
		final List<String> reasons = new ArrayList<>(List.of("It was done before in the same way: " + verdict().orElseThrow().text() + "."));
		reasons.addAll(reasons());
		final Status status = verdict().orElseThrow() == Verdict.FAIL ? Status.FAIL : Status.SKIPPED;
		return new ScanOutcome(item, status, reasons, List.of(), List.of(), seconds);
	}

	private Optional<JsonObject> outputs() {
		return json.get(DefacingRecord.OUTPUTS) instanceof JsonObject outputs ? Optional.of(outputs) : Optional.empty();
	}

	private Path output(final String ending) {
		return item.record().resolveSibling(item.outputBase().getFileName() + ending);
	}
}
