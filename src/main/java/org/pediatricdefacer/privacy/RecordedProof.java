package org.pediatricdefacer.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;
import org.pediatricdefacer.proof.Verdict;

/**
 * What this program wrote down of its own proof beside a defaced scan: where the head lies, what was asked for, and what it said.
 * <p>
 * Figures that can be measured anew are; those that need the network (the eyeballs, volumes that were looked at anew, all that is left where the skin is dark)
 * are taken from here.
 *
 * @param reasons of the verdict, the gravest first
 * @param left what was left of the face; {@link FaceLeft#UNKNOWN} if nobody knew where the face is
 * @param asked the regions that were to be removed
 * @param mean whether the face was found in the mean of a series, not in its first volume
 */
public record RecordedProof(List<Reason> reasons, FaceLeft left, Set<Region> asked, boolean mean) {

	private static final String ENDING = "_defaced";

	/** Copies the collections. */
	public RecordedProof {
		reasons = List.copyOf(reasons);
		asked = Set.copyOf(asked);
	}

	/**
	 * Looks for the record of a defaced scan.
	 *
	 * @param defaced a file {@code NAME_defaced.nii} or {@code .nii.gz}
	 * @return the proof in {@code NAME_defaced.json}; empty if there is no such file, or it is no record of this program
	 * @throws IOException if the disk fails
	 */
	public static Optional<RecordedProof> beside(final Path defaced) throws IOException {
		final String name = defaced.getFileName().toString();
		final int end = name.lastIndexOf(ENDING);
		if (end < 0) return Optional.empty();
		final Path record = defaced.resolveSibling(name.substring(0, end + ENDING.length()) + ".json");
		return Files.isRegularFile(record) ? read(record) : Optional.empty();
	}

	/**
	 * Reads a record.
	 *
	 * @param record a JSON file
	 * @return the proof in it; empty if it is no record of this program
	 * @throws IOException if the disk fails
	 */
	public static Optional<RecordedProof> read(final Path record) throws IOException {
		try {
			return of(JsonParser.parseString(Files.readString(record, StandardCharsets.UTF_8)).getAsJsonObject());
		}
		catch (final JsonParseException | IllegalStateException | IllegalArgumentException | UnsupportedOperationException | ClassCastException
				| NullPointerException e)
		{
			return Optional.empty(); // some other tool's file: the scan is measured without it
		}
	}

	private static Optional<RecordedProof> of(final JsonObject json) {
		if (!json.getAsJsonObject("Software").get("Name").getAsString().equals(ProgramVersion.NAME)) return Optional.empty();
		final List<Reason> reasons = new ArrayList<>();
		for (final JsonElement element : json.getAsJsonArray("Reasons")) {
			final JsonObject reason = element.getAsJsonObject();
			reasons.add(new Reason(constant(Verdict.class, reason.get("weight")), constant(Finding.class, reason.get("kind")), reason.get("text").getAsString()));
		}
		final JsonObject settings = json.getAsJsonObject("Settings");
		final Set<Region> asked = EnumSet.noneOf(Region.class);
		settings.getAsJsonObject("cleaning").getAsJsonArray("regions").forEach(region -> asked.add(constant(Region.class, region)));
		return Optional.of(new RecordedProof(reasons, left(json.getAsJsonObject("Proof").getAsJsonObject("left")), asked, settings.get("series").getAsString()
			.equals("mean")));
	}

	private static FaceLeft left(final JsonObject left) {
		if (left.get("frame").isJsonNull()) return FaceLeft.UNKNOWN;
		final List<Globe> globes = new ArrayList<>();
		for (final JsonElement element : left.getAsJsonArray("globes"))
			globes.add(new Globe(element.getAsJsonObject().get("side").getAsString(), number(element, "removed")));
		final List<SeriesVolume> volumes = new ArrayList<>();
		for (final JsonElement element : left.getAsJsonArray("volumes"))
			volumes.add(new SeriesVolume(element.getAsJsonObject().get("volume").getAsInt(), number(element, "moved_mm"), number(element, "residual"), element
				.getAsJsonObject().get("foundAnew").getAsBoolean()));
		final List<Feature> features = new ArrayList<>();
		for (final JsonElement element : left.getAsJsonArray("features")) {
			final JsonObject feature = element.getAsJsonObject();
			features.add(new Feature(feature.get("name").getAsString(), feature.get("ear").getAsBoolean(), feature.get("inView").getAsBoolean(), number(
				feature, "residual"), number(feature, "depthMedian_mm"), number(feature, "standsOut_mm")));
		}
		return new FaceLeft(frame(left.getAsJsonObject("frame")), features, globes, volumes, dark(left.get("dark")));
	}

	/** Records of before the skin was looked at so do not have it. */
	private static DarkSkin dark(final JsonElement dark) {
		return dark == null || dark.isJsonNull() ? null : new DarkSkin(number(dark, "brainSeen"), number(dark, "threshold"), number(dark, "bare"));
	}

	private static HeadFrame frame(final JsonObject frame) {
		final JsonArray axes = frame.getAsJsonArray("axes");
		return HeadFrame.of(numbers(frame.getAsJsonArray("origin_mm")), new double[][] { numbers(axes.get(0).getAsJsonArray()), numbers(axes.get(1)
			.getAsJsonArray()), numbers(axes.get(2).getAsJsonArray()) }, frame.get("unit_mm").getAsDouble(), constant(HeadFrame.Basis.class, frame.get("basis")));
	}

	private static double[] numbers(final JsonArray array) {
		return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
	}

	private static double number(final JsonElement object, final String key) {
		final JsonElement value = object.getAsJsonObject().get(key);
		return value.isJsonNull() ? Double.NaN : value.getAsDouble();
	}

	private static <E extends Enum<E>> E constant(final Class<E> type, final JsonElement text) {
		return Enum.valueOf(type, text.getAsString().toUpperCase(Locale.ROOT));
	}
}
