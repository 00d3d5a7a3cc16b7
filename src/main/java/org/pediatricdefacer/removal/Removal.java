package org.pediatricdefacer.removal;

import java.util.Locale;

import org.pediatricdefacer.DefacingException;

/** What is erased of a scan in which a facemask was found. */
public enum Removal {
	/** A {@link RemovedRegion} around the facemask, whose borders are smooth surfaces of the head's frame. */
	SMOOTH,
	/** The facemask itself. Its border runs along the face at a few millimeters, so the hole that it leaves draws the face. */
	FACEMASK;

	/** Returns the lower-case name of this choice, as used in settings. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Reads a choice by its name, in any case.
	 *
	 * @throws DefacingException if there is no such choice
	 */
	public static Removal parse(final String text) {
		for (final Removal removal : values())
			if (removal.text().equals(text.trim().toLowerCase(Locale.ROOT))) return removal;
		throw new DefacingException("'" + text + "' is nothing that can be removed; choose smooth or facemask.");
	}
}
