package org.pediatricdefacer.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.proof.Verdict;

/** Adds to the record of a scan what was done to its DICOM files; holds no identifier, no name and no text of a header. */
final class DicomRecord {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

	private DicomRecord() {}

	/**
	 * Makes the record of a series.
	 *
	 * @param record of the defacing; empty if the region came from another series
	 * @param verdict on the series
	 * @param reasons why
	 * @param options how it was written
	 * @param proof of what was written; null if nothing was
	 * @return JSON, ending with a line break
	 */
	static String json(final String record, final Verdict verdict, final List<String> reasons, final DicomOptions options,
		final SeriesProof proof)
	{
		final JsonObject json = record.isEmpty() ? new JsonObject() : JsonParser.parseString(record).getAsJsonObject();
		if (record.isEmpty()) json.add("Software", GSON.toJsonTree(Map.of("Name", ProgramVersion.NAME, "Version", ProgramVersion.get())));
		json.addProperty("Status", verdict.name().toLowerCase(java.util.Locale.ROOT));
		final Map<String, Object> dicom = new LinkedHashMap<>();
		dicom.put("Reasons", reasons);
		dicom.put("NewUids", options.newUids());
		dicom.put("SourceReference", options.keepSourceReference());
		if (proof != null) {
			dicom.put("Instances", proof.instances());
			dicom.put("UntouchedElementsSha256", Map.of("before", proof.elementsBefore(), "after", proof.elementsAfter()));
			dicom.put("PixelsOutsideSha256", Map.of("before", proof.pixelsBefore(), "after", proof.pixelsAfter()));
			dicom.put("PixelsRemoved", proof.pixelsRemoved());
			dicom.put("ChangedElements", proof.changes());
		}
		json.add("Dicom", GSON.toJsonTree(dicom));
		return GSON.toJson(json) + "\n";
	}
}
