package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.widget.Button;

/** Tests what macros and menus see of the commands. */
class CommandsTest {

	static final List<Class<? extends Command>> COMMANDS = List.of(DefaceMri.class, DefaceMriFiles.class, ApplyFacemask.class,
		ApplyFacemaskFiles.class, CheckEngine.class, DefaceImage.class, EvaluateFacemasks.class,
		DefaceQcReport.class, ReviewDefacing.class, ShowFaceRenders.class, SaveDefacedScan.class, OpenPhantom.class, DefaceDicom.class, DefacingPanel.class,
		DefaceBids.class);

	private CommandFixture fixture;

	@BeforeEach
	void start() {
		fixture = new CommandFixture();
	}

	@AfterEach
	void stop() {
		fixture.close();
	}

	@Test
	void standUnderPluginsDeface() {
		final List<String> paths = COMMANDS.stream().map(command -> info(command).getMenuPath().getMenuString()).collect(Collectors.toList());
		assertEquals(List.of("Plugins > Deface > Deface MRI...", "Plugins > Deface > Deface MRI Files...", "Plugins > Deface > Apply Facemask...",
			"Plugins > Deface > Apply Facemask to Files...", "Plugins > Deface > Check Engine...", "Plugins > Deface > Deface Image (script)",
			"Plugins > Deface > Evaluate Facemasks...", "Plugins > Deface > Deface QC Report...", "Plugins > Deface > Review Defacing...",
			"Plugins > Deface > Show Face Renders...", "Plugins > Deface > Save Defaced Scan...", "File > Open Samples > Head MRI (phantom)",
			"Plugins > Deface > Deface DICOM...", "Plugins > Deface > Defacing Panel",
			"Plugins > Deface > Deface BIDS Data Set..."), paths);
	}

	/** SciJava sorts by weight, and draws a line where weights are more than 1 apart: here before what applies, shows and checks. */
	@Test
	void areInOrder() {
		final List<CommandInfo> menu = COMMANDS.stream().filter(command -> command != OpenPhantom.class).map(this::info).sorted(Comparator.comparingDouble(
			CommandsTest::weight)).toList();
		final List<String> lines = new ArrayList<>();
		for (int i = 0; i < menu.size(); i++) {
			assertTrue(i == 0 || weight(menu.get(i)) > weight(menu.get(i - 1)), menu.get(i).getMenuPath().getMenuString());
			if (i > 0 && weight(menu.get(i)) - weight(menu.get(i - 1)) > 1) lines.add(menu.get(i).getMenuPath().getLeaf().getName());
			assertEquals(DefacingCommand.ICON, menu.get(i).getIconPath());
		}
		assertEquals("Deface MRI...", menu.get(0).getMenuPath().getLeaf().getName());
		assertEquals(List.of("Apply Facemask...", "Show Face Renders...", "Deface Image (script)"), lines);
	}

	private static double weight(final CommandInfo info) {
		return info.getMenuPath().getLeaf().getWeight();
	}

	@Test
	void areInTheIndexThatGoesIntoTheJar() throws Exception {
		try (InputStream in = DefaceMri.class.getResourceAsStream("/META-INF/json/org.scijava.plugin.Plugin")) {
			final String index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			for (final Class<?> command : COMMANDS)
				assertTrue(index.contains(command.getName()), command.getName());
			assertTrue(index.contains(DefaultDefacerService.class.getName()));
		}
	}

	@ParameterizedTest
	@FieldSource("COMMANDS")
	void haveKeysThatMacrosCanWrite(final Class<? extends Command> command) {
		final Set<String> keys = keys(command);
		for (final String key : keys) {
			assertTrue(key.matches("[a-z]+(_[a-z]+)*"), key);
			for (final String other : keys)
				// ImageJ finds a key behind anything but a letter, so "mask" would be found in "edited_mask=...".
				assertFalse(other.endsWith("_" + key), key + " is hidden in " + other);
		}
	}

	@ParameterizedTest
	@FieldSource("COMMANDS")
	void rememberNothing(final Class<? extends Command> command) {
		for (final ModuleItem<?> input : info(command).inputs())
			assertTrue(!input.isPersisted() || isFilledIn(input), input.getName());
	}

	/** SciJava's own file chooser asks for a File that is the only input left, and without a window gives up in silence. */
	@ParameterizedTest
	@FieldSource("COMMANDS")
	void neverLeaveOneFileOpen(final Class<? extends Command> command) {
		final List<ModuleItem<?>> open = new ArrayList<>();
		for (final ModuleItem<?> input : info(command).inputs())
			if (!isFilledIn(input)) open.add(input);
		if (open.stream().noneMatch(input -> File.class == input.getType())) return;
		assertTrue(open.stream().anyMatch(input -> input.getType() == Button.class), command.getName());
	}

	@ParameterizedTest
	@FieldSource("COMMANDS")
	void requireNothingThatCouldBeMissing(final Class<? extends Command> command) {
		for (final ModuleItem<?> input : info(command).inputs())
			assertTrue(!input.isRequired() || input.getType().isPrimitive() || input.getType() == String.class || isFilledIn(input), input
				.getName());
	}

	/** The help page has a row for each key of each command, and the words of the page on Fiji. */
	@Test
	void areExplainedInTheHelp() {
		final String page = HelpPage.html(fixture.context().service(CommandService.class));
		for (final Class<? extends Command> command : COMMANDS) {
			final String name = info(command).getMenuPath().getLeaf().getName();
			final int from = page.indexOf("<h3>" + name + "</h3>");
			assertTrue(from > 0, name);
			final String section = page.substring(from, Math.max(from, page.indexOf("</table>", from)));
			for (final String key : keys(command))
				if (info(command).getInput(key).getType() != Button.class) assertTrue(section.contains("<code>" + key + "</code>"), name + ": " + key);
		}
		assertTrue(page.contains("<h1>In Fiji</h1>") && page.contains("<h2>Macros and scripts</h2>") && page.contains("<pre>mvn install"), page);
		assertTrue(page.contains("<ul><li><i>Scan</i> says"), page);
		assertFalse(page.contains("<p>- ") || page.contains("*Find"), "left of Markdown");
		assertFalse(page.contains("```") || page.contains("**") || page.contains("| ---"), "left of Markdown");
	}

	/** What opens a dialog has dots, and only that. */
	@ParameterizedTest
	@FieldSource("COMMANDS")
	void haveDotsIfTheyAsk(final Class<? extends Command> command) {
		final boolean asks = info(command).getInput("help") != null;
		final String name = info(command).getMenuPath().getLeaf().getName();
		assertEquals(asks && command != DefaceImage.class, name.endsWith("..."), name);
		assertFalse(info(command).getDescription().isBlank(), name);
		assertNotNull(getClass().getResource(info(command).getIconPath()), name);
	}

	private static boolean isFilledIn(final ModuleItem<?> input) {
		return input.getType().getName().startsWith("org.scijava.") && input.getType() != Button.class || input
			.getType() == DefacerService.class;
	}

	private CommandInfo info(final Class<? extends Command> command) {
		return fixture.context().service(CommandService.class).getCommand(command);
	}

	private Set<String> keys(final Class<? extends Command> command) {
		final Set<String> keys = new TreeSet<>();
		for (final ModuleItem<?> input : info(command).inputs())
			if (!isFilledIn(input) && input.getVisibility() != ItemVisibility.MESSAGE) keys.add(input.getName());
		return keys;
	}
}
