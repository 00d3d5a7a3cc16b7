package org.pediatricdefacer.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.pediatricdefacer.io.ImagePlusGrid;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.volume.Orientation;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

import ij.ImagePlus;
import ij.ImageStack;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Opens a head to try the commands with, which was made from formulas and is nobody's. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "File"), @Menu(label = "Open Samples"), @Menu(label = "Head MRI (phantom)")},
	description = "Opens the MRI of an infant's head that was made from formulas, to try Plugins > Deface with.")
public final class OpenPhantom extends DefacingCommand {

	private static final String FILE = "infant_t1.nii.gz";

	/** Axial slices from neck to crown with the nose up, as most viewers show them. */
	private static final String SHOWN = "LPS";

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus phantom;

	@Override
	String run(final CommandProgress progress) throws IOException {
		progress.stage("read");
		final NiftiImage scan = unpacked();
		final Orientation orientation = Orientation.of(SHOWN);
		phantom = new ImagePlus("head_phantom", stack(orientation.fromRas(Orientation.of(scan.grid()).toRas(scan.stored()))));
		phantom.getCalibration().setUnit("mm");
		phantom.getCalibration().pixelWidth = scan.grid().spacing_mm(0);
		phantom.getCalibration().pixelHeight = scan.grid().spacing_mm(1);
		phantom.getCalibration().pixelDepth = scan.grid().spacing_mm(2);
		phantom.setSlice(phantom.getStackSize() / 2);
		phantom.resetDisplayRange();
		ImagePlusGrid.remember(phantom, orientation.grid(new long[] {phantom.getWidth(), phantom.getHeight(), phantom.getStackSize()}, scan.grid()
			.spacing_mm()));
		ShownImage.show(context().service(ThreadService.class), phantom, null);
		return "open";
	}

	/** The reader wants a file, and the scan is in the program's jar. */
	private static NiftiImage unpacked() throws IOException {
		final Path file = Files.createTempFile("head_phantom", ".nii.gz");
		try (InputStream in = OpenPhantom.class.getResourceAsStream(FILE)) {
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			return NiftiReader.read(file);
		}
		finally {
			Files.delete(file);
		}
	}

	private static ImageStack stack(final RandomAccessibleInterval<? extends RealType<?>> pixels) {
		final ImageStack stack = ImageStack.create((int) pixels.dimension(0), (int) pixels.dimension(1), (int) pixels.dimension(2), 16);
		final RandomAccess<? extends RealType<?>> voxel = pixels.randomAccess();
		for (int z = 0; z < stack.size(); z++)
			for (int y = 0; y < stack.getHeight(); y++)
				for (int x = 0; x < stack.getWidth(); x++)
					stack.setVoxel(x, y, z, voxel.setPositionAndGet(x, y, z).getRealDouble());
		return stack;
	}

	@Override
	String title() {
		return "Head MRI (phantom)";
	}
}
