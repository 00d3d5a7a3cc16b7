package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.FinishedScans;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

/** What the commands that work on files have in common. */
abstract class FilesCommand extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter
	private LogService log;

	// SciJava's file chooser picks files or folders, not both, and an array of files cannot be recorded in macros.
	@Parameter(required = false, label = "Folder of scans, or one scan", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File input;

	@Parameter(required = false, label = "Folder to write to", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File output;

	@Parameter(required = false, label = "Folder for what identifies", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "For facemasks and landmarks, which show the face; empty to write none.")
	private File private_to;

	/** Defaces the input and tells in a line what was done; whatever is not as it should be is an exception. */
	final String deface(final FileSettings settings, final boolean skipExisting, final String model, final String device,
		final double[] spacing_mm, final CommandProgress progress) throws IOException
	{
		if (input == null) throw new DefacingException("No scan was named; give a file or a folder as input.");
		if (output == null) throw new DefacingException("No folder was named to write to; give one as output.");
		final BatchPlan shared = BatchPlan.of(List.of(input.getPath()), output.toPath(), FijiScans.ENDINGS);
		final BatchPlan plan = private_to == null ? shared : shared.withPrivate(output.toPath(), private_to.toPath());
		try (Defacer defacer = open(defacers, model, device, progress)) {
			ImageJ1.log(title() + ": " + defacer, log);
			final FijiScans reader = new FijiScans(context(), spacing_mm);
			final BatchRunner.Work work = skipExisting ? new FinishedScans(defacer, settings, reader) : new ScanDefacer(defacer, settings,
				reader)::deface;
			final BatchSummary summary = new CommandBatch(progress, log).run(plan, work);
			if (summary.count(ScanOutcome.Status.REVIEW) > 0) warn(summary.text() + "; the log says what to look at.");
			return summary.text();
		}
	}

	/** Makes the options for reading of what people enter. */
	static NiftiReadOptions reading(final String prefer, final String orientation) {
		final Prefer affine = Prefer.valueOf(prefer.toUpperCase(Locale.ROOT));
		return new NiftiReadOptions(affine, StackOrientations.letters(orientation));
	}
}
