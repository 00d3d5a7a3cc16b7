package org.pediatricdefacer.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.Judgment;

/**
 * Writes down what was done to a scan: the JSON file beside it.
 * <p>
 * The keys that BIDS defines come first (Brain Imaging Data Structure, Gorgolewski et al., Scientific Data 3, 2016), the
 * program's own follow. The record holds no file names, no header texts, no date, and nothing else that tells whose scan it was.
 */
public final class DefacingRecord {

	/** Code of the retained-features options in DICOM PS3.16, context group 7050. */
	private static final Map<String, String> CLEAN_FEATURES = ordered("CodeValue", "113102", "CodingSchemeDesignator", "DCM", "CodeMeaning",
		"Clean Recognizable Visual Features Option");

	private static final JsonSerializer<Enum<?>> LOWER_CASE = (value, type, context) -> new JsonPrimitive(value.name().toLowerCase(
		Locale.ROOT));

	/** The order of a set may change from run to run, the record may not. */
	private static final JsonSerializer<Set<?>> SORTED = (value, type, context) -> {
		final JsonArray array = new JsonArray();
		value.stream().sorted().map(context::serialize).forEach(array::add);
		return array;
	};

	/** JSON knows no NaN. */
	private static final JsonSerializer<Double> NUMBER = (value, type, context) -> Double.isFinite(value) ? new JsonPrimitive(value) :
		JsonNull.INSTANCE;

	static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().registerTypeHierarchyAdapter(
		Enum.class, LOWER_CASE).registerTypeHierarchyAdapter(Set.class, SORTED).registerTypeAdapter(Double.class, NUMBER).registerTypeAdapter(
			double.class, NUMBER).create();

	/** Key of the checksums of the files that lie beside the record, by their endings. */
	public static final String OUTPUTS = "Outputs";

	private DefacingRecord() {}

	/**
	 * Writes a record.
	 *
	 * @param defacer what did the work
	 * @param settings what was asked for
	 * @param result what came out
	 * @param judgment what to make of it
	 * @param written whether a defaced scan was written, so that something was de-identified
	 * @param warnings what was assumed
	 * @param seconds wall time per room
	 * @param key what the result hangs on
	 * @param outputs checksums of the files that lie beside the record, by their endings
	 * @return JSON, ending with a line break
	 */
	public static String json(final Defacer defacer, final FileSettings settings, final DefacingResult<?> result, final Judgment judgment,
		final boolean written, final List<String> warnings, final Map<String, Double> seconds, final RunKey key,
		final Map<String, String> outputs)
	{
		final Map<String, Object> record = new LinkedHashMap<>();
		if (written) {
			record.put("DeidentificationMethod", List.of(method(settings)));
			record.put("DeidentificationMethodCodeSequence", List.of(CLEAN_FEATURES));
		}
		record.put("Status", judgment.verdict());
		record.put("Reasons", judgment.reasons());
		record.put("Warnings", warnings);
		record.put("Software", ordered("Name", ProgramVersion.NAME, "Version", ProgramVersion.get(), "Engine", defacer.engine(), "Device",
			defacer.device()));
		record.put("Model", ordered("Name", defacer.model().name(), "Version", defacer.model().version(), "Weights", defacer.model().weights()
			.sha256()));
		record.put("Settings", settings.defacing());
		record.put("Reading", settings.reading());
		record.put(RunKey.INPUT, key.input());
		record.put(RunKey.SETTINGS, key.settings());
		record.put(OUTPUTS, outputs);
		record.put("Threads", settings.threads());
		record.put("Facemask", settings.applyMask().isPresent() ? "given" : "found");
		record.put("ShareRemoved", result.proof().shareRemoved());
		record.put("Proof", result.proof());
		record.put("Seconds", seconds);
		return GSON.toJson(record) + "\n";
	}

	private static String method(final FileSettings settings) {
		final String regions = settings.defacing().cleaning().regions().stream().sorted().map(Region::text).collect(Collectors.joining(", "));
		return "Removal of " + (settings.applyMask().isPresent() ? "a given facemask" : regions) + " (filled with " + settings.defacing().fill()
			.mode().text() + ") by " + ProgramVersion.NAME + " " + ProgramVersion.get();
	}

	private static Map<String, String> ordered(final String... keysAndValues) {
		final Map<String, String> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2)
			map.put(keysAndValues[i], keysAndValues[i + 1]);
		return map;
	}
}
