package org.pediatricdefacer.bids;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what becomes of a file of a data set.
 *
 * @param kind what is done with it
 * @param reason why it is withheld, one clause; empty for files that are not
 */
public record FileFate(Kind kind, String reason) {

	/** What is done with a file. */
	public enum Kind {
		/** An image of a head: it is defaced with the scans of its session. */
		SCAN,
		/** A functional, diffusion or perfusion series, or a reference of one: it is a scan, unless the user wants it otherwise. */
		SERIES,
		/** The table of a session's scans: it is copied without the rows of files that are not in the output. */
		SCANS_TABLE,
		/** The table of participants: it is copied without the rows of those who are not in the output. */
		PARTICIPANTS,
		/** It is copied byte by byte. */
		COPY,
		/** It is left out. */
		WITHHELD
	}

	private static final FileFate SCAN = new FileFate(Kind.SCAN, "");
	private static final FileFate SERIES = new FileFate(Kind.SERIES, "");
	private static final FileFate COPY = new FileFate(Kind.COPY, "");

	private static final Pattern SUBJECT = Pattern.compile("sub-[a-zA-Z0-9+]+");
	private static final Pattern SESSION = Pattern.compile("ses-[a-zA-Z0-9+]+");
	private static final Set<String> SERIES_FOLDERS = Set.of("func", "dwi", "perf");
	private static final Set<String> PICTURES = Set.of(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif");

	/** Endings of images, and of archives that may hold some, which this program does not deface in a data set. */
	private static final List<String> OTHER_IMAGES = List.of(".nii", ".nii.gz", ".hdr", ".img", ".hdr.gz", ".img.gz", ".mgh", ".mgz", ".mnc", ".nrrd",
		".nhdr", ".mha", ".mhd", ".dcm", ".ima", ".par", ".rec", ".head", ".brik", ".brik.gz", ".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar",
		".stl", ".obj", ".ply", ".gii", ".surf.gii");

	/**
	 * Decides by the place and the name of a file.
	 *
	 * @param path below the data set
	 * @return what becomes of it
	 */
	public static FileFate of(final Path path) {
		final String first = path.getName(0).toString();
		final String file = path.getFileName().toString();
		if (path.getNameCount() > 1 && (first.equals("sourcedata") || first.equals("derivatives"))) return withheld(first +
			" may hold scans with faces");
		if (hidden(path)) return withheld("a hidden folder may hold originals");
		if (first.equals("participants.tsv") && path.getNameCount() == 1) return new FileFate(Kind.PARTICIPANTS, "");
		if (!SUBJECT.matcher(first).matches() || path.getNameCount() == 1) return image(file) ? withheld("an image outside of the subjects' folders") :
			COPY;
		return inSubject(path, file);
	}

	private static FileFate withheld(final String reason) {
		return new FileFate(Kind.WITHHELD, reason);
	}

	private static boolean hidden(final Path path) {
		for (int i = 0; i < path.getNameCount() - 1; i++)
			if (path.getName(i).toString().startsWith(".")) return true;
		return path.getFileName().toString().startsWith(".") && !path.getFileName().toString().equals(".bidsignore");
	}

	private static boolean image(final String file) {
		final String name = file.toLowerCase(Locale.ROOT);
		return OTHER_IMAGES.stream().anyMatch(name::endsWith);
	}

	private static FileFate inSubject(final Path path, final String file) {
		final Optional<BidsName> name = BidsName.parse(file);
		final String datatype = datatype(path);
		if (file.endsWith("_scans.tsv")) return new FileFate(Kind.SCANS_TABLE, "");
		if (picture(file) && (datatype.equals("anat") || file.contains("_photo.") || file.contains("_asllabeling."))) return withheld(
			"a picture that may show the face");
		if (datatype.equals("pet")) return image(file) || belongsToImage(name, "pet") ? withheld("PET is not handled") : COPY;
		if (datatype.equals("ct") || name.map(BidsName::suffix).filter(s -> s.equalsIgnoreCase("ct")).isPresent()) return withheld(
			"CT is not handled");
		if (datatype.equals("mrs") && image(file)) return withheld("spectroscopy is not handled, and its header may name the patient");
		if (name.isPresent() && name.get().suffix().equals("headshape") || file.toLowerCase(Locale.ROOT).matches(".*\\.(hsp|pos)")) return withheld(
			"a head shape shows the face");
		if (hasHeadPoints(path, file)) return withheld("recordings of MEG hold digitized points of the head and of the face");
		if (name.isPresent() && name.get().suffix().equals("electrodes")) return withheld("places of electrodes show the shape of the head");
		return image(file) ? imageInSubject(path, datatype, name) : COPY;
	}

	/**
	 * Tells whether a file of MEG holds points that were digitized on the head: in FIFF files themselves, in the folders and files that CTF,
	 * BTi and KIT systems write beside their data. Source: BIDS, magnetoencephalography, supported file formats; MNE-Python's readers.
	 */
	private static boolean hasHeadPoints(final Path path, final String file) {
		final String name = file.toLowerCase(Locale.ROOT);
		if (name.endsWith(".fif") || name.endsWith(".fif.gz")) return true;
		for (final Path part : path)
			if (part.toString().toLowerCase(Locale.ROOT).endsWith(".ds")) return name.matches(".*\\.(hc|shape|shape_info|pos|eeg)");
		return datatype(path).equals("meg") && name.matches(".*\\.(elp|hc|sqd|con)") || name.equals("hs_file") || name.startsWith("hs_file.");
	}

	private static boolean picture(final String file) {
		return PICTURES.stream().anyMatch(file.toLowerCase(Locale.ROOT)::endsWith);
	}

	private static boolean belongsToImage(final Optional<BidsName> name, final String suffix) {
		return name.isPresent() && name.get().suffix().equals(suffix);
	}

	private static FileFate imageInSubject(final Path path, final String datatype, final Optional<BidsName> name) {
		if (name.isEmpty() || !BidsRules.knows(datatype, name.get().suffix()) || !isImage(name.get())) return withheld(
			"an image that the specification does not know, so that nobody knows what it shows");
		if (!foldersFit(path, name.get())) return withheld("the subject or session in its name is not that of its folder");
		if (name.get().suffix().equals("defacemask")) return withheld("a mask of another tool may show the outline of the face");
		return SERIES_FOLDERS.contains(datatype) ? SERIES : SCAN;
	}

	private static boolean isImage(final BidsName name) {
		return name.extension().equals(".nii") || name.extension().equals(".nii.gz");
	}

	private static boolean foldersFit(final Path path, final BidsName name) {
		return name.label("sub").map(l -> path.getName(0).toString().equals("sub-" + l)).orElse(false) && session(path).equals(name.label("ses").map(
			l -> "ses-" + l).orElse(""));
	}

	/**
	 * Returns the session of a file.
	 *
	 * @param path below the data set
	 * @return name of its folder, such as {@code ses-01}; empty if it is in none
	 */
	public static String session(final Path path) {
		return path.getNameCount() > 2 && SESSION.matcher(path.getName(1).toString()).matches() ? path.getName(1).toString() : "";
	}

	/**
	 * Returns the kind of data of a file.
	 *
	 * @param path below the data set
	 * @return name of the folder around it, such as {@code anat}
	 */
	public static String datatype(final Path path) {
		return path.getNameCount() < 2 ? "" : path.getName(path.getNameCount() - 2).toString();
	}

	/** Tells whether a name is that of a subject's folder. */
	static boolean isSubject(final String folder) {
		return SUBJECT.matcher(folder).matches();
	}
}
