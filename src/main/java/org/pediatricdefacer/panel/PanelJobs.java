package org.pediatricdefacer.panel;

import java.awt.EventQueue;
import java.io.IOException;

import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.StageWords;
import org.pediatricdefacer.infer.MissingPiece;

/** Lets a worker do what takes long, and tells the model how far it is and how it ended. Called in the event thread. */
final class PanelJobs {

	/** Something that a worker does and that may fail. */
	@FunctionalInterface
	interface Job {

		/** Works outside the event thread. */
		void run(Progress progress) throws IOException;
	}

	private final PanelModel model;
	private final Runnable update;
	private final LatestWork work = new LatestWork("defacing panel");
	private boolean interrupted;

	/**
	 * Starts a worker.
	 *
	 * @param model hears of the work
	 * @param update submits the update again that a job has pushed aside
	 */
	PanelJobs(final PanelModel model, final Runnable update) {
		this.model = model;
		this.update = update;
	}

	/** Runs something in the event thread, soon. */
	static void later(final Runnable news) {
		EventQueue.invokeLater(news);
	}

	/** Tells the user a sentence. */
	void tell(final String sentence, final boolean wrong) {
		model.message = sentence;
		model.wrong = wrong;
		model.changed();
	}

	/** Does a job, during which nothing can be edited. */
	void run(final String stage, final Job job) {
		interrupted |= model.judging;
		model.busy = true;
		model.stage = stage;
		model.fraction = 0;
		tell("", false);
		work.job(listener(), progress -> {
			attempt(job, progress, "Canceled; nothing was changed.");
			later(this::done);
		});
	}

	private void done() {
		model.busy = false;
		model.stage = "";
		model.changed();
		if (interrupted) update.run();
	}

	/** Works something out that a newer update or a job pushes aside. */
	void update(final Job job) {
		interrupted = false;
		work.update(Progress.NONE, progress -> attempt(job, progress, null));
	}

	private void attempt(final Job job, final Progress progress, final String canceled) {
		try {
			job.run(progress);
		}
		catch (final DefacingCanceledException e) {
			if (canceled != null) later(() -> tell(canceled, false));
		}
		catch (final LinkageError e) {
			final String sentence = MissingPiece.of(e).getMessage();
			later(() -> tell(sentence, true));
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			final String sentence = DefacingException.of(e).getMessage();
			later(() -> tell(sentence, true));
		}
	}

	private Progress listener() {
		return new Progress() {

			@Override
			public void stage(final String room) {
				later(() -> {
					model.stage = StageWords.of(room);
					model.changed();
				});
			}

			@Override
			public void fraction(final double done) {
				later(() -> {
					model.fraction = done;
					model.changed();
				});
			}
		};
	}

	/** Gives up the job at hand. */
	void cancel() {
		work.cancel();
	}

	/** Gives up all work, and does a last thing when the worker has noticed. */
	void close(final Runnable last) {
		work.close(last);
	}
}
