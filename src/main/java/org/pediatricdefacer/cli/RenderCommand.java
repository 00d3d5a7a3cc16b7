package org.pediatricdefacer.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import javax.imageio.ImageIO;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pictures the outside of a head on the command line. */
@Command(name = "render", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Pictures the outside of a head, as a 3D viewer would show it; several scans side by side.",
	description = {"", "Right, half right, front, half left and left side in one PNG. The picture of a scan that was not defaced identifies the person: "
		+ "do not share it.", ""})
public final class RenderCommand implements Callable<Integer> {

	private static final double GRID_MM = 1;

	@Spec
	private CommandSpec spec;

	@Parameters(paramLabel = "SCAN", arity = "1..*", description = "NIfTI files; the views of each stand beside those of the one before")
	private List<Path> scans;

	@Option(names = {"-o", "--out"}, paramLabel = "PNG", required = true, description = "picture to write")
	private Path out;

	@Option(names = "--views", paramLabel = "LIST", split = ",", description = "of ${COMPLETION-CANDIDATES} (default: all)")
	private List<Camera.View> views = Arrays.asList(Camera.View.values());

	@Option(names = "--threshold", paramLabel = "LIST", split = ",", description = "intensities at which the surface begins, the views of each beside "
		+ "those of the one before (default: that of skin, found from the scan)")
	private List<Double> thresholds = List.of();

	@Option(names = "--maximum", description = "show the largest intensity along each ray instead of the surface")
	private boolean maximum;

	@Option(names = "--pixel-mm", paramLabel = "N", defaultValue = "1", description = "edge of a pixel (default: ${DEFAULT-VALUE})")
	private double pixel_mm;

	@Option(names = "--overwrite", description = "replace the picture if it exists already")
	private boolean overwrite;

	@Override
	public Integer call() throws IOException {
		if (!(pixel_mm >= 0.1)) throw new ParameterException(spec.commandLine(), "--pixel-mm must be at least 0.1, was " + pixel_mm + ".");
		final List<Rendering> pictures = new ArrayList<>();
		for (final Path scan : scans)
			pictures.addAll(pictures(scan));
		write(Rendering.sideBySide(pictures.toArray(Rendering[]::new)));
		spec.commandLine().getOut().println(out);
		return ExitCode.OK;
	}

	private List<Rendering> pictures(final Path scan) throws IOException {
		final IsotropicScan head = IsotropicScan.of(NiftiReader.read(scan).volume(), GRID_MM).smoothed();
		final HeadRender render = new HeadRender(head);
		final List<Camera> cameras = views.stream().map(view -> Camera.of(view, head, pixel_mm)).toList();
		if (maximum) return cameras.stream().map(render::maximum).toList();
		final List<Double> surfaces = thresholds.isEmpty() ? List.of(AirThreshold.of(head).skin()) : thresholds;
		return surfaces.stream().flatMap(surface -> cameras.stream().map(camera -> render.surface(camera, surface))).toList();
	}

	private void write(final BufferedImage picture) throws IOException {
		try (AtomicFile file = AtomicFile.create(out, overwrite)) {
			if (!ImageIO.write(picture, "png", file.stream())) throw new DefacingException(out + ": this Java cannot write PNG; use another Java 17.");
			file.commit();
		}
	}
}
