package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;

class TorchSegmenterTest {

	private static TorchRuntime runtime;

	@BeforeAll
	static void start() {
		runtime = TorchRuntime.start(DeviceChoice.CPU, 1);
	}

	private static TorchSegmenter open(final String model, final TorchRuntime runtime) {
		return TorchSegmenter.open(ModelFolder.open(TestModels.folder(model)), runtime);
	}

	private static RandomAccessibleInterval<FloatType> noise(final long seed, final long... size) {
		final float[] values = new float[(int) Intervals.numElements(size)];
		final Random random = new Random(seed);
		for (int i = 0; i < values.length; i++)
			values[i] = 1.5f * random.nextFloat();
		return ArrayImgs.floats(values, size);
	}

	private static float[] values(final RandomAccessibleInterval<FloatType> image) {
		final float[] values = new float[(int) Intervals.numElements(image)];
		int i = 0;
		for (final FloatType v : Views.flatIterable(image))
			values[i++] = v.get();
		return values;
	}

	private static float[] segment(final FaceSegmenter segmenter, final RandomAccessibleInterval<FloatType> head) {
		final RandomAccessibleInterval<FloatType> answer = ArrayImgs.floats(head.dimension(0), head.dimension(1), head.dimension(2), 5);
		segmenter.segment(answer, head);
		return values(answer);
	}

	/** The formula of the test network "neighbors", followed by a softmax in double precision. */
	private static double[] expected(final RandomAccess<FloatType> v, final long x, final long y, final long z) {
		final double[] p = {
			v.setPositionAndGet(x, y, z).get(),
			2 * v.setPositionAndGet(x + 1, y, z).get(),
			1 - v.setPositionAndGet(x, y + 1, z).get(),
			v.setPositionAndGet(x, y, z + 1).get() / 2,
			0.25 };
		double sum = 0;
		for (int c = 0; c < p.length; c++)
			sum += p[c] = Math.exp(p[c]);
		for (int c = 0; c < p.length; c++)
			p[c] /= sum;
		return p;
	}

	private static void assertFollowsTheFormula(final RandomAccessibleInterval<FloatType> answer, final RandomAccessible<FloatType> head) {
		final FinalInterval piece = Intervals.createMinMax(
			answer.min(0), answer.min(1), answer.min(2), answer.max(0), answer.max(1), answer.max(2));
		final RandomAccess<FloatType> v = Views.extendZero(Views.interval(head, piece)).randomAccess();
		final RandomAccess<FloatType> p = answer.randomAccess();
		for (long z = answer.min(2); z <= answer.max(2); z++)
			for (long y = answer.min(1); y <= answer.max(1); y++)
				for (long x = answer.min(0); x <= answer.max(0); x++) {
					final double[] expected = expected(v, x, y, z);
					for (int c = 0; c < 5; c++)
						assertEquals(expected[c], p.setPositionAndGet(x, y, z, answer.min(3) + c).get(), 1e-6,
							x + " " + y + " " + z + " class " + c);
				}
	}

	@Test
	void givesTheNumbersOfTheFormula() {
		final RandomAccessibleInterval<FloatType> head = noise(1, 12, 8, 4);
		final RandomAccessibleInterval<FloatType> answer = ArrayImgs.floats(12, 8, 4, 5);
		try (TorchSegmenter segmenter = open("neighbors", runtime)) {
			assertEquals(5, segmenter.classes());
			segmenter.segment(answer, head);
		}
		assertFollowsTheFormula(answer, head);
	}

	@Test
	void readsExactlyThePieceThatIsAskedFor() {
		final RandomAccessibleInterval<FloatType> head = noise(2, 20, 20, 20);
		// Neither side lies in memory as the network's tensors do, and nothing may be read outside the piece.
		final RandomAccessibleInterval<FloatType> turned = Views.permute(
			Views.interval(head, Intervals.createMinMax(3, 2, 5, 6, 13, 12)), 0, 2);
		final RandomAccessibleInterval<FloatType> answer = Views.translate(PlanarImgs.floats(8, 12, 4, 5), 5, 2, 3, 7);
		try (TorchSegmenter segmenter = open("neighbors", runtime)) {
			segmenter.segment(answer, turned);
		}
		assertFollowsTheFormula(answer, turned);
	}

	@Test
	void reportsShapesThatDoNotFit() {
		try (TorchSegmenter segmenter = open("neighbors", runtime)) {
			final RandomAccessible<FloatType> head = Views.extendZero(noise(1, 4, 4, 4));
			for (final long[] size : new long[][] { { 4, 4, 4 }, { 4, 4, 4, 4 }, { 4, 6, 4, 5 }, { 4, 4, 4, 5, 1 } })
				assertThrows(IllegalArgumentException.class, () -> segmenter.segment(ArrayImgs.floats(size), head));
			final RandomAccessibleInterval<FloatType> huge = Views.interval(
				Views.extendZero(ArrayImgs.floats(1, 1, 1, 1)), new FinalInterval(1024, 1024, 128, 5));
			final Exception e = assertThrows(IllegalArgumentException.class, () -> segmenter.segment(huge, head));
			assertTrue(e.getMessage().endsWith("use tiles"), e.getMessage());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void givesTheSameBytesOnEveryCall(final int threads) {
		final RandomAccessibleInterval<FloatType> head = noise(3, 48, 40, 32);
		final float[] reference;
		try (TorchSegmenter segmenter = open("small-unet", runtime)) {
			reference = segment(segmenter, head);
		}
		final float[] first;
		try (TorchSegmenter segmenter = open("small-unet", TorchRuntime.start(DeviceChoice.CPU, threads))) {
			first = segment(segmenter, head);
			assertArrayEquals(first, segment(segmenter, head));
			assertArrayEquals(first, segment(segmenter, head));
		}
		try (TorchSegmenter segmenter = open("small-unet", TorchRuntime.start(DeviceChoice.CPU, threads))) {
			assertArrayEquals(first, segment(segmenter, head));
		}
		assertArrayEquals(reference, first, 1e-6f, "the number of threads may change no more than the last digit");
	}

	@Test
	void servesSeveralThreadsAtOnce() throws Exception {
		final ExecutorService pool = Executors.newFixedThreadPool(4);
		try (TorchSegmenter segmenter = open("small-unet", runtime)) {
			final List<Future<float[]>> answers = new ArrayList<>();
			for (int n = 0; n < 16; n++) {
				final long seed = n % 4;
				answers.add(pool.submit(() -> segment(segmenter, noise(seed, 16, 16, 16))));
			}
			for (int n = 0; n < answers.size(); n++)
				assertArrayEquals(segment(segmenter, noise(n % 4, 16, 16, 16)), answers.get(n).get(1, TimeUnit.MINUTES));
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void waitsForRunningPassesBeforeItCloses() throws Exception {
		final ExecutorService pool = Executors.newFixedThreadPool(3);
		try {
			final TorchSegmenter segmenter = open("small-unet", runtime);
			final RandomAccessibleInterval<FloatType> head = noise(5, 32, 32, 32);
			final List<Future<Boolean>> passes = new ArrayList<>();
			for (int n = 0; n < 12; n++)
				passes.add(pool.submit(() -> {
					try {
						return segment(segmenter, head)[0] > 0;
					}
					catch (final IllegalStateException e) {
						return true;
					}
				}));
			segmenter.close();
			// A pass on freed memory would end this Java process, not fail this line.
			for (final Future<Boolean> pass : passes)
				assertTrue(pass.get(1, TimeUnit.MINUTES));
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void refusesToRunAfterClosing() {
		final TorchSegmenter segmenter = open("neighbors", runtime);
		segmenter.close();
		segmenter.close();
		assertThrows(IllegalStateException.class, () -> segment(segmenter, noise(1, 4, 4, 4)));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void givesMemoryBackAfterEveryCall() throws IOException {
		final RandomAccessibleInterval<FloatType> head = noise(4, 48, 48, 48);
		final RandomAccessibleInterval<FloatType> answer = ArrayImgs.floats(48, 48, 48, 5);
		final long outputBytes = 5L * 48 * 48 * 48 * Float.BYTES;
		try (TorchSegmenter segmenter = open("neighbors", runtime)) {
			for (int n = 0; n < 10; n++)
				segmenter.segment(answer, head);
			final long before = residentBytes();
			for (int n = 0; n < 50; n++)
				segmenter.segment(answer, head);
			// Every pass makes an input, logits and probabilities; kept, they would be 110 of these.
			assertTrue(residentBytes() - before < 20 * outputBytes, before + " bytes became " + residentBytes());
		}
	}

	private static long residentBytes() throws IOException {
		System.gc();
		final String line = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS:")).findFirst()
			.orElseThrow();
		return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
		four-classes | gives a tensor of shape (1, 4, 8, 8, 8) where (1, 5, 8, 8, 8) was expected
		half-size    | gives a tensor of shape (1, 5, 4, 4, 4) where (1, 5, 8, 8, 8) was expected
		two-outputs  | where one tensor was expected
		fails        | the network broke on purpose
		""")
	void refusesANetworkThatDoesNotFitItsDescription(final String model, final String complaint) {
		final String message = assertThrows(DefacingException.class, () -> open(model, runtime)).getMessage();
		assertTrue(message.contains(complaint), message);
		assertTrue(message.contains("network.pt: "), message);
		assertEquals(1, message.lines().count(), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "not a zip archive", "PK\3\4 nearly one", "" })
	void refusesWhatIsNoTorchScript(final String content, @TempDir final Path temp) throws Exception {
		TestModels.copy("neighbors", temp);
		final byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
		Files.write(temp.resolve("network.pt"), bytes);
		final String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		Files.writeString(temp.resolve("rdf.yaml"), TestModels.rdf("neighbors").replaceFirst("sha256: [0-9a-f]{64}, pytorch",
			"sha256: " + sha256 + ", pytorch"));
		final ModelFolder model = ModelFolder.open(temp);
		final String message = assertThrows(DefacingException.class, () -> TorchSegmenter.open(model, runtime)).getMessage();
		assertTrue(message.contains("cannot read this network, written by PyTorch 2.7.1"), message);
	}

	@Test
	void saysWhenMemoryIsFullSoThatSmallerTilesAreTried() {
		final RandomAccessibleInterval<FloatType> head = noise(6, 16, 16, 8);
		try (TorchSegmenter segmenter = open("hungry", runtime)) {
			final OutOfDeviceMemoryException e = assertThrows(OutOfDeviceMemoryException.class, () -> segment(segmenter, head));
			assertEquals("The network ran out of memory with a piece of 16 x 16 x 8 voxels on cpu.", e.getMessage());
			assertFalse(e.getCause().getMessage().isBlank());
			assertEquals(5 * 512, segment(segmenter, noise(6, 8, 8, 8)).length, "a smaller piece fits afterwards");
		}
	}

	@ParameterizedTest
	@CsvSource({"true, CUDA out of memory. Tried to allocate 2.00 GiB", "true, CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate`",
		"true, cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "false, CUDA error: device-side assert triggered"})
	void knowsFullMemoryOfACardByItsWords(final boolean full, final String message) {
		assertEquals(full, TorchNetwork.isOutOfMemory(message));
	}
}
