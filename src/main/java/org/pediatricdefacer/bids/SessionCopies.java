package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;
import org.pediatricdefacer.bids.FileFate.Kind;

/**
 * Copies what is not defaced of a session, so that it stays valid without the files that are not in the output.
 * <p>
 * What belongs to one of these alone (its sidecar, its gradients) stays out with it, the session's table loses its row, and field maps
 * are no longer intended for it.
 */
final class SessionCopies {

	private final Path dataset;
	private final DatasetWriter writer;
	private final Sidecars sidecars;
	private final SessionFiles session;
	private final boolean inPlace;
	/** Names of images that are not in the output, and of what belongs to them. */
	private final Set<String> gone = new TreeSet<>();
	private final Map<String, String> withheld = new TreeMap<>();

	/**
	 * Looks at a session whose scans have been defaced.
	 *
	 * @param dataset its data set
	 * @param writer of the output
	 * @param session the files
	 * @param failed names of scans that failed
	 * @param inPlace whether the data set itself is the output, in which what is withheld elsewhere stays
	 */
	SessionCopies(final Path dataset, final DatasetWriter writer, final SessionFiles session, final Set<String> failed, final boolean inPlace) {
		this.inPlace = inPlace;
		this.dataset = dataset;
		this.writer = writer;
		this.session = session;
		sidecars = new Sidecars(dataset);
		gone.addAll(failed);
		for (final DatasetFile file : session.files())
			if (file.fate().kind() == Kind.WITHHELD && !inPlace) {
				gone.add(file.name());
				withheld.put(file.name(), file.fate().reason());
			}
		for (final DatasetFile file : session.files())
			if (file.fate().kind() == Kind.COPY && belongsToGone(file)) withheld.put(file.name(), "what it belongs to is not in the output");
		gone.addAll(withheld.keySet());
	}

	/** Tells whether all images that a file's name applies to are gone, of which there is at least one. */
	private boolean belongsToGone(final DatasetFile file) {
		final Optional<BidsName> name = BidsName.parse(file.path().getFileName().toString());
		if (name.isEmpty() || !Set.of(".json", ".bval", ".bvec").contains(name.get().extension())) return false;
		final List<DatasetFile> images = new ArrayList<>();
		for (final DatasetFile other : session.files()) {
			final Optional<BidsName> image = BidsName.parse(other.path().getFileName().toString());
			if (image.isPresent() && isData(image.get()) && other.path().startsWith(file.path().getParent()) && name.get()
				.appliesTo(image.get())) images.add(other);
		}
		return !images.isEmpty() && images.stream().allMatch(image -> gone.contains(image.name()));
	}

	private static boolean isData(final BidsName name) {
		return name.extension().startsWith(".nii") || name.extension().startsWith(".fif");
	}

	/**
	 * Puts aside what belongs to scans that failed in the data set itself, as the scans were, and takes their rows out of the table.
	 *
	 * @throws IOException if the disk fails
	 */
	void putAside() throws IOException {
		if (!inPlace) throw new IllegalStateException("the output is another data set");
		for (final DatasetFile file : session.files()) {
			final byte[] table = file.fate().kind() == Kind.SCANS_TABLE ? table(file) : null;
			final boolean changes = table != null && table.length != Files.size(dataset.resolve(file.path()));
			if (!changes && !withheld.containsKey(file.name())) continue;
			final Path kept = Placement.ORIGINALS.resolve(file.path());
			if (!Files.exists(writer.at(kept))) writer.duplicate(dataset.resolve(file.path()), kept);
			if (changes) writer.put(file.path(), table);
			else Files.deleteIfExists(writer.at(file.path()));
		}
	}

	/** Names what is not in the output, below the data set. */
	Set<String> gone() {
		return gone;
	}

	/** Returns what was left out and why, without the scans that failed. */
	Map<String, String> withheld() {
		return withheld;
	}

	/**
	 * Copies.
	 *
	 * @param written names of files that were written already
	 * @throws IOException if the disk fails
	 */
	void copy(final Set<String> written) throws IOException {
		for (final DatasetFile file : session.files()) {
			if (written.contains(file.name()) || gone.contains(file.name())) continue;
			if (file.fate().kind() == Kind.SCANS_TABLE) writer.put(file.path(), table(file));
			else if (file.fate().kind() == Kind.COPY) copy(file);
		}
	}

	private void copy(final DatasetFile file) throws IOException {
		final Optional<String> changed = file.name().endsWith(".json") ? sidecars.withoutGone(file.path(), gone) : Optional.empty();
		if (changed.isPresent()) writer.put(file.path(), changed.get());
		else writer.copy(dataset.resolve(file.path()), file.path());
	}

	private byte[] table(final DatasetFile file) throws IOException {
		final Path folder = file.path().getParent();
		return TableRows.without(Files.readAllBytes(dataset.resolve(file.path())), "filename", name -> gone.contains(folder.resolve(name).normalize()
			.toString().replace('\\', '/')));
	}
}
