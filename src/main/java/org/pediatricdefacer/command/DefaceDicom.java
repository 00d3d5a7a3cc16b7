package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.dicom.Uids;
import org.pediatricdefacer.io.ImagePlusSource;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.study.DicomBatch;
import org.pediatricdefacer.study.DicomInputs;
import org.pediatricdefacer.study.DicomOptions;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;

/** Removes the face from DICOM series, and writes DICOM series with their own headers. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface DICOM...", weight = 1.3)},
	description = "Removes face, eyes and ears from the MR series of a folder, and writes DICOM in which nothing else is changed but what is listed.")
public final class DefaceDicom extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter
	private LogService log;

	@Parameter(required = false, label = "Open image", persist = false)
	private ImagePlus image;

	@Parameter(required = false, label = "Folder of DICOM files", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "Empty for the folder that the open image comes from.")
	private File input;

	@Parameter(required = false, label = "Folder to write to", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File output;

	@Parameter(required = false, label = "Private folder", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "For facemasks, landmarks and names of files; empty to write the names only, among the outputs.")
	private File private_to;

	@Parameter(label = "Remove the face", persist = false)
	private boolean face = true;

	@Parameter(label = "Remove the eyes", persist = false)
	private boolean eyes = true;

	@Parameter(label = "Remove the ears", persist = false)
	private boolean ears = true;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Replace all identifiers", persist = false, description = "Of study and frame of reference, too, references included.")
	private boolean new_uids;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Name the source of each image", persist = false)
	private boolean keep_source;

	@Parameter(label = "Write NIfTI, too", persist = false)
	private boolean also_nifti;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Secret of new identifiers", required = false, persist = false,
		description = "The same text gives the same identifiers on all computers; empty for a secret of your own that is kept on this one.")
	private String uid_salt = "";

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Pass over what was done before in the same way", persist = false)
	private boolean skip_existing;

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		final File folder = folder();
		if (output == null) throw new DefacingException("No folder was named to write to; give one as output.");
		final DicomInputs inputs = DicomInputs.of(List.of(folder.getPath()), output.toPath());
		if (inputs.files().isEmpty()) throw new DefacingException(folder + " holds no DICOM file; check the folder.");
		final DefacingSettings defacing = DefacingSettings.DEFAULT.withCleaning(CleaningSettings.DEFAULT.withRegions(CommandSettings.regions(face,
			eyes, ears)));
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(defacing).withOverwrite(overwrite);
		try (Defacer defacer = open(defacers, model, device, progress)) {
			ImageJ1.log(title() + ": " + defacer, log);
			final DicomBatch batch = new DicomBatch(defacer, settings, options(), inputs, output
				.toPath(), Optional.ofNullable(private_to).map(File::toPath));
			final boolean review = new CommandBatch(progress, log).run(batch, progress);
			if (review) warn(batch.account() + ". The log says what to look at.");
			return batch.account();
		}
	}

	private DicomOptions options() {
		return new DicomOptions(new_uids, keep_source, also_nifti, skip_existing, uid_salt == null || uid_salt.isEmpty() ? Optional.empty() : Optional.of(
			new Uids(uid_salt)));
	}

	private File folder() {
		if (input != null) return input;
		final Optional<Path> folder = image == null ? Optional.empty() : ImagePlusSource.folder(image.getOriginalFileInfo());
		return folder.map(Path::toFile).orElseThrow(() -> new DefacingException(
			"No DICOM folder was named, and no image is open that comes from one; give one as input."));
	}

	@Override
	String title() {
		return "Deface DICOM";
	}
}
