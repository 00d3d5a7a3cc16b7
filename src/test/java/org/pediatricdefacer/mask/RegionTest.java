package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

class RegionTest {

	@Test
	void readsAChoice() {
		assertEquals(EnumSet.of(Region.FACE, Region.EARS), Region.parse(" Face, ears"));
		assertEquals(Region.facemask(), Region.parse("ears,eyes,face"));
	}

	@Test
	void refusesTheBrainTheUnknownAndNothing() {
		for (final String text : new String[] { "brain", "face,nose", "", " , " })
			assertTrue(assertThrows(DefacingException.class, () -> Region.parse(text)).getMessage().endsWith("face, eyes, ears."));
	}
}
