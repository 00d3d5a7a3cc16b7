package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Path;

import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanImage;

/** Reads scan files of whatever format. */
@FunctionalInterface
public interface ScanReader {

	/**
	 * Reads a scan.
	 *
	 * @param file the scan
	 * @param options what to do where the file leaves a choice
	 * @return the scan; its header may have been made for it
	 * @throws org.pediatricdefacer.DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	ScanImage read(Path file, NiftiReadOptions options) throws IOException;
}
