package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Keeps the walls between the rooms. */
class RoomsTest {

	private static final Path SOURCES = Path.of("src/main/java/org/pediatricdefacer");
	private static final Pattern USE = Pattern.compile("(?:import (?:static )?|[\\s(<@])((?:ai\\.djl|ij|javax\\.swing|net\\.miginfocom|org\\.bytedeco|org\\.apache\\.spark|org\\.apache\\.hadoop|org\\.scijava|picocli|org\\.pediatricdefacer)\\.[\\w.]+)");

	/** A use of a class by a room; the room is empty for the root package. */
	private record Use(String room, String name) {}

	private static List<Use> uses() throws IOException {
		final List<Use> uses = new ArrayList<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (final Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
				final Path folder = SOURCES.relativize(file).getParent();
				final String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^package .*$", "").replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"");
				final Matcher matcher = USE.matcher(code);
				while (matcher.find())
					uses.add(new Use(folder == null ? "" : folder.getName(0).toString(), matcher.group(1)));
			}
		}
		return uses;
	}

	private static void onlyIn(final List<String> rooms, final Predicate<String> names) throws IOException {
		final List<Use> found = uses().stream().filter(use -> names.test(use.name())).toList();
		assertTrue(!found.isEmpty(), "the wall would be guarding nothing");
		assertEquals(List.of(), found.stream().filter(use -> !rooms.contains(use.room())).toList());
	}

	@Test
	void theEngineIsKnownToInferOnly() throws IOException {
		onlyIn(List.of("infer"), name -> name.startsWith("ai.djl."));
	}

	@Test
	void imageJIsKnownWhereImagesComeFromAndGoTo() throws IOException {
		onlyIn(List.of("io", "apply", "command"), name -> name.startsWith("ij."));
	}

	@Test
	void windowsAreKnownToThePanelOnly() throws IOException {
		onlyIn(List.of("panel"), name -> name.startsWith("net.miginfocom."));
		onlyIn(List.of("panel", "command"), name -> name.startsWith("javax.swing."));
	}

	/** The panel asks what surrounds it by an interface, so that it can be tested, and used, without Fiji. */
	@Test
	void thePanelKnowsNothingOfFiji() throws IOException {
		for (final Use use : uses()) {
			if (use.room().equals("panel"))
				assertTrue(use.name().matches("(javax\\.swing|net\\.miginfocom|org\\.pediatricdefacer\\.(panel|apply|batch|frame|infer|io|lattice|mask|proof|render|volume))\\..*|org\\.pediatricdefacer\\.[A-Z]\\w*"), use
					.toString());
			if (use.name().startsWith("org.pediatricdefacer.panel."))
				assertTrue(List.of("panel", "command").contains(use.room()), use.toString());
		}
	}

	@Test
	void picocliIsKnownToTheCommandLineOnly() throws IOException {
		onlyIn(List.of("cli"), name -> name.startsWith("picocli."));
	}

	@Test
	void openCvIsOptionalSoOneClassKnowsIt() throws IOException {
		onlyIn(List.of("privacy"), name -> name.startsWith("org.bytedeco."));
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (final Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator)
				assertTrue(file.endsWith("CascadeDetector.java") || !Files.readString(file).contains("org.bytedeco"), file.toString());
		}
	}

	@Test
	void sparkIsOptionalSoOneClassKnowsItAndOnlyItsRoomKnowsHadoop() throws IOException {
		onlyIn(List.of("spark"), name -> name.startsWith("org.apache.hadoop."));
		onlyIn(List.of("spark"), name -> name.startsWith("org.apache.spark."));
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (final Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator)
				assertTrue(file.endsWith("SparkDefacing.java") || !Files.readString(file).contains("org.apache.spark"), file.toString());
		}
		for (final Use use : uses())
			assertTrue(!use.name().startsWith("org.pediatricdefacer.spark.") || List.of("spark", "cli").contains(use.room()), use.toString());
	}

	@Test
	void nobodyDependsOnAFace() throws IOException {
		for (final Use use : uses())
			for (final String face : new String[] { "command", "cli" })
				assertTrue(use.room().equals(face) || !use.name().startsWith("org.pediatricdefacer." + face + "."), use.toString());
	}

	@Test
	void volumesDependOnNoOtherRoom() throws IOException {
		for (final Use use : uses())
			if (use.room().equals("volume") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((volume|lattice)\\..*|[A-Z]\\w*)"), use.toString());
	}

	@Test
	void geometryAndTablesDependOnNoRoom() throws IOException {
		for (final Use use : uses())
			if (List.of("lattice", "table").contains(use.room()) && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.(" + use.room() + "\\..*|[A-Z]\\w*)"), use.toString());
	}

	@Test
	void sessionsAndDataSetsKnowNoFaceAndNoReport() throws IOException {
		for (final Use use : uses()) {
			if (use.room().equals("session") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((session|batch|frame|io|lattice|mask|proof|removal|render|volume)\\..*|[A-Z]\\w*)"), use
					.toString());
			if (use.room().equals("bids") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((bids|session|batch|evaluate|io)\\..*|[A-Z]\\w*)"), use.toString());
			if (use.room().equals("study") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((study|dicom|session|batch|apply|infer|io|mask|proof|volume)\\..*|[A-Z]\\w*)"), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.study."))
				assertTrue(List.of("study", "command", "cli").contains(use.room()), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.bids."))
				assertTrue(List.of("bids", "command", "cli").contains(use.room()), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.session."))
				assertTrue(List.of("session", "bids", "study", "command", "cli").contains(use.room()), use.toString());
		}
	}

	@Test
	void plansKnowBatchesAndAreKnownToThoseWhoStartThem() throws IOException {
		for (final Use use : uses()) {
			if (use.room().equals("plan") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((plan|batch|apply|io|mask|proof|removal|table)\\..*|[A-Z]\\w*)"), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.plan."))
				assertTrue(List.of("plan", "cli", "spark").contains(use.room()), use.toString());
		}
	}

	@Test
	void roomsDependOnEachOtherWithoutCircles() throws IOException {
		final Map<String, Set<String>> rooms = new TreeMap<>();
		for (final Use use : uses())
			if (use.name().matches("org\\.pediatricdefacer\\.[a-z]\\w*\\..*"))
				rooms.computeIfAbsent(use.room(), room -> new TreeSet<>()).add(use.name().split("\\.")[2]);
		// The root package holds both what all rooms use and what uses them.
		rooms.remove("");
		rooms.forEach((room, used) -> used.remove(room));
		while (rooms.values().removeIf(used -> used.stream().noneMatch(rooms::containsKey))) {}
		assertEquals(Map.of(), rooms);
	}

	@Test
	void dicomAndOtherFormatsKnowNothingOfEachOther() throws IOException {
		for (final Use use : uses()) {
			if (use.room().equals("dicom") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((dicom|volume)\\..*|[A-Z]\\w*)"), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.dicom."))
				assertTrue(List.of("dicom", "study", "command", "cli").contains(use.room()), use.toString());
		}
	}

	@Test
	void reportsAreMadeOfMeasurementsAndNobodyDependsOnThem() throws IOException {
		for (final Use use : uses()) {
			if (use.room().equals("report") && use.name().startsWith("org.pediatricdefacer."))
				assertTrue(use.name().matches("org\\.pediatricdefacer\\.((report|evaluate|privacy|render|table|frame|lattice|proof|io|volume|mask)\\..*|[A-Z]\\w*)"), use.toString());
			if (use.name().startsWith("org.pediatricdefacer.report."))
				assertTrue(List.of("report", "command", "cli").contains(use.room()), use.toString());
		}
	}
}
