package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.pediatricdefacer.ProgramVersion;

/** Describes a derivative data set: what made it, and of what. */
final class DatasetDescription {

	static final String FILE_NAME = "dataset_description.json";

	/** Tells validators which files of a data set are none of the specification's. */
	static final String IGNORE_FILE = ".bidsignore";

	/** Names of the program's own files among its derivatives. */
	static final String IGNORED = """
		*_defaced.json
		*_defacemask.nii.gz
		/logs/
		/withheld.tsv
		/deface*.tsv
		/qc_report*
		""";

	/** Version of the specification that the program's derivatives follow. */
	private static final String VERSION = "1.10.0";

	/** Name by which scans name the data set that they were made of. */
	static final String SOURCE = "raw";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	private DatasetDescription() {}

	/**
	 * Returns the description of a data set.
	 *
	 * @param dataset its folder
	 * @return the JSON object; empty if there is none, or it is broken
	 * @throws IOException if the disk fails
	 */
	static Optional<JsonObject> read(final Path dataset) throws IOException {
		final Path file = dataset.resolve(FILE_NAME);
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			return Optional.of(JsonParser.parseString(Files.readString(file))).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
		}
		catch (final JsonParseException | java.nio.charset.CharacterCodingException e) {
			return Optional.empty();
		}
	}

	/**
	 * Tells whether a folder is one of this program's derivatives.
	 *
	 * @param folder that need not exist
	 * @return true if its description says so
	 * @throws IOException if the disk fails
	 */
	static boolean isOurs(final Path folder) throws IOException {
		return read(folder).filter(d -> d.has("GeneratedBy") && d.get("GeneratedBy").toString().contains("\"" + ProgramVersion.NAME + "\""))
			.isPresent();
	}

	/**
	 * Describes the program's derivatives of a data set.
	 *
	 * @param dataset folder of the data set
	 * @param link where it lies, seen from the derivatives; empty if that would tell more than the data set's own name
	 * @return JSON
	 * @throws IOException if the disk fails
	 */
	static String derivative(final Path dataset, final Optional<String> link) throws IOException {
		final Optional<JsonObject> source = read(dataset);
		final JsonObject description = new JsonObject();
		description.addProperty("Name", ProgramVersion.NAME + " outputs");
		description.addProperty("BIDSVersion", VERSION);
		description.addProperty("DatasetType", "derivative");
		source.filter(s -> s.has("License")).ifPresent(s -> description.add("License", s.get("License")));
		final JsonObject by = new JsonObject();
		by.addProperty("Name", ProgramVersion.NAME);
		by.addProperty("Version", ProgramVersion.get());
		final JsonArray generators = new JsonArray();
		generators.add(by);
		description.add("GeneratedBy", generators);
		final JsonArray sources = new JsonArray();
		sources.add(source(source, link));
		description.add("SourceDatasets", sources);
		link.ifPresent(place -> {
			final JsonObject links = new JsonObject();
			links.addProperty(SOURCE, place);
			description.add("DatasetLinks", links);
		});
		return GSON.toJson(description) + "\n";
	}

	private static JsonObject source(final Optional<JsonObject> description, final Optional<String> link) {
		final JsonObject source = new JsonObject();
		link.ifPresent(place -> source.addProperty("URL", place));
		description.filter(d -> d.has("DatasetDOI")).ifPresent(d -> source.add("DOI", d.get("DatasetDOI")));
		return source;
	}
}
