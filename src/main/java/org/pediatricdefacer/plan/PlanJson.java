package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.removal.Removal;

/** Writes settings and shards of a plan as JSON, and reads them. */
final class PlanJson {

	/** Raised whenever a plan could be misunderstood by an older or newer program. */
	private static final int FORMAT = 1;

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	private PlanJson() {}

	/** Writes a plan; its folder is not in it. */
	static String write(final PlanSettings settings, final List<Shard> shards) throws IOException {
		final JsonObject json = new JsonObject();
		json.addProperty("PlanFormat", FORMAT);
		json.addProperty("Version", ProgramVersion.get());
		json.addProperty("Out", settings.out().toString());
		settings.identifying().ifPresent(folder -> json.addProperty("Private", folder.toString()));
		settings.model().ifPresent(folder -> json.addProperty("Model", folder));
		json.addProperty("Weights", settings.weights());
		json.addProperty("Device", settings.device());
		json.addProperty("Threads", settings.files().threads());
		json.add("Settings", settings(settings.files()));
		json.addProperty("SettingsSHA256", settings.key("").settings());
		final JsonArray list = new JsonArray();
		for (final Shard shard : shards) {
			final JsonObject one = new JsonObject();
			one.addProperty("Name", shard.name());
			one.addProperty("Scans", shard.scans());
			one.addProperty("Bytes", shard.bytes());
			one.addProperty("SHA256", shard.sha256());
			list.add(one);
		}
		json.add("Shards", list);
		return GSON.toJson(json) + "\n";
	}

	/**
	 * Reads a plan.
	 *
	 * @param folder of the plan, for messages and the result
	 * @throws DefacingException if it is none, or one of another version of the program
	 */
	static DefacingPlan read(final Path folder, final String text) throws IOException {
		try {
			final JsonObject json = JsonParser.parseString(text).getAsJsonObject();
			final String version = json.get("Version").getAsString();
			if (json.get("PlanFormat").getAsInt() != FORMAT || !version.equals(ProgramVersion.get())) throw new DefacingException(folder +
				" was planned with version " + version + " of the program and this is " + ProgramVersion.get() +
				"; use that one, or make a new plan: what is done already with other versions is not mixed with what this one does.");
			final DefacingPlan plan = new DefacingPlan(folder, settings(json), shards(json.getAsJsonArray("Shards")));
			if (!plan.settings().key("").settings().equals(json.get("SettingsSHA256").getAsString())) throw new DefacingException(folder +
				" holds settings that differ from their checksum; do not edit a plan, but make a new one.");
			return plan;
		}
		catch (final JsonParseException | IllegalStateException | IllegalArgumentException | UnsupportedOperationException | ClassCastException
				| NullPointerException e)
		{
			throw new DefacingException(folder.resolve(DefacingPlan.FILE) + " is damaged; make a new plan.", e);
		}
	}

	private static List<Shard> shards(final JsonArray list) {
		final List<Shard> shards = new ArrayList<>();
		for (final JsonElement element : list) {
			final JsonObject one = element.getAsJsonObject();
			shards.add(new Shard(one.get("Name").getAsString(), one.get("Scans").getAsInt(), one.get("Bytes").getAsLong(), one.get("SHA256")
				.getAsString()));
		}
		return shards;
	}

	private static PlanSettings settings(final JsonObject json) {
		final FileSettings files = files(json.getAsJsonObject("Settings"), json.get("Threads").getAsInt());
		return new PlanSettings(Path.of(json.get("Out").getAsString()), text(json, "Private").map(Path::of), files, json.get("Device").getAsString(),
			text(json, "Model"), json.get("Weights").getAsString());
	}

	private static JsonObject settings(final FileSettings files) {
		final DefacingSettings defacing = files.defacing();
		final CleaningSettings cleaning = defacing.cleaning();
		final JsonObject json = new JsonObject();
		json.addProperty("regions", String.join(",", new TreeSet<>(cleaning.regions()).stream().map(Region::text).toList()));
		json.addProperty("margin_mm", cleaning.margin_mm());
		json.addProperty("air_mm", cleaning.air_mm());
		json.addProperty("brainGuard_mm", cleaning.brainGuard_mm());
		json.addProperty("removal", defacing.removal().text());
		json.addProperty("fill", defacing.fill().mode().text());
		json.addProperty("seed", defacing.fill().seed());
		json.addProperty("blur_mm", defacing.fill().blur_mm());
		json.addProperty("series", lower(defacing.series()));
		json.addProperty("prefer", lower(files.reading().prefer()));
		if (files.reading().orientation() != null) json.addProperty("orientation", files.reading().orientation());
		json.addProperty("maskOnly", files.maskOnly());
		json.addProperty("overwrite", files.overwrite());
		json.addProperty("writeFailed", files.writeFailed());
		return json;
	}

	private static FileSettings files(final JsonObject json, final int threads) {
		final CleaningSettings cleaning = new CleaningSettings(Region.parse(json.get("regions").getAsString()), json.get("margin_mm").getAsDouble(),
			json.get("air_mm").getAsDouble(), json.get("brainGuard_mm").getAsDouble());
		// That a fill can be undone in part was allowed when the plan was made.
		final Fill fill = Fill.of(Fill.Mode.parse(json.get("fill").getAsString()), true).withSeed(json.get("seed").getAsLong()).withBlur_mm(json.get(
			"blur_mm").getAsDouble());
		final DefacingSettings defacing = new DefacingSettings(cleaning, Removal.parse(json.get("removal").getAsString()), fill,
			DefacingSettings.Series.valueOf(upper(json.get("series"))));
		final NiftiReadOptions reading = new NiftiReadOptions(NiftiReadOptions.Prefer.valueOf(upper(json.get("prefer"))), text(json, "orientation")
			.orElse(null));
		return new FileSettings(defacing, reading, Optional.empty(), json.get("maskOnly").getAsBoolean(), json.get("overwrite").getAsBoolean(), json
			.get("writeFailed").getAsBoolean(), threads);
	}

	private static Optional<String> text(final JsonObject json, final String key) {
		return json.get(key) instanceof JsonPrimitive value ? Optional.of(value.getAsString()) : Optional.empty();
	}

	private static String lower(final Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static String upper(final JsonElement text) {
		return text.getAsString().toUpperCase(Locale.ROOT);
	}
}
