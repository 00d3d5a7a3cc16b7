package org.pediatricdefacer.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.pediatricdefacer.PhantomScan;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.io.IOService;
import org.scijava.log.LogService;
import org.scijava.prefs.PrefService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;
import org.scijava.ui.UIService;

import ij.ImagePlus;
import ij.ImageStack;
import net.imglib2.RandomAccess;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.ShortType;

/** A SciJava context without a window, in which commands find the face of the phantom, and whose events are heard. */
final class CommandFixture implements AutoCloseable {

	/** The axes of {@link PhantomScan#GRID}. */
	static final String ORIENTATION = "PIR";

	/** What a scanner writes into each slice of such a scan; DICOM's axes grow to the left, to the back and upwards. */
	private static final String TAGS = "slice %1$d\n0020,0032  Image Position (Patient): %2$d\\0\\0\n" +
		"0020,0037  Image Orientation (Patient): 0\\1\\0\\0\\0\\-1\n";

	private final Context context = new Context(List.of(CommandService.class, StatusService.class, TaskService.class, EventService.class,
		LogService.class, PrefService.class, ConvertService.class, IOService.class, UIService.class, FailureService.class,
		PhantomDefacerService.class));
	private final List<Long> steps = new CopyOnWriteArrayList<>();
	private final List<String> messages = new CopyOnWriteArrayList<>();
	private final List<EventSubscriber<?>> subscribers;
	private volatile Runnable onProgress = () -> {};
	private volatile Task task;
	private volatile boolean full;

	CommandFixture() {
		subscribers = context.service(EventService.class).subscribe(this);
	}

	Context context() {
		return context;
	}

	/** Runs a command as a script does; the exception is the command's own. */
	CommandModule run(final Class<? extends Command> command, final Object... inputs) throws Throwable {
		try {
			return context.service(CommandService.class).run(command, true, inputs).get();
		}
		catch (final ExecutionException e) {
			Throwable cause = e;
			while (cause.getCause() != null)
				cause = cause.getCause();
			throw cause;
		}
	}

	/** Does something whenever a command reports progress. */
	void onProgress(final Runnable action) {
		onProgress = action;
	}

	/** Returns the task of the last command. */
	Task task() {
		return task;
	}

	/** Returns the steps of the last command's task, one after the other. */
	List<Long> steps() {
		return steps;
	}

	/** Waits until the progress bar was full; its news come in any order, so the last one need not be it. */
	boolean filledTheBar() throws InterruptedException {
		for (int i = 0; i < 1000 && !full; i++)
			Thread.sleep(10);
		return full;
	}

	/** Waits until the status bar showed a text. */
	boolean showed(final String text) throws InterruptedException {
		for (int i = 0; i < 1000 && messages.stream().noneMatch(message -> message.contains(text)); i++)
			Thread.sleep(10);
		return messages.stream().anyMatch(message -> message.contains(text));
	}

	/** Hears the status bar, from many threads. */
	@EventHandler
	void onEvent(final StatusEvent event) {
		if (event.getStatusMessage() != null) messages.add(event.getStatusMessage());
		if (event.getProgressMaximum() > 0 && event.getProgressValue() == event.getProgressMaximum()) full = true;
	}

	/** Hears the task, which waits meanwhile. */
	@EventHandler
	void onEvent(final TaskEvent event) {
		task = event.getTask();
		steps.add(task.getProgressValue());
		onProgress.run();
	}

	/** Shows the phantom as ImageJ shows a scan from DICOM: 16 bits, calibrated in mm, with the scanner's tags. */
	static ImagePlus phantom() {
		final Img<ShortType> stored = PhantomDefacerService.PHANTOM.stored();
		final long[] size = PhantomScan.GRID.size();
		final ImageStack stack = ImageStack.create((int) size[0], (int) size[1], (int) size[2], 16);
		final RandomAccess<ShortType> voxel = stored.randomAccess();
		for (int z = 0; z < size[2]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[0]; x++)
					stack.setVoxel(x, y, z, voxel.setPositionAndGet(x, y, z).get());
		for (int z = 0; z < size[2]; z++)
			stack.setSliceLabel(String.format(Locale.ROOT, TAGS, z, -5 * z), z + 1);
		final ImagePlus image = new ImagePlus("phantom.dcm", stack);
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = PhantomScan.GRID.spacing_mm(0);
		image.getCalibration().pixelHeight = PhantomScan.GRID.spacing_mm(1);
		image.getCalibration().pixelDepth = PhantomScan.GRID.spacing_mm(2);
		image.setDisplayRange(0, 1234);
		image.setSlice(20);
		return image;
	}

	@Override
	public void close() {
		context.service(EventService.class).unsubscribe(subscribers);
		context.dispose();
	}
}
