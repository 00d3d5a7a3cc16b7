package org.pediatricdefacer.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.session.HeadRegistration.Found;
import org.pediatricdefacer.session.HeadRegistration.Way;
import org.pediatricdefacer.session.SessionRegion.Source;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * The heads found in the scans of a session, brought together on the best of them.
 * <p>
 * The best is the one with most of its face in view, found most surely. What cannot be brought together with it neither gives nor
 * takes.
 */
final class SessionHeads {

	/** Grids of one acquisition that agree this well are the same. */
	private static final double SAME_MM = 0.01;

	private final FoundHead reference;
	private final Map<SessionScan, FoundHead> heads = new LinkedHashMap<>();
	/** How each head lies in the world of the reference. */
	private final Map<SessionScan, Found> found = new LinkedHashMap<>();

	/** What is known of how scans lie, whether a head was looked for in them or not. */
	private final List<Placed> placed = new ArrayList<>();

	private record Placed(SessionScan scan, VoxelGrid grid, SessionPlacement placement) {}

	private SessionHeads(final FoundHead reference) {
		this.reference = reference;
	}

	/** Brings heads together; empty if none of them has a face to give. */
	static Optional<SessionHeads> of(final List<FoundHead> all) {
		final Optional<FoundHead> best = all.stream().filter(FoundHead::tellsOthers).max(Comparator.comparingDouble(FoundHead::worth));
		return best.map(reference -> {
			final SessionHeads session = new SessionHeads(reference);
			for (final FoundHead head : all) {
				session.add(head, head == reference ? new Found(RigidTransform.IDENTITY, Way.COORDINATES, null) : HeadRegistration.find(reference.shape(),
					head.shape()));
			}
			return session;
		});
	}

	private void add(final FoundHead head, final Found how) {
		heads.put(head.scan(), head);
		found.put(head.scan(), how);
		if (how.way() != Way.NONE) place(head.scan(), head.findings().facemask().grid(), SessionPlacement.of(how));
	}

	FoundHead reference() {
		return reference;
	}

	/** How a head lies in the world of the reference; one that gives nothing to others is brought together with it now. */
	Found found(final FoundHead head) {
		return found.computeIfAbsent(head.scan(), scan -> HeadRegistration.find(reference.shape(), head.shape()));
	}

	/** How a scan of the same acquisition on the same grid lies; between two of them no head can have moved. */
	Optional<SessionPlacement> sameAcquisition(final SessionScan scan, final VoxelGrid grid) {
		return placed.stream().filter(other -> other.scan().acquisition().equals(scan.acquisition()) && other.grid().equalsWithin(grid, SAME_MM)).map(
			Placed::placement).findFirst();
	}

	/** Remembers how a scan lies. */
	void place(final SessionScan scan, final VoxelGrid grid, final SessionPlacement placement) {
		placed.add(new Placed(scan, grid, placement));
	}

	/** Those whose face is given to others, in the order of the session. */
	List<FoundHead> givers() {
		return heads.values().stream().filter(head -> head.tellsOthers() && found(head).way() != Way.NONE).toList();
	}

	/**
	 * Says what the heads give to a scan.
	 *
	 * @param toReference from the world of that scan to that of the reference
	 * @param without a head that gives its own anyway; null for none
	 */
	List<Source> sources(final RigidTransform toReference, final FoundHead without) {
		final RigidTransform back = toReference.inverse();
		final List<Source> sources = new ArrayList<>();
		for (final FoundHead giver : givers())
			if (isOther(giver, without)) sources.add(giver.source().by(back.after(found(giver).transform())));
		return sources;
	}

	/** Tells whether any other scan gives its face to that of a head. */
	boolean hasOthers(final FoundHead head) {
		return givers().stream().anyMatch(giver -> isOther(giver, head));
	}

	private static boolean isOther(final FoundHead giver, final FoundHead head) {
		return head == null || !giver.scan().equals(head.scan());
	}

	/** Names those whose face is given to a scan. */
	String names(final FoundHead without) {
		return String.join(" and ", givers().stream().filter(giver -> isOther(giver, without)).map(giver -> giver.scan().label()).toList());
	}
}
