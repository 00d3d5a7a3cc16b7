package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.proof.HeaderDifference.Change;

class HeaderDifferenceTest {

	@Test
	void namesChangedFieldsWithoutTheirContents() {
		final HeaderDifference difference = HeaderDifference.between(
			Map.of("descrip", "Jane Doe", "aux_file", "jane.txt", "dim", "3 1 1 1", "pixdim", "1 1 1"),
			Map.of("descrip", "defaced", "dim", "3 1 1 1", "intent_name", "x", "pixdim", "1 1 1"));
		assertEquals(List.of(new Change("aux_file", "cleared"), new Change("descrip", "replaced"), new Change("intent_name", "set")),
			difference.changes());
		assertEquals(HeaderDifference.NONE, HeaderDifference.between(Map.of("a", "1"), Map.of("a", "1")));
	}
}
