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
 * @param removed what was removed
 * @param facemask what was found, which draws a face; of a private folder only
 * @param sharedFacemask a facemask that lies among the results, as version 0.1 wrote it
 * @param record what the program wrote down
 * @param original the scan before defacing
 * @param brain a brain mask on any grid
 */
public record ReportItem(String name, Optional<Path> defaced, Optional<Path> removed, Optional<Path> facemask, Optional<Path> sharedFacemask,
	Optional<Path> record, Optional<Path> original, Optional<Path> brain)
{

	/** Checks that nothing is missing. */
	public ReportItem {
		Stream.of(name, defaced, removed, facemask, sharedFacemask, record, original, brain).forEach(Objects::requireNonNull);
	}

	/** Returns the files there are. */
	Stream<Path> files() {
		return Stream.of(defaced, removed, facemask, record, original, brain).flatMap(Optional::stream);
	}
}
