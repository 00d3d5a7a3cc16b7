package org.pediatricdefacer.command;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.mask.CleaningSettings;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.ImagePlus;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/** Removes the face from the open scan and shows the result and the facemask; the scan itself stays as it is. */
@Plugin(type = Command.class, menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface MRI...", weight = 1)},
	description = "Removes face, eyes and ears from the open scan of a head.")
public final class DefaceMri extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter(required = false, label = "Scan", persist = false)
	private ImagePlus image;

	@Parameter(label = "Remove the face", persist = false)
	private boolean face = true;

	@Parameter(label = "Remove the eyes", persist = false)
	private boolean eyes = true;

	@Parameter(label = "Remove the ears", persist = false)
	private boolean ears = true;

	@Parameter(label = "Fill with", choices = {"zero", "background", "blur"}, persist = false,
		description = "Nothing, noise like the scan's own air, or the blurred scan, which can be undone in part.")
	private String fill = "zero";

	@Parameter(label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(label = "Grow the mask by (mm)", min = "0", max = "50", stepSize = "1", persist = false)
	private double margin_mm = CleaningSettings.DEFAULT_MARGIN_MM;

	@Parameter(label = "Keep off the brain by (mm)", min = "0", max = "50", stepSize = "1", persist = false)
	private double brain_guard_mm = CleaningSettings.DEFAULT_BRAIN_GUARD_MM;

	@Parameter(label = "x, y and slices grow to", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I, such as LPS for axial slices with the nose up; empty to find out.")
	private String orientation = "";

	@Parameter(label = "Voxel size x, y, z (mm)", required = false, persist = false, description = "Empty to take the image's own.")
	private String spacing_mm = "";

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(label = "Model folder", required = false, persist = false, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(label = "Show it even if its check fails", persist = false)
	private boolean write_failed;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus facemask;

	// Outputs are shown in this order, so this one becomes the active image.
	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus defaced;

	@Override
	void run(final CommandProgress progress) {
		if (image == null) throw new DefacingException("There is no image; open a scan of a head first.");
		final DefacingSettings settings = CommandSettings.defacing(CommandSettings.regions(face, eyes, ears), margin_mm, brain_guard_mm,
			CommandSettings.fill(fill, allow_reversible, seed));
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, orientation, CommandSettings.spacing_mm(spacing_mm));
		try (Defacer defacer = open(defacers, model, device, progress)) {
			final ImageDefacing shown = ImageDefacing.of(deface(defacer, scan, settings, progress), image, scan.warnings(), write_failed);
			defaced = shown.defaced();
			facemask = shown.facemask();
			report(shown);
		}
	}

	private static <T extends RealType<T> & NativeType<T>> DefacingResult<T> deface(final Defacer defacer, final ImagePlusScan<T> scan,
		final DefacingSettings settings, final Progress progress)
	{
		return defacer.deface(scan.stored(), scan.intensities(), settings.withFill(settings.fill().withStoredZero(scan.storedZero())), progress);
	}

	@Override
	String title() {
		return "Deface MRI";
	}
}
