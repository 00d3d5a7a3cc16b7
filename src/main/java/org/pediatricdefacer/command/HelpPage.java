package org.pediatricdefacer.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;

import org.pediatricdefacer.table.Html;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/**
 * Makes the page that the help buttons open: what the program's pages say of Fiji, and every key that macros can write.
 * <p>
 * Both come from where they are kept, the page in the jar and the inputs of the commands, so the page is never out of date.
 */
final class HelpPage {

	private static final String HEAD = """
		<!DOCTYPE html>
		<html lang="en"><head><meta charset="utf-8"><title>Pediatric Defacer in Fiji</title><style>
		body { font: 16px/1.5 sans-serif; max-width: 56em; margin: 2em auto; padding: 0 1em; color-scheme: light dark; }
		table { border-collapse: collapse; margin: 1em 0; } td, th { border: 1px solid #999; padding: .3em .6em; text-align: left; vertical-align: top; }
		pre { overflow-x: auto; border: 1px solid #999; padding: .6em; } code { font-family: monospace; }
		</style></head><body>
		""";

	private HelpPage() {}

	/** Writes the page to a file that is deleted when Java ends, and returns it. */
	static Path write(final CommandService commands) throws IOException {
		final Path page = Files.createTempFile("pediatric-defacer-help", ".html");
		page.toFile().deleteOnExit();
		return Files.writeString(page, html(commands));
	}

	/** Returns the page. */
	static String html(final CommandService commands) {
		return HEAD + MarkdownPage.html(fiji()) + "<h2>Keys of macros</h2>" + commands
			.getCommands().stream().filter(info -> info.getClassName().startsWith(HelpPage.class.getPackageName() + "."))
			.sorted(Comparator.comparingDouble(info -> info.getMenuPath().getLeaf().getWeight()))
			.map(HelpPage::keys).collect(Collectors.joining()) + "</body></html>\n";
	}

	private static String keys(final CommandInfo command) {
		return "<h3>" + Html.escape(command.getMenuPath().getLeaf().getName()) + "</h3><p>" + Html.escape(command
			.getDescription()) + "</p><table><tr><th>key</th><th>default</th><th>what it is</th></tr>" + MacroKeys.inputs(command).values().stream()
				.map(input -> row(command, input)).collect(Collectors.joining()) + "</table>";
	}

	private static String row(final CommandInfo command, final ModuleItem<?> input) {
		final Object value = value(command, input);
		final String choices = input.getChoices() == null || input.getChoices().isEmpty() ? "" : input.getChoices().stream().map(String::valueOf)
			.collect(Collectors.joining("; ", " One of: ", "."));
		final String description = input.getDescription() == null || input.getDescription().isBlank() ? "" : " " + input.getDescription();
		return "<tr><td><code>" + input.getName() + "</code></td><td>" + Html.escape(value == null ? "" : value.toString()) +
			"</td><td>" + Html.escape(input.getLabel() + "." + description + choices) + "</td></tr>";
	}

	/** Returns the value that a macro gets which leaves the key out. */
	private static Object value(final CommandInfo command, final ModuleItem<?> input) {
		try {
			return command.createModule().getInput(input.getName());
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	private static String fiji() {
		try (InputStream in = HelpPage.class.getResourceAsStream("fiji.md")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
