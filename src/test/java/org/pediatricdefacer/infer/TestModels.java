package org.pediatricdefacer.infer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The tiny model folders that models/training/make_test_models.py writes. */
final class TestModels {

	private TestModels() {}

	static Path folder(final String name) {
		try {
			return Path.of(TestModels.class.getResource("/test-models/" + name).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalStateException(e);
		}
	}

	static String rdf(final String name) {
		try {
			return Files.readString(folder(name).resolve("rdf.yaml"));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Copies a model folder, for tests that spoil it. */
	static Path copy(final String name, final Path target) throws IOException {
		try (Stream<Path> files = Files.list(folder(name))) {
			for (final Path file : files.toList())
				Files.copy(file, target.resolve(file.getFileName()));
		}
		return target;
	}
}
