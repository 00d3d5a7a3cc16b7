package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProgressTest {

	@Test
	void stopsOnlyWhenAsked() {
		assertDoesNotThrow(Progress.NONE::check);
		final Progress impatient = new Progress() {

			@Override
			public boolean canceled() {
				return true;
			}
		};
		assertThrows(DefacingCanceledException.class, impatient::check);
	}
}
