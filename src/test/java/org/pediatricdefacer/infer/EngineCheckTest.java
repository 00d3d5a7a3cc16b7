package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class EngineCheckTest {

	private static TorchRuntime runtime;

	@BeforeAll
	static void start() {
		runtime = TorchRuntime.start(DeviceChoice.CPU, 1);
	}

	private static EngineReport run(final Path folder) {
		return EngineCheck.run(ModelFolder.open(folder), runtime);
	}

	@Test
	void reportsAModelThatGivesItsRecordedAnswer() {
		final EngineReport report = run(TestModels.folder("neighbors"));
		assertTrue(report.asExpected());
		assertEquals(0, report.difference(), 1e-5);
		assertTrue(report.voxelsPerSecond() > 0);
		assertEquals("cpu", report.device());
		final String text = report.toString();
		for (final String fact : new String[] { System.getProperty("os.name"), "PyTorch 2.7.1", "cpu, 1 processor thread", "NVIDIA driver",
			"neighbors 1.2.3", ": as expected", "voxels per second" })
			assertTrue(text.contains(fact), fact + " is missing in: " + text);
	}

	@Test
	void findsTheBundledModelInOrder() {
		final EngineReport report = EngineCheck.run(ModelFolder.bundled(), runtime);
		assertTrue(report.asExpected(), report.toString());
		assertTrue(report.model().contains("bundled model"), report.model());
	}

	@Test
	void reportsAModelThatDoesNot() {
		final EngineReport report = run(TestModels.folder("small-unet"));
		assertFalse(report.asExpected());
		assertTrue(report.toString().contains("NOT as expected"), report.toString());
	}

	@Test
	void appliesTheIntensityRuleToARawTestImage(@TempDir final Path temp) throws Exception {
		TestModels.copy("neighbors", temp);
		Files.writeString(temp.resolve("rdf.yaml"), TestModels.rdf("neighbors").replaceFirst("\\n  test_tensor",
			"\n  preprocessing: [{id: scale_range, kwargs: {min_percentile: 0.5, max_percentile: 99.5}}]\n  test_tensor"));
		// The recorded answer is that of the values as they are, which span less than 0 to 1.5.
		final EngineReport report = run(temp);
		assertTrue(report.difference() > 0.05, "difference was " + report.difference());
	}

	@Test
	void refusesTestTensorsThatDoNotFit(@TempDir final Path temp) throws Exception {
		TestModels.copy("neighbors", temp);
		final ModelSpec spec = ModelFolder.open(temp).spec();
		final String recorded = "test_output.npy, sha256: " + spec.testOutput().sha256();
		Files.writeString(temp.resolve("rdf.yaml"), TestModels.rdf("neighbors").replace(recorded,
			"test_input.npy, sha256: " + spec.testInput().sha256()));
		assertTrue(assertThrows(DefacingException.class, () -> run(temp)).getMessage().contains("does not fit this model"));
		Files.writeString(temp.resolve("rdf.yaml"), TestModels.rdf("neighbors").replace(recorded,
			"network.pt, sha256: " + spec.weights().sha256()));
		assertTrue(assertThrows(DefacingException.class, () -> run(temp)).getMessage().contains("network.pt: not a NumPy file"));
	}

	@Test
	void takesANumberThatIsNoneForADifference() {
		assertFalse(new EngineReport("", "", "", "", 1, "", "", Double.NaN, 1).asExpected());
		assertFalse(new EngineReport("", "", "", "", 1, "", "", 0.06, 1).asExpected());
		assertTrue(new EngineReport("", "", "", "", 2, "", "", 0.04, 1).asExpected());
	}
}
