package org.pediatricdefacer.command;

import org.pediatricdefacer.DefacingException;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.log.LogService;
import org.scijava.module.event.ModuleErroredEvent;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/** Logs an expected failure of a command as the sentence that it is; SciJava would log seventy lines of where it arose. */
@Plugin(type = Service.class)
public final class FailureService extends AbstractService implements SciJavaService {

	@Parameter
	private LogService log;

	@EventHandler
	private void onEvent(final ModuleErroredEvent event) {
		if (!(event.getException() instanceof DefacingException failure)) return;
		if (!(event.getModule() instanceof CommandModule command) || !(command.getCommand() instanceof DefacingCommand told)) return;
		log.error(told.title() + ": " + failure.getMessage());
		event.consume();
	}
}
