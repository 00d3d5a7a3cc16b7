package org.pediatricdefacer.command;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.volume.Volume;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.ImagePlus;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/** Applies an open facemask, such as one that was edited by hand, to an open scan of the same session. */
@Plugin(type = Command.class, menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Apply Facemask...", weight = 3)},
	description = "Removes from the open scan what an open, perhaps edited facemask says.")
public final class ApplyFacemask extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter(required = false, label = "Scan", persist = false)
	private ImagePlus image;

	@Parameter(required = false, label = "Facemask", persist = false, description = "Labels: 2 face, 3 eyes, 4 ears; any other value above 0 counts as face.")
	private ImagePlus mask;

	@Parameter(label = "Fill with", choices = {"zero", "background", "blur"}, persist = false,
		description = "Nothing, noise like the scan's own air, or the blurred scan, which can be undone in part.")
	private String fill = "zero";

	@Parameter(label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(label = "x, y and slices grow to", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I, such as LPS for axial slices with the nose up; empty to find out.")
	private String orientation = "";

	@Parameter(label = "Voxel size x, y, z (mm)", required = false, persist = false, description = "Empty to take the images' own.")
	private String spacing_mm = "";

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N; the check looks for what the mask leaves.")
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
	private ImagePlus defaced;

	@Override
	void run(final CommandProgress progress) {
		if (image == null || mask == null) throw new DefacingException("Scan and facemask are needed; open both first.");
		if (mask.getWidth() != image.getWidth() || mask.getHeight() != image.getHeight() || mask.getStackSize() != image.getNSlices())
			throw new DefacingException(mask.getTitle() + " has other slices than " + image.getTitle() +
				", and open images do not tell how they lie to each other; use Apply Facemask to Files... with NIfTI files.");
		final double[] spacing = CommandSettings.spacing_mm(spacing_mm);
		final Fill filling = CommandSettings.fill(fill, allow_reversible, seed);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, orientation, spacing);
		final Volume labels = new Volume(ImagePlusVolumes.read(mask, "RAS", spacing).stored(), scan.grid());
		try (Defacer defacer = open(defacers, model, device, progress)) {
			final ImageDefacing shown = ImageDefacing.of(apply(defacer, scan, labels, filling, progress), image, scan.warnings(), write_failed);
			defaced = shown.defaced();
			report(shown);
		}
	}

	private static <T extends RealType<T> & NativeType<T>> DefacingResult<T> apply(final Defacer defacer, final ImagePlusScan<T> scan,
		final Volume labels, final Fill fill, final Progress progress)
	{
		return defacer.applyMask(scan.stored(), scan.intensities(), labels, DefacingSettings.DEFAULT.withFill(fill.withStoredZero(scan
			.storedZero())), progress);
	}

	@Override
	String title() {
		return "Apply Facemask";
	}
}
