package org.pediatricdefacer.benchmark;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.dicom.DefacedGroup;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.GroupLoader;
import org.pediatricdefacer.dicom.SeriesWriter;
import org.pediatricdefacer.dicom.Uids;
import org.pediatricdefacer.dicom.VolumeGroup;
import org.pediatricdefacer.dicom.WriteSettings;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Seconds to read and to write a DICOM series of 192 slices of 256 x 256 pixels, proof included.
 * <p>
 * Usage: {@code java -Xmx64m -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.DicomBenchmark FOLDER [THREADS
 * [RUNS]]}. The series is made in FOLDER, which must be empty or hold the series of an earlier run, read and written RUNS times after as many to warm up; medians of wall and
 * processor time are printed. On a machine that is busy with other work the latter, shared by the threads, tells more.
 */
public final class DicomBenchmark {

	private static final long[] SIZE = { 256, 256, 192 };
	private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private DicomBenchmark() {}

	/**
	 * Runs the benchmark.
	 *
	 * @param args folder, threads (default 2), runs (default 5)
	 * @throws IOException if the disk fails
	 */
	public static void main(final String[] args) throws IOException {
		final Path folder = Path.of(args[0]);
		final int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
		final int runs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
		final List<Path> files = series(folder.resolve("in"));
		final double[] wall = new double[runs], processor = new double[runs];
		for (int run = -runs; run < runs; run++) {
			final long start = System.nanoTime(), used = MACHINE.getProcessCpuTime();
			Parallelization.runWithNumThreads(threads, () -> rewrite(files, folder.resolve("out")));
			if (run >= 0) {
				wall[run] = (System.nanoTime() - start) / 1e9;
				processor[run] = (MACHINE.getProcessCpuTime() - used) / 1e9;
			}
		}
		System.out.printf(Locale.ROOT, "wall %.2f s, processor %.2f s%n", median(wall), median(processor));
	}

	/** Makes the series, unless it is there: what that takes is not measured. */
	private static List<Path> series(final Path folder) throws IOException {
		if (Files.isDirectory(folder)) try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
		final VoxelGrid grid = VoxelGrid.ofSpacing(SIZE, 1);
		final short[] values = new short[(int) grid.voxels()];
		final Random random = new Random(1);
		for (int i = 0; i < values.length; i++)
			values[i] = (short) random.nextInt(4096);
		return DicomPhantom.of(ArrayImgs.shorts(values, SIZE), grid).classic(folder);
	}

	private static void rewrite(final List<Path> files, final Path target) {
		try (AtomicFolder out = AtomicFolder.create(target, false)) {
			final DicomSeries series = DicomIndex.of(files, Progress.NONE).series().get(0);
			final VolumeGroup group = series.groups().get(0);
			GroupLoader.load(group, Progress.NONE);
			final byte[] removed = new byte[(int) group.grid().voxels()];
			for (int i = 0; i < removed.length; i++)
				removed[i] = (byte) (i / SIZE[0] % SIZE[1] < 80 ? 1 : 0);
			SeriesWriter.write(series, List.of(new DefacedGroup(group, ArrayImgs.unsignedBytes(removed, SIZE), null)), new WriteSettings(new Uids("a salt for a benchmark"), false,
				false, true, "Face removed by a benchmark"), out.path(), Progress.NONE);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static double median(final double... seconds) {
		Arrays.sort(seconds);
		return seconds[seconds.length / 2];
	}
}
