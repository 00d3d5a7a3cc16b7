package org.pediatricdefacer.command;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.DeviceChoice;
import org.pediatricdefacer.infer.EngineCheck;
import org.pediatricdefacer.infer.EngineReport;
import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.infer.TorchRuntime;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Tells what runs the network, on which device, how fast, and whether it computes what it should. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Check Engine...", weight = 31.1)},
	description = "Tells what runs the network, on which device, how fast, and whether it computes what it should.")
public final class CheckEngine extends DefacingCommand {

	@Parameter
	private LogService log;

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(label = "Model folder", required = false, persist = false, style = FileWidget.DIRECTORY_STYLE,
		description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private String report;

	@Override
	String run(final CommandProgress progress) {
		progress.stage("test");
		final EngineReport found = EngineCheck.run(ModelFolder.find(model.isBlank() ? null : model.strip()), TorchRuntime.start(DeviceChoice.parse(
			device), 0));
		report = found.toString();
		log.info(report);
		if (!found.asExpected()) throw new DefacingException("The network does not compute here what it should; choose another device.\n" + report);
		return "the network computes what it should";
	}

	@Override
	String title() {
		return "Check Engine";
	}
}
