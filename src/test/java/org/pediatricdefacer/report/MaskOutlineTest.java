package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class MaskOutlineTest {

	/** Fills the loops by the even-odd rule, with Java's own geometry. */
	private static boolean[] filled(final List<int[]> loops, final int width, final int height) {
		final Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
		for (final int[] loop : loops) {
			path.moveTo(loop[0], loop[1]);
			for (int i = 2; i < loop.length; i += 2)
				path.lineTo(loop[i], loop[i + 1]);
			path.closePath();
		}
		final boolean[] inside = new boolean[width * height];
		for (int p = 0; p < inside.length; p++)
			inside[p] = path.contains(p % width + 0.5, p / width + 0.5);
		return inside;
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void theOutlineEnclosesJustTheMask(final long seed) {
		final Random random = new Random(seed);
		final int width = 1 + random.nextInt(20);
		final int height = 1 + random.nextInt(20);
		final double share = random.nextDouble();
		final boolean[] mask = new boolean[width * height];
		for (int p = 0; p < mask.length; p++)
			mask[p] = random.nextDouble() < share;
		final MaskOutline outline = MaskOutline.of(mask, width);
		assertArrayEquals(mask, filled(outline.loops(), width, height));
		for (final int[] loop : outline.loops())
			for (int i = 0; i < loop.length; i += 2) {
				final int next = (i + 2) % loop.length;
				assertTrue(loop[i] == loop[next] ^ loop[i + 1] == loop[next + 1], "each side runs along one axis");
			}
	}

	@Test
	void anLIsAPathOfSixSides() {
		final boolean[] mask = { true, false, true, true };
		assertEquals("M0 0h1v1h1v1h-2z", MaskOutline.of(mask, 2).svg());
	}

	@Test
	void anEmptyMaskHasNoOutline() {
		assertEquals("", MaskOutline.of(new boolean[12], 4).svg());
	}
}
