package org.pediatricdefacer.evaluate;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file tells about the scan it belongs to.
 * <p>
 * A name that begins with a BIDS subject ({@code sub-01_ses-2_run-1_T1w_facemask.nii.gz}) is known by its entities and its
 * contrast; entities that say how a derivative was made (desc, label, space, res, den, seg) do not count. Any other name is
 * known by itself without its suffix and without an ending that only says that it is a mask.
 * Source: Brain Imaging Data Structure 1.10, appendix on entities.
 *
 * @param key what files of the same scan have in common
 * @param entities the key without the contrast
 * @param subject {@code sub-01}, or the key of a name that is not BIDS
 * @param contrast T1w, T2w, FLAIR, ...; empty if the name tells none
 */
public record ScanName(String key, String entities, String subject, Optional<String> contrast) {

	private static final Pattern SUFFIX = Pattern.compile("(?i)\\.(nii|nii\\.gz|hdr|img|hdr\\.gz|img\\.gz|tiff?|nrrd|nhdr|mg[hz]|mgh\\.gz)$");
	private static final Set<String> MASK_WORDS = Set.of("facemask", "defacemask", "regions", "classes", "removed", "mask", "label", "labels", "seg", "dseg",
		"defaced", "brain", "brainmask", "reference", "predicted", "prediction", "face");
	/** Those of them that a scan may end in. */
	private static final Set<String> NOT_MASKS = Set.of("defaced", "brain", "face");
	private static final Set<String> DERIVED = Set.of("desc", "label", "space", "res", "den", "seg", "atlas");
	private static final Set<String> CONTRASTS = Set.of("t1w", "t2w", "flair", "pdw", "t2starw", "inplanet1", "inplanet2", "pdt2", "t1", "t2", "t1ce",
		"t1rho", "t1map", "t2map", "angio", "bold", "sbref", "dwi", "swi", "mp2rage", "unit1", "pd", "epi");

	/**
	 * Reads a file's name.
	 *
	 * @param file any path
	 * @return what its last part tells
	 */
	public static ScanName of(final Path file) {
		final String stem = SUFFIX.matcher(file.getFileName().toString()).replaceFirst("");
		final String[] words = stem.split("_");
		return words[0].toLowerCase(Locale.ROOT).matches("sub-.+") ? bids(words) : plain(words);
	}

	/** Tells by a file's name whether it is an image, in whatever format; false for the .img of a pair, which its header stands for. */
	static boolean isImage(final Path file) {
		final String name = file.getFileName().toString();
		return SUFFIX.matcher(name).find() && !name.matches("(?i).*\\.img(\\.gz)?");
	}

	/** Tells by a file's name whether it is what was erased around a facemask. */
	static boolean isRemovedRegion(final Path file) {
		return SUFFIX.matcher(file.getFileName().toString()).replaceFirst("").toLowerCase(Locale.ROOT).endsWith("_removed");
	}

	/**
	 * Tells whether a file's name ends like that of a mask rather than of a scan.
	 *
	 * @param file any path
	 * @return true for facemasks, regions, removed regions and such
	 */
	public static boolean isMask(final Path file) {
		final String stem = SUFFIX.matcher(file.getFileName().toString()).replaceFirst("");
		final String last = stem.substring(stem.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
		return MASK_WORDS.contains(last) && !NOT_MASKS.contains(last);
	}

	private static ScanName bids(final String[] words) {
		final StringBuilder entities = new StringBuilder();
		Optional<String> contrast = Optional.empty();
		for (final String word : words) {
			final int dash = word.indexOf('-');
			final boolean derived = dash > 0 && DERIVED.contains(word.substring(0, dash).toLowerCase(Locale.ROOT));
			if (dash > 0 && !derived) entities.append(entities.length() == 0 ? "" : "_").append(word);
			if (dash < 0 && CONTRASTS.contains(word.toLowerCase(Locale.ROOT))) contrast = Optional.of(word);
		}
		return new ScanName(entities + contrast.map(c -> "_" + c).orElse(""), entities.toString(), words[0], contrast);
	}

	private static ScanName plain(final String[] words) {
		int count = words.length;
		while (count > 1 && MASK_WORDS.contains(words[count - 1].toLowerCase(Locale.ROOT)))
			count--;
		final StringBuilder key = new StringBuilder();
		Optional<String> contrast = Optional.empty();
		for (int i = 0; i < count; i++) {
			key.append(i == 0 ? "" : "_").append(words[i]);
			if (CONTRASTS.contains(words[i].toLowerCase(Locale.ROOT))) contrast = Optional.of(words[i]);
		}
		return new ScanName(key.toString(), key.toString(), key.toString(), contrast);
	}

	/**
	 * Reads a path by a pattern of the user's.
	 *
	 * @param relative path below the folder that was searched, with forward slashes
	 * @param pattern a regular expression that is found in the path; its first group, or all of it without groups, is the key
	 * @return the name; empty if the pattern is not found
	 */
	static Optional<ScanName> of(final String relative, final Pattern pattern) {
		final Matcher matcher = pattern.matcher(relative);
		if (!matcher.find()) return Optional.empty();
		final String key = matcher.group(matcher.groupCount() > 0 ? 1 : 0);
		final ScanName name = of(Path.of(relative));
		return key == null ? Optional.empty() : Optional.of(new ScanName(key, key, name.subject(), name.contrast()));
	}
}
