package org.pediatricdefacer.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

import net.imglib2.img.Img;
import net.imglib2.img.ImgView;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;

/** Removes the face from an ImgLib2 image; for scripts, and for ImageJ2 without ImageJ 1.x. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface Image (script)", weight = 31)},
	description = "Removes face, eyes and ears from an ImgLib2 image; voxel size and axes must be told.")
public final class DefaceImage extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter(required = false, label = "Scan", persist = false)
	private Img<?> image;

	@Parameter(label = "Voxel size x, y, z (mm)", required = false, persist = false)
	private String spacing_mm = "";

	@Parameter(label = "Axes grow to", persist = false, description = "Three letters of R/L, A/P, S/I to which the axes grow.")
	private String orientation = "RAS";

	@Parameter(label = "Fill with", choices = {"background", "zero"}, persist = false)
	private String fill = "background";

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(label = "Model folder", required = false, persist = false, style = FileWidget.DIRECTORY_STYLE,
		description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Give it back even if its check fails", persist = false)
	private boolean write_failed;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private Img<?> defaced;

	@Parameter(type = ItemIO.OUTPUT)
	private Img<UnsignedByteType> facemask;

	@Parameter(type = ItemIO.OUTPUT)
	private Img<UnsignedByteType> removed;

	@Override
	String run(final CommandProgress progress) {
		final DefacingSettings settings = DefacingSettings.DEFAULT.withFill(CommandSettings.fill(fill, false, 0));
		final VoxelGrid grid = grid();
		try (Defacer defacer = open(defacers, model, device, progress)) {
			return deface(defacer, grid, settings, progress);
		}
	}

	private VoxelGrid grid() {
		if (image == null) throw new DefacingException("There is no image; give a scan of a head.");
		final double[] spacing = CommandSettings.spacing_mm(spacing_mm);
		if (spacing == null) throw new DefacingException("An Img does not tell the size of its voxels; give spacing_mm, such as 1, 1, 1.2.");
		if (image.numDimensions() < 3 || !(image.firstElement() instanceof RealType) || !(image.firstElement() instanceof NativeType))
			throw new DefacingException("The image is no scan; give one of at least three dimensions and numbers as pixels.");
		try {
			return Orientation.of(orientation.strip().toUpperCase(Locale.ROOT)).grid(Arrays.copyOf(image.dimensionsAsLongArray(), 3), spacing);
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException("The image cannot be placed: " + e.getMessage() + ".", e);
		}
	}

	private <T extends RealType<T> & NativeType<T>> String deface(final Defacer defacer, final VoxelGrid grid, final DefacingSettings settings,
		final CommandProgress progress)
	{
		final DefacingResult<T> result = defacer.deface(Cast.<Img<T>> unchecked(image), grid, settings, progress);
		final Judgment judgment = result.judgment();
		final String reasons = judgment.reasons().stream().map(Judgment.Reason::text).collect(Collectors.joining(" "));
		if (judgment.verdict() == Verdict.FAIL && !write_failed) throw new DefacingException("The image failed its check: " + reasons);
		defaced = ImgView.wrap(result.defaced());
		facemask = ImgView.wrap(result.labels());
		removed = ImgView.wrap(result.removed());
		return (judgment.verdict().text() + " " + reasons).strip();
	}

	@Override
	String title() {
		return "Deface Image";
	}
}
