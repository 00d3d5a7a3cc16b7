package org.pediatricdefacer;

import java.util.Map;

/** Says what the rooms do, in the words of those who look at scans. */
public final class StageWords {

	private static final Map<String, String> WORDS = Map.ofEntries(Map.entry("read", "reading the scan"), Map.entry("crop",
		"preparing the scan"), Map.entry("resample", "preparing the scan"), Map.entry("normalize", "preparing the scan"), Map.entry("infer",
			"looking for face, eyes, ears and brain"), Map.entry("clean", "outlining face, eyes and ears"), Map.entry("series",
				"looking at every volume"), Map.entry("given", "placing the facemask"), Map.entry("region", "choosing what is removed"), Map.entry("apply",
					"removing the face"), Map.entry("prove", "checking what was removed and what was kept"), Map.entry("write", "writing files"), Map.entry(
						"test", "testing the network"));

	private StageWords() {}

	/**
	 * Returns what is done in a room.
	 *
	 * @param room as {@link Progress#stage} hears it
	 * @return words for a status bar; the name itself if it is no room, such as that of a scan
	 */
	public static String of(final String room) {
		return WORDS.getOrDefault(room, room);
	}
}
