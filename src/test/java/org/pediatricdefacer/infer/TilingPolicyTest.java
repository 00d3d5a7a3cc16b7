package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class TilingPolicyTest {

	private final List<String> tried = new ArrayList<>();

	/** Stands for a device that holds so many voxels. */
	private String work(final long[] size, final long capacity) {
		tried.add(TilingPolicy.text(size));
		if (size[0] * size[1] * size[2] > capacity) throw new OutOfDeviceMemoryException("The device is full.", null);
		return TilingPolicy.text(size);
	}

	@Test
	void takesTheFirstSizeIfItFits() {
		assertEquals("112 x 128 x 96", TilingPolicy.shrinkUntilItFits(new long[] { 112, 128, 96 }, 16, s -> work(s, Long.MAX_VALUE)));
		assertEquals(1, tried.size());
	}

	@Test
	void halvesTheLongestSideUntilItFits() {
		assertEquals("112 x 64 x 64", TilingPolicy.shrinkUntilItFits(new long[] { 224, 128, 128 }, 16, s -> work(s, 500_000)));
		assertEquals(List.of("224 x 128 x 128", "112 x 128 x 128", "112 x 128 x 64", "112 x 64 x 64"), tried);
	}

	@Test
	void namesTheSizesThatItTried() {
		final long[] first = { 80, 64, 128 };
		final OutOfDeviceMemoryException e = assertThrows(OutOfDeviceMemoryException.class,
			() -> TilingPolicy.shrinkUntilItFits(first, 16, s -> work(s, 0)));
		assertEquals("Out of memory with tiles of 80 x 64 x 128, then 80 x 64 x 64, then 64 x 64 x 64 voxels: free memory by closing " +
			"other programs that use this device, or choose the device cpu. The device is full.", e.getMessage());
		assertTrue(e.getCause() instanceof OutOfDeviceMemoryException);
	}

	@Test
	void passesOtherFailuresOn() {
		final RuntimeException failure = new IllegalStateException("broken");
		final long[] first = { 80, 64, 128 };
		assertSame(failure, assertThrows(IllegalStateException.class, () -> TilingPolicy.shrinkUntilItFits(first, 16, s -> {
			throw failure;
		})));
	}

	@Test
	void alwaysEndsAndKeepsMultiples() {
		final Random random = new Random(3);
		for (int n = 0; n < 1000; n++) {
			final int multiple = 1 + random.nextInt(48);
			long[] size = new long[3];
			for (int d = 0; d < 3; d++)
				size[d] = multiple * (1L + random.nextInt(20));
			for (int step = 0; step < 30; step++) {
				final long[] next = TilingPolicy.smaller(size, multiple);
				for (int d = 0; d < 3; d++) {
					assertEquals(0, next[d] % multiple);
					assertTrue(next[d] <= size[d] && next[d] >= Math.min(size[d], TilingPolicy.MIN_SIDE));
				}
				size = next;
			}
			assertArrayEquals(size, TilingPolicy.smaller(size, multiple));
		}
	}
}
