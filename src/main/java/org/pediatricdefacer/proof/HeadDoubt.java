package org.pediatricdefacer.proof;

/**
 * What makes a head none that can be defaced.
 *
 * @param skullStripped whether a brain is all there is: the rest of the image is one constant
 * @param plausibleAxes axes, as three letters, along which the scan would show a head with both eyes, though along its own it does not;
 *            null if it does, or if this was not looked for
 */
public record HeadDoubt(boolean skullStripped, String plausibleAxes) {

	/** No doubt. */
	public static final HeadDoubt NONE = new HeadDoubt(false, null);
}
