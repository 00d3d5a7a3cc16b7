package org.pediatricdefacer.batch;

import java.util.LinkedHashMap;
import java.util.Map;

import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.Landmarks;
import org.pediatricdefacer.table.TableFiles;

/** Writes the landmarks of a face as JSON. */
public final class LandmarksJson {

	private LandmarksJson() {}

	/**
	 * Writes down the landmarks of a facemask.
	 *
	 * @param facemask of a scan
	 * @return JSON, ending with a line break; landmarks that were not found are null
	 */
	public static String of(final Facemask facemask) {
		final Landmarks landmarks = Landmarks.of(facemask);
		final Map<String, Object> json = new LinkedHashMap<>();
		json.put("Description", "Landmarks of a face; they identify a person together with its scan.");
		json.put("Units", "mm");
		json.put("CoordinateSystem", "world coordinates of the scan: right, anterior, superior");
		landmarks.world_mm().forEach((name, place) -> json.put(name, place.orElse(null)));
		return TableFiles.json(json);
	}
}
