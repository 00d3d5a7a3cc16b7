package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.awt.EventQueue;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.volume.Volume;

/** Surrounds the panel with nothing but a network that knows the phantom; nobody may call it in the event thread. */
final class PhantomHost implements PanelHost {

	static final PhantomScan PHANTOM = PhantomScan.whole();

	/** Lines that were recorded. */
	final List<String> recorded = new CopyOnWriteArrayList<>();
	private final Defacer defacer;

	PhantomHost() {
		this(PHANTOM.defacer());
	}

	PhantomHost(final Defacer defacer) {
		this.defacer = defacer;
	}

	/** Writes the phantom into a folder. */
	static Path write(final Path folder, final String name) throws IOException {
		Files.createDirectories(folder);
		final Path file = folder.resolve(name);
		NiftiWriter.write(NiftiImage.of(new Volume(PHANTOM.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		return file;
	}

	/** Reads it as the panel does. */
	static PanelScan read(final Path file) throws IOException {
		return new PanelScan(file.getFileName().toString(), ScanFormats.read(file, NiftiReadOptions.DEFAULT), Optional.of(file),
			NiftiReadOptions.DEFAULT);
	}

	private static void assertPatient() {
		assertFalse(EventQueue.isDispatchThread(), "the event thread would wait");
	}

	@Override
	public Defacer defacer() {
		assertPatient();
		return defacer;
	}

	@Override
	public ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		assertPatient();
		return ScanFormats.read(file, options);
	}

	@Override
	public List<String> endings() {
		return List.of();
	}

	@Override
	public PanelScan openImage(final String orientation) {
		assertPatient();
		throw new DefacingException("There is no image.");
	}

	@Override
	public boolean isDicom(final Path folder) {
		assertPatient();
		return false;
	}

	@Override
	public PanelScan openSeries(final Path folder, final String orientation) {
		throw new AssertionError("there is no series");
	}

	/** Writes the text of the verdict, as if that were a series. */
	@Override
	public Path saveSeries(final PanelScan scan, final DefacingResult<?> result, final Path shared, final boolean overwrite, final Progress progress)
		throws IOException
	{
		assertPatient();
		return Files.writeString(Files.createDirectories(shared).resolve("series"), result.verdict().text());
	}

	@Override
	public Optional<Window> window() {
		return Optional.empty();
	}

	@Override
	public void record(final String line) {
		recorded.add(line);
	}

	@Override
	public List<String> viewers() {
		return List.of();
	}

	@Override
	public void view(final String viewer, final PanelScan scan, final DefacingResult<?> result) {
		throw new AssertionError("there is no viewer");
	}
}
