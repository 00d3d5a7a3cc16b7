package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.pediatricdefacer.bids.FileFate.Kind;
import org.pediatricdefacer.io.FolderTree;

/**
 * Keeps sidecars of many scans out of the output as long as none of these scans is in it.
 * <p>
 * Runs for other participants may bring scans later: then the sidecar comes with them.
 */
final class OrphanSidecars {

	private static final Set<String> SIDECARS = Set.of(".json", ".bval", ".bvec");

	private final DatasetPlan plan;
	private final DatasetWriter writer;

	OrphanSidecars(final DatasetPlan plan, final DatasetWriter writer) {
		this.plan = plan;
		this.writer = writer;
	}

	/**
	 * Takes sidecars out that apply to no scan of the output, and puts those in that do.
	 *
	 * @param withheld takes the reasons for those that are out, by names
	 * @throws IOException if the disk fails
	 */
	void settle(final Map<String, String> withheld) throws IOException {
		final List<Path> scans = scans();
		for (final DatasetFile file : files()) {
			final Optional<BidsName> name = BidsName.parse(file.path().getFileName().toString());
			if (name.isEmpty() || !SIDECARS.contains(name.get().extension()) || !BidsRules.knows(name.get().suffix())) continue;
			final Path folder = file.path().getParent() == null ? Path.of("") : file.path().getParent();
			if (scans.stream().anyMatch(scan -> (folder.toString().isEmpty() || scan.startsWith(folder)) && BidsName.parse(scan.getFileName().toString())
				.filter(name.get()::appliesTo).isPresent())) {
				if (!Files.exists(writer.at(file.path()))) writer.copy(plan.dataset().resolve(file.path()), file.path());
				continue;
			}
			Files.deleteIfExists(writer.at(file.path()));
			withheld.put(file.name(), "no scan that it belongs to is in the output");
		}
	}

	/** What is copied and lies above the folders of scans: such files may belong to scans of several sessions. */
	private List<DatasetFile> files() {
		final List<DatasetFile> files = new ArrayList<>(plan.common());
		plan.sessions().forEach(session -> files.addAll(session.files()));
		return files.stream().filter(file -> file.fate().kind() == Kind.COPY && file.path().getNameCount() < 3).toList();
	}

	/** The images of the output, below it. */
	private List<Path> scans() throws IOException {
		final Path out = writer.at(Path.of(""));
		final List<Path> subjects;
		try (Stream<Path> folders = Files.list(out)) {
			subjects = folders.filter(folder -> FileFate.isSubject(folder.getFileName().toString()) && Files.isDirectory(folder)).toList();
		}
		final List<Path> scans = new ArrayList<>();
		for (final Path subject : subjects)
			for (final Path file : FolderTree.files(subject))
				if (file.getFileName().toString().matches(".*\\.nii(\\.gz)?")) scans.add(out.relativize(file));
		return scans;
	}
}
