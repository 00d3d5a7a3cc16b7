package org.pediatricdefacer.command;

import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;
import org.scijava.widget.Button;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

/** Shows the open image from five sides, as the report does. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Show Face Renders...", weight = 21)},
	description = "Renders the outside of the head in the open image from five sides.")
public final class ShowFaceRenders extends DefacingCommand {

	@Parameter(required = false, label = "Scan", persist = false)
	private ImagePlus image;

	@Parameter(label = StackOrientations.LABEL, choices = {StackOrientations.FIND_OUT, StackOrientations.LPS, StackOrientations.LPI,
		StackOrientations.RPS, StackOrientations.RPI, StackOrientations.LAS, StackOrientations.RAS, StackOrientations.LIP, StackOrientations.LIA,
		StackOrientations.RIP, StackOrientations.RIA, StackOrientations.PIL, StackOrientations.PIR, StackOrientations.AIL, StackOrientations.AIR},
		persist = false, description = StackOrientations.DESCRIPTION, attrs = @Attr(name = StackOrientations.FREE))
	private String orientation = StackOrientations.FIND_OUT;

	@Parameter(label = "Voxel size x, y, z (mm)", required = false, persist = false, description = "Empty to take the image's own.")
	private String spacing_mm = "";

	@Parameter(label = "Edge of a pixel (mm)", min = "0.1", max = "20", persist = false)
	private double pixel_mm = 1;

	@Parameter(label = "Open in the 3D Viewer, too", persist = false, description = "If this Fiji has it.")
	private boolean viewer;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus renders;

	@Override
	String run(final CommandProgress progress) {
		if (image == null) throw new DefacingException("There is no image; open a scan of a head first.");
		final IsotropicScan head = IsotropicScan.of(ImagePlusVolumes.read(image, StackOrientations.letters(orientation), CommandSettings.spacing_mm(spacing_mm))
			.intensities(), pixel_mm);
		final double skin = AirThreshold.of(head).skin();
		final HeadRender render = new HeadRender(head.smoothed());
		renders = new ImagePlus("Renders of " + image.getTitle(), stack(Arrays.stream(View.values()).map(view -> render.surface(Camera.of(view, head,
			pixel_mm), skin)).toList()));
		ShownImage.show(context().service(ThreadService.class), renders, null);
		if (viewer) openViewer();
		return "rendered from " + View.values().length + " sides";
	}

	/** One slice per view, each in the middle. */
	private static ImageStack stack(final List<Rendering> views) {
		final int width = views.stream().mapToInt(Rendering::width).max().orElseThrow();
		final int height = views.stream().mapToInt(Rendering::height).max().orElseThrow();
		final ImageStack stack = new ImageStack(width, height);
		for (final View view : View.values()) {
			final Rendering picture = views.get(view.ordinal());
			final ByteProcessor slice = new ByteProcessor(width, height);
			slice.insert(new ByteProcessor(picture.width(), picture.height(), picture.gray()), (width - picture.width()) / 2, (height - picture
				.height()) / 2);
			stack.addSlice(view.text(), slice);
		}
		return stack;
	}

	private void openViewer() {
		if (Viewer3D.isInstalled()) Viewer3D.open(image);
		else warn("This ImageJ has no 3D Viewer; Fiji has one.");
	}

	@Override
	String title() {
		return "Show Face Renders";
	}
}
