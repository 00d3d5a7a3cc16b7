package org.pediatricdefacer.benchmark;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Seconds per view of a head of 256 x 256 x 256 voxels, one pixel per voxel.
 * <p>
 * Usage: {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.RenderBenchmark SCAN.nii.gz [THREADS
 * [RUNS]]}. Each of the five views is rendered once to warm up, then RUNS times; medians of wall and processor time are printed.
 * On a machine that is busy with other work the latter, shared by the threads, tells more.
 */
public final class RenderBenchmark {

	private static final int SIZE = 256;
	private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private RenderBenchmark() {}

	/**
	 * Runs the benchmark.
	 *
	 * @param args scan, threads (default 2), runs (default 5)
	 * @throws IOException if the scan cannot be read
	 */
	public static void main(final String[] args) throws IOException {
		final Volume scan = NiftiReader.read(Path.of(args[0])).volume();
		final int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
		final int runs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
		Parallelization.runWithNumThreads(threads, () -> render(IsotropicScan.of(scan, cube(scan.grid())).smoothed(), runs));
	}

	/** The cube over a scan that holds all of it. */
	private static VoxelGrid cube(final VoxelGrid scan) {
		final VoxelGrid over = IsotropicScan.gridOver(scan, 1);
		final double edge_mm = Math.max(over.size(0), Math.max(over.size(1), over.size(2)));
		final double spacing_mm = edge_mm / SIZE;
		final double[] center = over.toWorld((over.size(0) - 1) / 2.0, (over.size(1) - 1) / 2.0, (over.size(2) - 1) / 2.0);
		final double[] voxelToWorld = new double[12];
		for (int d = 0; d < 3; d++) {
			voxelToWorld[5 * d] = spacing_mm;
			voxelToWorld[4 * d + 3] = center[d] - (SIZE - 1) / 2.0 * spacing_mm;
		}
		return new VoxelGrid(new long[] { SIZE, SIZE, SIZE }, voxelToWorld);
	}

	private static void render(final IsotropicScan head, final int runs) {
		final double skin = AirThreshold.of(head).skin();
		final HeadRender render = new HeadRender(head);
		final List<double[]> surface = new ArrayList<>();
		final List<double[]> maximum = new ArrayList<>();
		for (int run = 0; run <= runs; run++)
			for (final Camera.View view : Camera.View.values()) {
				final Camera camera = Camera.of(view, head, head.spacing_mm());
				final double[] surface_s = seconds(() -> render.surface(camera, skin));
				final double[] maximum_s = seconds(() -> render.maximum(camera));
				if (run == 0) continue;
				surface.add(surface_s);
				maximum.add(maximum_s);
			}
		print("surface", surface);
		print("maximum", maximum);
	}

	/** Seconds of the wall and of all processors. */
	private static double[] seconds(final Runnable work) {
		final long start = System.nanoTime();
		final long processors = MACHINE.getProcessCpuTime();
		work.run();
		return new double[] { (System.nanoTime() - start) / 1e9, (MACHINE.getProcessCpuTime() - processors) / 1e9 };
	}

	private static void print(final String kind, final List<double[]> seconds) {
		System.out.printf(Locale.ROOT, "%s: %.2f s, %.2f s of processor time, medians of %d views%n", kind, median(seconds, 0), median(seconds, 1), seconds
			.size());
	}

	private static double median(final List<double[]> seconds, final int of) {
		return seconds.stream().mapToDouble(both -> both[of]).sorted().skip(seconds.size() / 2).findFirst().orElse(Double.NaN);
	}
}
