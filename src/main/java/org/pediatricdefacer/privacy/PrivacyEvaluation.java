package org.pediatricdefacer.privacy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.evaluate.MaskPairing.Unmatched;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.proof.Verdict;

/**
 * The scans of folders checked without a reference.
 *
 * @param scans checked scans in the order of their names
 * @param failures scans that could not be checked, with the reason
 * @param unmatched files that belong to no scan
 */
public record PrivacyEvaluation(List<Scan> scans, List<Failure> failures, List<Unmatched> unmatched) {

	/**
	 * A checked scan.
	 *
	 * @param item name and files
	 * @param check what was measured
	 */
	public record Scan(PrivacyFolders.Item item, PrivacyCheck check) {}

	/**
	 * A scan that could not be checked.
	 *
	 * @param item name and files
	 * @param reason why, in words
	 */
	public record Failure(PrivacyFolders.Item item, String reason) {}

	/** Copies the lists. */
	public PrivacyEvaluation {
		scans = List.copyOf(scans);
		failures = List.copyOf(failures);
		unmatched = List.copyOf(unmatched);
	}

	/**
	 * Checks all scans, one after the other; a file that cannot be read fails its own scan only.
	 *
	 * @param folders what to check
	 * @param detector looks at renderings, too; left open
	 * @param progress hears of each scan
	 * @return the evaluation
	 */
	public static PrivacyEvaluation of(final PrivacyFolders folders, final Optional<FaceDetector> detector, final Progress progress) {
		final List<Scan> scans = new ArrayList<>();
		final List<Failure> failures = new ArrayList<>();
		int done = 0;
		for (final PrivacyFolders.Item item : folders.items()) {
			progress.check();
			progress.stage(item.name());
			try {
				scans.add(new Scan(item, PrivacyStudy.of(read(item), detector).check()));
			}
			catch (final IOException e) {
				failures.add(new Failure(item, "a file cannot be read: " + e.getMessage()));
			}
			catch (final DefacingException | ArithmeticException | IllegalArgumentException e) {
				failures.add(new Failure(item, e.getMessage()));
			}
			progress.fraction((double) ++done / folders.items().size());
		}
		return new PrivacyEvaluation(scans, failures, folders.unmatched());
	}

	private static PrivacyScans read(final PrivacyFolders.Item item) throws IOException {
		PrivacyScans scans = PrivacyScans.of(ScanFormats.read(item.before()).volume(), ScanFormats.read(item.after()).volume());
		if (item.labels().isPresent()) scans = scans.withRegions(ScanFormats.read(item.labels().get()).volume());
		if (item.brain().isPresent()) scans = scans.withBrain(ScanFormats.read(item.brain().get()).volume());
		return scans.withProof(RecordedProof.beside(item.after()));
	}

	/** Returns the number of checked scans with a verdict. */
	public long count(final Verdict verdict) {
		return scans.stream().filter(scan -> scan.check().judgment().verdict() == verdict).count();
	}
}
