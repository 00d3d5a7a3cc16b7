package org.pediatricdefacer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the list of a shard. */
class PlannedScanTest {

	@ParameterizedTest
	@ValueSource(strings = {"plain", "a b", "tab\tand\ttab", "line\nbreak", "\r\n", "back\\slash", "\\t", "\\\\", "'\"$`", "\u00dcn\u00ef \u65e5\u672c", "\ud83d\ude00", " "})
	void aLineHoldsAnyName(final String name) {
		final PlannedScan scan = new PlannedScan(3, "/" + name + ".nii", name + "/" + name, 12, "ab", name);
		final String line = scan.line();
		assertEquals(4, line.chars().filter(letter -> letter == '\t').count());
		assertTrue(line.chars().noneMatch(letter -> letter == '\n' || letter == '\r'));
		assertEquals(scan, PlannedScan.parse(3, line));
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "a\tb\t1\tc", "a\tb\t1\tc\td\te", "a\tb\tx\tc\t", "a\tb\t-1\tc\t", "a\\x\tb\t1\tc\t", "a\\\tb\t1\tc\t"})
	void refusesOtherLines(final String line) {
		assertThrows(IllegalArgumentException.class, () -> PlannedScan.parse(0, line));
	}

	@Test
	void aReasonRefuses() {
		assertTrue(new PlannedScan(0, "a", "a", 0, "", "why").isRefused());
	}
}
