package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.ModelSpec.Intensity;
import org.pediatricdefacer.infer.ModelSpec.Output;

class ModelSpecTest {

	private static final String RDF = TestModels.rdf("neighbors");

	private static ModelSpec read(final String yaml) {
		return ModelSpec.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "folder/rdf.yaml");
	}

	private static String complaint(final String yaml) {
		return assertThrows(DefacingException.class, () -> read(yaml)).getMessage();
	}

	@Test
	void readsEveryField() {
		final ModelSpec spec = read(RDF);
		assertEquals("neighbors", spec.name());
		assertEquals("1.2.3", spec.version());
		assertEquals(2.0, spec.spacing_mm());
		assertEquals(List.of(16, 12, 8), spec.patchSize());
		assertEquals(4, spec.patchMultiple());
		assertEquals(0.25, spec.overlap());
		assertEquals(List.of("rest", "brain", "face", "eyes", "ears"), spec.classes());
		assertEquals(new Intensity(0.5, 99.5, 0, 1.5), spec.intensity());
		assertEquals(Output.LOGITS, spec.output());
		assertEquals("network.pt", spec.weights().source());
		assertEquals(64, spec.weights().sha256().length());
		assertEquals("2.7.1", spec.weights().pytorchVersion());
		assertEquals("test_input.npy", spec.testInput().source());
		assertEquals("test_output.npy", spec.testOutput().source());
		assertFalse(spec.testInput().raw());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
		type: model | type: dataset | type must be 'model', was 'dataset'
		format_version: 0.5.4 | format_version: 0.4.10 | format_version must be 0.5.x, was '0.4.10'
		name: neighbors | name: '' | name must not be blank
		name: neighbors | title: neighbors | the field 'name' is missing
		name: neighbors | name: [a, b] | name must be a text, was '[a, b]'
		format_version: 1\\n | format_version: 2\\n | config: pediatric_defacer: format_version must be 1, was 2
		pediatric_defacer: | other_program: | the field 'config: pediatric_defacer' is missing
		orientation: RAS | orientation: LPS | orientation must be 'RAS', was 'LPS'
		spacing_mm: 2.0 | spacing_mm: 0 | spacing_mm must be in (0, 20], was 0.0
		spacing_mm: 2.0 | spacing_mm: .nan | spacing_mm must be in (0, 20], was NaN
		spacing_mm: 2.0 | spacing_mm: two | config: pediatric_defacer: spacing_mm must be a number, was 'two'
		patch_size: [16, 12, 8] | patch_size: [16, 12] | patch_size must have 3 numbers, was [16, 12]
		patch_size: [16, 12, 8] | patch_size: [16, 12, 9] | a multiple of patch_multiple (4), was [16, 12, 9]
		patch_size: [16, 12, 8] | patch_size: [16, 12, 0] | patch_size must be 1 to 1024
		patch_size: [16, 12, 8] | patch_size: [16, 12, 8.5] | patch_size must be a whole number, was '8.5'
		patch_size: [16, 12, 8] | patch_size: 16 | patch_size must be a list, was '16'
		patch_multiple: 4 | patch_multiple: 0 | patch_multiple must be 1 to 1024, was 0
		overlap: 0.25 | overlap: 1 | overlap must be in [0, 0.9], was 1.0
		classes: [rest, brain, face, | classes: [rest, face, brain, | classes must be [rest, brain, face, eyes, ears], were [rest, face, brain
		rule: percentile_range | rule: z_score | intensity: rule must be 'percentile_range', was 'z_score'
		min_percentile: 0.5 | min_percentile: 99.5 | 0 <= min_percentile < max_percentile <= 100, were 99.5 and 99.5
		max_percentile: 99.5 | max_percentile: 101 | 0 <= min_percentile < max_percentile <= 100, were 0.5 and 101.0
		clip_max: 1.5 | clip_max: -1 | clip_min must be below clip_max, were 0.0 and -1.0
		output: logits | output: argmax | output must be logits or probabilities, was 'argmax'
		torchscript: | onnx: | weights has no 'torchscript' entry
		source: network.pt | source: ../network.pt | source must be the name of a file beside rdf.yaml, was '../network.pt'
		source: test_input.npy | source: /tmp/input.npy | test_tensor: source must be the name of a file beside rdf.yaml
		pytorch_version: 2.7.1 | tensorflow: 1 | the field 'weights: torchscript: pytorch_version' is missing
		id: z, size: {min | id: x, size: {min | inputs: axes must be [batch, channel, z, y, x], were [batch, channel, x, y, x]
		type: channel | type: index | inputs: axes must be [batch, channel, z, y, x], were [batch, index, z, y, x]
		inputs: | inputs: 3\\nmore: | inputs must be a list, was '3'
		weights: | weights: 3\\nmore: | weights must hold named fields, was '3'
		""")
	void refusesWhatItCannotRun(final String good, final String bad, final String complaint) {
		final String spoilt = RDF.replaceFirst(Pattern.quote(good.replace("\\n", "\n")), bad.replace("\\n", "\n"));
		assertNotEquals(RDF, spoilt, "the test must change the file");
		final String message = complaint(spoilt);
		assertTrue(message.contains(complaint), message);
		assertTrue(message.startsWith("folder/rdf.yaml: "), message);
		assertTrue(message.contains("use the bundled model"), message);
	}

	@Test
	void refusesTwoInputs() {
		final String spoilt = RDF.replace("inputs:\n", "inputs:\n- {id: second, axes: []}\n");
		assertTrue(complaint(spoilt).contains("inputs must be one tensor, were 2"));
	}

	@Test
	void refusesAChecksumThatIsNone() {
		final String spoilt = RDF.replaceFirst("sha256: [0-9a-f]{64}, pytorch", "sha256: abc, pytorch");
		assertTrue(complaint(spoilt).contains(
			"weights: torchscript: sha256 must be 64 lowercase hexadecimal digits, was 'abc'"));
	}

	@Test
	void refusesPreprocessingThatDisagreesWithItsOwnConfig() {
		final String agreeing = RDF.replaceFirst("\\n  test_tensor", "\n  preprocessing:\n" +
			"  - {id: scale_range, kwargs: {axes: [channel, z, y, x], min_percentile: 0.5, max_percentile: 99.5, eps: 1.0e-6}}\n" +
			"  - {id: clip, kwargs: {min: 0.0, max: 1.5}}\n  test_tensor");
		assertEquals(read(RDF).intensity(), read(agreeing).intensity());
		assertTrue(read(agreeing).testInput().raw());
		for (final String spoilt : List.of(
			agreeing.replace("max_percentile: 99.5, eps", "max_percentile: 99, eps"),
			agreeing.replace("max: 1.5}}\n  test", "max: 1}}\n  test")))
			assertTrue(complaint(spoilt).contains("but config: pediatric_defacer: intensity"));
	}

	@Test
	void refusesWhatIsNoYaml() {
		for (final String text : List.of("a: [1, 2", "a: 1\na: 2", "!!java.net.URL ['http://localhost']", "\0\1\2")) {
			final String message = complaint(text);
			assertTrue(message.startsWith("folder/rdf.yaml: this is not readable YAML"), message);
		}
		for (final String text : List.of("", "just words", "- a\n- b"))
			assertTrue(complaint(text).contains("the file is not a list of 'field: value'"));
	}
}
