package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.session.SessionFixture;

/**
 * Lets the official bids-validator judge what is written.
 * <p>
 * Needs the program {@code bids-validator} on the search path, as {@code npm install -g bids-validator@1} puts it there, or its place in
 * the environment variable {@code BIDS_VALIDATOR}; the test is skipped where there is none.
 */
class BidsValidatorTest {

	@TempDir
	private Path folder;

	private static Optional<String> validator() {
		final String given = System.getenv("BIDS_VALIDATOR");
		if (given != null && Files.isRegularFile(Path.of(given))) return Optional.of(given);
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(place -> Path.of(place, "bids-validator"))
			.filter(Files::isExecutable).map(Path::toString).findFirst();
	}

	/** Errors of a data set, each with the files that it is about. */
	private Set<String> errors(final Path dataset) throws IOException, InterruptedException {
		final File report = folder.resolve("report.json").toFile();
		final Process process = new ProcessBuilder(validator().orElseThrow(), dataset.toString(), "--json").redirectOutput(report).redirectError(
			ProcessBuilder.Redirect.DISCARD).start();
		process.waitFor();
		final JsonElement json = JsonParser.parseString(Files.readString(report.toPath(), StandardCharsets.UTF_8));
		final Set<String> errors = new TreeSet<>();
		for (final JsonElement error : json.getAsJsonObject().getAsJsonObject("issues").getAsJsonArray("errors"))
			for (final JsonElement file : error.getAsJsonObject().getAsJsonArray("files")) {
				final JsonElement about = file.getAsJsonObject().get("file");
				errors.add(error.getAsJsonObject().get("key").getAsString() + " " + (about == null || about.isJsonNull() ? "" : about.getAsJsonObject().get(
					"relativePath").getAsString()));
			}
		return errors;
	}

	@Test
	void findsNoErrorsThatTheInputHadNot() throws IOException, InterruptedException {
		assumeTrue(validator().isPresent(), "no bids-validator on the search path (npm install -g bids-validator@1)");
		final Path dataset = folder.resolve("in"), out = folder.resolve("out");
		DatasetFixture.make(dataset);
		try (Defacer defacer = SessionFixture.defacer()) {
			DatasetFixture.deface(defacer, dataset, out, DatasetOptions.DEFAULT, false);
		}
		final Set<String> before = errors(dataset);
		assertTrue(before.stream().anyMatch(error -> error.contains("sub-02_FLAIR.nii.gz")), "the validator sees the broken scan: " + before);
		final Set<String> after = errors(out);
		after.removeAll(before);
		assertEquals(Set.of(), after);
	}
}
