package org.pediatricdefacer.io;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.pediatricdefacer.DefacingException;

/** Where something points to in a stack of slices on the screen. */
public enum StackDirection {
	/** To the upper edge of the slices. */
	UP("up", 1, -1),
	/** To their lower edge. */
	DOWN("down", 1, 1),
	/** To their left edge. */
	LEFT("left", 0, -1),
	/** To their right edge. */
	RIGHT("right", 0, 1),
	/** To the first slice, out of the screen or into it. */
	FIRST("to the first slice", 2, -1),
	/** To the last slice. */
	LAST("to the last slice", 2, 1);

	private final String text;
	/** Axis of the stack: 0 to the right, 1 down, 2 from slice to slice. */
	final int axis;
	final int sign;

	StackDirection(final String text, final int axis, final int sign) {
		this.text = text;
		this.axis = axis;
		this.sign = sign;
	}

	/** Returns the words for dialogs. */
	public String text() {
		return text;
	}

	/**
	 * Reads a direction.
	 *
	 * @param text the words for dialogs, or the name of the constant in any case
	 * @return the direction
	 * @throws DefacingException if there is none of this name
	 */
	public static StackDirection parse(final String text) {
		for (final StackDirection direction : values())
			if (direction.text.equalsIgnoreCase(text.strip()) || direction.name().equalsIgnoreCase(text.strip())) return direction;
		throw new DefacingException("'" + text + "' is no direction in a stack; choose from " + Arrays.stream(values()).map(StackDirection::text).collect(
			Collectors.joining(", ")) + ".");
	}
}
