package org.pediatricdefacer.infer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.pediatricdefacer.DefacingException;

import com.sun.jna.NativeLibrary;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;

/** Loads the native library once per Java process, offline, and asks it what it can do. */
final class TorchLibrary {

	/**
	 * What the library reads from the environment when it loads. Huge pages save 15 to 30 % of the time of a pass: large tensors are fresh
	 * memory each time, and page faults are a good part of the cost. Threads that wait asleep leave the processor to others: where all
	 * processors are busy, waiting awake takes as much of them as the network itself.
	 */
	private static final Map<String, String> ENVIRONMENT = Map.of("THP_MEM_ALLOC_ENABLE", "1", "OMP_WAIT_POLICY", "PASSIVE");

	private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

	private TorchLibrary() {}

	/**
	 * Loads PyTorch, or returns it if it is loaded; one caller at a time, as the settings of the process are changed meanwhile.
	 *
	 * @param threads number of threads to use; only what loads the library can say
	 * @throws DefacingException if it cannot be loaded; the message says what was found and what to do
	 */
	static synchronized Engine load(final int threads) {
		setEnvironment();
		final Map<String, String> settings = new TreeMap<>();
		// Nothing is fetched and nobody is called at run time; DJL would do both.
		settings.put("ai.djl.offline", "true");
		settings.put("OPT_OUT_TRACKING", "true");
		settings.put("ai.djl.pytorch.num_threads", Integer.toString(threads));
		ownFolder().ifPresent(folder -> {
			settings.put(LIBRARY_PATH, folder.toString());
			settings.put("PYTORCH_FLAVOR", "cpu");
		});
		try {
			return withSystemProperties(settings, () -> Engine.getEngine(PtEngine.ENGINE_NAME));
		}
		catch (final EngineException | IllegalArgumentException | LinkageError | AssertionError e) {
			throw new DefacingException("PyTorch could not be loaded (" + rootReason(e) + "; " + machine() + ", library cache " + cache() +
				"); " + remedy(e, Utils.getEnvOrSystemProperty(LIBRARY_PATH), System.getProperty("os.name")), e);
		}
	}

	/**
	 * Finds the libraries that the app holds as files, in the folder {@code torch} beside that of the program's jar; nothing where a user has
	 * chosen others, and in Fiji, where they come as a jar that is unpacked once.
	 */
	private static Optional<Path> ownFolder() {
		if (Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null) return Optional.empty();
		try {
			final Path program = Path.of(TorchLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			final Path folder = program.resolveSibling("../torch").normalize();
			return Optional.of(folder).filter(path -> Files.exists(path.resolve(System.mapLibraryName("djl_torch"))));
		}
		catch (final URISyntaxException | FileSystemNotFoundException e) {
			// The program does not lie in a folder.
			return Optional.empty();
		}
	}

	/** Sets what a launcher has not set, on Linux. */
	private static void setEnvironment() {
		if (!isLinux()) return;
		ENVIRONMENT.forEach((name, value) -> {
			if (System.getenv(name) == null) setEnvironment(name, value);
		});
	}

	private static void setEnvironment(final String name, final String value) {
		try {
			NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] { name, value, 0 });
		}
		catch (final LinkageError e) {
			// Only speed is lost, and the diagnosis measures that.
			return;
		}
	}

	/** Runs an action with certain system properties and this class's loader; other users of DJL in the same process keep theirs. */
	private static <T> T withSystemProperties(final Map<String, String> settings, final Supplier<T> action) {
		final Map<String, String> before = new TreeMap<>();
		final Thread thread = Thread.currentThread();
		final ClassLoader loader = thread.getContextClassLoader();
		settings.keySet().forEach(key -> before.put(key, System.getProperty(key, "")));
		try {
			settings.forEach(System::setProperty);
			// In Fiji a script's thread may have a loader that does not see DJL.
			thread.setContextClassLoader(TorchLibrary.class.getClassLoader());
			return action.get();
		}
		finally {
			thread.setContextClassLoader(loader);
			before.forEach((key, value) -> {
				if (value.isEmpty()) System.clearProperty(key);
				else System.setProperty(key, value);
			});
		}
	}

	/** Finds out which graphics cards PyTorch can use, by trying the first one. */
	static GpuStatus gpus(final Engine engine) {
		final boolean driver = hasDriver();
		// The library's own word on CUDA would be "no" too if it could use CUDA but found no card.
		final boolean cudaBuild = Files.exists(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cuda")));
		// Without a driver CUDA reports no card, and need not be looked for.
		final int reported = driver ? CudaUtils.getGpuCount() : 0;
		final String failure = driver && cudaBuild ? tryFirstCard(engine) : null;
		// DJL counts the cards through a library that it may not find though PyTorch does: what computes is there.
		final int cards = driver && cudaBuild && failure == null ? Math.max(reported, 1) : reported;
		return new GpuStatus(System.getProperty("os.name"), driver, cudaBuild, engine.getVersion(), cards, failure);
	}

	/** Returns why one addition on the first card failed, or null if it did not. */
	private static String tryFirstCard(final Engine engine) {
		try (NDManager manager = engine.newBaseManager(Device.gpu(0)); NDArray one = manager.ones(new Shape(1))) {
			return one.add(one).toFloatArray()[0] == 2 ? null : "1 + 1 was not 2";
		}
		catch (final EngineException e) {
			return rootReason(e);
		}
	}

	private static boolean hasDriver() {
		if (isLinux()) return Files.exists(Path.of("/proc/driver/nvidia/version")) || Files.exists(Path.of("/dev/nvidiactl"));
		final String windows = System.getenv("SystemRoot");
		return windows != null && Files.exists(Path.of(windows, "System32", "nvcuda.dll"));
	}

	/** Names operating system and Java. */
	static String machine() {
		return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java " + System.getProperty("java.version");
	}

	/** Returns where the native library is unpacked once. */
	static Path cache() {
		return Utils.getEngineCacheDir("pytorch");
	}

	/** Returns the last line of the deepest message: PyTorch puts its own traceback first. */
	static String rootReason(final Throwable failure) {
		final Throwable root = root(failure);
		final String message = String.valueOf(root.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((first,
			second) -> second).orElse("no reason given");
		// Java's file errors often are a path and nothing else.
		return root instanceof IOException || root.getMessage() == null ? root.getClass().getSimpleName() + ": " + message : message;
	}

	private static Throwable root(final Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null)
			root = root.getCause();
		return root;
	}

	/** Says the one thing to do first, from why the library did not load, the folder the user chose for it (or null) and the system. */
	static String remedy(final Throwable failure, final String libraryPath, final String system) {
		if (libraryPath != null) return "check PYTORCH_LIBRARY_PATH, which is " + libraryPath +
			", and PYTORCH_FLAVOR, or unset both to use the bundled library.";
		final String message = String.valueOf(failure.getMessage());
		if (message.contains("index file") || message.contains("Unsupported platform"))
			return "install the build of this program that is made for this operating system and processor.";
		if (root(failure) instanceof IOException)
			return "set the environment variable DJL_CACHE_DIR to a folder that you can write to, with 500 MB free.";
		if (system.startsWith("Win") && root(failure) instanceof UnsatisfiedLinkError)
			return "install Microsoft's Visual C++ redistributable for 2015 to 2022.";
		return "install the program again and delete that cache; if it happens again, report it with this message.";
	}

	private static boolean isLinux() {
		return System.getProperty("os.name").startsWith("Linux");
	}
}
