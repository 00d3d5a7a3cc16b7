package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.pediatricdefacer.DefacingException;

/**
 * Reads and writes the JSON files beside scans.
 * <p>
 * By the principle of inheritance a sidecar applies to all files below its folder whose names have its entities and its suffix; of
 * several that say something, the nearest counts. Numbers keep their digits.
 */
public final class Sidecars {

	static final String METHOD = "DeidentificationMethod";
	static final String CODES = "DeidentificationMethodCodeSequence";
	private static final String INTENDED = "IntendedFor";
	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

	private final Path dataset;

	/**
	 * Makes a reader.
	 *
	 * @param dataset folder of the data set
	 */
	public Sidecars(final Path dataset) {
		this.dataset = dataset;
	}

	/**
	 * Returns the file-level sidecar of a scan once it is defaced: what it said before, and what was done. Where there was none it
	 * holds only that; the rest stays inherited.
	 *
	 * @param scan path below the data set
	 * @param record what was written down of the defacing, of which the two keys of the specification are taken
	 * @param gone files that are not in the output, below the data set, with slashes
	 * @return JSON
	 * @throws DefacingException if a sidecar is no JSON
	 * @throws IOException if the disk fails
	 */
	public String marked(final Path scan, final JsonObject record, final Set<String> gone) throws IOException {
		final Path own = sidecar(scan);
		final JsonObject text = Files.exists(dataset.resolve(own)) ? read(own) : new JsonObject();
		mark(text, scan, record);
		withoutIntended(text, subject(scan), gone);
		return GSON.toJson(text) + "\n";
	}

	private void mark(final JsonObject text, final Path scan, final JsonObject record) throws IOException {
		for (final String key : List.of(METHOD, CODES)) {
			final JsonArray all = new JsonArray();
			list(inherited(scan, key)).forEach(all::add);
			list(Optional.ofNullable(record.get(key))).stream().filter(e -> !all.contains(e)).forEach(all::add);
			text.add(key, all);
		}
	}

	/**
	 * Returns the sidecar of a defaced scan in a derivative data set, where nothing is inherited: all that applied to the scan, what was
	 * done, and what it was made of.
	 *
	 * @param scan path below the data set
	 * @param record what was written down of the defacing
	 * @return JSON
	 * @throws DefacingException if a sidecar is no JSON
	 * @throws IOException if the disk fails
	 */
	public String derived(final Path scan, final JsonObject record) throws IOException {
		final JsonObject all = new JsonObject();
		for (final Path sidecar : applicable(scan))
			read(sidecar).entrySet().forEach(entry -> all.add(entry.getKey(), entry.getValue()));
		mark(all, scan, record);
		final JsonArray sources = new JsonArray();
		sources.add("bids:" + DatasetDescription.SOURCE + ":" + scan.toString().replace('\\', '/'));
		all.add("Sources", sources);
		// The specification wants to be told of every image of a derivative.
		if (!all.has("SkullStripped")) all.addProperty("SkullStripped", false);
		// Field maps of the original are none of the derivative's.
		all.remove(INTENDED);
		return GSON.toJson(all) + "\n";
	}

	/**
	 * Returns a sidecar that is copied, without what it says of files that are not in the output.
	 *
	 * @param sidecar path below the data set
	 * @param gone files that are not in the output, below the data set, with slashes
	 * @return JSON; empty if nothing changes
	 * @throws IOException if the disk fails
	 */
	public Optional<String> withoutGone(final Path sidecar, final Set<String> gone) throws IOException {
		final JsonObject text;
		try {
			text = read(sidecar);
		}
		catch (final DefacingException broken) {
			return Optional.empty(); // copied as it is: it says nothing that could be changed
		}
		return withoutIntended(text, subject(sidecar), gone) ? Optional.of(GSON.toJson(text) + "\n") : Optional.empty();
	}

	/** Takes files that are gone out of what a field map is intended for; tells whether there were any. */
	private static boolean withoutIntended(final JsonObject text, final String subject, final Set<String> gone) {
		if (!text.has(INTENDED)) return false;
		final JsonArray left = new JsonArray();
		final JsonArray all = list(Optional.of(text.get(INTENDED))).stream().collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
		for (final JsonElement element : all)
			if (!gone.contains(place(element.isJsonPrimitive() ? element.getAsString() : "", subject))) left.add(element);
		if (left.size() == all.size()) return false;
		if (left.isEmpty()) text.remove(INTENDED);
		else text.add(INTENDED, left);
		return true;
	}

	/** A file is named from the data set by a BIDS URI, and from the subject's folder otherwise. */
	private static String place(final String name, final String subject) {
		if (name.startsWith("bids::")) return name.substring("bids::".length());
		return subject + "/" + (name.startsWith("./") ? name.substring(2) : name);
	}

	private static String subject(final Path path) {
		return path.getName(0).toString();
	}

	private static List<JsonElement> list(final Optional<JsonElement> value) {
		if (value.isEmpty() || value.get().isJsonNull()) return List.of();
		// Older tools wrote a text, or one object, where the specification wants a list.
		return value.get().isJsonArray() ? value.get().getAsJsonArray().asList() : List.of(value.get());
	}

	/** What the nearest sidecar that knows a key says. */
	private Optional<JsonElement> inherited(final Path scan, final String key) throws IOException {
		Optional<JsonElement> value = Optional.empty();
		for (final Path sidecar : applicable(scan)) {
			final JsonObject text = read(sidecar);
			if (text.has(key)) value = Optional.of(text.get(key));
		}
		return value;
	}

	/**
	 * Lists the sidecars that apply to a scan.
	 *
	 * @param scan path below the data set
	 * @return paths below the data set, the farthest first
	 * @throws IOException if the disk fails
	 */
	public List<Path> applicable(final Path scan) throws IOException {
		final BidsName name = BidsName.parse(scan.getFileName().toString()).orElseThrow();
		final List<Path> found = new ArrayList<>();
		for (int depth = 0; depth < scan.getNameCount(); depth++) {
			final Path folder = depth == 0 ? Path.of("") : scan.subpath(0, depth);
			try (Stream<Path> files = Files.list(dataset.resolve(folder))) {
				files.map(file -> folder.resolve(file.getFileName().toString())).filter(file -> applies(file, name)).sorted(Comparator.comparingInt(
					(final Path file) -> BidsName.parse(file.getFileName().toString()).orElseThrow().entities().size()).thenComparing(Comparator
						.naturalOrder())).forEach(found::add);
			}
		}
		return found;
	}

	private static boolean applies(final Path file, final BidsName scan) {
		return BidsName.parse(file.getFileName().toString()).filter(name -> name.extension().equals(".json") && name.appliesTo(scan)).isPresent();
	}

	/** The file-level sidecar of a scan, whether it is there or not. */
	static Path sidecar(final Path scan) {
		final BidsName name = BidsName.parse(scan.getFileName().toString()).orElseThrow();
		return scan.resolveSibling(name.withExtension(".json").toString());
	}

	private JsonObject read(final Path sidecar) throws IOException {
		final Path file = dataset.resolve(sidecar);
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
			if (json.isJsonObject()) return json.getAsJsonObject();
		}
		catch (final JsonParseException | java.nio.charset.CharacterCodingException e) {
			throw broken(file, e);
		}
		throw broken(file, null);
	}

	private static DefacingException broken(final Path file, final Exception cause) {
		return new DefacingException(file + " is no JSON object, so that nothing can be written beside the scan; correct it.", cause);
	}
}
