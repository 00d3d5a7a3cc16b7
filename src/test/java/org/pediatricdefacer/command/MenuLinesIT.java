package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Menu;
import java.awt.MenuBar;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** Tests the lines in ImageJ's menu; skipped where there is no display, without which there are no menus. */
class MenuLinesIT {

	/** Commands stand in the menu as imagej-legacy puts them there: in order, and nothing between them. */
	@Test
	void partWhatIsMoreThanOneApart() {
		assumeTrue(WindowIT.hasDisplay(), "there is no display; run Maven under xvfb-run to have one");
		final MenuBar bar = new MenuBar();
		bar.add(new Menu("File"));
		final Menu plugins = bar.add(new Menu("Plugins"));
		plugins.add("Other");
		final Menu deface = new Menu("Deface");
		plugins.add(deface);
		for (final String label : List.of("Deface MRI...", "Defacing Panel", "Apply Facemask...", "Apply Facemask to Files...", "Show Face Renders...", "Check Engine..."))
			deface.add(label);
		try (Context context = new Context(CommandService.class, MenuLines.class)) {
			for (int time = 0; time < 2; time++)
				context.service(MenuLines.class).draw(bar);
		}
		assertEquals(List.of("Deface MRI...", "Defacing Panel", "-", "Apply Facemask...", "Apply Facemask to Files...", "-", "Show Face Renders...", "-",
			"Check Engine..."), IntStream.range(0, deface.getItemCount()).mapToObj(i -> deface.getItem(i).getLabel()).toList());
		assertEquals(2, plugins.getItemCount());
	}
}
