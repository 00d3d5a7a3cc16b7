package org.pediatricdefacer.infer;

/**
 * What was found of graphics cards, and what that means.
 *
 * @param system name of the operating system, as Java gives it
 * @param driver whether an NVIDIA driver is installed
 * @param cudaBuild whether the loaded PyTorch can use CUDA at all
 * @param pytorch version of the loaded PyTorch
 * @param cards number of cards that CUDA's runtime library reports; 0 too if that library was not found
 * @param failure why a first small computation on the card failed, or null if it succeeded or was not tried
 */
record GpuStatus(String system, boolean driver, boolean cudaBuild, String pytorch, int cards, String failure) {

	boolean usable() {
		return cudaBuild && cards > 0 && failure == null;
	}

	/** Tells whether a certain card exists and works as far as is known. */
	boolean usable(final int gpu) {
		return usable() && gpu < cards;
	}

	/** Lists the facts in a few words. */
	String found() {
		return "NVIDIA driver " + (driver ? "found" : "not found") + ", PyTorch built for " + (cudaBuild ? "CUDA" : "the CPU only") + ", " +
			cards + (cards == 1 ? " card" : " cards") + " reported by the CUDA library";
	}

	/** Says why a card cannot be used, and the one thing to do first. */
	String reasonAndRemedy(final int gpu) {
		if (system.startsWith("Mac")) return "PyTorch needs CUDA here, which macOS does not have; choose the device cpu";
		if (!driver) return "there is no NVIDIA driver on this machine; install one if it has an NVIDIA card, else choose the device cpu";
		if (!cudaBuild) return "the bundled PyTorch is the build without CUDA; install torch " + pytorch + " for CUDA 12.8 with pip and " +
			"set PYTORCH_LIBRARY_PATH to its torch/lib folder and PYTORCH_FLAVOR to cu128 before starting the program";
		if (failure != null) return "a first small computation on it failed (" + failure + "); update the NVIDIA driver to one for CUDA " +
			"12.8 or newer";
		if (cards == 0) return "the CUDA library (libcudart.so.12, cudart64_12.dll) was not found or sees no card; add its folder to " +
			(system.startsWith("Win") ? "PATH" : "LD_LIBRARY_PATH") + " before starting the program";
		return "the cards here are gpu:0 to gpu:" + (cards - 1) + "; choose one of them instead of gpu:" + gpu;
	}
}
