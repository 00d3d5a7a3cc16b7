package org.pediatricdefacer.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person who looked at a result makes of it; each has one key, in the browser as in Fiji. */
public enum Rating {
	/** The face is gone and the brain is whole. */
	PASS('p', "pass"),
	/** Not to be used, for whatever reason. */
	FAIL('f', "fail"),
	/** Something of the face or the ears is left. */
	FACE_LEFT('l', "face left"),
	/** The brain was cut. */
	BRAIN_CUT('b', "brain cut"),
	/** To be looked at again. */
	LATER('r', "review later");

	private final char key;
	private final String text;

	Rating(final char key, final String text) {
		this.key = key;
		this.text = text;
	}

	/** Returns the key that gives this rating, a lower-case letter. */
	public char key() {
		return key;
	}

	/** Returns the words for people and for tables. */
	public String text() {
		return text;
	}

	/** Returns the rating with these words, upper or lower case; empty if there is none. */
	static Optional<Rating> ofText(final String text) {
		return Arrays.stream(values()).filter(rating -> rating.text.equalsIgnoreCase(text.strip())).findFirst();
	}

	/** Returns the rating of a key, upper or lower case; empty if the key is no rating's. */
	static Optional<Rating> ofKey(final char key) {
		return Arrays.stream(values()).filter(rating -> rating.key == Character.toLowerCase(key)).findFirst();
	}

	/** Returns all words, for messages. */
	static String choices() {
		return Arrays.stream(values()).map(Rating::text).collect(Collectors.joining(", "));
	}
}
