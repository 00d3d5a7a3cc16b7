package org.pediatricdefacer.bids;

import java.nio.file.Path;

/** Where the defaced scans of a data set go. */
public enum Placement {

	/** A new raw data set: defaced scans keep their names, all else is copied. */
	COPY,
	/** A derivative data set: defaced scans alone, with {@code desc-defaced} in their names. */
	DERIVATIVE,
	/** The data set itself: originals go to {@code sourcedata/pre-deface} first. */
	IN_PLACE;

	/** Folder of the program's own files below the data set that is written, but for a derivative, which is that folder itself. */
	static final Path OWN_FOLDER = Path.of("derivatives", "pediatric-defacer");

	/** Folder of the originals of a data set that is defaced in place. */
	static final Path ORIGINALS = Path.of("sourcedata", "pre-deface");

	private static final String DEFACED = "defaced";
	private static final String DEFACEMASK = "defacemask";

	/**
	 * Returns the place of a defaced scan.
	 *
	 * @param scan path below the data set
	 * @return path below the data set that is written
	 */
	public Path scan(final Path scan) {
		return this == DERIVATIVE ? scan.resolveSibling(name(scan).with("desc", DEFACED).toString()) : scan;
	}

	/**
	 * Returns the place of the mask of what was removed: beside the scan if the specification has a name for it there, else among the
	 * program's own files.
	 *
	 * @param scan path below the data set
	 * @return path below the data set that is written
	 */
	public Path removed(final Path scan) {
		final BidsName name = name(scan);
		final Path mask = scan.resolveSibling(name.with("mod", name.suffix()).withSuffix(DEFACEMASK).withExtension(".nii.gz").toString());
		final boolean beside = FileFate.datatype(scan).equals("anat") && name.entities().keySet().stream().allMatch(BidsRules::ofDefacemask);
		return beside || this == DERIVATIVE ? mask : OWN_FOLDER.resolve(mask);
	}

	/**
	 * Returns the beginning of the places of the program's other files on a scan.
	 *
	 * @param scan path below the data set
	 * @return path below the data set that is written, without an ending
	 */
	public Path base(final Path scan) {
		final String name = name(scan).withExtension("").toString();
		return own().resolve(scan.resolveSibling(name));
	}

	/**
	 * Returns the folder of the program's own files.
	 *
	 * @return below the data set that is written; empty for that itself
	 */
	public Path own() {
		return this == DERIVATIVE ? Path.of("") : OWN_FOLDER;
	}

	private static BidsName name(final Path scan) {
		return BidsName.parse(scan.getFileName().toString()).orElseThrow();
	}
}
