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
import org.pediatricdefacer.proof.OutsideHash;

/**
 * Saves what the panel shows, by the same code as the commands for files: the same names, proof, record and refusals.
 * <p>
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
	 */
	record Target(Path shared, Optional<Path> hidden, boolean overwrite) {}

	/**
	 * What was saved.
	 *
	 * @param outcome verdict and files
	 * @param macro the line that does the same
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

	/** Returns the scan with a file, which is written into the private folder if there is none. */
	private PanelScan stored(final PanelScan scan) throws IOException {
		if (scan.file().isPresent()) return scan;
		final Path folder = target.hidden().orElseThrow(() -> new DefacingException(scan.name() +
			" is in no file yet; choose a private folder, into which it is written as it is, so that a macro can do the same."));
		Files.createDirectories(folder);
		final Path file = folder.resolve(scan.name().replaceAll("[/\\\\:*?\"<>|]", "_").replaceFirst("(?i)(\\.nii(\\.gz)?|\\.[a-z]{2,4})$", "") +
			".nii.gz");
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
