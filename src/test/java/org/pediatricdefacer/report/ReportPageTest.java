package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import com.google.gson.JsonElement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.ResultRecord.Remark;

/** Uses a report of 200 scans in a headless Chromium as people do, by keys. */
class ReportPageTest {

	private static final int SCANS = 200;
	private static final double MOST_LOADING_MS = 2000;
	private static final String RIGHT = "\uE014";
	private static final String DOWN = "\uE015";
	private static final String ENTER = "\uE007";
	private static final String ESCAPE = "\uE00C";

	@TempDir
	private static Path folder;

	private static Browser browser;

	@BeforeAll
	static void start() throws IOException, InterruptedException {
		final Optional<String> missing = Browser.missing();
		assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElse(""));
		write(new Ratings(List.of()));
		browser = Browser.start(folder);
	}

	@AfterAll
	static void stop() throws IOException, InterruptedException {
		if (browser != null) browser.close();
	}

	@BeforeEach
	void load() throws IOException, InterruptedException {
		open("");
		browser.run("localStorage.clear()");
		open("");
	}

	private static Path page() {
		return folder.resolve("qc.html");
	}

	private static void open(final String fragment) throws IOException, InterruptedException {
		browser.open(URI.create("about:blank"));
		browser.open(URI.create(page().toUri() + fragment));
	}

	/** Writes a page of scans whose pictures are as large as they may be. */
	private static void write(final Ratings ratings) throws IOException {
		final byte[] noise = new byte[240 * 240];
		new Random(5).nextBytes(noise);
		final GrayPicture gray = new GrayPicture(240, 240, noise);
		final MaskOutline outline = MaskOutline.of(new boolean[] { true }, 1);
		final HeadPictures pictures = new HeadPictures(List.of(new ViewPicture("front", Optional.of(gray), Optional.empty()), new ViewPicture("left",
			Optional.of(gray), Optional.empty())), List.of(new PlanePicture("axial", "R", "L", Optional.of(gray), Optional.empty(), outline, outline)));
		final ReportJson json = new ReportJson(ReportSettings.DEFAULT.withRatings(ratings), "2026-01-01 12:00", "Test");
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(page()))) {
			final ReportPage page = new ReportPage(out, "Test");
			JsonElement details = null;
			for (int i = 0; i < SCANS; i++) {
				final JsonElement own = json.add(new ExaminedScan(entry(i), i == 0 ? pictures : HeadPictures.NONE, "brain", List.of(), List.of(), List
					.of()), new ReportItem(entry(i).name(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional
						.empty(), Optional.empty()));
				// The pictures are packed once: that is slow for noise.
				details = i == 0 ? own : details;
				page.scan(i, details);
			}
			page.end(json.report(0, List.of(page()), List.of(), false));
		}
	}

	private static ScanEntry entry(final int i) {
		final Map<ReportMeasure, Double> values = new EnumMap<>(ReportMeasure.class);
		values.put(ReportMeasure.FACE_LEFT, i / 1000.0);
		if (i % 2 == 0) values.put(ReportMeasure.SIMILARITY, 1 - i / 1000.0);
		final Verdict verdict = i % 20 == 0 ? Verdict.FAIL : i % 4 == 0 ? Verdict.REVIEW : Verdict.PASS;
		return ScanEntry.of(String.format("sub-%03d", i), String.format("%016x", i), Verdict.PASS, verdict == Verdict.PASS ? List.of() : List.of(
			new Remark(verdict, "Reason <b>" + i + "</b> & more")), values);
	}

	private static String text(final String expression) throws IOException, InterruptedException {
		return browser.run("return String(" + expression + ")").getAsString();
	}

	private static String rows() throws IOException, InterruptedException {
		return text("document.querySelectorAll('#rows tr').length");
	}

	private static void choose(final String id, final String value) throws IOException, InterruptedException {
		browser.run("const s = document.getElementById(arguments[0]); s.value = arguments[1]; s.onchange();", id, value);
	}

	@Test
	void showsTwoHundredScansAtOnce() throws Exception {
		assertTrue(Files.size(page()) > 0.9 * SCANS * QcReport.BYTES_PER_SCAN, "the page is as large as it may be");
		assertEquals(String.valueOf(SCANS), rows());
		double load_ms = Double.POSITIVE_INFINITY;
		// The best of three, so that other work on the machine does not decide.
		for (int run = 0; run < 3; run++) {
			open("");
			load_ms = Math.min(load_ms, browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd").getAsDouble());
		}
		System.getLogger("report").log(System.Logger.Level.INFO, "{0} scans, {1} MB: loaded in {2} ms", SCANS, Files.size(page()) / 1_000_000, Math
			.round(load_ms));
		assertTrue(load_ms < MOST_LOADING_MS, "loaded in " + load_ms + " ms");
		assertEquals("\u2715fail", text("document.querySelector('#rows tr td').textContent"), "the gravest first");
		assertEquals("sub-000", text("document.querySelector('#rows th a').textContent"));
	}

	@Test
	void textIsNeverMarkup() throws Exception {
		assertEquals("Reason <b>0</b> & more", text("document.querySelector('.why').textContent"));
		assertEquals("0", text("document.querySelectorAll('#rows b').length"));
	}

	@Test
	void filtersAndSorts() throws Exception {
		choose("filter-verdict", "fail");
		assertEquals("10", rows());
		choose("filter-verdict", "");
		browser.run("const f = document.getElementById('find'); f.value = 'SUB-19'; f.oninput();");
		assertEquals("10", rows());
		browser.run("const f = document.getElementById('find'); f.value = ''; f.oninput();");
		final String sort = "[...document.querySelectorAll('#columns button')].find((b) => b.textContent.startsWith('Similarity')).click();";
		browser.run(sort);
		assertEquals("sub-198", text("document.querySelector('#rows th a').textContent"));
		assertEquals("ascending", text("document.querySelector('#columns [aria-sort]').getAttribute('aria-sort')"));
		browser.run(sort);
		assertEquals("sub-000", text("document.querySelector('#rows th a').textContent"));
		assertTrue(text("[...document.querySelectorAll('#rows tr')].pop().textContent").contains("\u2013"), "what was not measured is last");
	}

	@Test
	void ratesByKeysAndKeepsTheRatings() throws Exception {
		browser.press(DOWN + ENTER);
		awaitScan("sub-020");
		browser.press("p");
		awaitScan("sub-040");
		browser.press("nchin is left" + ENTER);
		browser.press("l");
		awaitScan("sub-060");
		browser.press("bb");
		awaitScan("sub-100");
		browser.press("k");
		awaitScan("sub-080");
		browser.press("b" + RIGHT + ESCAPE);
		assertEquals("Rated: 3 of 200", ratedAfterReload());
		browser.press("d");
		final Ratings downloaded = Ratings.read(download());
		assertEquals(List.of("sub-020", "sub-040", "sub-060"), downloaded.all().stream().map(ScanRating::scan).toList());
		assertEquals(List.of(Rating.PASS, Rating.FACE_LEFT, Rating.BRAIN_CUT), downloaded.all().stream().map(ScanRating::rating).toList());
		assertEquals("chin is left", downloaded.all().get(1).note());
		assertEquals(String.format("%016x", 20), downloaded.all().get(0).result());
		choose("filter-rating", "face left");
		assertEquals("1", rows());
	}

	private static String ratedAfterReload() throws Exception {
		open("");
		return text("[...document.querySelectorAll('#summary h2')][1].textContent");
	}

	private static Path download() throws Exception {
		final Path file = folder.resolve("downloads/qc_ratings.tsv");
		for (int i = 0; i < 600 && !Files.exists(file); i++)
			Thread.sleep(50);
		return file;
	}

	private static void awaitScan(final String name) throws Exception {
		for (int i = 0; i < 2400 && !name.equals(text("document.getElementById('scan-name')?.textContent")); i++)
			Thread.sleep(50);
		assertEquals(name, text("document.getElementById('scan-name')?.textContent"));
	}

	@Test
	void showsRatingsThatWereReadBack() throws Exception {
		write(new Ratings(List.of(new ScanRating("sub-007", String.format("%016x", 7), Rating.FAIL, "", "KL", "2026-01-02"), new ScanRating("sub-008",
			"of other files", Rating.FAIL, "", "KL", "2026-01-02"))));
		try {
			assertEquals("Rated: 1 of 200", ratedAfterReload());
			assertFalse(Boolean.parseBoolean(text("document.getElementById('banner-stale').hidden")), "sub-008 needs another look");
			open("#8");
			assertTrue(text("document.getElementById('scan').textContent").contains("KL"));
		}
		finally {
			write(Ratings.NONE);
		}
	}

	@Test
	void listsAllKeysInTheHelp() throws Exception {
		browser.press("?");
		final String help = text("document.getElementById('help').open + document.getElementById('help-keys').textContent");
		assertTrue(help.startsWith("true"));
		for (final Rating rating : Rating.values())
			assertTrue(help.contains(rating.text()), help);
		browser.press(ESCAPE);
		assertEquals("false", text("document.getElementById('help').open"));
	}

	@Test
	void picturesTellWhatTheyShow() throws Exception {
		open("#1");
		assertEquals("3", text("document.querySelectorAll('#scan img').length"));
		assertEquals("0", text("[...document.images].filter((i) => !i.alt || !i.complete || !i.naturalWidth).length"));
		assertEquals("0", text("[...document.querySelectorAll('button, input, select')].filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label')" +
			" || e.labels?.length)).length"), "every control has a name");
	}

	/** WCAG 2.2 at AA asks for 4.5:1; computed from the colors that the browser really uses. */
	@Test
	void textStandsOutInLightAndDark() throws Exception {
		final String script = new String(ReportPageTest.class.getResourceAsStream("contrast.js").readAllBytes(), StandardCharsets.UTF_8);
		for (final String scheme : new String[] { "light", "dark" }) {
			browser.devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
			for (final String fragment : new String[] { "", "#1", "#5", "#2" }) {
				open(fragment);
				assertEquals("[]", browser.run(script).toString(), scheme + " " + fragment);
			}
		}
	}

	/** 640 pixels of a window 1280 wide at 200 %, and a telephone. */
	@Test
	void nothingIsCutOffWhenEnlarged() throws Exception {
		for (final int width : new int[] { 640, 360 }) {
			browser.devTools("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 450, "deviceScaleFactor", 2, "mobile", false));
			for (final String fragment : new String[] { "", "#1" }) {
				open(fragment);
				final int overflow = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth").getAsInt();
				assertEquals(0, overflow, width + " " + fragment);
			}
		}
		browser.devTools("Emulation.clearDeviceMetricsOverride", Map.of());
	}
}
