package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.VoxelGrid;
import org.pediatricdefacer.volume.Orientation;

class StackOrientationTest {

	@ParameterizedTest
	@CsvSource({"up, to the last slice, LPS", "down, to the last slice, RAS", "left, up, PIR", "RIGHT, UP, AIL", "to the first slice, up, LIP"})
	void noseAndCrownTellTheAxes(final String nose, final String crown, final String codes) {
		assertEquals(codes, StackOrientation.codes(StackDirection.parse(nose), StackDirection.parse(crown)));
	}

	@Test
	void thereAreTwentyFourOfWhichNoneIsAMirror() {
		final Set<String> found = new HashSet<>();
		for (final StackDirection nose : StackDirection.values())
			for (final StackDirection crown : StackDirection.values()) {
				if (nose.axis == crown.axis) {
					assertThrows(DefacingException.class, () -> StackOrientation.codes(nose, crown));
					continue;
				}
				final String codes = StackOrientation.codes(nose, crown);
				final double[] a = Orientation.of(codes).grid(new long[] {2, 2, 2}, 1).voxelToWorld();
				assertEquals(1, a[0] * (a[5] * a[10] - a[6] * a[9]) - a[1] * (a[4] * a[10] - a[6] * a[8]) + a[2] * (a[4] * a[9] - a[5] * a[8]), 1e-12, codes);
				// Toward the nose y grows, toward the crown z.
				final VoxelGrid grid = Orientation.of(codes).grid(new long[] {3, 3, 3}, 1);
				assertEquals(1, step(grid, nose)[1], 1e-12);
				assertEquals(1, step(grid, crown)[2], 1e-12);
				found.add(codes);
			}
		assertEquals(24, found.size());
	}

	private static double[] step(final VoxelGrid grid, final StackDirection direction) {
		final double[] at = {1, 1, 1};
		at[direction.axis] += direction.sign;
		return grid.toWorld(at);
	}

	@Test
	void everyChoiceTellsItsLetters() {
		final List<String> choices = StackOrientation.choices();
		for (final String choice : choices) {
			final String codes = StackOrientation.codesOf(choice);
			assertTrue(choice.endsWith("(" + codes + ")"), choice);
			assertEquals(codes, StackOrientation.codesOf(codes.toLowerCase(Locale.ROOT)));
			final boolean up = choice.contains("nose up"), down = choice.contains("nose down");
			if (up || down) assertEquals(codes, StackOrientation.codes(up ? StackDirection.UP : StackDirection.DOWN, choice.contains("neck") ? StackDirection.LAST
				: StackDirection.FIRST));
		}
		assertEquals(choices.size(), new HashSet<>(choices).size());
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "somewhere", "RRS", "axial (LP)"})
	void whatIsNoOrientationIsRefused(final String text) {
		assertThrows(DefacingException.class, () -> StackOrientation.codesOf(text));
		assertThrows(DefacingException.class, () -> StackDirection.parse("sideways"));
	}
}
