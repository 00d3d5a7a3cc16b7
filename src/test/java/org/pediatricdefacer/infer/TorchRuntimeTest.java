package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

class TorchRuntimeTest {

	@Test
	void runsOnTheProcessorWhenAsked() {
		final TorchRuntime runtime = TorchRuntime.start(DeviceChoice.CPU, 1);
		assertEquals("cpu", runtime.deviceName());
		assertEquals(1, runtime.threads());
		assertTrue(runtime.engineName().startsWith("PyTorch 2.7.1 ("), runtime.engineName());
		assertTrue(Files.isDirectory(Path.of(runtime.libraryFolder())), runtime.libraryFolder());
	}

	@Test
	void takesAllProcessorsForZeroThreads() {
		assertEquals(Runtime.getRuntime().availableProcessors(), TorchRuntime.start(DeviceChoice.CPU, 0).threads());
		assertThrows(IllegalArgumentException.class, () -> TorchRuntime.start(DeviceChoice.CPU, -1));
	}

	@Test
	void saysWhyAGraphicsCardCannotBeUsedAndNeverFallsBack() {
		final TorchRuntime cpu = TorchRuntime.start(DeviceChoice.CPU, 1);
		assumeFalse(cpu.gpus().usable(), "this machine has a usable graphics card");
		assertEquals("cpu", TorchRuntime.start(DeviceChoice.AUTO, 1).deviceName());
		final List<String> facts = List.of("; ", System.getProperty("os.name"), System.getProperty("os.arch"),
			"Java " + System.getProperty("java.version"), "PyTorch 2.7.1", "NVIDIA driver ", "reported by the CUDA library",
			"library cache " + TorchLibrary.cache());
		for (final DeviceChoice asked : List.of(DeviceChoice.parse("gpu"), DeviceChoice.parse("gpu:3"))) {
			final String message = assertThrows(DefacingException.class, () -> TorchRuntime.start(asked, 1)).getMessage();
			assertTrue(message.startsWith("The device " + asked + " was asked for, but "), message);
			for (final String fact : facts)
				assertTrue(message.contains(fact), fact + " is missing in: " + message);
		}
	}

	@Test
	void refusesACardThatIsNotThere() {
		final TorchRuntime cpu = TorchRuntime.start(DeviceChoice.CPU, 1);
		final String asked = "gpu:" + (cpu.gpus().usable() ? cpu.gpus().cards() : 0);
		assertThrows(DefacingException.class, () -> TorchRuntime.start(DeviceChoice.parse(asked), 1));
	}

	@Test
	void leavesPropertiesAndLoaderAsTheyWere() throws Exception {
		final String offline = System.getProperty("ai.djl.offline");
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		// A loader that sees nothing of DJL, as a script's thread in Fiji may have.
		try (URLClassLoader blind = new URLClassLoader(new URL[0], null)) {
			thread.setContextClassLoader(blind);
			assertEquals("cpu", TorchRuntime.start(DeviceChoice.CPU, 1).deviceName());
			assertSame(blind, thread.getContextClassLoader());
		}
		finally {
			thread.setContextClassLoader(before);
		}
		assertEquals(offline, System.getProperty("ai.djl.offline"));
		assertNull(System.getProperty("ai.djl.pytorch.num_threads"));
	}

	@Test
	void givesTheLastLineOfTheDeepestReason() {
		final Exception torch = new IllegalStateException("The operation failed.\nTraceback:\n  line 3\nRuntimeError: broken\n\n");
		assertEquals("RuntimeError: broken", TorchLibrary.rootReason(new RuntimeException("outer", torch)));
		assertEquals("IllegalStateException: null", TorchLibrary.rootReason(new IllegalStateException()));
		assertEquals("no reason given", TorchLibrary.rootReason(new IllegalStateException(" \n")));
		assertEquals("AccessDeniedException: /cache", TorchLibrary.rootReason(new RuntimeException(new AccessDeniedException("/cache"))));
	}

	@Test
	void saysWhatToDoWhenTheLibraryDoesNotLoad() {
		final Throwable offline = new RuntimeException("Failed to save pytorch index file", new IOException("Offline mode is enabled."));
		final Throwable denied = new RuntimeException("Failed to extract", new AccessDeniedException("/cache"));
		final Throwable unlinked = new RuntimeException("Failed to load", new UnsatisfiedLinkError("no vcruntime140"));
		assertTrue(TorchLibrary.remedy(offline, null, "Linux").contains("made for this operating system and processor"));
		final Throwable foreign = new AssertionError("Unsupported platform: SunOS");
		assertTrue(TorchLibrary.remedy(foreign, null, "SunOS").contains("made for this operating system"));
		assertTrue(TorchLibrary.remedy(denied, null, "Linux").contains("set the environment variable DJL_CACHE_DIR"));
		assertTrue(TorchLibrary.remedy(unlinked, null, "Windows 11").contains("Visual C++ redistributable"));
		assertTrue(TorchLibrary.remedy(unlinked, null, "Linux").contains("install the program again"));
		assertTrue(TorchLibrary.remedy(denied, "/opt/torch/lib", "Linux").contains("check PYTORCH_LIBRARY_PATH, which is /opt/torch/lib"));
	}
}
