package org.pediatricdefacer.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.util.Cast;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.proof.Verdict;

/**
 * Saves what the panel shows, by the same code as the commands for files: the same names, proof, record and refusals.
 * <p>
 * An image of a DICOM series may be saved into that series' headers instead, by the same code as <i>Save Defaced Scan...</i>.
 * The scan is read anew from its file, and refused if that has changed since the panel has read it. An edited facemask goes into the
 * private folder first, as a file of its own, from which a macro does the same; so does an open image that no file holds.
 */
final class PanelSaver {

	/** What the file of an edited facemask ends in; a batch knows it as a facemask. */
	static final String EDITED = "_edited_facemask.nii.gz";

	/**
	 * Where to save.
	 *
	 * @param shared folder for what may be shared
	 * @param hidden folder for what identifies; empty to write none
	 * @param overwrite whether files that exist are replaced
	 * @param dicom whether a DICOM series is written, in the headers of the one that was opened
	 */
	record Target(Path shared, Optional<Path> hidden, boolean overwrite, boolean dicom) {

		/** Takes folders for NIfTI or MGH. */
		Target(final Path shared, final Optional<Path> hidden, final boolean overwrite) {
			this(shared, hidden, overwrite, false);
		}
	}

	/**
	 * What was saved.
	 *
	 * @param outcome verdict and files
	 * @param macro the lines that do the same
	 */
	record Saved(ScanOutcome outcome, String macro) {}

	private final Defacer defacer;
	private final PanelHost host;
	private final Target target;

	PanelSaver(final Defacer defacer, final PanelHost host, final Target target) {
		this.defacer = defacer;
		this.host = host;
		this.target = target;
	}

	/**
	 * Saves a scan.
	 *
	 * @param session the scan and what was found
	 * @param labels of the facemask to apply
	 * @param edited whether they are others than those that were found
	 * @param progress hears how far it has come, and is asked whether to stop
	 * @return what was written
	 * @throws DefacingException if something is in the way
	 * @throws IOException if the disk fails
	 */
	Saved save(final PanelSession session, final byte[] labels, final boolean edited, final Progress progress) throws IOException {
		if (edited && target.hidden().isEmpty()) throw new DefacingException(
			"An edited facemask is kept, and it shows the face; choose a private folder for it, apart from what is shared.");
		if (target.dicom()) return saveSeries(session, labels, edited, progress);
		final PanelScan scan = stored(session.scan());
		final Path file = scan.file().orElseThrow();
		final BatchPlan plan = BatchPlan.of(List.of(file.toString()), target.shared(), host.endings());
		final BatchItem item = (target.hidden().isEmpty() ? plan : plan.withPrivate(target.shared(), target.hidden().get())).items().get(0);
		final Optional<Path> mask = edited ? Optional.of(mask(scan.image(), item, labels)) : Optional.empty();
		final FileSettings settings = FileSettings.DEFAULT.withReading(scan.reading()).withApplyMask(mask.orElse(null)).withOverwrite(target
			.overwrite());
		final Findings findings = session.findings(labels, edited);
		final ScanOutcome outcome = new ScanDefacer(defacer, settings, host::read).deface(item, (read, wanted, part) -> {
			requireSame(file, session.scan().image(), read);
			return PanelSession.erase(read, findings, part);
		}, progress);
		return new Saved(outcome, MacroLines.deface(file, mask, target.shared(), target.hidden(), scan.reading(), target.overwrite()));
	}

	/** Writes what is shown into the headers of its DICOM series. */
	private Saved saveSeries(final PanelSession session, final byte[] labels, final boolean edited, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		final PanelScan scan = session.scan();
		final Path series = scan.dicom().orElseThrow(() -> new DefacingException(scan.name() + " was not opened from a DICOM folder; save it as NIfTI."));
		final Path name = Path.of(fileName(scan));
		final BatchItem plain = BatchItem.of(name, target.shared());
		if (target.hidden().isPresent() && !BatchPlan.isApart(target.shared(), target.hidden().get())) throw new DefacingException("The private folder " +
			target.hidden().get() + " is not apart from " + target.shared() + ", which is shared; choose one beside it.");
		final BatchItem item = target.hidden().isEmpty() ? plain : plain.withPrivate(target.shared(), target.hidden().get());
		final Optional<Path> mask = edited ? Optional.of(mask(scan.image(), item, labels)) : Optional.empty();
		final DefacingResult<?> result = session.erase(session.findings(labels, edited), progress);
		final boolean failed = result.verdict() == Verdict.FAIL;
		final List<Path> written = failed ? List.of() : List.of(host.saveSeries(scan, result, target.shared(), target.overwrite(), progress));
		final List<String> reasons = result.judgment().reasons().stream().map(Judgment.Reason::text).toList();
		final ScanOutcome outcome = new ScanOutcome(item, ScanOutcome.Status.valueOf(result.verdict().name()), reasons, result.warnings(), written, (System
			.nanoTime() - start) / 1e9);
		return new Saved(outcome, MacroLines.series(series, mask, target.shared(), target.overwrite()));
	}

	private static String fileName(final PanelScan scan) {
		return scan.name().replaceAll("[/\\\\:*?\"<>|]", "_").replaceFirst("(?i)(\\.nii(\\.gz)?|\\.[a-z]{2,4})$", "") + ".nii.gz";
	}

	/** Returns the scan with a file, which is written into the private folder if there is none. */
	private PanelScan stored(final PanelScan scan) throws IOException {
		if (scan.file().isPresent()) return scan;
		final Path folder = target.hidden().orElseThrow(() -> new DefacingException(scan.name() +
			" is in no file yet; choose a private folder, into which it is written as it is, so that a macro can do the same."));
		Files.createDirectories(folder);
		final Path file = folder.resolve(fileName(scan));
		NiftiWriter.write((NiftiImage) scan.image(), file, options());
		return new PanelScan(scan.name(), scan.image(), Optional.of(file), scan.reading());
	}

	private Path mask(final ScanImage scan, final BatchItem item, final byte[] labels) throws IOException {
		final Path base = item.privateBase().orElseThrow();
		final Path file = base.resolveSibling(base.getFileName() + EDITED);
		Files.createDirectories(file.toAbsolutePath().getParent());
		try (AtomicFile written = scan.prepareLabels(ArrayImgs.unsignedBytes(labels, scan.grid().size()), ProgramVersion.get(), file, options())) {
			written.commit();
		}
		return file;
	}

	private NiftiWriteOptions options() {
		return new NiftiWriteOptions(target.overwrite(), NiftiWriteOptions.DEFAULT.threads(), Progress.NONE);
	}

	private static void requireSame(final Path file, final ScanImage before, final ScanImage now) {
		final boolean same = before.grid().equals(now.grid()) && OutsideHash.equal(Cast.unchecked(before.stored()), Cast.unchecked(now.stored()),
			ArrayImgs.unsignedBytes(before.grid().size()));
		if (!same) throw new DefacingException(file + " has changed since it was opened here; open it again.");
	}
}
