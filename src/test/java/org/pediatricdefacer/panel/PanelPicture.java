package org.pediatricdefacer.panel;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;
import javax.swing.UIManager;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;

import com.formdev.flatlaf.FlatLightLaf;

/** Draws the panel as it shows a phantom, for the documentation: {@code PanelPicture SCAN PNG}. */
public final class PanelPicture {

	private static final Dimension SIZE = new Dimension(1000, 780);

	private PanelPicture() {}

	/** Surrounds the panel with nothing but the bundled model. */
	private static final class Host implements PanelHost {

		@Override
		public Defacer defacer() {
			return Defacer.open(null, "cpu", 0);
		}

		@Override
		public ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
			return ScanFormats.read(file, options);
		}

		@Override
		public List<String> endings() {
			return ScanFormats.ENDINGS;
		}

		@Override
		public PanelScan openImage(final String orientation) {
			throw new DefacingException("There is no image.");
		}

		@Override
		public boolean isDicom(final Path folder) {
			return false;
		}

		@Override
		public PanelScan openSeries(final Path folder, final String orientation) {
			throw new DefacingException("There is no series.");
		}

		@Override
		public Path saveSeries(final PanelScan scan, final DefacingResult<?> result, final Path shared, final boolean overwrite,
			final Progress progress)
		{
			throw new DefacingException("There is no series.");
		}

		@Override
		public Optional<Window> window() {
			return Optional.empty();
		}

		@Override
		public void record(final String line) {}

		@Override
		public List<String> viewers() {
			return List.of();
		}

		@Override
		public void view(final String viewer, final PanelScan scan, final DefacingResult<?> result) {}
	}

	/** Opens a scan, finds the face, and writes what the window shows. */
	public static void main(final String[] arguments) throws Exception {
		UIManager.setLookAndFeel(new FlatLightLaf());
		final PanelWindow[] window = new PanelWindow[1];
		EventQueue.invokeAndWait(() -> {
			window[0] = PanelWindow.open(new Host());
			window[0].frame().setSize(SIZE);
			window[0].controller().open(Path.of(arguments[0]));
		});
		final PanelModel model = window[0].controller().model();
		until(() -> model.content != null && !model.busy);
		EventQueue.invokeAndWait(window[0].controller()::find);
		until(() -> model.judgment != null && !model.judging && window[0].renders().complete());
		EventQueue.invokeAndWait(() -> {
			final RasAxes axes = model.content.axes();
			final ViewState view = window[0].controller().view();
			view.moveTo(axes, axes.size(0) / 2 - axes.size(0) / 6, axes.size(1) * 3 / 4, axes.size(2) / 2);
		});
		EventQueue.invokeAndWait(() -> write(window[0], Path.of(arguments[1])));
		EventQueue.invokeAndWait(window[0]::close);
	}

	private static void until(final BooleanSupplier condition) throws Exception {
		final boolean[] holds = new boolean[1];
		while (!holds[0]) {
			EventQueue.invokeAndWait(() -> holds[0] = condition.getAsBoolean());
			Thread.sleep(20);
		}
	}

	private static void write(final PanelWindow window, final Path png) {
		final Dimension size = window.frame().getContentPane().getSize();
		final BufferedImage image = new BufferedImage(size.width, size.height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = image.createGraphics();
		window.frame().getContentPane().paint(g);
		g.dispose();
		try {
			ImageIO.write(image, "png", png.toFile());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
