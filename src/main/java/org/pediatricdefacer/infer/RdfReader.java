package org.pediatricdefacer.infer;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.ModelSpec.Intensity;
import org.pediatricdefacer.infer.ModelSpec.Output;
import org.pediatricdefacer.infer.ModelSpec.TestTensor;
import org.pediatricdefacer.infer.ModelSpec.Weights;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@link ModelSpec} from a bioimage.io description, and refuses what this program cannot run. */
final class RdfReader {

	private static final String FORMAT = "0.5";
	private static final int CONFIG_FORMAT = 1;

	/** Axes of the input and of the output; the last one is contiguous in memory. */
	private static final List<String> AXES = List.of("batch", "channel", "z", "y", "x");

	/** The specification's name of the first half of the intensity rule. */
	private static final String SCALING = "scale_range";

	private RdfReader() {}

	static ModelSpec read(final InputStream yaml, final String file) {
		final LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		try {
			return spec(YamlNode.of(new Yaml(new SafeConstructor(options)).load(yaml)));
		}
		catch (final YAMLException e) {
			throw new DefacingException(file + ": this is not readable YAML (" + firstLine(e) +
				"); use the file as the model's authors gave it.", e);
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException(file + ": not a model for this program: " + e.getMessage() +
				"; use the bundled model or one exported by models/training.", e);
		}
	}

	private static ModelSpec spec(final YamlNode rdf) {
		rdf.require("type", "model");
		if (!rdf.text("format_version").startsWith(FORMAT + ".")) throw new IllegalArgumentException(
			"format_version must be " + FORMAT + ".x, was '" + rdf.text("format_version") + "'");
		final YamlNode config = rdf.child("config").child("pediatric_defacer");
		if (config.integer("format_version") != CONFIG_FORMAT) throw new IllegalArgumentException(
			"config: pediatric_defacer: format_version must be " + CONFIG_FORMAT + ", was " + config.integer("format_version"));
		config.require("orientation", "RAS");
		final YamlNode input = single(rdf, "inputs");
		final YamlNode output = single(rdf, "outputs");
		requireAxes("inputs", input);
		requireAxes("outputs", output);
		final Intensity intensity = intensity(config.child("intensity"));
		requireSamePreprocessing(input, intensity);
		return new ModelSpec(rdf.text("name"), rdf.has("version") ? rdf.text("version") : "unversioned", config.number("spacing_mm"),
			config.integers("patch_size"), config.integer("patch_multiple"), config.number("overlap"), config.texts("classes"), intensity,
			output(config.text("output")), weights(rdf), testTensor(input), testTensor(output));
	}

	private static YamlNode single(final YamlNode rdf, final String name) {
		final List<YamlNode> tensors = rdf.children(name);
		if (tensors.size() != 1) throw new IllegalArgumentException(name + " must be one tensor, were " + tensors.size());
		return tensors.get(0);
	}

	private static void requireAxes(final String name, final YamlNode tensor) {
		final List<String> axes = tensor.children("axes").stream().map(RdfReader::axisName).toList();
		if (!axes.equals(AXES)) throw new IllegalArgumentException(name + ": axes must be " + AXES + ", were " + axes);
	}

	private static String axisName(final YamlNode axis) {
		final String type = axis.text("type");
		return type.equals("space") && axis.has("id") ? axis.text("id") : type;
	}

	private static Intensity intensity(final YamlNode rule) {
		rule.require("rule", "percentile_range");
		return new Intensity(rule.number("min_percentile"), rule.number("max_percentile"), rule.number("clip_min"),
			rule.number("clip_max"));
	}

	/** What other programs do to the input (the specification's own steps) must be what this one does (the config block). */
	private static void requireSamePreprocessing(final YamlNode input, final Intensity rule) {
		for (final YamlNode step : steps(input)) {
			if (step.text("id").equals(SCALING))
				requireSame(step.child("kwargs"), "min_percentile", rule.minPercentile(), "max_percentile", rule.maxPercentile());
			if (step.text("id").equals("clip")) requireSame(step.child("kwargs"), "min", rule.clipMin(), "max", rule.clipMax());
		}
	}

	private static List<YamlNode> steps(final YamlNode tensor) {
		return tensor.has("preprocessing") ? tensor.children("preprocessing") : List.of();
	}

	private static void requireSame(final YamlNode kwargs, final String min, final double minValue, final String max,
		final double maxValue)
	{
		if (kwargs.number(min) != minValue || kwargs.number(max) != maxValue) throw new IllegalArgumentException(
			"inputs: preprocessing gives " + min + " " + kwargs.number(min) + " and " + max + " " + kwargs.number(max) +
				", but config: pediatric_defacer: intensity gives " + minValue + " and " + maxValue);
	}

	private static Output output(final String text) {
		for (final Output output : Output.values())
			if (output.name().toLowerCase(Locale.ROOT).equals(text)) return output;
		throw new IllegalArgumentException("config: pediatric_defacer: output must be logits or probabilities, was '" + text + "'");
	}

	private static Weights weights(final YamlNode rdf) {
		final YamlNode weights = rdf.child("weights");
		if (!weights.has("torchscript"))
			throw new IllegalArgumentException("weights has no 'torchscript' entry, the only kind that runs here");
		final YamlNode torchscript = weights.child("torchscript");
		return new Weights(torchscript.text("source"), torchscript.text("sha256"), torchscript.text("pytorch_version"));
	}

	private static TestTensor testTensor(final YamlNode tensor) {
		final YamlNode file = tensor.child("test_tensor");
		final boolean raw = steps(tensor).stream().anyMatch(step -> step.text("id").equals(SCALING));
		return new TestTensor(file.text("source"), file.text("sha256"), raw);
	}

	private static String firstLine(final Exception e) {
		return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
	}
}
