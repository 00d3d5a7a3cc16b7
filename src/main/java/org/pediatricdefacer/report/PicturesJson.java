package org.pediatricdefacer.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * Packs the pictures of a scan for the page: PNG in base64, as good as fits into a number of letters.
 * <p>
 * First gray levels are given up, which the eye forgives, then pixels.
 */
final class PicturesJson {

	private static final int[] LEVELS = { 96, 64, 32, 24, 16 };
	private static final double SHRINK = 0.8;
	private static final int LEAST_PIXELS = 16;

	private final HeadPictures pictures;
	private final long letters;

	PicturesJson(final HeadPictures pictures, final long letters) {
		this.pictures = pictures;
		this.letters = letters;
	}

	/** Returns the members {@code views} and {@code planes}. */
	JsonObject json() {
		for (final int levels : LEVELS) {
			final JsonObject json = json(1, levels);
			if (json.toString().length() <= letters) return json;
		}
		double scale = SHRINK;
		JsonObject json = json(scale, LEVELS[LEVELS.length - 1]);
		while (json.toString().length() > letters && scale * largestSide() > LEAST_PIXELS) {
			scale *= SHRINK;
			json = json(scale, LEVELS[LEVELS.length - 1]);
		}
		return json;
	}

	private int largestSide() {
		return all().stream().mapToInt(picture -> Math.max(picture.width(), picture.height())).max().orElse(0);
	}

	private List<GrayPicture> all() {
		final List<Optional<GrayPicture>> all = new ArrayList<>();
		pictures.views().forEach(view -> Stream.of(view.before(), view.after()).forEach(all::add));
		pictures.planes().forEach(plane -> Stream.of(plane.before(), plane.after()).forEach(all::add));
		return all.stream().flatMap(Optional::stream).toList();
	}

	private JsonObject json(final double scale, final int levels) {
		final JsonArray views = new JsonArray();
		for (final ViewPicture view : pictures.views())
			views.add(view(view, scale, levels));
		final JsonArray planes = new JsonArray();
		for (final PlanePicture plane : pictures.planes())
			planes.add(plane(plane, scale, levels));
		final JsonObject json = new JsonObject();
		json.add("views", views);
		json.add("planes", planes);
		return json;
	}

	private static JsonElement view(final ViewPicture view, final double scale, final int levels) {
		final JsonObject json = new JsonObject();
		final GrayPicture any = view.after().or(view::before).orElseThrow();
		json.addProperty("label", view.label());
		size(json, any.width(), any.height());
		add(json, "before", view.before(), scale, levels);
		add(json, "after", view.after(), scale, levels);
		return json;
	}

	private static JsonElement plane(final PlanePicture plane, final double scale, final int levels) {
		final JsonObject json = new JsonObject();
		json.addProperty("label", plane.label());
		json.addProperty("left", plane.left());
		json.addProperty("right", plane.right());
		size(json, plane.width(), plane.height());
		json.addProperty("removed", plane.removed().svg());
		json.addProperty("brain", plane.brain().svg());
		add(json, "before", plane.before(), scale, levels);
		add(json, "after", plane.after(), scale, levels);
		return json;
	}

	private static void size(final JsonObject json, final int width, final int height) {
		json.addProperty("width", width);
		json.addProperty("height", height);
	}

	private static void add(final JsonObject json, final String when, final Optional<GrayPicture> picture, final double scale,
		final int levels)
	{
		picture.ifPresent(gray -> json.addProperty(when, Base64.getEncoder().encodeToString(gray.scaled(scale).png(levels))));
	}
}
