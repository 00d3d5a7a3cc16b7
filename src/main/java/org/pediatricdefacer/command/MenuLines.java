package org.pediatricdefacer.command;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Menu;
import java.awt.MenuBar;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;
import org.scijava.ui.event.UIShownEvent;

/**
 * Draws lines between groups of commands in ImageJ's own menu, as SciJava's menus do where weights are more than 1 apart; imagej-legacy keeps
 * the order only.
 */
@Plugin(type = Service.class)
public final class MenuLines extends AbstractService implements SciJavaService {

	private static final String PLUGINS = "Plugins", DEFACE = "Deface", LINE = "-";

	@Parameter
	private CommandService commands;

	@EventHandler
	private void onEvent(@SuppressWarnings("unused") final UIShownEvent event) {
		if (GraphicsEnvironment.isHeadless()) return;
		EventQueue.invokeLater(() -> ImageJ1.menuBar().ifPresent(this::draw));
	}

	/** Draws the lines, unless they are there. */
	void draw(final MenuBar bar) {
		final Map<String, Double> weights = commands.getCommands().stream().filter(MenuLines::isOurs).map(CommandInfo::getMenuPath).collect(Collectors
			.toMap(path -> path.getLeaf().getName(), path -> path.getLeaf().getWeight(), (one, other) -> one));
		IntStream.range(0, bar.getMenuCount()).mapToObj(bar::getMenu).filter(menu -> menu.getLabel().equals(PLUGINS)).findFirst().flatMap(MenuLines::deface)
			.ifPresent(menu -> draw(menu, weights));
	}

	private static boolean isOurs(final CommandInfo command) {
		final MenuPath path = command.getMenuPath();
		return path.size() == 3 && path.get(0).getName().equals(PLUGINS) && path.get(1).getName().equals(DEFACE);
	}

	private static Optional<Menu> deface(final Menu plugins) {
		return IntStream.range(0, plugins.getItemCount()).mapToObj(plugins::getItem).filter(item -> item instanceof Menu && item.getLabel().equals(DEFACE))
			.map(Menu.class::cast).findFirst();
	}

	private static void draw(final Menu menu, final Map<String, Double> weights) {
		if (IntStream.range(0, menu.getItemCount()).anyMatch(i -> menu.getItem(i).getLabel().equals(LINE))) return;
		for (int i = menu.getItemCount() - 1; i > 0; i--) {
			final Double below = weights.get(menu.getItem(i).getLabel()), above = weights.get(menu.getItem(i - 1).getLabel());
			if (below != null && above != null && below - above > 1) menu.insertSeparator(i);
		}
	}
}
