package org.pediatricdefacer.cli;

import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.DeviceChoice;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what runs the network. */
final class EngineOptions {

	@Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto",
		description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE})")
	private String device;

	@Option(names = "--model", paramLabel = "DIR", description = "folder of another model (default: the one that comes along)")
	private String model;

	@Option(names = "--threads", paramLabel = "N", description = "how many processor cores to use (default: all)")
	private Integer threads;

	/** Returns the device asked for; one that there cannot be is wrong usage. */
	DeviceChoice device(final CommandLine commandLine) {
		try {
			return DeviceChoice.parse(device);
		}
		catch (final DefacingException e) {
			throw new ParameterException(commandLine, e.getMessage(), e);
		}
	}

	/** Returns the number of threads asked for, or that of the machine's cores. */
	int threads(final CommandLine commandLine) {
		return givenThreads(commandLine).orElseGet(() -> Runtime.getRuntime().availableProcessors());
	}

	/** Returns the number of threads asked for, if it was. */
	Optional<Integer> givenThreads(final CommandLine commandLine) {
		if (threads != null && threads < 1) throw new ParameterException(commandLine, "--threads must be at least 1, was " + threads + ".");
		return Optional.ofNullable(threads);
	}

	/** Returns the folder of the model, or null for the one that comes along. */
	String model() {
		return model;
	}
}
