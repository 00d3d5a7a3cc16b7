package org.pediatricdefacer.infer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import org.pediatricdefacer.DefacingException;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;

/** A TorchScript network in native memory: one tensor in, one tensor with a channel per class out. */
final class TorchNetwork implements AutoCloseable {

	/** What PyTorch says of full memory: on a graphics card itself and by cuBLAS and cuDNN, on Linux and macOS, on Windows. */
	private static final List<String> OUT_OF_MEMORY = List.of("out of memory", "status_alloc_failed", "can't allocate memory", "not enough memory");

	private final String file;
	private final int classes;
	private final TorchRuntime runtime;
	private final PtNDManager manager;
	private final PtSymbolBlock block;

	/** Passes hold the read side: freeing the network under a pass would end the whole process. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();
	private boolean closed;

	TorchNetwork(final ModelFolder model, final TorchRuntime runtime) {
		file = model.location() + model.spec().weights().source();
		classes = model.spec().classes().size();
		this.runtime = runtime;
		final byte[] weights = model.weights();
		manager = (PtNDManager) runtime.engine().newBaseManager(runtime.device());
		try {
			// From memory: a path would have to be unpacked for the bundled model, and might hold other bytes than those checked.
			block = JniUtils.loadModule(manager, new ByteArrayInputStream(weights), true, false);
			JniUtils.enableInferenceMode(block);
		}
		catch (final EngineException | IOException e) {
			manager.close();
			throw new DefacingException(file + ": PyTorch " + runtime.engine().getVersion() +
				" cannot read this network, written by PyTorch " + model.spec().weights().pytorchVersion() + " (" +
				TorchLibrary.rootReason(e) + "); export it again as plain TorchScript.", e);
		}
	}

	/**
	 * Does something with the network's answer before its memory is given back.
	 *
	 * @param <T> what is made of the answer
	 * @param size of the input along x, y, z
	 * @param input makes the input of shape 1, 1, z, y, x with the given manager
	 * @param use is given the answer of shape 1, classes, z, y, x; valid only during the call
	 * @return what {@code use} returned
	 */
	<T> T run(final long[] size, final Function<PtNDManager, PtNDArray> input, final Function<PtNDArray, T> use) {
		lock.readLock().lock();
		try (PtNDManager pass = newPass()) {
			return use.apply(checked(forward(pass, input.apply(pass)), size));
		}
		catch (final EngineException e) {
			throw explained(e, size);
		}
		finally {
			lock.readLock().unlock();
		}
	}

	private PtNDManager newPass() {
		if (closed) throw new IllegalStateException("the network of " + file + " is closed");
		// Both are settings of the calling thread. Without the optimizer every pass runs the same code, the first one included.
		JniUtils.setGraphExecutorOptimize(false);
		if (JniUtils.getNumThreads() != runtime.threads()) JniUtils.setNumThreads(runtime.threads());
		return manager.newSubManager(runtime.device());
	}

	private PtNDArray forward(final PtNDManager pass, final PtNDArray head) {
		try (IValue argument = IValue.from(head); IValue answer = block.forward(argument)) {
			if (!answer.isTensor()) throw unfit("gives " + answer.getType() + " where one tensor was expected");
			return answer.toTensor(pass);
		}
	}

	private PtNDArray checked(final PtNDArray answer, final long[] size) {
		final Shape expected = new Shape(1, classes, size[2], size[1], size[0]);
		if (!answer.getShape().equals(expected)) throw unfit("gives a tensor of shape " + answer.getShape() + " where " + expected +
			" was expected");
		if (answer.getDataType() != DataType.FLOAT32)
			throw unfit("gives numbers of type " + answer.getDataType() + " where float32 was expected");
		return answer;
	}

	private DefacingException unfit(final String fact) {
		return new DefacingException(file + ": the network " + fact + "; its rdf.yaml does not describe it, so use the bundled model.");
	}

	private DefacingException explained(final EngineException e, final long[] size) {
		final String piece = TilingPolicy.text(size) + " voxels on " + runtime.deviceName();
		if (isOutOfMemory(String.valueOf(e.getMessage()))) {
			if (runtime.device().isGpu()) JniUtils.emptyCudaCache();
			return new OutOfDeviceMemoryException("The network ran out of memory with a piece of " + piece + ".", e);
		}
		return new DefacingException(file + ": the network failed on a piece of " + piece + " (" + TorchLibrary.rootReason(e) +
			"); try another device, or the bundled model.", e);
	}

	/** Tells whether a message of PyTorch says that memory is full. */
	static boolean isOutOfMemory(final String message) {
		final String lower = message.toLowerCase(Locale.ROOT);
		return OUT_OF_MEMORY.stream().anyMatch(lower::contains);
	}

	/** Waits for running passes, then frees the network. */
	@Override
	public void close() {
		lock.writeLock().lock();
		try {
			if (closed) return;
			closed = true;
			block.close();
			manager.close();
		}
		finally {
			lock.writeLock().unlock();
		}
	}
}
