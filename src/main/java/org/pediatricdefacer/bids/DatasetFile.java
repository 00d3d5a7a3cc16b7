package org.pediatricdefacer.bids;

import java.nio.file.Path;

/**
 * A file of a data set.
 *
 * @param path below the data set
 * @param fate what becomes of it
 */
public record DatasetFile(Path path, FileFate fate) {

	/**
	 * Returns the path with slashes.
	 *
	 * @return as the data set's own tables write it
	 */
	public String name() {
		return path.toString().replace('\\', '/');
	}

	/**
	 * Returns the folder of the subject.
	 *
	 * @return such as {@code sub-01}; empty for files of the whole data set
	 */
	public String subject() {
		return path.getNameCount() > 1 && FileFate.isSubject(path.getName(0).toString()) ? path.getName(0).toString() : "";
	}

	/**
	 * Returns the folder of the session.
	 *
	 * @return such as {@code ses-01}; empty for files of the whole subject or data set
	 */
	public String session() {
		return subject().isEmpty() ? "" : FileFate.session(path);
	}
}
