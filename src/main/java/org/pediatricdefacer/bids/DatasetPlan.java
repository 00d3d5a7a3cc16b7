package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.bids.FileFate.Kind;

/**
 * Says what becomes of each file of a data set, session by session.
 *
 * @param dataset folder of the data set
 * @param common files of the whole data set
 * @param sessions one for each session of each subject; one for files of a subject that are in no session
 */
public record DatasetPlan(Path dataset, List<DatasetFile> common, List<SessionFiles> sessions) {

	/**
	 * The files of one session.
	 *
	 * @param subject such as {@code sub-01}
	 * @param session such as {@code ses-01}; empty for what lies in none
	 * @param files in the order of their paths
	 */
	public record SessionFiles(String subject, String session, List<DatasetFile> files) {

		/** Copies the list. */
		public SessionFiles {
			files = List.copyOf(files);
		}

		/**
		 * Returns what is defaced together.
		 *
		 * @return the scans in the order of their paths
		 */
		public List<DatasetFile> scans() {
			return files.stream().filter(file -> file.fate().kind() == Kind.SCAN).toList();
		}

		/**
		 * Names the session.
		 *
		 * @return such as {@code sub-01_ses-01}
		 */
		public String name() {
			return session.isEmpty() ? subject : subject + "_" + session;
		}
	}

	/** Copies the lists. */
	public DatasetPlan {
		common = List.copyOf(common);
		sessions = List.copyOf(sessions);
	}

	/**
	 * Plans.
	 *
	 * @param dataset folder of the data set
	 * @param out folder to write to
	 * @param options what is wanted
	 * @return the plan
	 * @throws DefacingException if there is no data set, a label is unknown, or there is nothing to do
	 * @throws IOException if a folder cannot be read
	 */
	public static DatasetPlan of(final Path dataset, final Path out, final DatasetOptions options) throws IOException {
		final List<DatasetFile> all = new ArrayList<>(DatasetFiles.of(dataset, out));
		if (options.placement() == Placement.IN_PLACE) {
			all.addAll(new PutAside(dataset).missing());
			all.removeAll(ourMasks(all));
			all.sort(Comparator.comparing(DatasetFile::path));
		}
		if (all.stream().allMatch(file -> file.subject().isEmpty())) throw new DefacingException(dataset +
			" has no folder of a subject (sub-...); give the folder of a BIDS data set.");
		requireKnown("participant", options.participants(), all.stream().map(DatasetFile::subject).filter(s -> !s.isEmpty()).map(s -> s.substring(4))
			.collect(Collectors.toSet()), dataset);
		requireKnown("session", options.sessions(), all.stream().map(DatasetFile::session).filter(s -> !s.isEmpty()).map(s -> s.substring(4))
			.collect(Collectors.toSet()), dataset);
		final Map<String, List<DatasetFile>> groups = new TreeMap<>();
		final List<DatasetFile> common = new ArrayList<>();
		for (final DatasetFile file : all) {
			if (file.subject().isEmpty()) common.add(file);
			else if (wanted(file, options)) groups.computeIfAbsent(file.subject() + "/" + file.session(), key -> new ArrayList<>()).add(decided(file,
				options));
		}
		return new DatasetPlan(dataset, common, groups.values().stream().map(files -> new SessionFiles(files.get(0).subject(), files.get(0)
			.session(), files)).toList());
	}

	/**
	 * Says what the user should know of the data set as a whole.
	 *
	 * @return sentences; each names files or how many there are
	 * @throws IOException if the disk fails
	 */
	public List<String> notes() throws IOException {
		final List<String> notes = new ArrayList<>();
		if (DatasetDescription.read(dataset).isEmpty()) notes.add(dataset.resolve(DatasetDescription.FILE_NAME) +
			" is missing or broken; without it this is no valid data set.");
		final List<DatasetFile> files = sessions.stream().flatMap(session -> session.files().stream()).toList();
		long notHere = 0;
		for (final DatasetFile file : files)
			if (file.fate().reason().startsWith(DatasetFiles.NOT_HERE) || file.fate().kind() == Kind.SCAN && !DatasetFiles.isHere(new PutAside(
				dataset).before(file.path()))) notHere++;
		if (notHere > 0) notes.add(notHere + " files are links whose content is not on this computer; fetch it with: datalad get -d " + dataset + " .");
		final List<String> left = files.stream().filter(file -> file.fate().kind() == Kind.COPY && !file.fate().reason().isEmpty()).map(
			DatasetFile::name).toList();
		if (!left.isEmpty()) notes.add("Left as they are on request, with what they show of the face: " + String.join(", ", left) + ".");
		for (final String reason : new TreeSet<>(Set.of("PET is not handled", "CT is not handled"))) {
			final long count = files.stream().filter(file -> file.fate().reason().equals(reason)).count();
			if (count > 0) notes.add(reason + ": " + count + " files were withheld.");
		}
		return notes;
	}

	/** The masks that a run before wrote beside the scans. */
	private static List<DatasetFile> ourMasks(final List<DatasetFile> all) {
		final Set<Path> places = all.stream().filter(file -> Set.of(Kind.SCAN, Kind.SERIES).contains(file.fate().kind())).map(file -> Placement.IN_PLACE
			.removed(file.path())).collect(Collectors.toSet());
		return all.stream().filter(file -> places.contains(file.path())).toList();
	}

	private static void requireKnown(final String what, final Set<String> asked, final Set<String> there, final Path dataset) {
		for (final String label : new TreeSet<>(asked))
			if (!there.contains(label)) throw new DefacingException(dataset + " has no " + what + " " + label + "; it has " + String.join(", ",
				new TreeSet<>(there)) + ".");
	}

	private static boolean wanted(final DatasetFile file, final DatasetOptions options) {
		if (!options.participants().isEmpty() && !options.participants().contains(file.subject().substring(4))) return false;
		return options.sessions().isEmpty() || file.session().isEmpty() || options.sessions().contains(file.session().substring(4));
	}

	/** Turns what depends on options into scans, copies and what is withheld. */
	private static DatasetFile decided(final DatasetFile file, final DatasetOptions options) {
		final Kind kind = file.fate().kind();
		if (kind != Kind.SCAN && kind != Kind.SERIES) return file;
		final String suffix = BidsName.parse(file.path().getFileName().toString()).orElseThrow().suffix();
		if (kind == Kind.SERIES && options.series() != DatasetOptions.Series.DEFACE) return new DatasetFile(file.path(), options
			.series() == DatasetOptions.Series.LEAVE ? new FileFate(Kind.COPY, "left as it is on request; look at what it shows of the face") :
				new FileFate(Kind.WITHHELD, "series are withheld on request"));
		if (!options.suffixes().isEmpty() && !options.suffixes().contains(suffix)) return new DatasetFile(file.path(), new FileFate(Kind.WITHHELD,
			suffix + " was not asked for"));
		return new DatasetFile(file.path(), new FileFate(Kind.SCAN, ""));
	}
}
