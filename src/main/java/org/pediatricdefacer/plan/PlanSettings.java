package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.RunKey;

/**
 * Says how and where to all scans of a plan are defaced, on whichever machine.
 *
 * @param out absolute path of the folder for what may be shared
 * @param identifying absolute path of the folder for what identifies, or empty
 * @param files how files are defaced, and with how many threads
 * @param device what the network runs on, as the user gave it
 * @param model folder of the model as the user gave it, or empty for the one that comes along
 * @param weights SHA-256 of the model's weights
 */
public record PlanSettings(Path out, Optional<Path> identifying, FileSettings files, String device, Optional<String> model, String weights) {

	/**
	 * Checks the settings.
	 *
	 * @throws DefacingException if one mask is to be applied to all scans
	 */
	public PlanSettings {
		Objects.requireNonNull(identifying, "identifying");
		Objects.requireNonNull(device, "device");
		Objects.requireNonNull(model, "model");
		Objects.requireNonNull(weights, "weights");
		if (!out.isAbsolute()) throw new IllegalArgumentException("out must be absolute, was " + out);
		if (files.applyMask().isPresent()) throw new DefacingException("A plan finds the mask of each scan, so --apply-mask " + files.applyMask()
			.get() + " is not for plans; deface this scan by itself.");
	}

	/** Returns what the result of a scan hangs on. */
	RunKey key(final String sha256) throws IOException {
		return RunKey.of(sha256, files, weights);
	}
}
