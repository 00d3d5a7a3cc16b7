package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.ReviewSession.Action;

class ReviewSessionTest {

	private static final MaskOutline SQUARE = new MaskOutline(List.of(new int[] { 1, 1, 3, 1, 3, 3, 1, 3 }));

	@TempDir
	private Path folder;

	private Path table;
	private ReviewSession session;

	@BeforeEach
	void begin() throws IOException {
		table = folder.resolve("ratings.tsv");
		session = session();
	}

	private ReviewSession session() throws IOException {
		final List<ReportItem> items = List.of("a", "b", "c").stream().map(name -> new ReportItem(name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional
			.empty(), Optional.empty(), Optional.empty())).toList();
		return new ReviewSession(new ReportPlan(items, List.of(), false), table, "KL", 4);
	}

	private static ReviewSheet sheet(final String name) {
		final GrayPicture gray = new GrayPicture(4, 4, new byte[] { 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 });
		final PlanePicture plane = new PlanePicture("axial", "R", "L", Optional.of(gray), Optional.of(gray), SQUARE, SQUARE);
		final HeadPictures pictures = new HeadPictures(List.of(new ViewPicture("front", Optional.of(gray), Optional.empty())), List.of(plane, plane));
		return ReviewSheet.of(new ExaminedScan(ScanEntry.of(name, "result of " + name, Verdict.PASS, List.of(), Map.of()), pictures, "brain",
			List.of(), List.of(), List.of()));
	}

	private List<String> saved() throws IOException {
		return Ratings.read(table).all().stream().map(rating -> rating.scan() + " " + rating.rating().text() + " " + rating.note()).map(String::strip)
			.toList();
	}

	@Test
	void ratesAndGoesOn() throws IOException {
		assertEquals(Action.MOVED, session.press("p", sheet("a")));
		assertEquals(Action.MOVED, session.press("L", sheet("b")));
		assertEquals(2, session.index());
		assertEquals(Action.RATED, session.press("b", sheet("c")), "there is no next one");
		assertEquals(List.of("a pass", "b face left", "c brain cut"), saved());
		assertEquals("KL", Ratings.read(table).all().get(0).rater());
	}

	@Test
	void theSameKeyTakesARatingBack() throws IOException {
		session.press("f", sheet("a"));
		session.press("ArrowLeft", sheet("b"));
		assertEquals(Action.RATED, session.press("f", sheet("a")));
		assertEquals(List.of(), saved());
		assertEquals(0, session.index());
	}

	@Test
	void walksToBothEnds() throws IOException {
		assertEquals(Action.NONE, session.press("k", sheet("a")));
		assertEquals(Action.MOVED, session.press("j", sheet("a")));
		assertEquals(Action.MOVED, session.press("ArrowRight", sheet("b")));
		assertEquals(Action.NONE, session.press("ArrowRight", sheet("c")));
		assertFalse(Files.exists(table), "nothing was rated");
	}

	@Test
	void leavesTheRestToTheWindow() throws IOException {
		assertEquals(List.of(Action.NOTE, Action.OUTLINES, Action.HELP, Action.CLOSE, Action.NONE), List.of(session.press("n", sheet("a")), session
			.press("o", sheet("a")), session.press("?", sheet("a")), session.press("Escape", sheet("a")), session.press("x", sheet("a"))));
		for (final Rating rating : Rating.values())
			assertTrue(ReviewSession.keys().stream().anyMatch(line -> line.contains(rating.text())));
	}

	@Test
	void resumesWithRatingsOfTheSameFilesOnly() throws IOException {
		session.press("p", sheet("a"));
		final ScanRating old = new ScanRating("b", "other files", Rating.FAIL, "", "", "");
		Ratings.read(table).and(new Ratings(List.of(old))).write(table);
		final ReviewSession resumed = session();
		assertEquals(Rating.PASS, resumed.rating(sheet("a")).orElseThrow().rating());
		assertEquals(Optional.empty(), resumed.rating(sheet("b")));
		resumed.press("l", sheet("b"));
		assertTrue(Ratings.read(table).all().contains(old), "what others found of other files is kept");
		assertTrue(resumed.title(sheet("a")).contains("rated pass"), resumed.title(sheet("a")));
	}

	@Test
	void aNoteAsksForAnotherLook() throws IOException {
		session.note(sheet("a"), "chin?");
		assertEquals(List.of("a review later chin?"), saved());
		session.press("p", sheet("a"));
		assertEquals(List.of("a pass chin?"), saved());
	}

	@Test
	void aSheetShowsEverythingSideBySide() {
		final ReviewSheet sheet = sheet("a");
		assertEquals(List.of("R  axial before  L", "R  axial before  L", "R  axial  L", "R  axial  L", "front"), sheet.captions().stream().map(
			ReviewSheet.Caption::text).toList());
		for (int i = 0; i < sheet.outlines().size(); i++) {
			final int[] loop = sheet.outlines().get(i).loops().get(0);
			final int corner = (loop[1] - 1) * sheet.width() + loop[0] - 1;
			assertEquals(9, sheet.gray()[corner], "outlines lie on their pictures");
			assertEquals(0, sheet.gray()[corner - sheet.width()], "above them is the caption");
		}
		assertEquals(5 * 16 * 9, IntStream.range(0, sheet.gray().length).map(i -> sheet.gray()[i]).sum());
	}
}
