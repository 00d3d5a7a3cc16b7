package org.pediatricdefacer.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import org.pediatricdefacer.infer.DeviceChoice;
import org.pediatricdefacer.infer.EngineCheck;
import org.pediatricdefacer.infer.EngineReport;
import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.infer.TorchRuntime;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what runs the network, on which device, how fast, and whether it computes what it should. */
@Command(name = "engine", versionProvider = VersionText.class, mixinStandardHelpOptions = true, sortOptions = false,
	description = "Tells what runs the network, on which device, how fast, and whether it computes what it should.")
final class EngineReportCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Mixin
	private EngineOptions engine;

	@Override
	public Integer call() {
		final DeviceChoice device = engine.device(spec.commandLine());
		final int threads = engine.threads(spec.commandLine());
		final EngineReport report = EngineCheck.run(ModelFolder.find(engine.model()), TorchRuntime.start(device, threads));
		final PrintWriter out = spec.commandLine().getOut();
		report.lines().forEach(out::println);
		out.flush();
		return report.asExpected() ? ExitCode.OK : ExitCode.SOFTWARE;
	}
}
