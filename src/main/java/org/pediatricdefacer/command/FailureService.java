package org.pediatricdefacer.command;

import java.util.Arrays;

import org.pediatricdefacer.DefacingException;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;
import org.scijava.module.event.ModuleErroredEvent;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.script.ScriptModule;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;
import org.scijava.thread.ThreadService;

/**
 * Says of what has failed what must be said.
 * <p>
 * An expected failure of a command is logged as the sentence that it is; SciJava would log seventy lines of where it arose. And a script
 * that lets one go unhandled ends a Fiji without a window with a status that tells so; SciJava only logs what a script throws.
 */
@Plugin(type = Service.class)
public final class FailureService extends AbstractService implements SciJavaService {

	@Parameter
	private LogService log;

	@Parameter
	private ThreadService threads;

	@Override
	public void initialize() {
		log.addLogListener(message -> {
			final Thread script = Thread.currentThread();
			if (isUnhandled(message, script.getStackTrace()) && ImageJ1.isCommandLine(threads.getParent(script))) ImageJ1.exitIfLaunched();
		});
	}

	/** Returns whether a message, logged where a stack of calls has come to, is the end of a script by an expected failure. */
	static boolean isUnhandled(final LogMessage message, final StackTraceElement... calls) {
		Throwable cause = message.throwable();
		while (cause != null && !(cause instanceof DefacingException))
			cause = cause.getCause();
		return cause != null && Arrays.stream(calls).anyMatch(call -> call.getClassName().equals(ScriptModule.class.getName()));
	}

	@EventHandler
	private void onEvent(final ModuleErroredEvent event) {
		if (!(event.getException() instanceof DefacingException failure)) return;
		if (!(event.getModule() instanceof CommandModule command) || !(command.getCommand() instanceof DefacingCommand told)) return;
		log.error(told.title() + ": " + failure.getMessage());
		event.consume();
	}
}
