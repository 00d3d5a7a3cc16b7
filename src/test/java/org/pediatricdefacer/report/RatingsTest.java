package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class RatingsTest {

	@TempDir
	private Path folder;

	private Path table(final String text) throws IOException {
		return Files.writeString(folder.resolve("ratings.tsv"), text);
	}

	@Test
	void whatIsWrittenIsReadBack() throws IOException {
		final Ratings ratings = new Ratings(List.of(new ScanRating("sub-01/a b", "0123", Rating.FACE_LEFT, "nose \u00e9", "KL", "2026-01-01T10:00:00Z"),
			new ScanRating("c", "", Rating.PASS, "", "", "")));
		final Path file = folder.resolve("out.tsv");
		ratings.write(file);
		assertEquals(ratings, Ratings.read(file));
		assertEquals("scan\tresult\trating\tnote\trater\trated_at", Files.readAllLines(file).get(0));
	}

	@Test
	void notesCannotBreakTheTable() throws IOException {
		final Path file = folder.resolve("out.tsv");
		new Ratings(List.of(new ScanRating("a", "", Rating.FAIL, "two\nlines\tand a tab", "", ""))).write(file);
		assertEquals("two lines and a tab", Ratings.read(file).all().get(0).note());
	}

	@Test
	void readsTablesOfSpreadsheets() throws IOException {
		final Ratings ratings = Ratings.read(table("\uFEFFrating\tother\tscan\r\nBrain Cut\tx\ta\r\n\tx\tb\r\n"));
		assertEquals(List.of(new ScanRating("a", "", Rating.BRAIN_CUT, "", "", "")), ratings.all());
	}

	@Test
	void keepsANoteWithoutARating() throws IOException {
		final Ratings ratings = Ratings.read(table("scan\trating\tnote\na\t\tchin?\nb\t\t \n"));
		assertEquals(List.of(new ScanRating("a", "", Rating.LATER, "chin?", "", "")), ratings.all());
	}

	@Test
	void saysWhatIsWrongWithATable() throws IOException {
		assertTrue(assertThrows(DefacingException.class, () -> Ratings.read(table("name\trating\na\tpass\n"))).getMessage().contains("scan"));
		assertTrue(assertThrows(DefacingException.class, () -> Ratings.read(table("scan\trating\na\tpass\nb\tgreat\n"))).getMessage().contains(
			"line 3: 'great'"));
		assertTrue(assertThrows(DefacingException.class, () -> Ratings.read(folder.resolve("none.tsv"))).getMessage().contains("none.tsv"));
		Files.write(folder.resolve("latin.tsv"), "scan\trating\n\u00e9\tpass\n".getBytes(StandardCharsets.ISO_8859_1));
		assertTrue(assertThrows(DefacingException.class, () -> Ratings.read(folder.resolve("latin.tsv"))).getMessage().contains("UTF-8"));
	}

	@Test
	void ratingsOfAScanComeInTheOrderOfTime() throws IOException {
		final Ratings first = Ratings.read(table("scan\trating\trated_at\na\tpass\t2026-02-01\nb\tfail\t2026-01-01\n"));
		final Ratings second = Ratings.read(table("scan\trating\trated_at\na\tfail\t2026-01-01\n"));
		assertEquals(List.of(Rating.FAIL, Rating.PASS), first.and(second).of("a").stream().map(ScanRating::rating).toList());
	}

	@Test
	void eachRatingHasItsOwnKeyAndWords() {
		assertEquals(Rating.values().length, Arrays.stream(Rating.values()).map(Rating::key).distinct().count());
		for (final Rating rating : Rating.values()) {
			assertEquals(rating, Rating.ofKey(rating.key()).orElseThrow());
			assertEquals(rating, Rating.ofText(rating.text()).orElseThrow());
		}
	}
}
