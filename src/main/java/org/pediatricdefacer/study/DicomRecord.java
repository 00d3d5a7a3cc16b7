package org.pediatricdefacer.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.batch.DefacingRecord;
import org.pediatricdefacer.batch.RunKey;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.infer.ModelSpec;
import org.pediatricdefacer.proof.Verdict;


/** Adds to the record of a scan what was done to its DICOM files; holds no identifier, no name and no text of a header. */
final class DicomRecord {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

	/** Key of what was done to the DICOM files. */
	static final String DICOM = "Dicom";

	/** Key below it of the sentences for the user. */
	static final String REASONS = "Reasons";

	private DicomRecord() {}

	/** Makes the beginning of a record of slices whose region came from another series. */
	static String ofKey(final RunKey key, final ModelSpec model, final Map<String, String> checksums) {
		final Map<String, Object> json = new LinkedHashMap<>();
		json.put("Software", ordered("Name", ProgramVersion.NAME, "Version", ProgramVersion.get()));
		json.put("Model", ordered("Name", model.name(), "Version", model.version(), "Weights", key.weights()));
		json.put(RunKey.INPUT, key.input());
		json.put(RunKey.SETTINGS, key.settings());
		json.put(DefacingRecord.OUTPUTS, checksums);
		return GSON.toJson(json);
	}

	/**
	 * Makes the record of a series.
	 *
	 * @param record of the defacing
	 * @param verdict on the series
	 * @param reasons why
	 * @param options how it was written
	 * @param proof of what was written; null if nothing was
	 * @return JSON, ending with a line break
	 */
	static String json(final String record, final Verdict verdict, final List<String> reasons, final DicomOptions options,
		final SeriesProof proof)
	{
		final JsonObject json = JsonParser.parseString(record).getAsJsonObject();
		json.addProperty("Status", verdict.name().toLowerCase(java.util.Locale.ROOT));
		final Map<String, Object> dicom = new LinkedHashMap<>();
		dicom.put(REASONS, reasons);
		dicom.put("NewUids", options.newUids());
		dicom.put("SourceReference", options.keepSourceReference());
		if (proof != null) {
			dicom.put("Instances", proof.instances());
			dicom.put("UntouchedElementsSha256", ordered("before", proof.elementsBefore(), "after", proof.elementsAfter()));
			dicom.put("PixelsOutsideSha256", ordered("before", proof.pixelsBefore(), "after", proof.pixelsAfter()));
			dicom.put("PixelsRemoved", proof.pixelsRemoved());
			dicom.put("ChangedElements", proof.changes());
		}
		json.add(DICOM, GSON.toJsonTree(dicom));
		return GSON.toJson(json) + "\n";
	}

	/** Keeps keys and values in the order in which they are given, so that equal records have equal bytes. */
	private static Map<String, String> ordered(final String... keysAndValues) {
		final Map<String, String> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2)
			map.put(keysAndValues[i], keysAndValues[i + 1]);
		return map;
	}
}
