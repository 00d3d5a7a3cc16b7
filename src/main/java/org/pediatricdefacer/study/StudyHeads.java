package org.pediatricdefacer.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.GroupLoader;
import org.pediatricdefacer.dicom.GroupLoader.Loaded;
import org.pediatricdefacer.dicom.VolumeGroup;
import org.pediatricdefacer.session.SessionScan;
import org.pediatricdefacer.session.SessionScan.Role;
import org.pediatricdefacer.session.SessionSearch;


/**
 * The head of a study: what is found of the face on the volumes that show it best is erased from all.
 * <p>
 * Those are single volumes that are not distorted, which echo-planar ones follow; only where a study has none, others. At most {@value #MOST_HEADS} of them are kept,
 * those of the smallest voxels, at about five bytes a voxel, so that the memory of a study does not grow with the number of its series.
 */
final class StudyHeads {

	/** More heads than these hardly add to what is erased. */
	static final int MOST_HEADS = 8;

	/** A group of volumes and where it belongs. */
	private record Member(VolumeGroup group, DicomSeries series, int number, BatchItem item) {

		/** Tells whether it shows the anatomy, at one time and not distorted. */
		boolean isClear() {
			return group.volumes().size() == 1 && group.hasMagnitude() && !series.isEchoPlanar();
		}

		SessionScan scan(final Role role) {
			return new SessionScan(item, series.label() + (series.groups().size() == 1 ? "" : ", part " + number), role, item.outputBase().toString());
		}
	}

	private final Defacer defacer;
	private final SessionSearch search;
	private final List<Member> members = new ArrayList<>();
	private final Map<VolumeGroup, SessionScan> scans = new IdentityHashMap<>();
	private boolean looked;

	/**
	 * Begins a study.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to look for
	 * @param series of the study in which faces can be looked for, with their outputs
	 */
	StudyHeads(final Defacer defacer, final DefacingSettings settings, final Map<DicomSeries, BatchItem> series) {
		this.defacer = defacer;
		search = new SessionSearch(defacer, settings);
		series.forEach(this::add);
		members.sort(Comparator.comparingDouble(member -> member.group.grid().voxelVolume_mm3()));
		final boolean clear = members.stream().anyMatch(Member::isClear);
		for (final Member member : members) {
			final Role role = !member.group.hasMagnitude() ? Role.FOLLOWER : clear && member.series.isEchoPlanar() ? Role.DISTORTED : Role.ANATOMY;
			scans.put(member.group, member.scan(role));
		}
	}

	private void add(final DicomSeries series, final BatchItem item) {
		for (int g = 0; g < series.groups().size(); g++)
			if (series.isFindable(series.groups().get(g))) members.add(new Member(series.groups().get(g), series, g + 1, item));
	}

	/**
	 * Looks for heads, the first time that it is asked.
	 *
	 * @param progress hears how far the search has come, and says whether to stop
	 */
	void look(final Progress progress) {
		if (looked || members.size() < 2) return;
		looked = true;
		final List<Member> clear = members.stream().filter(Member::isClear).toList();
		final List<Member> best = (clear.isEmpty() ? members.stream().filter(member -> member.group.hasMagnitude()).toList() : clear).stream().limit(
			MOST_HEADS).toList();
		for (int i = 0; i < best.size(); i++) {
			try {
				final Loaded<?> loaded = GroupLoader.load(best.get(i).group.first(), progress);
				search.look(scans.get(best.get(i).group), loaded.intensities(), progress.part((double) i / best.size(), (i + 1.0) / best.size()));
			}
			catch (final DefacingCanceledException e) {
				throw e;
			}
			catch (final DefacingException | IOException e) {
				continue; // the series will say so when its turn comes
			}
		}
	}

	/**
	 * Defaces a group of volumes by what was found on any volume of the study.
	 *
	 * @param group of one of the series
	 * @param loaded its pixels
	 * @param wanted what to put in the place of what is erased
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return what came out
	 */
	DefacingResult<?> deface(final VolumeGroup group, final Loaded<?> loaded, final DefacingSettings wanted, final Progress progress) {
		if (members.size() < 2) return alone(Cast.unchecked(loaded.stored()), loaded, wanted, progress);
		return search.deface(scans.get(group), Cast.unchecked(loaded.stored()), loaded.intensities(), wanted, progress);
	}

	private <T extends RealType<T> & NativeType<T>> DefacingResult<T> alone(final RandomAccessibleInterval<T> stored, final Loaded<?> loaded,
		final DefacingSettings wanted, final Progress progress)
	{
		return defacer.deface(stored, loaded.intensities(), wanted, progress);
	}
}
