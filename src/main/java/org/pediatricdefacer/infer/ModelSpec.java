package org.pediatricdefacer.infer;

import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says what a model expects and gives: the part of a bioimage.io {@code rdf.yaml} that the program acts on.
 * <p>
 * What the specification has no field for stands in the file under {@code config: pediatric_defacer:}. A model that does
 * not fit the program (other classes, other orientation, other axes) is refused when its file is read.
 *
 * @param name the model's own name
 * @param version the model's own version, for the record written with each scan
 * @param spacing_mm edge of the model's isotropic voxels in mm
 * @param patchSize largest tile along x, y, z in voxels, used where a volume does not fit in one pass
 * @param patchMultiple each side of an input must be a multiple of this
 * @param overlap share of a tile that it has in common with the next one, in [0, 0.9]
 * @param classes names of the classes in the order of the output channels; always {@link #CLASSES}
 * @param intensity rule by which intensities are normalized
 * @param output what the network's numbers mean
 * @param weights the TorchScript file
 * @param testInput sample input, which the network maps to {@code testOutput}
 * @param testOutput what the network gave for {@code testInput} where it was made
 * @see <a href="https://github.com/bioimage-io/spec-bioimage-io">bioimage.io specification 0.5</a>
 */
public record ModelSpec(String name, String version, double spacing_mm, List<Integer> patchSize, int patchMultiple, double overlap,
	List<String> classes, Intensity intensity, Output output, Weights weights, TestTensor testInput, TestTensor testOutput)
{

	/** The classes that the program knows, in the order of their label values. */
	public static final List<String> CLASSES = List.of("rest", "brain", "face", "eyes", "ears");

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	/** A tile of 1024 voxels a side is beyond what any network here can hold. */
	private static final int MAX_PATCH = 1024;

	/** What the network's numbers mean. */
	public enum Output {
		/** Any real numbers; a softmax over the classes makes them probabilities. */
		LOGITS,
		/** Probabilities already. */
		PROBABILITIES
	}

	/**
	 * The intensity rule: {@code (v - lo) / (hi - lo)} clipped to a range, where lo and hi are percentiles of the volume.
	 *
	 * @param minPercentile percentile that becomes 0, in [0, 100)
	 * @param maxPercentile percentile that becomes 1, in (minPercentile, 100]
	 * @param clipMin least normalized value
	 * @param clipMax greatest normalized value
	 */
	public record Intensity(double minPercentile, double maxPercentile, double clipMin, double clipMax) {

		/** Checks the ranges; throws IllegalArgumentException with the field's name. */
		public Intensity {
			if (!(minPercentile >= 0 && minPercentile < maxPercentile && maxPercentile <= 100))
				throw new IllegalArgumentException(
					"intensity: percentiles must satisfy 0 <= min_percentile < max_percentile <= 100, were " + minPercentile + " and " +
						maxPercentile);
			if (!(clipMin < clipMax) || Double.isInfinite(clipMin) || Double.isInfinite(clipMax))
				throw new IllegalArgumentException("intensity: clip_min must be below clip_max, were " + clipMin + " and " + clipMax);
		}
	}

	/**
	 * The weights file.
	 *
	 * @param source file name inside the model folder
	 * @param sha256 its SHA-256 as 64 lowercase hexadecimal digits
	 * @param pytorchVersion version of PyTorch that wrote it
	 */
	public record Weights(String source, String sha256, String pytorchVersion) {

		/** Checks name and digest; throws IllegalArgumentException with the field's name. */
		public Weights {
			requireFileName("weights: torchscript: source", source);
			requireSha256("weights: torchscript: sha256", sha256);
		}
	}

	/**
	 * A tensor in NumPy's format that belongs to the model's own test.
	 *
	 * @param source file name inside the model folder
	 * @param sha256 its SHA-256 as 64 lowercase hexadecimal digits
	 * @param raw whether it is an image as scanned, to which the intensity rule is still to be applied
	 */
	public record TestTensor(String source, String sha256, boolean raw) {

		/** Checks name and digest; throws IllegalArgumentException with the field's name. */
		public TestTensor {
			requireFileName("test_tensor: source", source);
			requireSha256("test_tensor: sha256", sha256);
		}
	}

	/** Checks every field; throws IllegalArgumentException with the field's name as it stands in the file. */
	public ModelSpec {
		if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
		if (!(spacing_mm > 0 && spacing_mm <= 20)) throw new IllegalArgumentException("spacing_mm must be in (0, 20], was " + spacing_mm);
		if (patchMultiple < 1 || patchMultiple > MAX_PATCH)
			throw new IllegalArgumentException("patch_multiple must be 1 to " + MAX_PATCH + ", was " + patchMultiple);
		patchSize = List.copyOf(patchSize);
		if (patchSize.size() != 3) throw new IllegalArgumentException("patch_size must have 3 numbers, was " + patchSize);
		for (final int n : patchSize)
			if (n < 1 || n > MAX_PATCH || n % patchMultiple != 0) throw new IllegalArgumentException(
				"patch_size must be 1 to " + MAX_PATCH + " and a multiple of patch_multiple (" + patchMultiple + "), was " + patchSize);
		if (!(overlap >= 0 && overlap <= 0.9)) throw new IllegalArgumentException("overlap must be in [0, 0.9], was " + overlap);
		classes = List.copyOf(classes);
		if (!classes.equals(CLASSES)) throw new IllegalArgumentException("classes must be " + CLASSES + ", were " + classes);
	}

	/**
	 * Reads the description of a model.
	 *
	 * @param yaml text of an {@code rdf.yaml} of the bioimage.io specification 0.5; read to its end, not closed
	 * @param file how to name it in errors
	 * @return the description
	 * @throws org.pediatricdefacer.DefacingException if the file is not such a description, or not of a model for this program;
	 *             the message names the field
	 */
	public static ModelSpec read(final InputStream yaml, final String file) {
		return RdfReader.read(yaml, file);
	}

	private static void requireFileName(final String field, final String source) {
		if (source.isBlank() || source.startsWith(".") || source.contains("/") || source.contains("\\") || source.contains(":"))
			throw new IllegalArgumentException(field + " must be the name of a file beside rdf.yaml, was '" + source + "'");
	}

	private static void requireSha256(final String field, final String sha256) {
		if (!SHA256.matcher(sha256).matches())
			throw new IllegalArgumentException(field + " must be 64 lowercase hexadecimal digits, was '" + sha256 + "'");
	}
}
