package org.pediatricdefacer.panel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;

/** Writes what was done in the panel as lines of a macro that does the same without a window. */
final class MacroLines {

	private MacroLines() {}

	/**
	 * Returns the line that defaces a scan.
	 *
	 * @param scan its file
	 * @param mask the edited facemask; empty if nothing was edited
	 * @param shared folder for what may be shared
	 * @param hidden folder for what identifies, if any
	 * @param reading how the file is read
	 * @param overwrite whether outputs that exist are replaced
	 * @return one statement, ending in a semicolon
	 */
	static String deface(final Path scan, final Optional<Path> mask, final Path shared, final Optional<Path> hidden, final NiftiReadOptions reading,
		final boolean overwrite)
	{
		final Map<String, String> keys = new LinkedHashMap<>();
		mask.ifPresent(file -> keys.put("mask", bracketed(file)));
		keys.put("input", bracketed(scan));
		keys.put("output", bracketed(shared));
		hidden.ifPresent(folder -> keys.put("private_to", bracketed(folder)));
		if (reading.orientation() != null) keys.put("orientation", reading.orientation());
		if (reading.prefer() != Prefer.NEITHER) keys.put("prefer", reading.prefer().name().toLowerCase(Locale.ROOT));
		if (overwrite) keys.put("overwrite", "true");
		return "run(\"" + (mask.isPresent() ? "Apply Facemask to Files..." : "Deface MRI Files...") + "\", \"" + keys.entrySet().stream().map(key -> key
			.getKey() + "=" + key.getValue()).collect(Collectors.joining(" ")) + "\");";
	}

	/**
	 * Returns the lines that deface a DICOM series into its own headers.
	 *
	 * @param series folder of its files
	 * @param mask the edited facemask; empty if nothing was edited
	 * @param shared folder for what may be shared
	 * @param overwrite whether outputs that exist are replaced
	 * @return statements, one a line, each ending in a semicolon
	 */
	static String series(final Path series, final Optional<Path> mask, final Path shared, final boolean overwrite) {
		final String deface = mask.map(file -> "run(\"Apply Facemask...\", \"image=\" + getImageID() + \" mask_file=" + bracketed(file) + "\");").orElse(
			"run(\"Deface MRI...\", \"face=true eyes=true ears=true\");");
		return "File.openSequence(\"" + escaped(series) + "\");\n" + deface + "\nrun(\"Save Defaced Scan...\", \"output=" + bracketed(shared) +
			" dicom=true" + (overwrite ? " overwrite=true" : "") + "\");";
	}

	private static String bracketed(final Path path) {
		return "[" + escaped(path) + "]";
	}

	private static String escaped(final Path path) {
		return path.toAbsolutePath().toString().replace("\\", "/").replace("\"", "\\\"");
	}
}
