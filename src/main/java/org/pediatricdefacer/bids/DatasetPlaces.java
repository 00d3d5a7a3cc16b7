package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;

/** Makes sure that nothing is written where it must not be: the data set that is read is never written to, unless that is what is wanted. */
public final class DatasetPlaces {

	private DatasetPlaces() {}

	/**
	 * Checks the folders of a run.
	 *
	 * @param dataset the data set that is read
	 * @param out folder to write to
	 * @param placement how the output is laid out
	 * @param backup whether the user has a backup, which a data set that is replaced needs
	 * @param privateFolder folder for what identifies people, if there is one
	 * @throws DefacingException if one of them must not be written to
	 * @throws IOException if a folder cannot be read
	 */
	public static void require(final Path dataset, final Path out, final Placement placement, final boolean backup,
		final Optional<Path> privateFolder) throws IOException
	{
		final Path from = dataset.toAbsolutePath().normalize(), to = out.toAbsolutePath().normalize();
		final boolean same = Files.exists(out) && Files.exists(dataset) && Files.isSameFile(dataset, out);
		if (placement == Placement.IN_PLACE) {
			if (!backup) throw new DefacingException(
				"The placement in-place replaces the scans of the data set; make a backup, and say so with the option i-have-a-backup.");
			if (!same) throw new DefacingException("With the placement in-place the folder to write to is the data set itself.");
		}
		else if (same || from.startsWith(to)) throw new DefacingException(out +
			" is or holds the data set itself, which is never written to; choose another folder.");
		else if (to.startsWith(from) && !to.startsWith(from.resolve("derivatives"))) throw new DefacingException(out +
			" lies in the data set, which is never written to; choose a folder outside of it, or in its derivatives.");
		if (privateFolder.isEmpty()) return;
		final Path inside = privateFolder.get().toAbsolutePath().normalize();
		if (inside.startsWith(to) || inside.startsWith(from)) throw new DefacingException(privateFolder.get() +
			" lies in a data set; give a folder outside of both for what identifies people.");
	}

	/**
	 * Returns the folder of the scans before they were defaced.
	 *
	 * @param dataset the data set that was read
	 * @param placement how the output is laid out
	 * @return the data set, or what was put aside of it
	 */
	public static Path originals(final Path dataset, final Placement placement) {
		return placement == Placement.IN_PLACE ? dataset.resolve(Placement.ORIGINALS) : dataset;
	}
}
