package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchItem.ImageFiles;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;
import org.pediatricdefacer.bids.FileFate.Kind;
import org.pediatricdefacer.bids.SessionLog.ScanEnd;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.session.SessionDefacer;
import org.pediatricdefacer.session.SessionScan;

/**
 * Defaces a data set, session by session; every file of it is in the output, or in a table that says why it is not.
 * <p>
 * A session's log is written when all of its files are there: a run that was stopped goes on with the session it was at. Runs for
 * different participants may write to one folder at once.
 */
public final class DatasetDefacer {

	private final Defacer defacer;
	private final FileSettings settings;
	private final DatasetOptions options;
	private final boolean together;
	private final DatasetPlan plan;
	private final Path out;
	private final Optional<Path> privateFolder;
	private final DatasetWriter writer;
	private final OwnTables tables;

	/**
	 * Prepares to deface.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what is done with each scan; where outputs are replaced, this program goes on in a folder that it wrote to before, and
	 *           sessions that were finished by the same settings are kept
	 * @param options how the data set is laid out
	 * @param together whether the scans of a session share what is found on any of them
	 * @param plan what becomes of each file
	 * @param out folder to write to
	 * @param privateFolder folder for what identifies people; empty for none of that
	 */
	public DatasetDefacer(final Defacer defacer, final FileSettings settings, final DatasetOptions options, final boolean together,
		final DatasetPlan plan, final Path out, final Optional<Path> privateFolder)
	{
		this.defacer = defacer;
		this.settings = options.placement() == Placement.IN_PLACE ? settings.withOverwrite(true) : settings;
		this.options = options;
		this.together = together;
		this.plan = plan;
		this.out = out;
		this.privateFolder = privateFolder;
		writer = new DatasetWriter(out);
		tables = new OwnTables(writer, options.placement().own());
	}

	/**
	 * Defaces all sessions of the plan.
	 *
	 * @param listener hears how each scan ends
	 * @param searching hears how the search for the heads of a session goes on, and says whether to stop
	 * @return how all scans ended
	 * @throws DefacingException if a file in the output is another than would be written
	 * @throws IOException if the disk fails
	 */
	public DatasetSummary run(final BatchListener listener, final Progress searching) throws IOException {
		final int count = plan.sessions().stream().mapToInt(session -> session.scans().size()).sum();
		final List<ScanEnd> ends = new ArrayList<>();
		begin();
		if (options.placement() == Placement.COPY) copyCommon();
		boolean canceled = false;
		for (final SessionFiles session : plan.sessions()) {
			final Optional<SessionLog> log = session(session, listener.after(ends.size(), count), searching);
			canceled = log.isEmpty();
			if (canceled) break;
			ends.addAll(log.get().scans());
		}
		finish();
		return new DatasetSummary(count, ends, canceled, withheld());
	}

	/** Marks the output as this program's; nothing of others is ever replaced. */
	private void begin() throws IOException {
		final Path own = options.placement().own();
		final Path mark = own.resolve(DatasetDescription.FILE_NAME);
		if (settings.overwrite() && options.placement() != Placement.IN_PLACE) requireOurs(own);
		if (!settings.overwrite()) for (final SessionFiles session : plan.sessions())
			for (final DatasetFile scan : session.scans())
				if (Files.exists(writer.at(options.placement().scan(scan.path())))) throw new DefacingException(writer.at(options.placement().scan(scan
					.path())) + " exists already; choose another folder, or ask to skip what exists, which goes on with a run that was stopped.");
		writer.alone(own, () -> {
			writer.put(mark, DatasetDescription.derivative(plan.dataset(), link()));
			writer.put(own.resolve(DatasetDescription.IGNORE_FILE), DatasetDescription.IGNORED);
		});
	}

	/** Goes on only where this program wrote, be it another run that has just begun. */
	private void requireOurs(final Path own) throws IOException {
		final DefacingException foreign = new DefacingException(out +
			" holds files that this program did not write, so it does not go on there; choose another folder.");
		if (DatasetDescription.isOurs(writer.at(own)) || !isFilled(out)) return;
		if (!writer.isBegun(own)) throw foreign;
		writer.alone(own, () -> {
			if (!DatasetDescription.isOurs(writer.at(own))) throw foreign;
		});
	}

	private static boolean isFilled(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return false;
		try (var files = Files.list(folder)) {
			return files.findAny().isPresent();
		}
	}

	private int withheld() {
		return (int) (plan.common().stream().filter(file -> file.fate().kind() == Kind.WITHHELD).count() + plan.sessions().stream().flatMap(session -> session
			.files().stream()).filter(file -> file.fate().kind() == Kind.WITHHELD).count());
	}

	private void copyCommon() throws IOException {
		for (final DatasetFile file : plan.common())
			if (file.fate().kind() == Kind.COPY) writer.copy(plan.dataset().resolve(file.path()), file.path());
	}

	/** Writes what belongs to the whole data set, one run at a time. */
	private void finish() throws IOException {
		final Path own = options.placement().own();
		writer.alone(own, () -> {
			final Map<String, String> withheld = new TreeMap<>();
			for (final DatasetFile file : plan.common())
				if (file.fate().kind() == Kind.WITHHELD) withheld.put(file.name(), file.fate().reason());
			if (options.placement() == Placement.COPY) new OrphanSidecars(plan, writer).settle(withheld);
			tables.write("dataset", withheld, Map.of());
			tables.join();
			if (options.placement() == Placement.COPY) for (final DatasetFile file : plan.common())
				if (file.fate().kind() == Kind.PARTICIPANTS) writer.put(file.path(), TableRows.without(Files.readAllBytes(plan.dataset().resolve(file
					.path())), "participant_id", id -> FileFate.isSubject(id) && !Files.isDirectory(writer.at(Path.of(id)))));
		});
	}

	/** Where the original data set lies, if its own name is all that this tells. */
	private Optional<String> link() {
		if (options.placement() != Placement.DERIVATIVE) return Optional.of("../..");
		final Path relative = out.toAbsolutePath().normalize().relativize(plan.dataset().toAbsolutePath().normalize());
		final String name = plan.dataset().toAbsolutePath().normalize().getFileName().toString();
		final String text = relative.toString().replace('\\', '/');
		return text.replace("../", "").equals("..") || text.replace("../", "").equals(name) ? Optional.of(text) : Optional.empty();
	}

	/** Treats one session; empty if the user asked to stop. */
	private Optional<SessionLog> session(final SessionFiles session, final BatchListener listener, final Progress searching) throws IOException {
		final Path logFile = options.placement().own().resolve("logs").resolve(session.name() + SessionLog.ENDING);
		final String digest = new SessionDigest(plan.dataset(), defacer, settings, options, together).of(session);
		final Optional<SessionLog> before = SessionLog.read(writer.at(logFile));
		if (settings.overwrite() && before.isPresent() && before.get().digest().equals(digest) && !before.get().hasErrors()) return before;
		if (options.placement() == Placement.IN_PLACE) new PutAside(plan.dataset()).restore(session);
		final Map<String, ScanEnd> ends = new TreeMap<>();
		final Map<DatasetFile, BatchItem> items = items(session, ends);
		final BatchSummary summary = deface(items, listener, searching);
		if (summary.canceled()) return Optional.empty();
		final Map<BatchItem, DatasetFile> files = items.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
		for (final ScanOutcome outcome : summary.outcomes())
			ends.put(files.get(outcome.item()).name(), new ScanEnd(files.get(outcome.item()).name(), outcome.status().name().toLowerCase(Locale.ROOT),
				outcome.reasons(), outcome.warnings()));
		rest(session, items, ends);
		final SessionLog log = new SessionLog(digest, List.copyOf(ends.values()));
		writer.put(logFile, log.json());
		return Optional.of(log);
	}

	/** Names the outputs of the scans that can be treated; of the others it says why not. */
	private Map<DatasetFile, BatchItem> items(final SessionFiles session, final Map<String, ScanEnd> ends) throws IOException {
		final Map<DatasetFile, BatchItem> items = new LinkedHashMap<>();
		final Placement placement = options.placement();
		final List<DatasetFile> scans = new ArrayList<>(session.scans());
		scans.sort((a, b) -> Boolean.compare(ScanRoles.comesLast(a), ScanRoles.comesLast(b)));
		for (final DatasetFile scan : scans) {
			try {
				final Path input = placement == Placement.IN_PLACE ? new PutAside(plan.dataset()).before(scan.path()) : plan.dataset().resolve(scan.path());
				if (!DatasetFiles.isHere(input)) throw new DefacingException(scan.name() + ": " + DatasetFiles.NOT_HERE + " " + scan.name());
				final BatchItem item = item(scan, input);
				items.put(scan, placement == Placement.IN_PLACE ? item(scan, new PutAside(plan.dataset()).keep(item, scan.path())) : item);
				// Found out before the scan is defaced: what cannot be marked is not written.
				new Sidecars(plan.dataset()).marked(scan.path(), new JsonObject(), Set.of());
			}
			catch (final DefacingException | InvalidPathException e) {
				ends.put(scan.name(), new ScanEnd(scan.name(), "error", List.of(e.getMessage()), List.of()));
				// Kept, and of no use: what fails in place does not stay there with its face.
				if (items.remove(scan) != null && placement == Placement.IN_PLACE) Files.deleteIfExists(writer.at(scan.path()));
			}
		}
		return items;
	}

	private BatchItem item(final DatasetFile scan, final Path input) {
		final Placement placement = options.placement();
		return new BatchItem(input, scan.name(), writer.at(placement.base(scan.path())), privateFolder.map(folder -> folder.resolve(placement.base(scan
			.path()))), Optional.of(new ImageFiles(writer.at(placement.scan(scan.path())), writer.at(placement.removed(scan.path())))));
	}

	private BatchSummary deface(final Map<DatasetFile, BatchItem> items, final BatchListener listener, final Progress searching) throws IOException {
		for (final BatchItem item : items.values())
			for (final Path file : item.outputs())
				Files.createDirectories(file.toAbsolutePath().getParent());
		if (!together) return new BatchRunner(new ScanDefacer(defacer, settings)::deface).run(new BatchPlan(new ArrayList<>(items.values())), listener);
		final ScanRoles roles = new ScanRoles(items.keySet());
		final List<SessionScan> scans = items.entrySet().stream().map(entry -> new SessionScan(entry.getValue(), BidsName.parse(entry.getKey().path()
			.getFileName().toString()).orElseThrow().withExtension("").toString(), roles.role(entry.getKey()), ScanRoles.acquisition(entry.getKey())))
			.toList();
		return new SessionDefacer(defacer, settings, ScanFormats::read).deface(scans, Map.of(), listener, searching);
	}

	/** Writes what belongs to the defaced scans, and copies the rest. */
	private void rest(final SessionFiles session, final Map<DatasetFile, BatchItem> items, final Map<String, ScanEnd> ends) throws IOException {
		final Map<String, String> failed = new TreeMap<>();
		for (final ScanEnd end : ends.values())
			if (end.failed()) failed.put(end.filename(), String.join(" ", end.reasons()));
		final SessionCopies copies = new SessionCopies(plan.dataset(), writer, session, failed.keySet(), options
			.placement() == Placement.IN_PLACE);
		final Set<String> written = new TreeSet<>();
		for (final Map.Entry<DatasetFile, BatchItem> entry : items.entrySet()) {
			final Path scan = entry.getKey().path();
			if (failed.containsKey(entry.getKey().name())) {
				if (options.placement() == Placement.IN_PLACE) Files.deleteIfExists(writer.at(scan));
				continue;
			}
			final JsonObject record = JsonParser.parseString(Files.readString(entry.getValue().record(), StandardCharsets.UTF_8)).getAsJsonObject();
			final Sidecars sidecars = new Sidecars(plan.dataset());
			final Path sidecar = Sidecars.sidecar(options.placement().scan(scan));
			writer.put(sidecar, options.placement() == Placement.DERIVATIVE ? sidecars.derived(scan, record) : sidecars.marked(scan, record, copies
				.gone()));
			written.add(sidecar.toString().replace('\\', '/'));
		}
		if (options.placement() == Placement.COPY) copies.copy(written);
		if (options.placement() == Placement.IN_PLACE) copies.putAside();
		tables.write(session.name(), copies.withheld(), failed);
	}
}
