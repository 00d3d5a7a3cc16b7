package org.pediatricdefacer.infer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;

/**
 * Compares a graphics card with the processor: the same answer, how fast, and what happens when the card's memory is full. Writes one
 * table.
 * <p>
 * Started by {@code src/test/sh/gpu_check.sh}. Usage: {@code GpuCheck SCAN.nii.gz [DEVICE]}; the device {@code cpu} tries the check itself
 * out where there is no card.
 */
public final class GpuCheck {

	private static final long[][] PIECES = { { 96, 112, 112 }, { 128, 160, 160 } };
	private static final int BATCH = 20;
	private static final int PASSES = 3;
	/** What is left free of the card's memory, in floats: less than a head in one pass needs. */
	private static final long[] BALLAST = { 1L << 28, 1L << 26 };

	private final ModelFolder model = ModelFolder.bundled();
	private final List<String> rows = new ArrayList<>(List.of("| | processor | card |", "| --- | --- | --- |"));

	private GpuCheck() {}

	/**
	 * Runs the check.
	 *
	 * @param args scan, device (default gpu)
	 * @throws IOException if the scan cannot be read
	 */
	public static void main(final String[] args) throws IOException {
		final TorchRuntime card = TorchRuntime.start(DeviceChoice.parse(args.length > 1 ? args[1] : "gpu"), 0);
		final TorchRuntime processor = TorchRuntime.start(DeviceChoice.CPU, 0);
		final GpuCheck check = new GpuCheck();
		check.run(NiftiReader.read(Path.of(args[0])), processor, card);
		final Path table = Path.of("target/gpu_check.md");
		Files.write(table, check.rows);
		System.out.println(card.engineName() + " on " + card.deviceName() + System.lineSeparator() + String.join(System.lineSeparator(), check.rows));
	}

	private void run(final NiftiImage scan, final TorchRuntime processor, final TorchRuntime card) {
		row("largest difference from the recorded logits", EngineCheck.run(model, processor).difference(), EngineCheck.run(model, card)
			.difference(), "%.1e");
		try (FaceSegmenter onProcessor = TorchSegmenter.open(model, processor); FaceSegmenter onCard = TorchSegmenter.open(model, card)) {
			for (final long[] piece : PIECES)
				row("one pass of " + TilingPolicy.text(piece) + " voxels, s", forward_s(onProcessor, piece), forward_s(onCard, piece), "%.3f");
		}
		try (Defacer onProcessor = defacer(processor); Defacer onCard = defacer(card)) {
			final RandomAccessibleInterval<UnsignedByteType> expected = labels(onProcessor, scan);
			row("voxels with another label", 0, differing(expected, labels(onCard, scan)), "%.0f");
			row("one scan, s", median_s(() -> labels(onProcessor, scan)), median_s(() -> labels(onCard, scan)), "%.2f");
			row("scans a minute in a batch of " + BATCH, 60 / median_s(() -> labels(onProcessor, scan)), BATCH * 60 / seconds(() -> {
				for (int n = 0; n < BATCH; n++)
					labels(onCard, scan);
			}), "%.0f");
			if (card.device().isGpu()) row("voxels with another label, with the card's memory nearly full", 0, differing(expected, nearlyFull(card,
				() -> labels(onCard, scan))), "%.0f");
		}
	}

	private void row(final String what, final double processor, final double card, final String format) {
		rows.add(String.format(Locale.ROOT, "| %s | " + format + " | " + format + " |", what, processor, card));
	}

	private Defacer defacer(final TorchRuntime runtime) {
		return new Defacer(TorchSegmenter.open(model, runtime), model.spec(), runtime.engineName(), runtime.deviceName());
	}

	private static RandomAccessibleInterval<UnsignedByteType> labels(final Defacer defacer, final NiftiImage scan) {
		return defacer.deface(Cast.unchecked(scan.stored()), scan.volume(), DefacingSettings.DEFAULT, Progress.NONE).labels();
	}

	private static long differing(final RandomAccessibleInterval<UnsignedByteType> one, final RandomAccessibleInterval<UnsignedByteType> other) {
		final var others = Views.flatIterable(other).cursor();
		long differing = 0;
		for (final UnsignedByteType label : Views.flatIterable(one))
			if (!label.valueEquals(others.next())) differing++;
		return differing;
	}

	private static double forward_s(final FaceSegmenter network, final long[] size) {
		final var head = Views.extendZero(ArrayImgs.floats(size));
		final var probabilities = ArrayImgs.floats(size[0], size[1], size[2], network.classes());
		return median_s(() -> network.segment(probabilities, head));
	}

	/** Fills the card's memory but for a small piece, does the work, and frees it. */
	private static <T> T nearlyFull(final TorchRuntime card, final Supplier<T> work) {
		try (NDManager manager = card.engine().newBaseManager(card.device())) {
			final Deque<NDArray> ballast = new ArrayDeque<>();
			for (final long floats : BALLAST)
				while (takes(manager, floats, ballast)) {
					// Goes on until nothing more fits.
				}
			ballast.removeLast().close();
			JniUtils.emptyCudaCache();
			return work.get();
		}
	}

	private static boolean takes(final NDManager manager, final long floats, final Deque<NDArray> ballast) {
		try {
			ballast.addLast(manager.zeros(new Shape(floats)));
			return true;
		}
		catch (final EngineException e) {
			if (TorchNetwork.isOutOfMemory(String.valueOf(e.getMessage()))) return false;
			throw e;
		}
	}

	private static double median_s(final Runnable work) {
		work.run();
		final double[] taken = new double[PASSES];
		for (int n = 0; n < PASSES; n++)
			taken[n] = seconds(work);
		Arrays.sort(taken);
		return taken[PASSES / 2];
	}

	private static double seconds(final Runnable work) {
		final long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e9;
	}
}
