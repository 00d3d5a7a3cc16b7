package org.pediatricdefacer.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.session.SessionScan.Role;
import org.pediatricdefacer.volume.Volume;

/**
 * The heads of a session: first some scans are looked at, then each scan is defaced by what was found on any of those.
 * <p>
 * Of a scan that was looked at about five bytes per voxel are kept, and no pixels. A scan of the anatomy that was not looked at gives
 * nothing to others; its own head is looked for when it is defaced, and forgotten then.
 */
public final class SessionSearch {

	private final Defacer defacer;
	private final DefacingSettings settings;
	private final Map<SessionScan, FoundHead> heads = new LinkedHashMap<>();
	private final Set<SessionScan> looked = new HashSet<>();
	/** Null until the first scan is defaced. */
	private Optional<SessionHeads> session;

	/**
	 * Begins a session.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to look for
	 */
	public SessionSearch(final Defacer defacer, final DefacingSettings settings) {
		this.defacer = defacer;
		this.settings = settings;
	}

	/**
	 * Looks for the head in a scan, whose face others are then given. One in which none can be looked for takes that of the others.
	 *
	 * @param scan of the session, none of which has been defaced yet
	 * @param volume its intensities, or the first of its volumes
	 * @param progress hears how far the search has come, and says whether to stop
	 * @throws DefacingCanceledException on request
	 */
	public void look(final SessionScan scan, final Volume volume, final Progress progress) {
		if (session != null) throw new IllegalStateException("a scan of the session was defaced before this one was looked at");
		looked.add(scan);
		try {
			heads.put(scan, FoundHead.of(scan, volume, defacer.find(volume, settings, progress)));
		}
		catch (final DefacingCanceledException e) {
			throw e;
		}
		catch (final DefacingException e) {
			return; // whatever is wrong with the scan will be said when its turn comes
		}
	}

	/**
	 * Defaces a scan.
	 *
	 * @param <T> pixel type, kept
	 * @param scan of the session
	 * @param stored stored values, which are copied outside the region bit by bit; minimum 0
	 * @param volume what the stored values mean, and where they lie
	 * @param wanted what to put in the place of what is erased
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy of the stored values and the proof
	 * @throws DefacingException if the scan is no image and no other of the session has a face; {@link DefacingCanceledException} on request
	 */
	public <T extends RealType<T> & NativeType<T>> DefacingResult<T> deface(final SessionScan scan, final RandomAccessibleInterval<T> stored,
		final Volume volume, final DefacingSettings wanted, final Progress progress)
	{
		final FoundHead head = head(scan, volume, progress.part(0, 0.5));
		final Progress rest = progress.part(0.5, 1);
		final Optional<Findings> findings = session().flatMap(all -> new SessionFindings(all, defacer.model().spacing_mm(), wanted).of(scan, head,
			volume));
		if (findings.isPresent()) return defacer.erase(stored, volume, findings.get(), wanted, rest);
		return head == null ? defacer.deface(stored, volume, wanted, rest) : defacer.erase(stored, volume, head.findings(), wanted, rest);
	}

	private Optional<SessionHeads> session() {
		if (session == null) session = SessionHeads.of(List.copyOf(heads.values()));
		return session;
	}

	/** The head of a scan; null for one that takes that of the others. */
	private FoundHead head(final SessionScan scan, final Volume volume, final Progress progress) {
		final FoundHead known = heads.get(scan);
		if (known != null && !isOfFirstVolumeOnly(known, volume)) return known;
		if (scan.role() == Role.FOLLOWER || known == null && looked.contains(scan)) return null;
		try {
			return FoundHead.of(scan, volume, defacer.find(volume, settings, progress));
		}
		catch (final DefacingCanceledException e) {
			throw e;
		}
		catch (final DefacingException e) {
			if (session().isEmpty()) throw e;
			return null;
		}
	}

	/** Tells whether a face may have moved in volumes that were not looked at. */
	private static boolean isOfFirstVolumeOnly(final FoundHead head, final Volume volume) {
		return volume.count() > 1 && head.findings().series() == null && head.findings().facemask().frame().isPresent();
	}
}
