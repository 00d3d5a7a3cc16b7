package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.session.HeadRegistration;
import org.pediatricdefacer.session.HeadShape;
import org.pediatricdefacer.session.SessionScan;
import org.pediatricdefacer.session.SessionScan.Role;
import org.pediatricdefacer.session.SessionSearch;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Compares what is found and removed of each scan of one head, by itself and as one of the session, with references:
 * {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.SessionTable SCAN SCAN...}, with
 * {@code NAME_regions.nii.gz} beside each {@code NAME.nii.gz}.
 * <p>
 * The facemask is compared with that of the reference by Dice, that of each other scan too, carried over by the registration of the
 * heads. Of the removed region, which is larger by design and reaches out to the border of the field of view, Dice says nothing: of it are printed the
 * share of the reference facemask that lies in it, and the voxels of the reference brain.
 */
public final class SessionTable {

	private SessionTable() {}

	/**
	 * Prints the table.
	 *
	 * @param scans of one head, NIfTI files of 16 bits
	 * @throws IOException if a file cannot be read
	 */
	public static void main(final String[] scans) throws IOException {
		try (Defacer defacer = Defacer.open(null, "cpu", 1)) {
			final List<Member> members = new ArrayList<>();
			final SessionSearch search = new SessionSearch(defacer, DefacingSettings.DEFAULT);
			for (final String scan : scans)
				members.add(Member.read(defacer, Path.of(scan)));
			for (final Member member : members)
				search.look(member.scan, member.image.volume(), Progress.NONE);
			System.out.println("| scan | facemask | Dice | of the reference facemask removed | of the reference brain removed (voxels) |");
			System.out.println("| --- | --- | --- | --- | --- |");
			for (final Member member : members)
				print(member, members, search.deface(member.scan, member.stored(), member.image.volume(), DefacingSettings.DEFAULT, Progress.NONE));
		}
	}

	private static void print(final Member member, final List<Member> members, final DefacingResult<ShortType> session) {
		line(member, "its own", flags(member.own.labels()), flags(member.own.region().voxels()));
		for (final Member other : members)
			if (other != member) line(member, "that of " + other.scan.label(), other.carried(member), null);
		line(member, "of the session", flags(session.labels()), flags(session.removed()));
	}

	private static void line(final Member member, final String name, final boolean[] facemask, final boolean[] removed) {
		System.out.printf(Locale.ROOT, "| %s | %s | %.3f | %s |%n", member.scan.label(), name, share(member.facemask, facemask, member.facemask, facemask), removed == null ? "| " : String.format(Locale.ROOT,
			"%.3f | %d", share(member.facemask, removed, member.facemask), both(member.brain, removed)));
	}

	/** Twice what two masks share, of their sum, or what the first shares with the second, of the first. */
	private static double share(final boolean[] reference, final boolean[] found, final boolean[]... of) {
		double sum = 0;
		for (final boolean[] mask : of)
			sum += both(mask, mask) / (double) of.length;
		return both(reference, found) / sum;
	}

	private static long both(final boolean[] a, final boolean[] b) {
		long both = 0;
		for (int i = 0; i < a.length; i++)
			if (a[i] && b[i]) both++;
		return both;
	}

	private static boolean[] flags(final RandomAccessibleInterval<UnsignedByteType> labels) {
		final boolean[] flags = new boolean[Math.toIntExact(labels.size())];
		int i = 0;
		for (final UnsignedByteType label : Views.flatIterable(labels))
			flags[i++] = label.get() > 0;
		return flags;
	}

	/** A scan, what is found on it alone, and its reference. */
	private record Member(SessionScan scan, NiftiImage image, Findings own, HeadShape shape, boolean[] facemask, boolean[] brain) {

		static Member read(final Defacer defacer, final Path file) throws IOException {
			final NiftiImage image = NiftiReader.read(file);
			final NiftiImage reference = NiftiReader.read(Path.of(file.toString().replace(".nii", "_regions.nii")));
			final byte[] regions = NearestLabels.onto(image.grid(), reference.volume());
			final boolean[] facemask = new boolean[regions.length], brain = new boolean[regions.length];
			for (int i = 0; i < regions.length; i++) {
				brain[i] = regions[i] == Region.BRAIN.label();
				facemask[i] = regions[i] > Region.BRAIN.label();
			}
			final Findings own = defacer.find(image.volume(), DefacingSettings.DEFAULT, Progress.NONE);
			final byte[] classes = NearestLabels.onto(image.grid(), new Volume(own.facemask().classes(), image.grid()));
			final boolean[] foundBrain = new boolean[classes.length];
			for (int i = 0; i < classes.length; i++)
				foundBrain[i] = classes[i] == Region.BRAIN.label();
			final BatchItem item = BatchItem.of(file, Path.of(""));
			return new Member(new SessionScan(item, item.outputBase().getFileName().toString(), Role.ANATOMY, file.toString()), image, own, HeadShape.of(image
				.volume(), foundBrain, image.grid()), facemask, brain);
		}

		RandomAccessibleInterval<ShortType> stored() {
			return Cast.unchecked(image.stored());
		}

		/** The facemask found on this scan, on the grid of another one. */
		boolean[] carried(final Member other) {
			final VoxelGrid moved = HeadRegistration.find(other.shape, shape).transform().apply(image.grid());
			return NearestLabels.above0(NearestLabels.onto(other.image.grid(), new Volume(own.labels(), moved)));
		}
	}
}
