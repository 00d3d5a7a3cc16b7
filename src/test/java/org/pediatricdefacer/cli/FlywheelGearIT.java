package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Runs the gear as Flywheel does, with the program that was built: its script alone, in its folder, with nothing but PATH. */
@DisabledOnOs(value = {OS.WINDOWS, OS.MAC}, disabledReason = "gears run in containers of Linux")
class FlywheelGearIT {

	private static final Path GEAR = Path.of("src", "deploy", "flywheel");
	private static final String PATH = Path.of(System.getProperty("app.directory"), "bin").toAbsolutePath() + ":" + Path.of(System.getProperty(
		"java.home"), "bin") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

	@TempDir
	private Path folder;
	private String output;

	@BeforeEach
	void makeGear() throws IOException {
		for (final String program : List.of("bash", "jq", "unzip", "zip"))
			assumeTrue(Stream.of(PATH.split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, program))), "this machine lacks " + program);
		Files.copy(GEAR.resolve("run"), folder.resolve("run")).toFile().setExecutable(true);
		Files.copy(GEAR.resolve("manifest.json"), folder.resolve("manifest.json"));
		Files.createDirectories(folder.resolve("input/scan"));
		Files.createDirectory(folder.resolve("output"));
	}

	private int run(final Path scan, final String config) throws IOException, InterruptedException {
		Files.writeString(folder.resolve("config.json"), "{\"config\": " + config + ", \"inputs\": {\"scan\": {\"base\": \"file\", \"hierarchy\": {\"type\": " +
			"\"acquisition\", \"id\": \"5988d38b3b49ee001bde0853\"}, \"location\": {\"path\": \"" + scan + "\", \"name\": \"" + scan.getFileName() + "\"}}}}");
		final Process process = new ProcessBuilder("env", "-i", "PATH=" + PATH, folder.resolve("run").toString()).directory(folder.toFile())
			.redirectErrorStream(true).start();
		output = new String(process.getInputStream().readAllBytes());
		return process.waitFor();
	}

	private List<String> saved() throws IOException {
		return TestImages.files(folder.resolve("output"));
	}

	/** The information of each file that Flywheel will hold, which must be there. */
	private JsonArray described() throws IOException {
		final JsonObject metadata = JsonParser.parseString(Files.readString(folder.resolve("output/.metadata.json"))).getAsJsonObject();
		assertEquals(List.of("acquisition"), List.copyOf(metadata.keySet()));
		final JsonArray files = metadata.getAsJsonObject("acquisition").getAsJsonArray("files");
		for (final JsonElement file : files)
			assertTrue(Files.isRegularFile(folder.resolve("output").resolve(file.getAsJsonObject().get("name").getAsString())), file.toString());
		return files;
	}

	private static JsonObject info(final JsonElement file) {
		return file.getAsJsonObject().getAsJsonObject("info").getAsJsonObject("pediatric_defacer");
	}

	@Test
	void defacesNiftiAndTellsTheVerdict() throws Exception {
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("input/scan/child one.nii.gz"));
		assertEquals(0, run(scan, "{\"regions\": \"face,eyes,ears\", \"fill\": \"background\", \"margin_mm\": 1, \"removal\": \"smooth\"}"), () -> output);
		assertEquals(List.of(".metadata.json", "child one_defaced.json", "child one_defaced.nii.gz", "child one_removed.nii.gz"), saved());
		TestImages.assertDefaced(folder.resolve("output/child one_defaced.nii.gz"), folder.resolve("output/child one_removed.nii.gz"));
		final JsonObject record = JsonParser.parseString(Files.readString(folder.resolve("output/child one_defaced.json"))).getAsJsonObject();
		assertEquals(1, record.getAsJsonObject("Settings").getAsJsonObject("cleaning").get("margin_mm").getAsDouble());
		assertEquals(3, described().size());
		for (final JsonElement file : described()) {
			assertEquals(record.get("Status"), info(file).get("verdict"));
			assertEquals(0, info(file).get("brain_voxels_removed").getAsInt());
			assertTrue(file.getAsJsonObject().getAsJsonArray("tags").toString().contains("defaced-" + record.get("Status").getAsString()));
		}
	}

	@Test
	void defacesAZipOfDicomFiles() throws Exception {
		final NiftiImage image = NiftiReader.read(TestImages.WHOLE);
		final List<Path> files = DicomPhantom.of(image.stored(), image.volume().grid()).classic(folder.resolve("series"));
		final Path zip = folder.resolve("input/scan/t1.dicom.zip");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
			for (final Path file : files)
				entry(out, file.getFileName().toString(), Files.readAllBytes(file));
		}
		assertEquals(0, run(zip, "{}"), () -> output);
		final List<String> zips = saved().stream().filter(name -> name.endsWith("_defaced.dicom.zip")).toList();
		assertEquals(1, zips.size(), saved().toString());
		try (ZipFile defaced = new ZipFile(folder.resolve("output").resolve(zips.get(0)).toFile())) {
			assertEquals(files.size(), defaced.size());
		}
		assertTrue(saved().stream().noneMatch(name -> name.endsWith(".dcm")), saved().toString());
		assertEquals("dicom", described().asList().stream().filter(file -> file.getAsJsonObject().get("name").getAsString().equals(zips.get(0)))
			.findFirst().orElseThrow().getAsJsonObject().get("type").getAsString());
	}

	private static void entry(final OutputStream out, final String name, final byte[] bytes) throws IOException {
		((ZipOutputStream) out).putNextEntry(new ZipEntry(name));
		out.write(bytes);
	}

	/** Nothing of a scan that fails is saved, and Flywheel sees a job that failed. */
	@Test
	void failsOnWhatCannotBeDefaced() throws Exception {
		final Path broken = Files.writeString(folder.resolve("input/scan/broken.nii.gz"), "no scan");
		assertEquals(1, run(broken, "{}"), () -> output);
		assertTrue(output.contains("broken.nii.gz was not defaced, see above; nothing of it was saved."), output);
		final Path zip = Files.writeString(folder.resolve("input/scan/broken.zip"), "no zip");
		assertEquals(1, run(zip, "{}"), () -> output);
		assertTrue(output.contains("cannot be unpacked"), output);
		assertEquals(1, run(folder.resolve("input/scan/none.nii"), "{}"), () -> output);
		assertTrue(output.contains("is not there"), output);
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("input/scan/scan.nii.gz"));
		assertEquals(1, run(scan, "{\"fill\": \"blue\"}"), () -> output);
		assertEquals(List.of(), saved());
	}
}
