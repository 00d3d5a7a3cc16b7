package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptService;

/** Tests that scripts which let a failure go unhandled are told from those that handle it; a Fiji that is started for them ends by that. */
class FailureServiceTest {

	@TempDir
	private Path folder;
	private Context context;
	private final List<LogMessage> unhandled = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		context = new Context(CommandService.class, LogService.class, ScriptService.class, FailureService.class, PhantomDefacerService.class);
		context.service(PluginService.class).addPlugin(new PluginInfo<>(ScriptTest.Groovy.class, ScriptLanguage.class));
		context.service(LogService.class).addLogListener(message -> {
			if (FailureService.isUnhandled(message, Thread.currentThread().getStackTrace())) unhandled.add(message);
		});
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	private void run(final String before, final String after) throws Exception {
		final File damaged = Files.writeString(folder.resolve("damaged.nii"), "no scan").toFile();
		final String script = "#@ org.scijava.command.CommandService commands\n" + before + "commands.run('" + DefaceMriFiles.class.getName() +
			"', true, ['input': new File('" + damaged + "'), 'output': new File('" + folder.resolve("out") + "')]).get()\n" + after;
		context.service(ScriptService.class).run("script.groovy", new StringReader(script), true).get();
	}

	@Test
	void hearsOfAScriptThatFails() throws Exception {
		run("", "");
		assertEquals(1, unhandled.size());
	}

	@Test
	void letsAScriptHandleItsFailures() throws Exception {
		run("try {\n", "} catch (final Exception e) {}\n");
		assertEquals(List.of(), unhandled);
	}

	/** Other errors are the script's own, and what is logged elsewhere is no script's end. */
	@Test
	void leavesOtherErrorsAlone() throws Exception {
		context.service(ScriptService.class).run("script.groovy", new StringReader("throw new IllegalStateException('mine')"), true).get();
		assertEquals(List.of(), unhandled);
		final LogMessage expected = new LogMessage(null, 0, "", new DefacingException("no"));
		assertFalse(FailureService.isUnhandled(expected, Thread.currentThread().getStackTrace()));
		assertTrue(FailureService.isUnhandled(expected, new StackTraceElement("org.scijava.script.ScriptModule", "run", null, 1)));
	}
}
