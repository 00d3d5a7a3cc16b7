package org.pediatricdefacer.infer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;

/**
 * The device that the user asked for.
 *
 * @param kind which kind of device, or none in particular
 * @param gpu number of the graphics card, from 0; always 0 unless the kind is {@link Kind#GPU}
 */
public record DeviceChoice(Kind kind, int gpu) {

	/** A graphics card if there is a usable one, else the processor. */
	public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);

	/** The processor. */
	public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

	private static final Pattern NUMBERED = Pattern.compile("gpu:(\\d{1,3})");

	/** Kinds of wishes. */
	public enum Kind {
		/** A graphics card if there is a usable one, else the processor. */
		AUTO,
		/** The processor. */
		CPU,
		/** A certain graphics card; if it is not usable, that is an error. */
		GPU
	}

	/** Checks the number. */
	public DeviceChoice {
		if (gpu < 0 || gpu > 0 && kind != Kind.GPU) throw new IllegalArgumentException("no such device: " + kind + " " + gpu);
	}

	/**
	 * Reads a wish.
	 *
	 * @param text {@code auto}, {@code cpu}, {@code gpu} (the first one) or {@code gpu:N}, in any case
	 * @return the wish
	 * @throws DefacingException if the text is none of these
	 */
	public static DeviceChoice parse(final String text) {
		final String device = text.strip().toLowerCase(Locale.ROOT);
		final Matcher numbered = NUMBERED.matcher(device);
		if (numbered.matches()) return new DeviceChoice(Kind.GPU, Integer.parseInt(numbered.group(1)));
		return switch (device) {
			case "auto" -> AUTO;
			case "cpu" -> CPU;
			case "gpu" -> new DeviceChoice(Kind.GPU, 0);
			default -> throw new DefacingException("'" + text + "' is no device; choose auto, cpu, gpu or gpu:N (N from 0).");
		};
	}

	/** Writes the wish as {@link #parse} reads it. */
	@Override
	public String toString() {
		return kind == Kind.GPU ? "gpu:" + gpu : kind.name().toLowerCase(Locale.ROOT);
	}
}
