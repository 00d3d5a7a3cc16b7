package org.pediatricdefacer.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.Devices;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.util.ClassUtils;
import org.scijava.util.Types;
import org.scijava.widget.FileWidget;

import ij.IJ;
import ij.gui.GenericDialog;

/** Asks for the inputs of a command that its own dialog leaves out. Runs in the event thread, in front of that dialog. */
final class AdvancedDialog {

	private static final int COLUMNS = 24;

	private AdvancedDialog() {}

	/** Shows the values of a command, and puts those that are chosen into it unless the dialog is canceled. */
	static void show(final Context context, final Command command, final String title) {
		final GenericDialog dialog = new GenericDialog(title + ": advanced");
		final List<Runnable> answers = new ArrayList<>();
		for (final ModuleItem<?> item : context.service(CommandService.class).getCommand(command.getClass()).inputs())
			if (item.is(CommandInputs.ADVANCED) || item.is(StackOrientations.FREE)) answers.add(ask(dialog, item, command));
		dialog.showDialog();
		if (dialog.wasOKed()) apply(answers, title);
	}

	private static void apply(final List<Runnable> answers, final String title) {
		try {
			answers.forEach(Runnable::run);
		}
		catch (final DefacingException e) {
			IJ.error(title, Messages.wrap(e.getMessage()));
		}
	}

	/** Adds a field, and returns what reads it; fields are read in the order in which they were added. */
	private static Runnable ask(final GenericDialog dialog, final ModuleItem<?> item, final Command command) {
		final Class<?> type = item.getType();
		final String label = item.getLabel();
		final Object value = value(item, command);
		if (type == boolean.class) {
			dialog.addCheckbox(label, (Boolean) value);
			return set(item, command, dialog::getNextBoolean);
		}
		if (type == double.class || type == long.class) {
			dialog.addNumericField(label, ((Number) value).doubleValue(), type == long.class ? 0 : 1);
			return set(item, command, () -> number(dialog, label, type == long.class));
		}
		final List<String> choices = choices(item, value.toString());
		if (!choices.isEmpty()) {
			dialog.addChoice(label, choices.toArray(String[]::new), value.toString());
			return set(item, command, dialog::getNextChoice);
		}
		if (FileWidget.DIRECTORY_STYLE.equals(item.getWidgetStyle())) dialog.addDirectoryField(label, value.toString());
		else dialog.addStringField(label, value.toString(), COLUMNS);
		return set(item, command, dialog::getNextString);
	}

	private static List<String> choices(final ModuleItem<?> item, final String value) {
		if (item.getName().equals("device")) return Devices.names(value);
		return item.getChoices() == null ? List.of() : item.getChoices().stream().map(String::valueOf).toList();
	}

	private static Object number(final GenericDialog dialog, final String label, final boolean whole) {
		final double number = dialog.getNextNumber();
		if (Double.isNaN(number)) throw new DefacingException(label + " wants a number; the other values are taken.");
		return whole ? (Object) Long.valueOf(Math.round(number)) : Double.valueOf(number);
	}

	private static Object value(final ModuleItem<?> item, final Command command) {
		return ClassUtils.getValue(Types.field(command.getClass(), item.getName()), command);
	}

	private static Runnable set(final ModuleItem<?> item, final Command command, final Supplier<Object> answer) {
		return () -> ClassUtils.setValue(Types.field(command.getClass(), item.getName()), command, answer.get());
	}
}
