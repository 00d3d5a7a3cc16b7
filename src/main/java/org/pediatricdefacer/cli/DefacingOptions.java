package org.pediatricdefacer.cli;

import java.nio.file.Path;
import java.util.Optional;

import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.removal.Removal;

import picocli.CommandLine.Option;

/** The options that say what is removed, how, and what becomes of the files. */
final class DefacingOptions {

	@Option(names = "--regions", paramLabel = "LIST", defaultValue = "face,eyes,ears",
		description = "what to remove, of face, eyes and ears (default: ${DEFAULT-VALUE})")
	private String regions;

	@Option(names = "--removal", paramLabel = "KIND", defaultValue = "smooth",
		description = "what to erase around them: smooth (a region whose shape tells nothing of the face) or facemask (a hole that draws the "
			+ "face; default: ${DEFAULT-VALUE})")
	private String removal;

	@Option(names = "--fill", paramLabel = "KIND", defaultValue = "background",
		description = "what to put there: background (the scan's own air), zero or blur (default: ${DEFAULT-VALUE})")
	private String fill;

	@Option(names = "--allow-reversible", description = "permit --fill blur, which can be undone in part")
	private boolean allowReversible;

	@Option(names = "--seed", paramLabel = "N", defaultValue = "0",
		description = "seed of the noise of --fill background (default: ${DEFAULT-VALUE})")
	private long seed;

	@Option(names = "--margin-mm", paramLabel = "N", defaultValue = "" + CleaningSettings.DEFAULT_MARGIN_MM,
		description = "grow the facemask by so much (default: ${DEFAULT-VALUE})")
	private double margin_mm;

	@Option(names = "--brain-guard-mm", paramLabel = "N", defaultValue = "" + CleaningSettings.DEFAULT_BRAIN_GUARD_MM,
		description = "remove nothing nearer to the brain than this (default: ${DEFAULT-VALUE})")
	private double brainGuard_mm;

	@Option(names = "--series", paramLabel = "KIND", defaultValue = "first",
		description = "which volume of a series the face is looked for in: first or mean (default: ${DEFAULT-VALUE})")
	private DefacingSettings.Series series;

	@Option(names = "--prefer", paramLabel = "FORM",
		description = "which affine to trust where a file's sform and qform disagree: sform or qform; or orientation, where its header is wrong")
	private NiftiReadOptions.Prefer prefer;

	@Option(names = "--orientation", paramLabel = "CODE",
		description = "to where the three axes of a file grow that does not tell, such as RAS or LPI; a file that tells otherwise is refused")
	private String orientation;

	@Option(names = "--apply-mask", paramLabel = "FILE",
		description = "use this facemask, made or edited before, instead of finding the face")
	private Path applyMask;

	@Option(names = "--mask-only", description = "write removed regions (and facemasks with --private), but no defaced scans")
	private boolean maskOnly;

	@Option(names = "--overwrite", description = "replace outputs that exist already")
	private boolean overwrite;

	@Option(names = "--write-failed", description = "write a scan that failed its check, too; its name then says so")
	private boolean writeFailed;

	/**
	 * Returns what these options ask for.
	 *
	 * @param threads how many threads to work with, at least 1
	 * @throws org.pediatricdefacer.DefacingException if an option has a value that is not allowed
	 */
	FileSettings settings(final int threads) {
		final CleaningSettings cleaning = CleaningSettings.DEFAULT.withRegions(Region.parse(regions)).withMargin_mm(margin_mm)
			.withBrainGuard_mm(brainGuard_mm);
		final DefacingSettings defacing = DefacingSettings.DEFAULT.withCleaning(cleaning).withRemoval(Removal.parse(removal)).withFill(Fill.of(Fill.Mode.parse(fill),
			allowReversible).withSeed(seed)).withSeries(series);
		final NiftiReadOptions reading = new NiftiReadOptions(prefer == null ? NiftiReadOptions.Prefer.NEITHER : prefer, orientation);
		return new FileSettings(defacing, reading, Optional.ofNullable(applyMask), maskOnly, overwrite, writeFailed, threads);
	}
}
