package org.pediatricdefacer.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import net.imglib2.util.Cast;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanReader;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.session.SessionScan.Role;

/**
 * Defaces the scans of one head together: what is found of the face on one of them is erased from all.
 * <p>
 * First the head is looked for in every scan that shows the anatomy. These are brought together, by scanner coordinates where brain and
 * skin agree with them, else by registration. Then each scan is defaced as {@link ScanDefacer} does it, and what is erased is what was
 * found on any of the scans that it could be brought together with. A scan that cannot be is defaced by itself. The scans are read twice,
 * so that only one of them is in memory at a time beside what was found.
 */
public final class SessionDefacer {

	private final Defacer defacer;
	private final FileSettings settings;
	private final ScanReader reader;
	private final ScanDefacer files;

	/**
	 * Makes a defacer of sessions.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 * @param reader reads scans
	 */
	public SessionDefacer(final Defacer defacer, final FileSettings settings, final ScanReader reader) {
		this.defacer = defacer;
		this.settings = settings;
		this.reader = reader;
		files = new ScanDefacer(defacer, settings, reader);
	}

	/**
	 * Defaces the scans of a session.
	 *
	 * @param scans of one head
	 * @param refused those of them that cannot be treated, and why
	 * @param listener hears how each of them ends
	 * @param searching hears how the search for heads goes on, before the first scan is begun, and says whether to stop
	 * @return how the scans ended
	 */
	public BatchSummary deface(final List<SessionScan> scans, final Map<BatchItem, String> refused, final BatchListener listener,
		final Progress searching)
	{
		final Map<BatchItem, SessionScan> byItem = scans.stream().collect(Collectors.toMap(SessionScan::item, Function.identity(), (a, b) -> a,
			LinkedHashMap::new));
		final SessionSearch search = new SessionSearch(defacer, settings.defacing());
		try {
			look(scans.stream().filter(scan -> !refused.containsKey(scan.item())).toList(), search, searching);
		}
		catch (final DefacingCanceledException e) {
			return new BatchSummary(scans.size(), List.of());
		}
		return new BatchRunner((item, progress) -> files.deface(item, (image, wanted, part) -> search.deface(byItem.get(item), Cast.unchecked(image
			.stored()), image.volume(), wanted, part), progress)).run(new BatchPlan(new ArrayList<>(byItem.keySet()), refused), listener);
	}

	/**
	 * Defaces files that a user says are of one head.
	 *
	 * @param plan the files; in records the others are called by their numbers, since names may tell whose they are
	 * @param listener hears how each of them ends
	 * @param searching hears how the search for heads goes on, and says whether to stop
	 * @return how the scans ended
	 */
	public BatchSummary deface(final BatchPlan plan, final BatchListener listener, final Progress searching) {
		final List<SessionScan> scans = new ArrayList<>();
		for (final BatchItem item : plan.items()) {
			final String label = "scan " + (scans.size() + 1);
			scans.add(new SessionScan(item, label, Role.ANATOMY, label));
		}
		return deface(scans, plan.refused(), listener, searching);
	}

	/** Looks for heads; a scan that cannot be read will say so when its turn comes. */
	private void look(final List<SessionScan> scans, final SessionSearch search, final Progress progress) {
		for (int i = 0; i < scans.size(); i++) {
			final SessionScan scan = scans.get(i);
			progress.check();
			if (scan.role() != Role.ANATOMY) continue;
			try {
				final ScanImage image = reader.read(scan.item().input(), settings.reading());
				search.look(scan, image.volume(), progress.part((double) i / scans.size(), (i + 1.0) / scans.size()));
			}
			catch (final DefacingCanceledException e) {
				throw e;
			}
			catch (final DefacingException | IOException e) {
				continue;
			}
		}
	}
}
