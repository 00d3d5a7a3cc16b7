package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class ModelFolderTest {

	@TempDir
	Path temp;

	private static String complaint(final Path folder) {
		return assertThrows(DefacingException.class, () -> ModelFolder.open(folder).weights()).getMessage();
	}

	@Test
	void givesTheFilesThatItChecked() throws IOException {
		final Path folder = TestModels.folder("neighbors");
		final ModelFolder model = ModelFolder.open(folder);
		assertEquals("neighbors", model.spec().name());
		assertArrayEquals(Files.readAllBytes(folder.resolve("network.pt")), model.weights());
		assertArrayEquals(Files.readAllBytes(folder.resolve("test_input.npy")), model.testTensor(model.spec().testInput()));
		assertArrayEquals(Files.readAllBytes(folder.resolve("test_output.npy")), model.testTensor(model.spec().testOutput()));
	}

	@Test
	void refusesChangedWeights() throws IOException {
		final Path weights = TestModels.copy("neighbors", temp).resolve("network.pt");
		final byte[] bytes = Files.readAllBytes(weights);
		bytes[bytes.length / 2] ^= 1;
		Files.write(weights, bytes);
		final String message = complaint(temp);
		assertTrue(message.startsWith(weights + ": the file is not the one that rdf.yaml names (SHA-256 "), message);
		assertTrue(message.endsWith("copy the whole model folder again."), message);
	}

	@Test
	void refusesWeightsOfAnotherModel() throws IOException {
		TestModels.copy("neighbors", temp);
		Files.write(temp.resolve("network.pt"), ModelFolder.open(TestModels.folder("fails")).weights());
		assertTrue(complaint(temp).contains(ModelFolder.open(TestModels.folder("fails")).spec().weights().sha256()));
	}

	@Test
	void refusesAMissingFile() throws IOException {
		TestModels.copy("neighbors", temp);
		Files.delete(temp.resolve("network.pt"));
		assertEquals(temp.resolve("network.pt") + ": the file is missing; copy the whole model folder or install the program again.",
			complaint(temp));
		Files.delete(temp.resolve("rdf.yaml"));
		assertTrue(complaint(temp).startsWith(temp.resolve("rdf.yaml") + ": the file is missing"));
	}

	@Test
	void refusesWhatIsNoFolder() throws IOException {
		final Path zip = Files.createFile(temp.resolve("model.zip"));
		assertTrue(complaint(zip).startsWith(zip + ": a file, where a model folder was expected"));
		assertTrue(complaint(temp.resolve("none")).startsWith(temp.resolve("none") + ": there is no such model folder"));
	}

	@Test
	void refusesAPathThatTheSystemDoesNotKnow() {
		assertTrue(assertThrows(DefacingException.class, () -> ModelFolder.find("a\0b")).getMessage().contains("is no path"));
	}

	@Test
	void findsTheFolderAskedForBeforeTheOneOfTheProperties() throws IOException {
		final Path models = Files.createDirectories(temp.resolve(ModelFolder.BUNDLED));
		TestModels.copy("hungry", models);
		System.setProperty(ModelFolder.MODELS_PROPERTY, temp.toString());
		try {
			assertEquals("hungry", ModelFolder.find(null).spec().name());
			assertEquals("hungry", ModelFolder.find(" ").spec().name());
			System.setProperty(ModelFolder.MODEL_PROPERTY, TestModels.folder("fails").toString());
			assertEquals("fails", ModelFolder.find(null).spec().name());
			assertEquals("neighbors", ModelFolder.find(TestModels.folder("neighbors").toString()).spec().name());
		}
		finally {
			System.clearProperty(ModelFolder.MODELS_PROPERTY);
			System.clearProperty(ModelFolder.MODEL_PROPERTY);
		}
	}
}
