package org.pediatricdefacer.infer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.util.cuda.CudaUtils;

/** Lists the devices of this machine, to choose from. */
public final class Devices {

	private Devices() {}

	/**
	 * Lists what can be chosen.
	 *
	 * @param chosen one that is listed in any case, such as the present choice
	 * @return auto, cpu and the graphics cards that the driver tells of; whether the network can use them is seen when it runs
	 */
	public static List<String> names(final String chosen) {
		return Stream.concat(Stream.concat(Stream.of("auto", "cpu"), IntStream.range(0, cards()).mapToObj(n -> "gpu:" + n)), Stream.of(chosen))
			.distinct().toList();
	}

	private static int cards() {
		try {
			return CudaUtils.getGpuCount();
		}
		catch (final LinkageError e) {
			return 0; // the run itself says what is missing
		}
	}
}
