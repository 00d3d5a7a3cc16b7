package org.pediatricdefacer.infer;

import java.util.List;
import java.util.Locale;

/**
 * What runs, on what, and how fast: the answer to "why does it not work here".
 *
 * @param machine operating system, processor architecture and Java
 * @param engine versions of PyTorch and DJL
 * @param libraryFolder folder from which the native library was loaded
 * @param device device that is used
 * @param threads processor threads of one pass
 * @param gpu what was found of graphics cards; if none is usable, why, and the one thing to do
 * @param model name, version and place of the model
 * @param difference largest difference between the model's recorded test output and what it gives here, in logits
 * @param voxelsPerSecond voxels of the model's grid that the network passes in a second
 */
public record EngineReport(String machine, String engine, String libraryFolder, String device, int threads, String gpu, String model,
	double difference, double voxelsPerSecond)
{

	/** A logit that is off by this much moves a probability by about 1 % at most; rounding gives a hundredth of it. */
	private static final double LARGEST_DIFFERENCE = 0.05;

	/** A head of 192 x 224 x 224 mm at 2 mm. */
	private static final double HEAD_VOXELS = 96 * 112 * 112;

	/**
	 * Tells whether the model computes here what it computed where it was made.
	 *
	 * @return false if its masks are not to be trusted on this machine
	 */
	public boolean asExpected() {
		return difference <= LARGEST_DIFFERENCE;
	}

	/**
	 * Writes the report for people.
	 *
	 * @return one fact per line
	 */
	public List<String> lines() {
		final String verdict = asExpected() ? "as expected" : "NOT as expected, do not trust masks made here; try the device cpu";
		return List.of(
			"machine   " + machine,
			"engine    " + engine,
			"library   " + libraryFolder,
			"device    " + device + ", " + threads + (threads == 1 ? " processor thread" : " processor threads"),
			"gpu       " + gpu,
			"model     " + model,
			String.format(Locale.ROOT, "test      differs from the recorded answer by %.1e: %s", difference, verdict),
			String.format(Locale.ROOT, "speed     %.2f million voxels per second, %.1f s for a whole head",
				voxelsPerSecond / 1e6, HEAD_VOXELS / voxelsPerSecond));
	}

	@Override
	public String toString() {
		return String.join(System.lineSeparator(), lines());
	}
}
