package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProgramVersionTest {

	@Test
	void isTheVersionOfTheBuild() {
		assertTrue(ProgramVersion.get().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), ProgramVersion.get());
	}
}
