package org.pediatricdefacer.benchmark;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.numeric.integer.ShortType;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.Volume;

/**
 * Seconds per room from file to files, at several voxel sizes of one scan; prints the README's table.
 * <p>
 * Usage: {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.DefacerBenchmark SCAN.nii.gz
 * [THREADS [RUNS]]}. Each voxel size is run once to warm up, then RUNS times; medians are printed.
 */
public final class DefacerBenchmark {

	private static final double[] SPACINGS_MM = { 2, 1, 0.7 };

	private DefacerBenchmark() {}

	/**
	 * Runs the benchmark.
	 *
	 * @param args scan, threads (default 2), runs (default 5)
	 * @throws IOException if files cannot be read or written
	 */
	public static void main(final String[] args) throws IOException {
		final NiftiImage scan = NiftiReader.read(Path.of(args[0]));
		final int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
		final int runs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
		final Path folder = Files.createTempDirectory("defacer-benchmark");
		final StringBuilder table = new StringBuilder();
		try (Defacer defacer = Defacer.open(null, "cpu", threads)) {
			final ScanDefacer scans = new ScanDefacer(defacer, FileSettings.DEFAULT.withOverwrite(true).withThreads(threads));
			for (final double spacing_mm : SPACINGS_MM) {
				final Path file = folder.resolve("head_" + spacing_mm + "mm.nii.gz");
				final long[] size = write(scan, spacing_mm, file);
				final List<Map<String, Double>> seconds = new ArrayList<>();
				for (int run = 0; run <= runs; run++) {
					final Map<String, Double> rooms = deface(scans, BatchItem.of(file, folder));
					if (run > 0) seconds.add(rooms);
				}
				table.append(line(spacing_mm, size, seconds));
			}
		}
		print(table + "peak resident memory: " + peakMemory());
	}

	private static long[] write(final NiftiImage scan, final double spacing_mm, final Path file) throws IOException {
		final Volume first = new Volume(scan.volume().first(), scan.grid());
		final var resampled = Resampler.toSpacing(first.pixels(), first.grid(), spacing_mm);
		final long[] size = resampled.grid().size();
		final ArrayImg<ShortType, ShortArray> stored = ArrayImgs.shorts(size);
		final float[] values = resampled.pixels().update(null).getCurrentStorageArray();
		final short[] shorts = stored.update(null).getCurrentStorageArray();
		for (int i = 0; i < shorts.length; i++)
			shorts[i] = (short) Math.round(values[i]);
		NiftiWriter.write(NiftiImage.of(new Volume(stored, resampled.grid())), file, NiftiWriteOptions.DEFAULT);
		return size;
	}

	private static Map<String, Double> deface(final ScanDefacer scans, final BatchItem item) throws IOException {
		final double total = scans.deface(item, Progress.NONE).seconds();
		final JsonObject record = JsonParser.parseString(Files.readString(item.record())).getAsJsonObject();
		final Map<String, Double> rooms = new LinkedHashMap<>();
		record.getAsJsonObject("Seconds").entrySet().forEach(room -> rooms.put(room.getKey(), room.getValue().getAsDouble()));
		rooms.put("all", total);
		return rooms;
	}

	private static String line(final double spacing_mm, final long[] size, final List<Map<String, Double>> seconds) {
		final StringBuilder line = new StringBuilder();
		if (spacing_mm == SPACINGS_MM[0]) {
			final String heads = String.join(" | ", seconds.get(0).keySet());
			line.append("| voxels | ").append(heads).append(" | network's share |\n");
			line.append("| --- ".repeat(seconds.get(0).size() + 2)).append("|\n");
		}
		line.append(String.format(Locale.ROOT, "| %dx%dx%d, %.1f mm |", size[0], size[1], size[2], spacing_mm));
		for (final String room : seconds.get(0).keySet())
			line.append(String.format(Locale.ROOT, " %.2f |", median(seconds, room)));
		return line.append(String.format(Locale.ROOT, " %.0f %% |%n", 100 * median(seconds, "infer") / median(seconds, "all"))).toString();
	}

	private static double median(final List<Map<String, Double>> seconds, final String room) {
		final double[] values = seconds.stream().mapToDouble(rooms -> rooms.getOrDefault(room, 0.0)).sorted().toArray();
		return Arrays.stream(values, (values.length - 1) / 2, values.length / 2 + 1).average().orElse(Double.NaN);
	}

	private static String peakMemory() throws IOException {
		final Path status = Path.of("/proc/self/status");
		if (!Files.isReadable(status)) return "not known on this system";
		return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("not told").substring(6).trim();
	}

	private static void print(final String text) {
		System.out.println(text);
	}
}
