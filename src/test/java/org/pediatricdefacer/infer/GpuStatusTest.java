package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GpuStatusTest {

	@Test
	void isUsableOnlyIfAllIsThereAndWorks() {
		final GpuStatus two = new GpuStatus("Linux", true, true, "2.7.1", 2, null);
		assertTrue(two.usable());
		assertTrue(two.usable(1));
		assertFalse(two.usable(2));
		assertFalse(new GpuStatus("Linux", true, false, "2.7.1", 2, null).usable());
		assertFalse(new GpuStatus("Linux", true, true, "2.7.1", 0, null).usable());
		assertFalse(new GpuStatus("Linux", true, true, "2.7.1", 2, "it burns").usable());
	}

	@Test
	void saysTheOneThingToDo() {
		assertRemedy(new GpuStatus("Mac OS X", false, false, "2.7.1", 0, null), "macOS does not have; choose the device cpu");
		assertRemedy(new GpuStatus("Linux", false, false, "2.7.1", 0, null), "there is no NVIDIA driver on this machine; install one");
		assertRemedy(new GpuStatus("Linux", false, true, "2.7.1", 0, null), "there is no NVIDIA driver on this machine; install one");
		assertRemedy(new GpuStatus("Linux", true, false, "2.7.1", 1, null),
			"install torch 2.7.1 for CUDA 12.8 with pip and set PYTORCH_LIBRARY_PATH");
		assertRemedy(new GpuStatus("Linux", true, true, "2.7.1", 1, "it burns"), "failed (it burns); update the NVIDIA driver");
		assertRemedy(new GpuStatus("Linux", true, true, "2.7.1", 0, null), "add its folder to LD_LIBRARY_PATH");
		assertRemedy(new GpuStatus("Windows 11", true, true, "2.7.1", 0, null), "add its folder to PATH");
		assertRemedy(new GpuStatus("Linux", true, true, "2.7.1", 2, null),
			"the cards here are gpu:0 to gpu:1; choose one of them instead of gpu:7");
	}

	private static void assertRemedy(final GpuStatus status, final String remedy) {
		assertTrue(status.reasonAndRemedy(7).contains(remedy), status.reasonAndRemedy(7));
	}

	@Test
	void listsWhatItFound() {
		assertEquals("NVIDIA driver found, PyTorch built for CUDA, 1 card reported by the CUDA library",
			new GpuStatus("Linux", true, true, "2.7.1", 1, null).found());
		assertEquals("NVIDIA driver not found, PyTorch built for the CPU only, 0 cards reported by the CUDA library",
			new GpuStatus("Linux", false, false, "2.7.1", 0, null).found());
	}
}
