package org.pediatricdefacer.panel;

import java.awt.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanImage;

/** What the program around the panel does for it. All but {@link #window} may take a while, and is never called in the event thread. */
public interface PanelHost {

	/**
	 * Opens the network.
	 *
	 * @return a defacer, which the panel closes
	 * @throws org.pediatricdefacer.DefacingException if there is none
	 */
	Defacer defacer();

	/**
	 * Reads a scan of any format that the surrounding program knows.
	 *
	 * @param file the scan
	 * @param options what to do where the file leaves a choice
	 * @return the scan
	 * @throws IOException if the disk fails
	 */
	ScanImage read(Path file, NiftiReadOptions options) throws IOException;

	/** Returns endings of scans in folders beside those that the program reads itself, in lower case with the dot. */
	List<String> endings();

	/**
	 * Reads the active image of the surrounding program.
	 *
	 * @param orientation three letters, or null if the image tells how it lies
	 * @return the scan that it shows; its own file where that holds the same voxels
	 * @throws IOException if the disk fails
	 * @throws org.pediatricdefacer.DefacingException if there is none, or it is no scan
	 */
	PanelScan openImage(String orientation) throws IOException;

	/**
	 * Tells whether a folder holds a DICOM series that {@link #openSeries} opens, and no scan of another format.
	 *
	 * @param folder that exists
	 * @throws IOException if the disk fails
	 */
	boolean isDicom(Path folder) throws IOException;

	/**
	 * Opens the DICOM series of a folder as an image of the surrounding program.
	 *
	 * @param folder with files of one series
	 * @param orientation three letters, or null to take the headers' word
	 * @return the scan that it shows
	 * @throws IOException if the disk fails
	 * @throws org.pediatricdefacer.DefacingException if it holds several series, or none that makes an image
	 */
	PanelScan openSeries(Path folder, String orientation) throws IOException;

	/**
	 * Writes a defaced scan into the headers of the DICOM series that it was opened from.
	 *
	 * @param scan with a DICOM folder
	 * @param result what became of it; not failed
	 * @param shared folder to write to
	 * @param overwrite whether a series that exists is replaced
	 * @param progress is asked whether to stop
	 * @return folder of the written instances
	 * @throws IOException if the disk fails
	 * @throws org.pediatricdefacer.DefacingException if no series of the folder has the scan's pixels, or something is in the way
	 */
	Path saveSeries(PanelScan scan, DefacingResult<?> result, Path shared, boolean overwrite, Progress progress) throws IOException;

	/** Returns the window of the active image, beside which the panel stands. */
	Optional<Window> window();

	/** Writes a line into the surrounding program's recorder of macros, if that is open. */
	void record(String line);

	/** Returns viewers in 3D that are installed, by the names under which {@link #view} opens them. */
	List<String> viewers();

	/**
	 * Shows a defaced scan in a viewer.
	 *
	 * @param viewer one of {@link #viewers}
	 * @param scan that was defaced
	 * @param result what became of it
	 */
	void view(String viewer, PanelScan scan, DefacingResult<?> result);
}
