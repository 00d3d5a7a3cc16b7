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
 * Those are single volumes of small voxels that are not distorted, which others follow; only where a study has none, others. At most
 * {@value #MOST_HEADS} of them are kept, those of the smallest voxels, at about five bytes a voxel, so that the memory of a study does not
 * grow with the number of its series.
 */
final class StudyHeads {

	/** Voxels that are so many times larger than the smallest show a head too coarsely to tell others of its face. */
	private static final double MOST_COARSE = 8;

	/** More heads than these hardly add to what is erased. */
	static final int MOST_HEADS = 8;

	/** A group of volumes and where it belongs. */
	private record Member(VolumeGroup group, DicomSeries series, int number, BatchItem item) {

		/** Tells whether it shows the anatomy, at one time and not distorted. */
		boolean isClear() {
			return group.volumes().size() == 1 && group.hasMagnitude() && !series.isEchoPlanar();
		}

		double voxel_mm3() {
			return group.grid().voxelVolume_mm3();
		}

		SessionScan scan(final Role role) {
			return new SessionScan(item, series.label() + (series.groups().size() == 1 ? "" : ", part " + number), role, item.outputBase().toString());
		}
	}

	private final Defacer defacer;
	private final SessionSearch search;
	private final List<Member> members = new ArrayList<>();
	/** Those that give to others, the finest first. */
	private final List<Member> givers;
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
		members.sort(Comparator.comparingDouble(Member::voxel_mm3));
		final List<Member> clear = members.stream().filter(Member::isClear).toList();
		givers = clear.isEmpty() ? members.stream().filter(member -> member.group.hasMagnitude()).limit(MOST_HEADS).toList() : clear.stream().filter(
			member -> member.voxel_mm3() <= MOST_COARSE * clear.get(0).voxel_mm3()).limit(MOST_HEADS).toList();
		for (final Member member : members) {
			final Role role = !member.group.hasMagnitude() ? Role.FOLLOWER : clear.isEmpty() || givers.contains(member) ? Role.ANATOMY : Role.DISTORTED;
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
		for (int i = 0; i < givers.size(); i++) {
			try {
				final Loaded<?> loaded = GroupLoader.load(givers.get(i).group.first(), progress);
				search.look(scans.get(givers.get(i).group), loaded.intensities(), progress.part((double) i / givers.size(), (i + 1.0) / givers.size()));
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
