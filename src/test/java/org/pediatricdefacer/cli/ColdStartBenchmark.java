package org.pediatricdefacer.cli;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.sun.management.OperatingSystemMXBean;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.infer.DeviceChoice;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.infer.TorchRuntime;
import org.pediatricdefacer.infer.TorchSegmenter;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Where the processor time of a cold start goes, and what a scan takes in a process that stays: whole processes, in turns.
 * <p>
 * Usage: {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.cli.ColdStartBenchmark SCAN.nii.gz APP [ROUNDS
 * [OTHER_APP...]]}, where an app is a folder such as {@code target/app}. The scan is put on a grid of 192 x 256 x 256 voxels of 1 mm,
 * with noise. In each round every app is started by its own launcher with its own options, and timed from within; {@code deface serve}
 * of the first app then defaces two scans. Printed are medians in seconds of all processors together, since those of the wall depend on
 * what else the machine does. Reading the scan goes on while the engine loads, and is counted there. The second pass is not part of the
 * sum. Warm is the median of the second half of the rounds.
 */
public final class ColdStartBenchmark {

	private static final String MARK = "cold start: ";
	private static final String MAIN = "org.pediatricdefacer.cli.Deface";
	private static final long[] SIZE = { 192, 256, 256 };
	private static final double NOISE = 12;
	private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private static final Map<String, Double> SECONDS = new LinkedHashMap<>();
	private static double marked_s;

	private ColdStartBenchmark() {}

	/**
	 * Runs the benchmark.
	 *
	 * @param args scan, app, rounds (default 5), other apps
	 * @throws Exception if a process fails
	 */
	public static void main(final String[] args) throws Exception {
		if (args.length > 0 && args[0].equals("-cp")) child(args);
		else parent(args);
	}

	private static void parent(final String[] args) throws Exception {
		final int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
		final List<Path> apps = Stream.concat(Stream.of(args[1]), Arrays.stream(args).skip(3)).map(Path::of).map(Path::toAbsolutePath).toList();
		final Path folder = Files.createTempDirectory("cold-start");
		final Path scan = write(NiftiReader.read(Path.of(args[0])), folder.resolve("head.nii.gz"));
		final Map<Path, List<Map<String, Double>>> cold = new LinkedHashMap<>();
		final List<Double> warm = new ArrayList<>();
		final Process serving = new ProcessBuilder(launcher(apps.get(0)), "serve", "--out", folder.toString(), "--overwrite").redirectError(
			ProcessBuilder.Redirect.INHERIT).start();
		try (BufferedReader answers = serving.inputReader(StandardCharsets.UTF_8); OutputStream requests = serving.getOutputStream()) {
			answers.readLine();
			for (int round = 0; round < rounds; round++) {
				for (final Path app : apps)
					cold.computeIfAbsent(app, none -> new ArrayList<>()).add(start(app, scan, folder));
				for (int n = 0; n < 2; n++)
					warm.add(ask(serving, requests, answers, scan));
			}
		}
		serving.waitFor();
		cold.forEach((app, seconds) -> print(app, seconds, median(warm.subList(warm.size() / 2, warm.size()))));
	}

	private static Path write(final NiftiImage scan, final Path file) throws IOException {
		final Volume first = new Volume(scan.volume().first(), scan.grid());
		final var resampled = Resampler.toSpacing(first.pixels(), first.grid(), 1);
		final long[] from = resampled.grid().size();
		final double[] affine = resampled.grid().voxelToWorld();
		final long[] min = new long[3];
		for (int d = 0; d < 3; d++)
			min[d] = (from[d] - SIZE[d]) / 2;
		final double[] corner = resampled.grid().toWorld(min[0], min[1], min[2]);
		for (int d = 0; d < 3; d++)
			affine[4 * d + 3] = corner[d];
		final Random random = new Random(1);
		final var stored = ArrayImgs.shorts(SIZE);
		final var head = Views.offsetInterval(Views.extendZero(resampled.pixels()), min, SIZE);
		final var cursor = Views.flatIterable(stored).cursor();
		for (final FloatType value : Views.flatIterable(head))
			cursor.next().setReal(Math.max(0, Math.rint(value.get() + NOISE * random.nextGaussian())));
		NiftiWriter.write(NiftiImage.of(new Volume(stored, new VoxelGrid(SIZE, affine))), file, NiftiWriteOptions.DEFAULT);
		return file;
	}

	private static String launcher(final Path app) {
		return app.resolve("bin").resolve(File.separatorChar == '\\' ? "deface.bat" : "deface").toString();
	}

	/** Starts the launcher, which takes this class, given as an option, for the main class, and its own main class for an argument. */
	private static Map<String, Double> start(final Path app, final Path scan, final Path folder) throws Exception {
		final String jars;
		try (Stream<Path> files = Files.list(app.resolve("lib"))) {
			jars = files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().collect(Collectors.joining(File.pathSeparator));
		}
		final ProcessBuilder builder = new ProcessBuilder(launcher(app), scan.toString(), "--out", folder.toString(), "--overwrite", "--device",
			"cpu").redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put("DEFACE_JAVA_OPTS", "-cp " + jars + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath() + " " +
			ColdStartBenchmark.class.getName());
		final Process process = builder.start();
		final List<String> lines = process.inputReader().lines().toList();
		if (process.waitFor() != 0) throw new IOException(app + ": " + lines);
		final String told = lines.stream().filter(line -> line.startsWith(MARK)).findFirst().orElseThrow().substring(MARK.length());
		return new Gson().fromJson(told, new TypeToken<LinkedHashMap<String, Double>>() {}.getType());
	}

	private static double ask(final Process serving, final OutputStream requests, final BufferedReader answers, final Path scan) throws IOException {
		final double before_s = cpu_s(serving);
		requests.write(("{\"input\": \"" + scan + "\"}\n").getBytes(StandardCharsets.UTF_8));
		requests.flush();
		final String answer = answers.readLine();
		if (!answer.contains("\"pass\"")) throw new IOException(answer);
		return cpu_s(serving) - before_s;
	}

	private static double cpu_s(final Process process) {
		return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
	}

	private static void print(final Path app, final List<Map<String, Double>> seconds, final double warm_s) {
		final List<String> names = new ArrayList<>(seconds.get(0).keySet());
		System.out.println(app + "\n| " + String.join(" | ", names) + " | warm | cold / warm |\n" + "| --- ".repeat(names.size() + 2) + "|");
		final StringBuilder line = new StringBuilder("|");
		for (final String name : names)
			line.append(String.format(Locale.ROOT, " %.2f |", median(seconds.stream().map(row -> row.get(name)).toList())));
		final double all_s = median(seconds.stream().map(row -> row.get("all")).toList());
		System.out.println(line.append(String.format(Locale.ROOT, " %.2f | %.2f |", warm_s, all_s / warm_s)));
	}

	private static double median(final List<Double> values) {
		final double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	/** Runs the program as its own main class does, and notes the time at each step. */
	private static void child(final String[] args) {
		mark("Java");
		final String[] arguments = Arrays.copyOfRange(args, List.of(args).indexOf(MAIN) + 1, args.length);
		final int status = Deface.commandLine(ColdStartBenchmark::open).execute(arguments);
		mark("rest");
		SECONDS.put("all", SECONDS.entrySet().stream().filter(step -> !step.getKey().equals("second pass")).mapToDouble(Map.Entry::getValue).sum());
		System.out.println(MARK + new Gson().toJson(SECONDS));
		System.exit(status);
	}

	private static void mark(final String step) {
		final double now_s = MACHINE.getProcessCpuTime() / 1e9;
		SECONDS.put(step, now_s - marked_s);
		marked_s = now_s;
	}

	/** As {@link Defacer#open} does. */
	private static Defacer open(final String modelFolder, final String device, final int threads) {
		mark("command line");
		final ModelFolder model = ModelFolder.find(modelFolder);
		final TorchRuntime runtime = TorchRuntime.start(DeviceChoice.parse(device), threads);
		mark("engine load");
		final FaceSegmenter network = new Timed(TorchSegmenter.open(model, runtime));
		mark("model load");
		return new Defacer(network, model.spec(), runtime.engineName(), runtime.deviceName());
	}

	/** Lets the first piece pass twice. */
	private record Timed(FaceSegmenter network) implements FaceSegmenter {

		@Override
		public int classes() {
			return network.classes();
		}

		@Override
		public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
			mark("up to the network");
			network.segment(probabilities, head);
			mark("first pass");
			network.segment(probabilities, head);
			mark("second pass");
		}

		@Override
		public void close() {
			network.close();
		}
	}
}
