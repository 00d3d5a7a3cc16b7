package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A walk through a folder of results: which one is looked at, what each key does, and the ratings, which are saved at each
 * change. The keys are those of the report's page. Knows no window. Not thread-safe, except for {@link #sheet}.
 */
public final class ReviewSession {

	/** What a key did, so that a window knows what to show anew. */
	public enum Action {
		/** Another scan is looked at. */
		MOVED,
		/** The scan was rated, or its rating taken back, and is still looked at. */
		RATED,
		/** A note is to be asked for. */
		NOTE,
		/** Outlines are to be shown or hidden. */
		OUTLINES,
		/** The keys are to be listed. */
		HELP,
		/** The review is over. */
		CLOSE,
		/** Nothing. */
		NONE
	}

	private final ReportPlan plan;
	private final Path table;
	private final String rater;
	private final double pixel_mm;
	private Ratings ratings;
	private int index;

	/**
	 * Begins or resumes a review.
	 *
	 * @param plan the results
	 * @param table ratings, read if it is there, and written at each change
	 * @param rater who looks, or empty
	 * @param pixel_mm edge of a pixel of the pictures
	 * @throws org.pediatricdefacer.DefacingException if the table is none
	 * @throws IOException if the disk fails
	 */
	public ReviewSession(final ReportPlan plan, final Path table, final String rater, final double pixel_mm) throws IOException {
		this.plan = plan;
		this.table = table;
		this.rater = rater;
		this.pixel_mm = pixel_mm;
		ratings = Files.exists(table) ? Ratings.read(table) : Ratings.NONE;
	}

	/** Returns how many results there are. */
	public int count() {
		return plan.items().size();
	}

	/** Returns the number of the result that is looked at, from 0. */
	public int index() {
		return index;
	}

	/**
	 * Reads a result and makes its pictures, which takes a while; those of the original, too, if it is at hand.
	 *
	 * @param number of the result, from 0
	 * @return what to show
	 */
	public ReviewSheet sheet(final int number) {
		final ReportItem item = plan.items().get(number);
		return ReviewSheet.of(ScanExaminer.examine(item, item.original().isPresent(), plan.originalsAsked(), pixel_mm));
	}

	/**
	 * Does what a key stands for.
	 *
	 * @param key as browsers name it: a letter, {@code ArrowLeft}, {@code ArrowRight}, {@code Escape}, {@code ?}
	 * @param sheet what is looked at
	 * @return what happened
	 * @throws IOException if the ratings could not be saved
	 */
	public Action press(final String key, final ReviewSheet sheet) throws IOException {
		final Optional<Rating> rating = key.length() == 1 ? Rating.ofKey(key.charAt(0)) : Optional.empty();
		if (rating.isPresent()) return rate(rating.get(), sheet);
		return switch (key.length() == 1 ? key.toLowerCase(Locale.ROOT) : key) {
			case "ArrowRight", "j" -> move(1);
			case "ArrowLeft", "k" -> move(-1);
			case "n" -> Action.NOTE;
			case "o" -> Action.OUTLINES;
			case "?" -> Action.HELP;
			case "Escape", "t" -> Action.CLOSE;
			default -> Action.NONE;
		};
	}

	private Action move(final int by) {
		if (index + by < 0 || index + by >= count()) return Action.NONE;
		index += by;
		return Action.MOVED;
	}

	private Action rate(final Rating rating, final ReviewSheet sheet) throws IOException {
		final Optional<ScanRating> given = rating(sheet);
		final boolean takeBack = given.isPresent() && given.get().rating() == rating;
		replace(sheet, takeBack ? null : new ScanRating(sheet.name(), sheet.result(), rating, given.map(ScanRating::note).orElse(""), rater, now()));
		return takeBack || move(1) == Action.NONE ? Action.RATED : Action.MOVED;
	}

	/**
	 * Keeps a note; a scan without a rating is then to be reviewed later.
	 *
	 * @param sheet what is looked at
	 * @param text the note
	 * @throws IOException if the ratings could not be saved
	 */
	public void note(final ReviewSheet sheet, final String text) throws IOException {
		final Rating rating = rating(sheet).map(ScanRating::rating).orElse(Rating.LATER);
		replace(sheet, new ScanRating(sheet.name(), sheet.result(), rating, text, rater, now()));
	}

	/** Returns the last rating that was given for just these files. */
	public Optional<ScanRating> rating(final ReviewSheet sheet) {
		return ratings.of(sheet.name()).stream().filter(rating -> rating.result().equals(sheet.result())).reduce((first, last) -> last);
	}

	/** Ratings of other files of the same name stay in the table, where they do not count. */
	private void replace(final ReviewSheet sheet, final ScanRating rating) throws IOException {
		final List<ScanRating> all = new ArrayList<>(ratings.all());
		all.removeIf(given -> given.scan().equals(sheet.name()) && given.result().equals(sheet.result()));
		if (rating != null) all.add(rating);
		final Ratings changed = new Ratings(all);
		changed.write(table);
		ratings = changed;
	}

	private static String now() {
		return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/** Returns a line on what is looked at, for a window's title. */
	public String title(final ReviewSheet sheet) {
		final String rated = rating(sheet).map(given -> "rated " + given.rating().text() + (given.note().isEmpty() ? "" : ": " + given.note()))
			.orElse("not rated");
		return String.format("%d/%d %s | program: %s | %s", index + 1, count(), sheet.name(), sheet.verdict().text(), rated);
	}

	/** Returns a line for each key. */
	public static List<String> keys() {
		final List<String> lines = new ArrayList<>();
		for (final Rating rating : Rating.values())
			lines.add(Character.toUpperCase(rating.key()) + "  rate: " + rating.text() + " (again: take it back)");
		lines.addAll(List.of("N  write a note", "\u2192 or J  next scan", "\u2190 or K  previous scan", "O  outlines on and off",
			"T or Esc  end the review", "?  this list"));
		return lines;
	}
}
