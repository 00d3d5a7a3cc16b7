package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.session.HeadRegistration;
import org.pediatricdefacer.session.HeadRegistration.Way;
import org.pediatricdefacer.session.HeadShape;
import org.pediatricdefacer.session.RigidTransform;
import org.pediatricdefacer.session.HeadFit;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Measures the registration of two scans of one head on known transforms: {@code FIXED MOVING [COUNT]}.
 * <p>
 * The second scan is moved by a random turn of up to 20 degrees about its brain and a random shift of up to 30 mm, and brought
 * back; the brains are those that the program finds. Errors are mean distances over the surface of a ball of 80 mm about the brain.
 */
public final class RegistrationTable {

	private static final double MOST_DEGREES = 20;
	private static final double MOST_MM = 30;

	private RegistrationTable() {}

	/**
	 * Prints the table.
	 *
	 * @param arguments two scans of one head whose coordinates agree, and how many transforms
	 * @throws IOException if a scan cannot be read
	 */
	public static void main(final String[] arguments) throws IOException {
		final int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
		try (Defacer defacer = Defacer.open(null, "cpu", 0)) {
			final Head fixed = Head.read(defacer, Path.of(arguments[0]));
			final Head moving = Head.read(defacer, Path.of(arguments[1]));
			final HeadShape still = fixed.shape(RigidTransform.IDENTITY);
			final RigidTransform baseline = HeadRegistration.register(still, moving.shape(RigidTransform.IDENTITY));
			final HeadShape before = moving.shape(RigidTransform.IDENTITY);
			System.out.printf(Locale.ROOT, "as they came: %s; registered: %.2f mm, %.2f degrees, %s%n", HeadFit.of(still, before,
				RigidTransform.IDENTITY), HeadRegistration.motion_mm(baseline, before), baseline.angle_degrees(), HeadFit.of(still, before, baseline));
			measure(still, moving, baseline, count);
		}
	}

	private static void measure(final HeadShape still, final Head moving, final RigidTransform baseline, final int count) {
		final Random random = new Random(14);
		final double[] errors_mm = new double[count], errors_degrees = new double[count];
		int believed = 0;
		final long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			final RigidTransform known = random(random, still.center_mm());
			final HeadRegistration.Found found = HeadRegistration.find(still, moving.shape(known));
			final RigidTransform error = found.transform().after(known).after(baseline.inverse());
			errors_mm[i] = HeadRegistration.motion_mm(error, still);
			errors_degrees[i] = error.angle_degrees();
			believed += found.way() == Way.NONE ? 0 : 1;
			if (errors_mm[i] > 3) System.out.printf(Locale.ROOT, "%d: %.1f mm %.1f degrees %s (known: %.1f mm %.1f degrees)%n", i, errors_mm[i],
				errors_degrees[i], found.way() + " " + found.fit(), known.distance_mm(still.center_mm()), known.angle_degrees());
		}
		System.out.printf(Locale.ROOT, "%d transforms, %.2f s each, %d believed%n", count, (System.nanoTime() - start) / 1e9 / count, believed);
		print("mm", errors_mm);
		print("degrees", errors_degrees);
	}

	private static void print(final String unit, final double[] errors) {
		Arrays.sort(errors);
		System.out.printf(Locale.ROOT, "error in %s: median %.2f, 95 %% within %.2f, most %.2f%n", unit, errors[errors.length / 2],
			errors[(int) (0.95 * (errors.length - 1))], errors[errors.length - 1]);
	}

	private static RigidTransform random(final Random random, final double[] center_mm) {
		final double angle = Math.toRadians(MOST_DEGREES) * random.nextDouble();
		final double length = MOST_MM * random.nextDouble();
		return RigidTransform.of(direction(random, angle), center_mm, direction(random, length));
	}

	private static double[] direction(final Random random, final double length) {
		final double[] v = { random.nextGaussian(), random.nextGaussian(), random.nextGaussian() };
		final double norm = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
		return new double[] { v[0] / norm * length, v[1] / norm * length, v[2] / norm * length };
	}

	/** A scan and the brain that the program finds in it. */
	private record Head(Volume volume, boolean[] brain) {

		static Head read(final Defacer defacer, final Path file) throws IOException {
			final NiftiImage scan = NiftiReader.read(file);
			final DefacingResult<ShortType> result = defacer.deface(Cast.unchecked(scan.stored()), scan.volume(), DefacingSettings.DEFAULT,
				Progress.NONE);
			final boolean[] brain = new boolean[Math.toIntExact(scan.grid().voxels())];
			int i = 0;
			for (final UnsignedByteType c : Views.flatIterable(result.facemask().classes()))
				brain[i++] = c.get() == Region.BRAIN.label();
			return new Head(scan.volume(), brain);
		}

		HeadShape shape(final RigidTransform moved) {
			final VoxelGrid grid = moved.apply(volume.grid());
			return HeadShape.of(new Volume(volume.pixels(), grid), brain, grid);
		}
	}
}
