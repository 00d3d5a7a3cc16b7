package org.pediatricdefacer.infer;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.ModelSpec.TestTensor;

/**
 * A bioimage.io model folder: {@code rdf.yaml} and the files that it names.
 * <p>
 * The folder is a directory, or the one inside the program's own jar. Files are read into memory and checked against the
 * SHA-256 of the description before anyone sees a byte, so that what was checked is what runs, and nothing is unpacked.
 */
public final class ModelFolder {

	/** Name of the bundled model's folder. */
	public static final String BUNDLED = "pediatric-facemask";

	/** System property: a model folder to use instead of the bundled one. */
	public static final String MODEL_PROPERTY = "pediatricdefacer.model";

	/** Environment variable: a model folder to use instead of the bundled one. */
	public static final String MODEL_VARIABLE = "PEDIATRIC_DEFACER_MODEL";

	/** System property: the folder that holds {@code pediatric-facemask/}, as set by the launchers of the command line. */
	public static final String MODELS_PROPERTY = "pediatricdefacer.models";

	private static final String RDF = "rdf.yaml";
	private static final String RESOURCES = "/models/" + BUNDLED + "/";

	/** Far above any facemask model, and small enough to be held in memory. */
	private static final int MAX_BYTES = 1 << 28;

	/** Opens a file of the folder by its name. */
	private interface Opener {

		InputStream open(String name) throws IOException;
	}

	private final String location;
	private final Opener opener;
	private final ModelSpec spec;
	private final AtomicReference<CompletableFuture<byte[]>> ahead = new AtomicReference<>();

	private ModelFolder(final String location, final Opener opener) {
		this.location = location;
		this.opener = opener;
		spec = ModelSpec.read(new ByteArrayInputStream(read(RDF)), location + RDF);
	}

	/**
	 * Finds the model to use: the folder asked for, else the one that a system property or the environment names, else the
	 * one installed beside the program, else the one inside the program's jar.
	 *
	 * @param asked a model folder, or null or blank for none
	 * @return the model
	 * @throws DefacingException if the model is missing, unreadable or not for this program
	 */
	public static ModelFolder find(final String asked) {
		for (final String folder : new String[] { asked, System.getProperty(MODEL_PROPERTY), System.getenv(MODEL_VARIABLE) })
			if (folder != null && !folder.isBlank()) return open(path(folder));
		final String models = System.getProperty(MODELS_PROPERTY);
		final Path beside = models == null ? null : Path.of(models, BUNDLED);
		return beside != null && Files.isDirectory(beside) ? open(beside) : bundled();
	}

	/**
	 * Opens a model folder.
	 *
	 * @param folder directory that holds {@code rdf.yaml}
	 * @return the model
	 * @throws DefacingException if the model is missing, unreadable or not for this program
	 */
	public static ModelFolder open(final Path folder) {
		if (Files.isRegularFile(folder)) throw new DefacingException(folder +
			": a file, where a model folder was expected; unpack it and give the folder that holds " + RDF + ".");
		if (!Files.isDirectory(folder)) throw new DefacingException(folder +
			": there is no such model folder; give a folder that holds " + RDF + ", or leave it out to use the bundled model.");
		return new ModelFolder(folder + folder.getFileSystem().getSeparator(), name -> Files.newInputStream(folder.resolve(name)));
	}

	/**
	 * Opens the model inside the program's jar.
	 *
	 * @return the model
	 * @throws DefacingException if the jar has none
	 */
	public static ModelFolder bundled() {
		return new ModelFolder("bundled model " + BUNDLED + "/", name -> {
			final InputStream in = ModelFolder.class.getResourceAsStream(RESOURCES + name);
			if (in == null) throw new FileNotFoundException(name);
			return in;
		});
	}

	/**
	 * Returns what the model expects and gives.
	 *
	 * @return the description
	 */
	public ModelSpec spec() {
		return spec;
	}

	/**
	 * Returns where the model is, for people.
	 *
	 * @return a path that ends with a separator, or words for the bundled model
	 */
	public String location() {
		return location;
	}

	/**
	 * Begins to read the weights and to check them, for the next call of {@link #weights()}, while the caller does something else, such as
	 * loading what runs them. Failures are told by that call.
	 */
	public void readAhead() {
		ahead.set(CompletableFuture.supplyAsync(this::checkedWeights));
	}

	/**
	 * Reads the weights and checks them.
	 *
	 * @return bytes of the TorchScript file
	 * @throws DefacingException if the file is missing, unreadable, or not the one that the description names
	 */
	public byte[] weights() {
		final CompletableFuture<byte[]> begun = ahead.getAndSet(null);
		if (begun == null) return checkedWeights();
		try {
			return begun.join();
		}
		catch (final CompletionException e) {
			if (e.getCause() instanceof DefacingException cause) throw cause;
			throw e;
		}
	}

	private byte[] checkedWeights() {
		return read(spec.weights().source(), spec.weights().sha256());
	}

	/**
	 * Reads a test tensor and checks it.
	 *
	 * @param tensor one of the two of {@link #spec()}
	 * @return bytes of the NumPy file
	 * @throws DefacingException if the file is missing, unreadable, or not the one that the description names
	 */
	public byte[] testTensor(final TestTensor tensor) {
		return read(tensor.source(), tensor.sha256());
	}

	private static Path path(final String folder) {
		try {
			return Path.of(folder);
		}
		catch (final InvalidPathException e) {
			throw new DefacingException("'" + folder + "' is no path on this system; give the folder that holds " + RDF + ".", e);
		}
	}

	private byte[] read(final String name, final String sha256) {
		final byte[] bytes = read(name);
		final String found = sha256(bytes);
		if (!found.equals(sha256)) throw new DefacingException(location + name + ": the file is not the one that " + RDF +
			" names (SHA-256 " + found + ", expected " + sha256 + "); copy the whole model folder again.");
		return bytes;
	}

	private byte[] read(final String name) {
		try (InputStream in = opener.open(name)) {
			final byte[] bytes = in.readNBytes(MAX_BYTES + 1);
			if (bytes.length > MAX_BYTES) throw new DefacingException(location + name + ": the file is larger than " + (MAX_BYTES >> 20) +
				" MB, so it is no model for this program; use the bundled model.");
			return bytes;
		}
		catch (final NoSuchFileException | FileNotFoundException e) {
			throw new DefacingException(location + name +
				": the file is missing; copy the whole model folder or install the program again.", e);
		}
		catch (final IOException e) {
			throw new DefacingException(location + name + ": cannot be read (" + e.getMessage() +
				"); check the disk and the file's permissions.", e);
		}
	}

	private static String sha256(final byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
