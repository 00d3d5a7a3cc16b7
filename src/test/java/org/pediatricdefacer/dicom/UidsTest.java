package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

class UidsTest {

	private static final String OLD = "1.2.826.0.1.7";

	@Test
	void givesTheSameForTheSameSecretOnly() {
		assertEquals(new Uids("a salt for tests").of(OLD), new Uids("a salt for tests").of(OLD));
		assertNotEquals(new Uids("a salt for tests").of(OLD), new Uids("a salt for test2").of(OLD));
		assertNotEquals(new Uids("a salt for tests").of(OLD), new Uids("a salt for tests").of(OLD + "1"));
		assertNotEquals(new Uids("a salt for tests").shortName(OLD), new Uids("a salt for test2").shortName(OLD));
	}

	@Test
	void makesUuidsOfVersion8() {
		final String uid = new Uids("a salt for tests").of(OLD);
		assertTrue(uid.matches("2\\.25\\.[1-9][0-9]{0,38}"), uid);
		final String hex = String.format("%032x", new java.math.BigInteger(uid.substring(5)));
		assertEquals('8', hex.charAt(12));
		assertTrue("89ab".indexOf(hex.charAt(16)) >= 0, hex);
	}

	@Test
	void keepsWhatTheStandardNames() {
		assertEquals("1.2.840.10008.5.1.4.1.1.4", new Uids("a salt for tests").of("1.2.840.10008.5.1.4.1.1.4"));
		assertEquals("", new Uids("a salt for tests").of(""));
	}

	@Test
	void refusesSecretsThatAreFoundByTrying() {
		assertThrows(DefacingException.class, () -> new Uids("12345678901"));
		assertNotEquals(OLD, new Uids("123456789012").of(OLD));
	}
}
