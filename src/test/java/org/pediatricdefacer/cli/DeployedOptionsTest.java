package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.ProgramVersion;
import org.yaml.snakeyaml.Yaml;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the descriptions of gear and BIDS App say is what the program has, and what their specifications ask for. */
class DeployedOptionsTest {

	private static final Path DEPLOY = Path.of("src", "deploy");

	/** Of the gear specification 0.1.9: what a manifest must have, and all it may have. */
	private static final Set<String> REQUIRED = Set.of("author", "config", "description", "inputs", "label", "license", "name", "source", "url",
		"version");
	private static final Set<String> ALLOWED = Set.of("author", "maintainer", "cite", "config", "custom", "description", "environment", "command",
		"inputs", "capabilities", "label", "license", "name", "source", "url", "version", "flywheel");
	/** Of JSON Schema, draft 4, which directives of a configuration are written in, and the gear's own word optional. */
	private static final Set<String> DIRECTIVES = Set.of("type", "enum", "default", "description", "minimum", "maximum", "pattern", "optional");

	private static final CommandLine PROGRAM = Deface.commandLine(Defacer::open);

	private static JsonObject json(final String file) throws IOException {
		return JsonParser.parseString(Files.readString(DEPLOY.resolve(file))).getAsJsonObject();
	}

	private static OptionSpec option(final CommandLine command, final String name) {
		final OptionSpec option = command.getCommandSpec().findOption(name);
		assertTrue(option != null, command.getCommandName() + " has no option " + name);
		return option;
	}

	private static String text(final JsonObject object, final String key, final int most) {
		final String text = object.get(key).getAsString();
		assertTrue(text.length() <= most, key + " is longer than " + most);
		return text;
	}

	@Test
	void theGearsManifestIsThatOfTheSpecification() throws IOException {
		final JsonObject manifest = json("flywheel/manifest.json");
		assertTrue(manifest.keySet().containsAll(REQUIRED), manifest.keySet().toString());
		assertTrue(ALLOWED.containsAll(manifest.keySet()), manifest.keySet().toString());
		assertTrue(text(manifest, "name", 100).matches("[a-z0-9\\-]+"));
		for (final String key : List.of("author", "label", "version"))
			assertTrue(!text(manifest, key, 100).isEmpty());
		text(manifest, "description", 5000);
		text(manifest, "cite", 5000);
		assertEquals("BSD-2-Clause", text(manifest, "license", 100));
		final JsonObject inputs = manifest.getAsJsonObject("inputs");
		assertEquals(Set.of("scan"), inputs.keySet());
		assertEquals("file", inputs.getAsJsonObject("scan").get("base").getAsString());
		for (final Map.Entry<String, JsonElement> entry : manifest.getAsJsonObject("config").entrySet()) {
			final JsonObject directive = entry.getValue().getAsJsonObject();
			assertTrue(DIRECTIVES.containsAll(directive.keySet()), entry.getKey());
			assertTrue(Set.of("string", "integer", "number", "boolean").contains(directive.get("type").getAsString()), entry.getKey());
			assertTrue(!(directive.has("default") && directive.has("optional")), entry.getKey() + ": either a default, or optional");
		}
	}

	/** A gear that is started as it is does what the program does, and offers nothing that the program refuses. */
	@Test
	void theGearOffersWhatTheProgramHas() throws IOException {
		final JsonObject manifest = json("flywheel/manifest.json");
		assertTrue(ProgramVersion.get().startsWith(manifest.get("version").getAsString()), ProgramVersion.get());
		for (final Map.Entry<String, JsonElement> entry : manifest.getAsJsonObject("config").entrySet()) {
			final OptionSpec option = option(PROGRAM, "--" + entry.getKey().replace('_', '-'));
			final JsonObject directive = entry.getValue().getAsJsonObject();
			final String value = directive.get("default").getAsString();
			if (directive.get("type").getAsString().equals("number")) assertEquals(Double.parseDouble(option.defaultValue()), Double.parseDouble(value));
			else assertEquals(option.defaultValue(), value);
			final JsonArray values = directive.has("enum") ? directive.getAsJsonArray("enum") : new JsonArray();
			for (final JsonElement one : values)
				assertTrue(settings(entry.getKey().replace('_', '-'), one.getAsString()), entry.getKey() + " " + one);
		}
		assertTrue(Files.isExecutable(DEPLOY.resolve("flywheel/run")));
		assertEquals(Set.of("regions", "fill", "margin_mm", "removal"), manifest.getAsJsonObject("config").keySet());
	}

	private static boolean settings(final String key, final String value) {
		final DefacingOptions options = new DefacingOptions();
		new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--" + key, value);
		return options.settings(1) != null;
	}

	@Test
	void boutiquesDescribesTheOptionsOfDataSets() throws IOException {
		final JsonObject descriptor = json("bids-app/boutiques.json");
		final CommandLine bids = PROGRAM.getSubcommands().get("bids");
		assertEquals("0.5", descriptor.get("schema-version").getAsString());
		assertTrue(ProgramVersion.get().startsWith(descriptor.get("tool-version").getAsString()), ProgramVersion.get());
		final String line = descriptor.get("command-line").getAsString();
		assertTrue(line.startsWith("mkdir -p [OUTPUT_DIR]; deface bids [BIDS_DIR] [OUTPUT_DIR] [ANALYSIS_LEVEL] [PARTICIPANT_LABEL] [SESSION_LABEL]"), line);
		final Set<String> keys = new HashSet<>();
		for (final JsonElement element : descriptor.getAsJsonArray("inputs")) {
			final JsonObject input = element.getAsJsonObject();
			keys.add(input.get("value-key").getAsString());
			if (!input.has("command-line-flag")) continue;
			final OptionSpec option = option(bids, input.get("command-line-flag").getAsString());
			assertEquals(input.get("type").getAsString().equals("Flag"), option.arity().max() == 0, input.toString());
			if (input.has("default-value")) assertEquals(option.defaultValue(), input.get("default-value").getAsString());
		}
		final Set<String> used = new TreeSet<>(List.of(line.replaceAll("[^\\[]*(\\[[A-Z_]+\\])[^\\[]*", "$1 ").strip().split(" ")));
		assertEquals(new TreeSet<>(keys), used);
	}

	@ParameterizedTest
	@ValueSource(strings = {"[BIDS_DIR] [OUTPUT_DIR] participant --participant-label sub-01 --placement copy --threads 2",
		"[BIDS_DIR] [OUTPUT_DIR] participant --participant-label 01 02 --regions face,ears --removal smooth --fill background --margin-mm 1"})
	void theProgramUnderstandsWhatBoutiquesAndBabsWrite(final String line) {
		assertEquals("bids", PROGRAM.parseArgs(("bids " + line).split(" ")).subcommand().commandSpec().name());
	}

	/** BABS writes the arguments of its configuration behind data set, output folder and level. */
	@Test
	void babsCallsWhatTheProgramHas() throws IOException {
		final Map<?, ?> babs = new Yaml().load(Files.readString(DEPLOY.resolve("bids-app/babs.yaml")));
		final CommandLine bids = PROGRAM.getSubcommands().get("bids");
		final Map<?, ?> arguments = (Map<?, ?>) babs.get("bids_app_args");
		assertEquals("--participant-label", arguments.get("$SUBJECT_SELECTION_FLAG"));
		for (final Object key : arguments.keySet())
			option(bids, key.equals("$SUBJECT_SELECTION_FLAG") ? "--participant-label" : (String) key);
		for (final String section : List.of("input_datasets", "singularity_args", "zip_foldernames", "cluster_resources", "script_preamble",
			"job_compute_space"))
			assertTrue(babs.containsKey(section), section);
	}

	/** The image starts the program, as a user and without asking for a network or a port. */
	@Test
	void theContainerStartsTheProgramAsAUser() throws IOException {
		final List<String> lines = Files.readAllLines(DEPLOY.resolve("container/Dockerfile"));
		assertTrue(lines.contains("ENTRYPOINT [\"deface\"]") && lines.contains("USER 1000"), lines.toString());
		assertTrue(lines.stream().noneMatch(line -> line.startsWith("EXPOSE") || line.startsWith("ADD")), lines.toString());
		for (final String file : List.of("container/Dockerfile", "container/apptainer.def"))
			assertTrue(Files.readString(DEPLOY.resolve(file)).contains("--no-install-recommends openjdk-17-jre-headless"), file);
	}
}
