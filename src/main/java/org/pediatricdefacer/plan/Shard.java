package org.pediatricdefacer.plan;

import java.util.Objects;

/**
 * A part of a plan that one process works on.
 *
 * @param name of its folder: its number from 0 on, with zeros before it
 * @param scans how many it has
 * @param bytes size of their files
 * @param sha256 sum of the file that lists them
 */
public record Shard(String name, int scans, long bytes, String sha256) {

	/** Checks the values. */
	public Shard {
		Objects.requireNonNull(sha256, "sha256");
		if (!name.matches("\\d+")) throw new IllegalArgumentException("a shard is called by its number, was " + name);
	}

	/**
	 * Returns the number of the shard.
	 *
	 * @return 0 for the first
	 */
	public int number() {
		return Integer.parseInt(name);
	}
}
