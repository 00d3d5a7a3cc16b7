package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.DefacingRecord;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.RunKey;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.SeriesWriter;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.proof.Verdict;


/**
 * Says of the series of a study what their results hang on, and which of them were done before.
 * <p>
 * A result hangs on the settings, the model, the program, the bytes of the series and, since a study has one removed region, those of
 * all other series of the study.
 */
final class FinishedSeries {

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;
	private final List<String> study;

	/**
	 * Looks at a study.
	 *
	 * @param defacer that would do the work
	 * @param settings what is asked for
	 * @param options how DICOM is written
	 * @param study all of its series
	 */
	FinishedSeries(final Defacer defacer, final FileSettings settings, final DicomOptions options, final List<DicomSeries> study) {
		this.defacer = defacer;
		this.settings = settings;
		this.options = options;
		this.study = study.stream().filter(series -> series.refusal().isEmpty()).map(DicomSeries::sha256).sorted().toList();
	}

	/** Returns what the result of a series hangs on. */
	RunKey key(final DicomSeries series) throws IOException {
		final Map<String, Object> more = new LinkedHashMap<>();
		more.put("NewUids", options.newUids());
		more.put("SourceReference", options.keepSourceReference());
		more.put("AlsoNifti", options.alsoNifti());
		more.put("Study", study);
		return RunKey.of(series.sha256(), settings, more, defacer.model().weights().sha256());
	}

	/** Tells whether what exists of a series comes from a run like this that was killed, and nothing of it is what people edit. */
	boolean mayReplace(final BatchItem item, final DicomSeries series) throws IOException {
		final JsonObject record = read(item.record());
		if (record != null) return RunKey.of(record).equals(key(series));
		return !Files.exists(item.record()) && Stream.concat(DicomOutputs.series(item).stream(), DicomOutputs.identifying(item, series).stream())
			.noneMatch(Files::exists);
	}

	/** Returns how a series ended before; empty if it was not done in this way, or not all of it is there. */
	Optional<ScanOutcome> of(final BatchItem item, final DicomSeries series) throws IOException {
		final long start = System.nanoTime();
		final JsonObject record = read(item.record());
		if (record == null || verdict(record).isEmpty() || !RunKey.of(record).equals(key(series)) || !isWhole(item, series, record)) return Optional
			.empty();
		final Verdict verdict = verdict(record).get();
		final List<String> reasons = new ArrayList<>(List.of("It was done before in the same way: " + verdict.text() + "."));
		if (record.get(DicomRecord.DICOM) instanceof JsonObject dicom && dicom.get(DicomRecord.REASONS) instanceof JsonArray told)
			told.forEach(reason -> reasons.add(reason.getAsString()));
		return Optional.of(new ScanOutcome(item, verdict == Verdict.FAIL ? Status.FAIL : Status.SKIPPED, reasons, List.of(), List.of(), (System
			.nanoTime() - start) / 1e9));
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

	/** Tells whether the outputs that a record tells of are there as they were written, and as many as are asked for. */
	private static boolean isWhole(final BatchItem item, final DicomSeries series, final JsonObject record) throws IOException {
		if (!(record.get(DefacingRecord.OUTPUTS) instanceof JsonObject outputs)) return false;
		for (final Map.Entry<String, JsonElement> output : outputs.entrySet()) {
			final Path path = item.record().resolveSibling(item.outputBase().getFileName() + output.getKey());
			final String sum = Files.isDirectory(path) ? SeriesWriter.sha256(path) : Files.isRegularFile(path) ? FileChecksum.sha256(path) : "";
			if (!new JsonPrimitive(sum).equals(output.getValue())) return false;
		}
		return DicomOutputs.identifying(item, series).stream().allMatch(Files::isRegularFile);
	}

	private static Optional<Verdict> verdict(final JsonObject record) {
		return Stream.of(Verdict.values()).filter(verdict -> new JsonPrimitive(verdict.text()).equals(record.get("Status"))).findFirst();
	}
}
