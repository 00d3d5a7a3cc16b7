package org.pediatricdefacer.bids;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.pediatricdefacer.session.SessionScan.Role;

/**
 * Says of the scans of a session which ones show the anatomy.
 * <p>
 * That is one scan of each anatomical acquisition, the first echo, the last inversion, the magnitude; the others lie on its grid and
 * were taken with it. Maps and uniform images are noise in air, fields and series too coarse: they follow.
 */
final class ScanRoles {

	/** Suffixes of images whose skin is seen, of one acquisition each. */
	private static final Set<String> ANATOMY = Set.of("T1w", "T2w", "PDw", "T2starw", "FLAIR", "inplaneT1", "inplaneT2", "PDT2", "T2star", "FLASH",
		"PD", "MEGRE", "MESE", "VFA", "IRT1", "MP2RAGE", "MPM", "MTS", "MTR");

	/** Entities that tell apart what one acquisition gives. */
	private static final Set<String> WITHIN = Set.of("echo", "inv", "part");

	/** Images that an MP2RAGE acquisition and the maps made of it share their names with. */
	private static final Set<String> OF_MP2RAGE = Set.of("MP2RAGE", "UNIT1", "T1map", "R1map");

	/** Images that a gradient-echo field map comes in. */
	private static final Set<String> OF_FIELD_MAP = Set.of("magnitude", "magnitude1", "magnitude2", "phase1", "phase2", "phasediff", "fieldmap");

	/** Images that do not tell where a head lies. */
	private static final Set<String> FIELDS = Set.of("phase1", "phase2", "phasediff", "fieldmap", "phase");

	private final Map<BidsName, Role> roles = new HashMap<>();

	/** Looks at the scans of a session together. */
	ScanRoles(final Collection<DatasetFile> scans) {
		final Map<String, BidsName> best = new TreeMap<>();
		for (final DatasetFile scan : scans) {
			final BidsName name = name(scan);
			roles.put(name, Role.FOLLOWER);
			if (FileFate.datatype(scan.path()).equals("anat") && ANATOMY.contains(name.suffix()) && isMagnitude(name)) best.merge(acquisition(scan), name,
				(a, b) -> rank(b) < rank(a) ? b : a);
		}
		best.values().forEach(name -> roles.put(name, Role.ANATOMY));
	}

	private static BidsName name(final DatasetFile scan) {
		return BidsName.parse(scan.path().getFileName().toString()).orElseThrow();
	}

	private static boolean isMagnitude(final BidsName name) {
		return name.label("part").map("mag"::equals).orElse(true);
	}

	/** The first echo has most signal; of two inversions the second shows all tissue. */
	private static int rank(final BidsName name) {
		return number(name.label("echo")) - 1000 * number(name.label("inv"));
	}

	private static int number(final Optional<String> label) {
		return label.filter(l -> l.matches("\\d{1,5}")).map(Integer::parseInt).orElse(0);
	}

	Role role(final DatasetFile scan) {
		return roles.get(name(scan));
	}

	/** Tells whether a scan does not tell where a head lies, so that others of its acquisition have to be treated before it. */
	static boolean comesLast(final DatasetFile scan) {
		final BidsName name = name(scan);
		return FIELDS.contains(name.suffix()) || !isMagnitude(name);
	}

	/** Names the acquisition of a scan. */
	static String acquisition(final DatasetFile scan) {
		final BidsName name = name(scan);
		final Map<String, String> entities = new LinkedHashMap<>(name.entities());
		entities.keySet().removeAll(WITHIN);
		final String suffix = OF_MP2RAGE.contains(name.suffix()) ? "MP2RAGE" : OF_FIELD_MAP.contains(name.suffix()) ? "magnitude" : name.suffix();
		return FileFate.datatype(scan.path()) + "/" + new BidsName(entities, suffix, "");
	}
}
