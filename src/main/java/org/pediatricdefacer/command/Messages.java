package org.pediatricdefacer.command;

import java.util.stream.Collectors;

/** Lays out what dialogs say; ImageJ's own break no lines. */
final class Messages {

	/** Letters of a line that everybody can read, on every screen. */
	private static final int WIDTH = 80;

	private Messages() {}

	/** Breaks lines at blanks, so that none is longer than 80 letters unless one word is. */
	static String wrap(final String text) {
		return text.lines().map(Messages::wrapLine).collect(Collectors.joining("\n"));
	}

	private static String wrapLine(final String line) {
		final StringBuilder out = new StringBuilder();
		int length = 0;
		for (final String word : line.split(" ")) {
			if (length > 0 && length + 1 + word.length() > WIDTH) {
				out.append('\n');
				length = 0;
			}
			else if (length > 0) {
				out.append(' ');
				length++;
			}
			out.append(word);
			length += word.length();
		}
		return out.toString();
	}
}
