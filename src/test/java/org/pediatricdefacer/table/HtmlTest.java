package org.pediatricdefacer.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HtmlTest {

	private static List<String> cells(final Object... values) {
		final Map<String, Object> row = new LinkedHashMap<>();
		row.put("name", "a");
		for (final Object value : values)
			row.put("column " + row.size(), value);
		return Arrays.stream(Html.table("caption", List.of(row)).split("<td[^>]*>")).skip(1).map(cell -> cell.split("</td>")[0]).toList();
	}

	@Test
	void writesNumbersForPeople() {
		assertEquals(List.of("13", "0.912", "–", "∞", "-∞"), cells(13, 0.91161, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
	}

	@Test
	void neverRoundsASmallNumberToZero() {
		assertEquals(List.of("0.000", "2.4e-04", "-2.4e-04", "0.001"), cells(0.0, 0.000244, -0.000244, 0.0005));
	}

	@Test
	void escapesWhatIsMarkup() {
		assertEquals(List.of("&lt;b&gt; &amp; &quot;c&#39;"), cells("<b> & \"c'"));
	}
}
