package org.pediatricdefacer.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.table.Html;

/** Makes HTML of as much of Markdown as the program's pages use: headings, paragraphs, lists, tables, code, bold, italics, links. */
final class MarkdownPage {

	private MarkdownPage() {}

	/** Translates a text whose blocks are parted by empty lines; pictures are left out. */
	static String html(final String markdown) {
		final StringBuilder html = new StringBuilder();
		final List<String> block = new ArrayList<>();
		boolean code = false;
		for (final String line : Stream.concat(markdown.lines(), Stream.of("")).toList()) {
			final boolean fence = line.startsWith("```");
			if (fence && !code) html.append(block(block));
			if (code && fence) html.append("<pre>").append(Html.escape(String.join("\n", block))).append("</pre>\n");
			else if (!code && line.isBlank()) html.append(block(block));
			if (fence || !code && line.isBlank()) block.clear();
			else block.add(line);
			code ^= fence;
		}
		return html.toString();
	}

	private static String block(final List<String> lines) {
		if (lines.isEmpty() || lines.get(0).startsWith("![")) return "";
		final String first = lines.get(0);
		final int level = first.indexOf(' ');
		if (first.startsWith("#")) return "<h" + level + ">" + inline(first.substring(level + 1)) + "</h" + level + ">\n";
		if (first.startsWith("|")) return lines.stream().filter(line -> !line.matches("[|\\s-]+")).map(MarkdownPage::row).collect(Collectors.joining("",
			"<table>", "</table>\n"));
		if (first.startsWith("- ")) return list(lines);
		return "<p>" + inline(String.join(" ", lines)) + "</p>\n";
	}

	/** Lines that do not begin an item go on with the one before. */
	private static String list(final List<String> lines) {
		final List<String> items = new ArrayList<>();
		for (final String line : lines) {
			if (line.startsWith("- ")) items.add(line.substring(2));
			else items.add(items.remove(items.size() - 1) + " " + line.strip());
		}
		return items.stream().map(item -> "<li>" + inline(item) + "</li>").collect(Collectors.joining("", "<ul>", "</ul>\n"));
	}

	private static String row(final String line) {
		return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|")).map(cell -> "<td>" + inline(cell.strip()) + "</td>").collect(
			Collectors.joining("", "<tr>", "</tr>"));
	}

	private static String inline(final String text) {
		return Html.escape(text).replaceAll("`([^`]+)`", "<code>$1</code>").replaceAll("\\*\\*([^*]+)\\*\\*", "<b>$1</b>").replaceAll("\\*([^*]+)\\*", "<i>$1</i>").replaceAll(
			"\\[([^\\]]+)\\]\\((https?://[^)]+)\\)", "<a href=\"$2\">$1</a>").replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1");
	}
}
