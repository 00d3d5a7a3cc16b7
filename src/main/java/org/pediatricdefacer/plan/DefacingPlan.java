package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.RunKey;
import org.pediatricdefacer.io.FileChecksum;

/**
 * A plan as it lies in its folder: how scans are defaced, and lists of them, a folder for each shard.
 * <p>
 * {@code plan.json} holds the settings and the shards, {@code 017/scans.tsv} the scans of shard 17. Neither changes after the plan was made.
 * All paths are absolute, so that a shard runs on any machine to which the data lie in the same place. A plan names the original files: it
 * is as private as they are.
 *
 * @param folder of the plan
 * @param settings of all scans
 * @param shards in the order of their numbers
 */
public record DefacingPlan(Path folder, PlanSettings settings, List<Shard> shards) {

	/** The file of settings and shards. */
	static final String FILE = "plan.json";

	/** The file that lists the scans of a shard, in its folder. */
	static final String SCANS = "scans.tsv";

	/** Copies the list. */
	public DefacingPlan {
		Objects.requireNonNull(folder, "folder");
		Objects.requireNonNull(settings, "settings");
		shards = List.copyOf(shards);
	}

	/**
	 * Tells whether a folder is a plan.
	 *
	 * @param folder that need not exist
	 * @return whether it can be read as one
	 */
	public static boolean isPlan(final Path folder) {
		return Files.isRegularFile(folder.resolve(FILE));
	}

	/**
	 * Reads a plan; the lists of scans stay on the disk.
	 *
	 * @param folder that {@link PlanWriter} wrote
	 * @return the plan
	 * @throws DefacingException if there is none, or one of another version of the program
	 * @throws IOException if the disk fails
	 */
	public static DefacingPlan read(final Path folder) throws IOException {
		if (!isPlan(folder)) throw new DefacingException(folder + " is no plan; name a folder that deface plan made.");
		return PlanJson.read(folder, Files.readString(folder.resolve(FILE)));
	}

	/**
	 * Finds a shard.
	 *
	 * @param name its number, with zeros before it or without
	 * @return the shard
	 * @throws DefacingException if there is none of this number
	 */
	public Shard shard(final String name) {
		return shards.stream().filter(shard -> name.matches("\\d{1,9}") && shard.number() == Integer.parseInt(name)).findFirst().orElseThrow(
			() -> new DefacingException(folder + " has no shard " + name + "; name one from " + shards.get(0).name() + " to " + shards.get(shards
				.size() - 1).name() + "."));
	}

	/** Returns the folder of a shard. */
	Path folder(final Shard shard) {
		return folder.resolve(shard.name());
	}

	/**
	 * Reads the scans of a shard.
	 *
	 * @param shard of this plan
	 * @return in the order of their numbers
	 * @throws DefacingException if the list is not the one that was planned
	 * @throws IOException if the disk fails
	 */
	public List<PlannedScan> scans(final Shard shard) throws IOException {
		final Path file = folder(shard).resolve(SCANS);
		if (!FileChecksum.sha256(file).equals(shard.sha256())) throw new DefacingException(file +
			" differs from its checksum; do not edit a plan, but make a new one.");
		// Not by lines(), to which a carriage return ends a line, too.
		final String[] lines = Files.readString(file, StandardCharsets.UTF_8).split("\n");
		final List<PlannedScan> scans = new ArrayList<>();
		for (int i = 1; i < lines.length; i++)
			scans.add(PlannedScan.parse(i - 1, lines[i]));
		return scans;
	}

	/**
	 * Names a scan and its outputs.
	 *
	 * @param scan of this plan
	 * @return the item; under a name of plain letters if this machine cannot write its own, see {@link #requireReadable}
	 */
	public BatchItem item(final PlannedScan scan) {
		try {
			final Optional<Path> identifying = settings.identifying().map(folder -> folder.resolve(scan.output()));
			return new BatchItem(Path.of(scan.input()), scan.input(), settings.out().resolve(scan.output()), identifying);
		}
		catch (final InvalidPathException e) {
			final Path readable = settings.out().resolve(scan.output().replaceAll("[^\\w./-]", "_"));
			return new BatchItem(readable, scan.input(), readable, Optional.empty());
		}
	}

	/** Refuses a scan whose name cannot be written in the character set of this machine. */
	static void requireReadable(final PlannedScan scan, final BatchItem item) {
		if (!item.input().toString().equals(scan.input())) throw new DefacingException(scan.input() +
			" has a name that cannot be read on this machine, whose character set is " + System.getProperty("sun.jnu.encoding") +
			"; choose a locale of UTF-8, such as LC_ALL=C.UTF-8.");
	}

	/**
	 * Returns what the result of a scan hangs on.
	 *
	 * @param scan of this plan that is not refused
	 * @return its key
	 */
	public RunKey key(final PlannedScan scan) {
		try {
			return settings.key(scan.sha256());
		}
		catch (final IOException e) {
			throw new IllegalStateException("a plan has no mask that would be read", e);
		}
	}
}
