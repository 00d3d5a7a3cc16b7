package org.pediatricdefacer.command;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.pediatricdefacer.DefacingException;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;

/**
 * Checks what a macro writes behind the name of a command.
 * <p>
 * ImageJ leaves out what it does not understand, and the command would run with its default: a misspelled {@code ears=false}
 * would remove the ears.
 */
final class MacroKeys {

	private static final Pattern OPTION = Pattern.compile("(\\w+)(?:=(\\[[^\\]]*\\]|\\S*))?");

	private MacroKeys() {}

	/**
	 * Checks the options of a call.
	 *
	 * @param command whose keys are known
	 * @param options as the macro wrote them, such as {@code face=true fill=zero}; null or blank for none
	 * @throws DefacingException if a key is not known, or its value is of another kind
	 */
	static void check(final CommandInfo command, final String options) {
		if (options == null || command == null) return;
		final Map<String, ModuleItem<?>> inputs = inputs(command);
		final Matcher option = OPTION.matcher(options);
		while (option.find()) {
			final ModuleItem<?> input = inputs.get(option.group(1).toLowerCase(Locale.ROOT));
			final String name = command.getMenuPath().getLeaf().getName();
			if (input == null) throw new DefacingException(name + " has no key " + option.group(1) + "; its keys are " + String.join(", ", inputs.keySet()) +
				".");
			final String value = option.group(2) == null ? "" : option.group(2).replaceAll("^\\[|\\]$", "");
			final String wanted = wanted(input, value);
			if (!wanted.isEmpty()) throw new DefacingException(name + " cannot take " + option.group() + "; give " + wanted + ".");
		}
	}

	/** Returns the inputs that macros may set, by their keys. */
	static Map<String, ModuleItem<?>> inputs(final CommandInfo command) {
		final Map<String, ModuleItem<?>> inputs = new TreeMap<>();
		for (final ModuleItem<?> input : command.inputs()) {
			final String type = input.getType().getName();
			final boolean shown = input.getVisibility() == ItemVisibility.MESSAGE;
			if (!shown && !type.startsWith("org.scijava.") && !type.startsWith(MacroKeys.class.getPackageName())) inputs.put(input.getName(), input);
		}
		return inputs;
	}

	private static String wanted(final ModuleItem<?> input, final String value) {
		final Class<?> type = input.getType();
		if (type == boolean.class) return value.matches("true|false") ? "" : "true or false";
		if (type == double.class || type == long.class) return isNumber(value, type == long.class) ? "" : type == long.class ? "a whole number"
			: "a number";
		if (input.getChoices() == null || input.getChoices().isEmpty() || type == ImagePlus.class || input.is(StackOrientations.FREE)) return "";
		return input.getChoices().contains(value) ? "" : input.getChoices().stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

	private static boolean isNumber(final String value, final boolean whole) {
		try {
			return whole ? Long.parseLong(value) == Long.parseLong(value) : Double.isFinite(Double.parseDouble(value));
		}
		catch (final NumberFormatException e) {
			return false;
		}
	}
}
