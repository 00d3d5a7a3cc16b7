package org.pediatricdefacer.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.infer.FaceSegmenter;

/**
 * The command line as a process of its own, whose network knows the phantom only, and which can be made to crash in the network.
 * <p>
 * With the property {@code crash}, such as {@code plan/000/ledger/000001}, it ends at once, as if killed, while it works on the scan of this
 * ledger: when an attempt at it is written down, but not yet that it is given up.
 */
public final class PhantomProcess implements Deface.Opening {

	/** Exit status of a process that was ended by the signal for aborting. */
	static final int ABORTED = 134;

	private static final PhantomScan PHANTOM = PhantomScan.whole();

	/**
	 * Runs the command line.
	 *
	 * @param arguments as of the program
	 */
	public static void main(final String[] arguments) {
		System.exit(Deface.commandLine(new PhantomProcess()).execute(arguments));
	}

	@Override
	public Defacer open(final String model, final String device, final int threads) {
		final FaceSegmenter known = PHANTOM.segmenter();
		return new Defacer(new FaceSegmenter() {

			@Override
			public int classes() {
				return known.classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				if (crashes()) Runtime.getRuntime().halt(ABORTED);
				known.segment(probabilities, head);
			}

			@Override
			public void close() {
				known.close();
			}
		}, PhantomScan.MODEL, "none", device);
	}

	@Override
	public String weights(final String model) {
		return PhantomScan.MODEL.weights().sha256();
	}

	private static boolean crashes() {
		final String crash = System.getProperty("crash");
		if (crash == null) return false;
		return Files.exists(Path.of(crash + ".attempt1-free")) && !Files.exists(Path.of(crash + ".failed"));
	}
}
