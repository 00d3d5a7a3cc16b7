package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.session.SessionFixture;

/**
 * Lets the official bids-validators judge what is written: the one of npm (1.x), which knows raw data sets, and the newer one (2 and later), which
 * knows derivatives, too.
 * <p>
 * Needs the program {@code bids-validator} on the search path, as {@code npm install -g bids-validator@1} puts it there, or its place in
 * the environment variable {@code BIDS_VALIDATOR}; and {@code bids-validator-deno}, as {@code pip install bids-validator-deno} does, or
 * {@code BIDS_VALIDATOR_DENO}. A test is skipped where there is none.
 */
class BidsValidatorTest {

	private static final Optional<String> OLD = program("bids-validator", "BIDS_VALIDATOR");
	private static final Optional<String> NEW = program("bids-validator-deno", "BIDS_VALIDATOR_DENO");

	@TempDir
	private Path folder;

	private static Optional<String> program(final String name, final String variable) {
		final String given = System.getenv(variable);
		if (given != null && Files.isRegularFile(Path.of(given))) return Optional.of(given);
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(place -> Path.of(place, name)).filter(
			Files::isExecutable).map(Path::toString).findFirst();
	}

	private JsonObject issues(final String validator, final Path dataset) throws IOException, InterruptedException {
		final File report = folder.resolve("report.json").toFile();
		final Process process = new ProcessBuilder(validator, dataset.toString(), "--json").redirectOutput(report).redirectError(
			ProcessBuilder.Redirect.DISCARD).start();
		process.waitFor();
		return JsonParser.parseString(Files.readString(report.toPath(), StandardCharsets.UTF_8)).getAsJsonObject().getAsJsonObject("issues");
	}

	/** Errors of a data set by the older validator, each with the files that it is about. */
	private Set<String> errors(final Path dataset) throws IOException, InterruptedException {
		final Set<String> errors = new TreeSet<>();
		for (final JsonElement error : issues(OLD.orElseThrow(), dataset).getAsJsonArray("errors"))
			for (final JsonElement file : error.getAsJsonObject().getAsJsonArray("files")) {
				final JsonElement about = file.getAsJsonObject().get("file");
				errors.add(error.getAsJsonObject().get("key").getAsString() + " " + (about == null || about.isJsonNull() ? "" : about.getAsJsonObject().get(
					"relativePath").getAsString()));
			}
		return errors;
	}

	/** The same by the newer one. */
	private Set<String> newErrors(final Path dataset) throws IOException, InterruptedException {
		final Set<String> errors = new TreeSet<>();
		for (final JsonElement issue : issues(NEW.orElseThrow(), dataset).getAsJsonArray("issues")) {
			final JsonObject told = issue.getAsJsonObject();
			if (told.get("severity").getAsString().equals("error")) errors.add(told.get("code").getAsString() + " " + (told.has("subCode") ? told.get(
				"subCode").getAsString() + " " : "") + told.get("location").getAsString());
		}
		return errors;
	}

	private Path deface(final Path dataset, final Placement placement) throws IOException {
		final Path out = folder.resolve("out");
		DatasetFixture.make(dataset);
		try (Defacer defacer = SessionFixture.defacer()) {
			DatasetFixture.deface(defacer, dataset, out, new DatasetOptions(Set.of(), Set.of(), Set.of(), placement, DatasetOptions.Series.DEFACE), false);
		}
		return out;
	}

	/** A validator. */
	@FunctionalInterface
	private interface Validator {
		Set<String> errors(Path dataset) throws IOException, InterruptedException;
	}

	private Path requireNoNewErrors(final Validator validator) throws IOException, InterruptedException {
		final Path dataset = folder.resolve("in"), out = deface(dataset, Placement.COPY);
		final Set<String> before = validator.errors(dataset);
		assertTrue(before.stream().anyMatch(error -> error.contains("sub-02_FLAIR.nii.gz")), "the validator sees the broken scan: " + before);
		final Set<String> after = validator.errors(out);
		after.removeAll(before);
		assertEquals(Set.of(), after);
		return out;
	}

	@Test
	void findsNoErrorsThatTheInputHadNot() throws IOException, InterruptedException {
		assumeTrue(OLD.isPresent(), "no bids-validator on the search path (npm install -g bids-validator@1)");
		requireNoNewErrors(this::errors);
	}

	@Test
	void findsNoErrorsThatTheInputHadNotByTheNewerOne() throws IOException, InterruptedException {
		assumeTrue(NEW.isPresent(), "no bids-validator-deno on the search path (pip install bids-validator-deno)");
		final Path out = requireNoNewErrors(this::newErrors);
		assertEquals(Set.of(), newErrors(out.resolve("derivatives/pediatric-defacer")), "the program's own files");
	}

	@Test
	void findsNoErrorsInADerivative() throws IOException, InterruptedException {
		assumeTrue(NEW.isPresent(), "no bids-validator-deno on the search path (pip install bids-validator-deno)");
		final Path out = deface(folder.resolve("in"), Placement.DERIVATIVE);
		assertEquals(Set.of(), newErrors(out));
		Files.move(out.resolve("sub-02/anat/sub-02_desc-defaced_T1w.nii.gz"), out.resolve("sub-02/anat/sub-02_T1w_defaced.nii.gz"));
		assertFalse(newErrors(out).isEmpty(), "the validator looks at names of derivatives");
	}
}
