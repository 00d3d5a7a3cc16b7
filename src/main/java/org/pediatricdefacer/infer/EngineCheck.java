package org.pediatricdefacer.infer;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import net.imglib2.img.array.ArrayImgs;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.ModelSpec.Intensity;
import org.pediatricdefacer.volume.IntensityNormalizer;

/** Tries a model out on this machine: does it give its recorded answer, and how fast? */
public final class EngineCheck {

	/** Side of the piece that is timed, where the model's patches are as large: long enough to measure, short enough to wait for. */
	private static final long TIMED_SIDE = 96;

	/** The first pass also warms up; the fastest is the one least disturbed by other programs. */
	private static final int TIMED_PASSES = 3;

	private EngineCheck() {}

	/**
	 * Runs the model's own test and a few timed passes.
	 *
	 * @param model the model
	 * @param runtime the library and device
	 * @return what was found; takes a few seconds on a processor
	 * @throws DefacingException if the model or its test tensors cannot be read, or the network fails
	 */
	public static EngineReport run(final ModelFolder model, final TorchRuntime runtime) {
		final ModelSpec spec = model.spec();
		try (TorchNetwork network = new TorchNetwork(model, runtime)) {
			final GpuStatus gpus = runtime.gpus();
			final String gpu = gpus.found() + (gpus.usable() ? "; usable" : "; " + gpus.reasonAndRemedy(0));
			final String name = spec.name() + " " + spec.version() + " (" + model.location() + ")";
			return new EngineReport(TorchLibrary.machine(), runtime.engineName(), LibraryCache.describe(Path.of(runtime.libraryFolder())), runtime.deviceName(),
				runtime.threads(), gpu, name, difference(model, runtime, network), speed(spec, network));
		}
	}

	private static double difference(final ModelFolder model, final TorchRuntime runtime, final TorchNetwork network) {
		final ModelSpec spec = model.spec();
		try (NDManager manager = runtime.engine().newBaseManager(Device.cpu())) {
			final NDArray input = tensor(manager, model, spec.testInput());
			final float[] expected = tensor(manager, model, spec.testOutput()).toFloatArray();
			final long[] shape = input.getShape().getShape();
			if (shape.length != 5 || expected.length != input.size() * spec.classes().size())
				throw new DefacingException(model.location() + spec.testInput().source() + ": a test tensor of shape " + input.getShape() +
					" does not fit this model; copy the whole model folder again.");
			final float[] head = input.toFloatArray();
			if (spec.testInput().raw()) normalize(head, spec.intensity());
			final long[] size = { shape[4], shape[3], shape[2] };
			final float[] answer = network.run(size, pass -> create(pass, head, input.getShape()), NDArray::toFloatArray);
			double largest = 0;
			// Math.max keeps a NaN, which is then not as expected.
			for (int i = 0; i < answer.length; i++)
				largest = Math.max(largest, Math.abs(answer[i] - expected[i]));
			return largest;
		}
	}

	private static NDArray tensor(final NDManager manager, final ModelFolder model, final ModelSpec.TestTensor tensor) {
		try {
			return NDList.decode(manager, model.testTensor(tensor)).singletonOrThrow();
		}
		catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
			throw new DefacingException(model.location() + tensor.source() + ": not a NumPy file (" + e.getMessage() +
				"); copy the whole model folder again.", e);
		}
	}

	private static void normalize(final float[] values, final Intensity rule) {
		new IntensityNormalizer(rule.minPercentile(), rule.maxPercentile(), rule.clipMin(), rule.clipMax())
			.normalize(ArrayImgs.floats(values, values.length));
	}

	private static double speed(final ModelSpec spec, final TorchNetwork network) {
		final long multiple = spec.patchMultiple();
		final long largest = Math.max(multiple, TIMED_SIDE / multiple * multiple);
		final long[] size = spec.patchSize().stream().mapToLong(side -> Math.min(side, largest)).toArray();
		final Shape shape = new Shape(1, 1, size[2], size[1], size[0]);
		final float[] noise = new float[Math.toIntExact(size[0] * size[1] * size[2])];
		final Random random = new Random(1);
		for (int i = 0; i < noise.length; i++)
			noise[i] = random.nextFloat();
		double fastest_s = Double.POSITIVE_INFINITY;
		for (int n = 0; n < TIMED_PASSES; n++) {
			final long start = System.nanoTime();
			// One number is read back, because a graphics card answers before it has computed.
			network.run(size, pass -> create(pass, noise, shape), answer -> answer.sum().toFloatArray());
			fastest_s = Math.min(fastest_s, (System.nanoTime() - start) / 1e9);
		}
		return noise.length / fastest_s;
	}

	private static PtNDArray create(final PtNDManager pass, final float[] values, final Shape shape) {
		return pass.create(FloatBuffer.wrap(values), shape, DataType.FLOAT32);
	}
}
