package org.pediatricdefacer.bids;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;

/** Sums up all that decides what is written of a session. */
final class SessionDigest {

	private final Path dataset;
	private final boolean inPlace;
	private final String settings;

	SessionDigest(final Path dataset, final Defacer defacer, final FileSettings settings, final DatasetOptions options, final boolean together) {
		this.dataset = dataset;
		inPlace = options.placement() == Placement.IN_PLACE;
		this.settings = ProgramVersion.get() + "\n" + defacer.model().weights().sha256() + "\n" + settings.defacing() + "\n" + settings.reading() +
			"\n" + options.placement() + "\n" + together + "\n";
	}

	/** Returns the sum of settings, names, fates and contents. */
	String of(final SessionFiles session) throws IOException {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(settings.getBytes(StandardCharsets.UTF_8));
			for (final DatasetFile file : session.files()) {
				// In place the rest stays as it is, but for what is written beside the scans.
				if (inPlace && file.fate().kind() != FileFate.Kind.SCAN) continue;
				digest.update((file.name() + "\t" + file.fate() + "\n").getBytes(StandardCharsets.UTF_8));
				// What is defaced in place changes; only its originals stay.
				if (file.fate().kind() == FileFate.Kind.SCAN) update(digest, inPlace ? new PutAside(dataset).before(file.path()) : dataset
					.resolve(file.path()));
				else if (file.fate().kind() != FileFate.Kind.WITHHELD) update(digest, dataset.resolve(file.path()));
				if (file.fate().kind() == FileFate.Kind.SCAN && !inPlace) for (final Path sidecar : new Sidecars(dataset).applicable(file.path()))
					update(digest, dataset.resolve(sidecar));
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	private static void update(final MessageDigest digest, final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return;
		final byte[] block = new byte[1 << 16];
		try (InputStream in = Files.newInputStream(file)) {
			for (int n = in.read(block); n > 0; n = in.read(block))
				digest.update(block, 0, n);
		}
	}
}
