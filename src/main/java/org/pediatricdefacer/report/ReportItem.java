package org.pediatricdefacer.report;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One result of a report, and the files there are of it.
 *
 * @param name of the scan: path below the folder of results without ending, with forward slashes
 * @param defaced the defaced scan; missing where none was written
 * @param facemask what was removed
 * @param record what the program wrote down
 * @param original the scan before defacing
 * @param brain a brain mask on any grid
 */
public record ReportItem(String name, Optional<Path> defaced, Optional<Path> facemask, Optional<Path> record, Optional<Path> original,
	Optional<Path> brain)
{

	/** Checks that nothing is missing. */
	public ReportItem {
		Stream.of(name, defaced, facemask, record, original, brain).forEach(Objects::requireNonNull);
	}

	/** Returns the files there are. */
	Stream<Path> files() {
		return Stream.of(defaced, facemask, record, original, brain).flatMap(Optional::stream);
	}
}
