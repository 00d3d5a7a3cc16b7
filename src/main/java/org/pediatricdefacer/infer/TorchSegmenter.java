package org.pediatricdefacer.infer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.ModelSpec.Output;

/**
 * Runs a TorchScript network of a model folder.
 * <p>
 * The network is opened once and may be used by several threads at once; each call gives back its memory before it returns.
 * On the processor the same input gives the same bytes on every call and run with the same number of threads. Another number
 * of threads may change the last digit of a probability (by about 1e-7): oneDNN chooses its convolution kernels, and with them
 * the order of their sums, by that number. So do other processors and graphics cards.
 */
public final class TorchSegmenter implements FaceSegmenter {

	private final ModelSpec spec;
	private final TorchNetwork network;

	private TorchSegmenter(final ModelSpec spec, final TorchNetwork network) {
		this.spec = spec;
		this.network = network;
	}

	/**
	 * Opens a model and runs it once on a small empty piece, so that a network which does not fit its description is found
	 * before any scan is touched.
	 *
	 * @param model the model
	 * @param runtime the library and device to run it on
	 * @return the open model; close it after the last scan
	 * @throws DefacingException if the weights are missing or not those described, or the network does not fit its description
	 */
	public static TorchSegmenter open(final ModelFolder model, final TorchRuntime runtime) {
		final TorchNetwork network = new TorchNetwork(model, runtime);
		final TorchSegmenter segmenter = new TorchSegmenter(model.spec(), network);
		try {
			segmenter.tryOut();
			return segmenter;
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}

	private void tryOut() {
		// Two multiples a side, so that normalization over the coarsest level has more than one voxel to work with.
		final long side = 2L * spec.patchMultiple();
		segment(ArrayImgs.floats(side, side, side, classes()), Views.extendZero(ArrayImgs.floats(side, side, side)));
	}

	@Override
	public int classes() {
		return spec.classes().size();
	}

	@Override
	public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
		final long[] size = checkedSize(probabilities);
		final FinalInterval piece = new FinalInterval(
			Arrays.copyOf(probabilities.minAsLongArray(), 3), Arrays.copyOf(probabilities.maxAsLongArray(), 3));
		network.run(size, pass -> toTensor(pass, Views.interval(head, piece)), answer -> {
			copy(spec.output() == Output.LOGITS ? answer.softmax(1) : answer, probabilities);
			return null;
		});
	}

	private long[] checkedSize(final RandomAccessibleInterval<FloatType> probabilities) {
		final long[] size = probabilities.dimensionsAsLongArray();
		if (size.length != 4 || size[3] != classes()) throw new IllegalArgumentException("probabilities must be x, y, z and " + classes() +
			" classes, were " + Arrays.toString(size));
		long bytes = Float.BYTES;
		for (int d = 0; d < 3; d++)
			if (size[d] % spec.patchMultiple() != 0) throw new IllegalArgumentException("x, y, z must be multiples of " +
				spec.patchMultiple() + ", were " + Arrays.toString(size));
		for (final long n : size)
			bytes = Math.multiplyExact(bytes, n);
		if (bytes == 0 || bytes > Integer.MAX_VALUE) throw new IllegalArgumentException("a piece must have between 1 and " +
			Integer.MAX_VALUE / Float.BYTES / classes() + " voxels, was " + Arrays.toString(size) + "; use tiles");
		return Arrays.copyOf(size, 3);
	}

	/** Copies once, straight into the tensor's own memory: x is contiguous in both, and closing the manager frees it. */
	private static PtNDArray toTensor(final PtNDManager pass, final RandomAccessibleInterval<FloatType> head) {
		final long[] size = head.dimensionsAsLongArray();
		final NDArray tensor = pass.create(new Shape(1, 1, size[2], size[1], size[0]), DataType.FLOAT32, Device.cpu());
		LoopBuilder.setImages(head, view(tensor, size)).forEachPixel((from, to) -> to.set(from));
		return (PtNDArray) tensor.toDevice(pass.getDevice(), false);
	}

	private static void copy(final NDArray answer, final RandomAccessibleInterval<FloatType> probabilities) {
		LoopBuilder.setImages(view(answer, probabilities.dimensionsAsLongArray()), probabilities).forEachPixel((from, to) -> to.set(from));
	}

	/** Views a tensor as an image; of a graphics card's tensor the view is of a copy. */
	private static RandomAccessibleInterval<FloatType> view(final NDArray tensor, final long... size) {
		final ByteBuffer bytes = tensor.toByteBuffer(true).order(ByteOrder.nativeOrder());
		return ArrayImgs.floats(new FloatBufferAccess(bytes, true), size);
	}

	@Override
	public void close() {
		network.close();
	}
}
