package org.pediatricdefacer.bids;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The specification's rules on the names of magnetic resonance images, as a small table: which entities a name may have, in which
 * order, which of them it must have, and which suffixes and extensions belong to a folder.
 * <p>
 * Source: Brain Imaging Data Structure, version 1.11, schema of raw files (Gorgolewski et al., Scientific Data 3, 2016).
 */
public final class BidsRules {

	/** Short names of entities in the order in which they follow each other. */
	private static final List<String> ORDER = List.of("sub", "tpl", "ses", "cohort", "sample", "task", "tracksys", "acq", "nuc", "voi", "ce",
		"trc", "stain", "rec", "dir", "run", "mod", "echo", "flip", "inv", "mt", "part", "proc", "hemi", "space", "split", "recording", "chunk",
		"atlas", "seg", "scale", "res", "den", "label", "desc");

	private static final Set<String> IMAGE = Set.of(".nii", ".nii.gz");
	private static final String MRI = "sub ses acq ce rec run chunk";
	private static final Set<String> DEFACEMASK = Set.of("sub", "ses", "task", "acq", "rec", "run");
	private static final String EPI = MRI + " dir part";

	/** The two kinds of rules: may have, must have. */
	private record Rule(Set<String> allowed, Set<String> required) {}

	private static final Map<String, Rule> RULES = new HashMap<>();

	static {
		rule("anat", "T1w T2w PDw T2starw FLAIR inplaneT1 inplaneT2 PDT2 angio T2star FLASH PD", MRI + " task echo part", "");
		rule("anat", "T1map T2map T2starmap R1map R2map R2starmap PDmap MTRmap MTsat UNIT1 T1rho MWFmap MTVmap Chimap S0map M0map", MRI +
			" task", "");
		rule("anat", "defacemask", MRI + " task mod", "");
		rule("anat", "MEGRE", MRI + " task echo part", "echo");
		rule("anat", "MESE", MRI + " task dir echo part", "echo");
		rule("anat", "VFA", MRI + " task echo flip part", "flip");
		rule("anat", "IRT1", MRI + " task inv part", "inv");
		rule("anat", "MP2RAGE", MRI + " task echo flip inv part", "inv");
		rule("anat", "MPM MTS", MRI + " task echo flip mt part", "flip mt");
		rule("anat", "MTR", MRI + " task mt part", "mt");
		rule("fmap", "phasediff phase1 phase2 magnitude1 magnitude2 magnitude fieldmap", "sub ses acq run chunk", "");
		rule("fmap", "epi m0scan", EPI, "");
		rule("fmap", "TB1DAM", MRI + " flip inv part", "flip");
		rule("fmap", "TB1EPI", MRI + " echo flip inv part", "echo flip");
		rule("fmap", "TB1AFI TB1TFL TB1RFM RB1COR", MRI + " echo flip inv part", "");
		rule("fmap", "TB1SRGE", MRI + " echo flip inv part", "flip inv");
		rule("fmap", "TB1map RB1map", MRI, "");
		rule("func", "bold cbv sbref", EPI + " task echo", "task");
		rule("func", "phase", "sub ses acq ce rec run chunk dir task echo", "task");
		rule("func", "noRF", EPI + " task echo mod", "task");
		rule("dwi", "dwi sbref", "sub ses acq rec run chunk dir part", "");
		rule("dwi", "ADC FA S0map colFA expADC trace", "sub ses acq rec run chunk dir", "");
		rule("perf", "asl m0scan", "sub ses acq rec run dir part echo", "");
		rule("perf", "noRF", "sub ses acq rec run dir part echo mod", "");
	}

	private BidsRules() {}

	private static void rule(final String datatype, final String suffixes, final String allowed, final String required) {
		for (final String suffix : suffixes.split(" "))
			RULES.put(datatype + "/" + suffix, new Rule(Set.of(allowed.split(" ")), required.isEmpty() ? Set.of() : Set.of(required.split(" "))));
	}

	/** The place of an entity in the order; unknown ones come last. */
	static int place(final String entity) {
		final int place = ORDER.indexOf(entity);
		return place < 0 ? ORDER.size() : place;
	}

	/**
	 * Tells whether a folder may hold magnetic resonance images of a suffix.
	 *
	 * @param datatype name of the folder, such as {@code anat}
	 * @param suffix such as {@code T1w}
	 * @return true for those of the specification
	 */
	public static boolean knows(final String datatype, final String suffix) {
		return RULES.containsKey(datatype + "/" + suffix);
	}

	/**
	 * Tells whether any folder may hold magnetic resonance images of a suffix.
	 *
	 * @param suffix such as {@code T1w}
	 * @return true for those of the specification
	 */
	static boolean knows(final String suffix) {
		return RULES.keySet().stream().anyMatch(rule -> rule.endsWith("/" + suffix));
	}

	/**
	 * Tells whether the name of a mask of what was removed may have an entity of its scan.
	 *
	 * @param entity short name
	 * @return true if the specification, and the validators in use, let it
	 */
	static boolean ofDefacemask(final String entity) {
		// The specification has ce and chunk, too, but bids-validator up to 1.15 does not.
		return DEFACEMASK.contains(entity);
	}

	/**
	 * Finds what is wrong with the name of an image.
	 *
	 * @param datatype name of the folder
	 * @param name the image's name
	 * @return one clause; empty for a name that the specification allows
	 */
	public static Optional<String> problem(final String datatype, final BidsName name) {
		final Rule rule = RULES.get(datatype + "/" + name.suffix());
		if (rule == null) return Optional.of("the suffix " + name.suffix() + " is none of the specification's in " + datatype);
		if (!IMAGE.contains(name.extension())) return Optional.of(name.extension() + " is no extension of an image");
		final List<String> entities = new ArrayList<>(name.entities().keySet());
		for (final String entity : entities)
			if (!rule.allowed().contains(entity)) return Optional.of("the entity " + entity + " is not for " + name.suffix());
		for (final String entity : rule.required())
			if (!entities.contains(entity)) return Optional.of("the entity " + entity + " is missing");
		for (int i = 1; i < entities.size(); i++)
			if (place(entities.get(i)) < place(entities.get(i - 1))) return Optional.of("the entity " + entities.get(i) + " comes before " +
				entities.get(i - 1));
		return Optional.empty();
	}
}
