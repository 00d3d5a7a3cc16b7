package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

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

	@Test
	void mapsThePartsOfAScanToTheWhole() {
		final List<String> heard = new ArrayList<>();
		final Progress progress = new Progress() {

			@Override
			public void stage(final String room) {
				heard.add(room);
			}

			@Override
			public void fraction(final double done) {
				heard.add(String.valueOf(done));
			}

			@Override
			public boolean canceled() {
				return heard.size() > 2;
			}
		};
		final Progress part = progress.part(0.25, 0.75);
		part.stage("tile");
		part.fraction(0.5);
		assertDoesNotThrow(part::check);
		part.fraction(1);
		assertThrows(DefacingCanceledException.class, part::check);
		assertEquals(List.of("tile", "0.5", "0.75"), heard);
	}
}
