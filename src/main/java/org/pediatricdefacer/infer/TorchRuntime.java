package org.pediatricdefacer.infer;

import java.nio.file.Path;

import org.pediatricdefacer.DefacingException;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;

/**
 * The native PyTorch library, and the device that it computes on.
 * <p>
 * The library is loaded once per Java process, from the program's own files: nothing is downloaded. In the app it is loaded where it
 * lies. As a jar, such as in Fiji, it is unpacked on the first run to DJL's cache folder ({@code DJL_CACHE_DIR}, else {@code .djl.ai}
 * in the home folder).
 */
public final class TorchRuntime {

	private final Engine engine;
	private final GpuStatus gpus;
	private final Device device;
	private final int threads;

	private TorchRuntime(final Engine engine, final GpuStatus gpus, final Device device, final int threads) {
		this.engine = engine;
		this.gpus = gpus;
		this.device = device;
		this.threads = threads;
	}

	/**
	 * Loads the library and chooses the device.
	 *
	 * @param choice the device asked for; the processor is never used in place of a graphics card that was asked for
	 * @param threads number of processor threads of one pass, or 0 for one per processor that Java may use
	 * @return the library, ready to open models
	 * @throws DefacingException if the library cannot be loaded or the device cannot be used; the message says what was found and the one
	 *             thing to do
	 */
	public static TorchRuntime start(final DeviceChoice choice, final int threads) {
		if (threads < 0) throw new IllegalArgumentException("threads must be >= 0, was " + threads);
		final int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
		final LibraryCache cache = LibraryCache.of(TorchLibrary.cache());
		final Engine engine = TorchLibrary.load(used);
		cache.loaded(Path.of(LibUtils.getLibtorchPath()));
		final GpuStatus gpus = TorchLibrary.gpus(engine);
		return new TorchRuntime(engine, gpus, device(choice, gpus), used);
	}

	private static Device device(final DeviceChoice choice, final GpuStatus gpus) {
		return switch (choice.kind()) {
			case CPU -> Device.cpu();
			case AUTO -> gpus.usable() ? Device.gpu(0) : Device.cpu();
			case GPU -> {
				if (!gpus.usable(choice.gpu())) throw new DefacingException("The device " + choice + " was asked for, but " +
					gpus.reasonAndRemedy(choice.gpu()) + " (found: " + TorchLibrary.machine() + ", PyTorch " + gpus.pytorch() + ", " +
					gpus.found() + ", library cache " + TorchLibrary.cache() + ").");
				yield Device.gpu(choice.gpu());
			}
		};
	}

	/**
	 * Returns the name of the device that is used.
	 *
	 * @return {@code cpu} or {@code gpu:N}
	 */
	public String deviceName() {
		return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
	}

	/**
	 * Returns the number of processor threads of one pass.
	 *
	 * @return at least 1
	 */
	public int threads() {
		return threads;
	}

	/**
	 * Names the library for records and people.
	 *
	 * @return versions of PyTorch and DJL
	 */
	public String engineName() {
		return "PyTorch " + engine.getVersion() + " (" + (gpus.cudaBuild() ? "CUDA" : "CPU") + " build) with DJL " + Engine.getDjlVersion();
	}

	/**
	 * Returns the folder from which the native library was loaded.
	 *
	 * @return an absolute path
	 */
	public String libraryFolder() {
		return LibUtils.getLibtorchPath();
	}

	Engine engine() {
		return engine;
	}

	Device device() {
		return device;
	}

	GpuStatus gpus() {
		return gpus;
	}
}
