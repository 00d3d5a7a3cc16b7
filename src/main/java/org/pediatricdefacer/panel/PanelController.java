package org.pediatricdefacer.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.panel.PanelSaver.Saved;
import org.pediatricdefacer.panel.PanelSaver.Target;
import org.pediatricdefacer.panel.ViewState.Layer;
import org.pediatricdefacer.panel.ViewState.Tool;

/**
 * Does what the window asks for. Called in the event thread, in which nothing takes long: what does is done by a worker, whose news
 * come back into the event thread.
 */
final class PanelController {

	private final PanelHost host;
	private final PanelModel model = new PanelModel();
	private final ViewState view = new ViewState();
	private final PanelJobs jobs = new PanelJobs(model, this::update);
	/** Opened and used by the worker only. */
	private Defacer defacer;
	private volatile NiftiReadOptions reading = NiftiReadOptions.DEFAULT;

	PanelController(final PanelHost host) {
		this.host = host;
	}

	PanelModel model() {
		return model;
	}

	ViewState view() {
		return view;
	}

	/** Opens a file, the DICOM series of a folder, or the first scan of one. */
	void open(final Path given) {
		jobs.run("reading the scan", progress -> {
			if (Files.isDirectory(given) && host.isDicom(given)) read(new ScanQueue(given, List.of(given), 0));
			else read(ScanQueue.of(given, host.endings()));
		});
	}

	/** Opens the next scan of the folder. */
	void next() {
		final Optional<ScanQueue> next = model.queue == null ? Optional.empty() : model.queue.next();
		if (next.isPresent()) jobs.run("reading the scan", progress -> read(next.get()));
		else jobs.tell("This was the last scan of the folder.", false);
	}

	private void read(final ScanQueue queue) throws IOException {
		PanelJobs.later(() -> begin(queue));
		final Path file = queue.file();
		if (Files.isDirectory(file)) show(host.openSeries(file, reading.orientation()));
		else if (Files.isRegularFile(file)) show(new PanelScan(file.getFileName().toString(), placed(host.read(file, reading)), Optional.of(file), reading));
		else throw new DefacingException(file + " is no file that can be read; check it.");
	}

	private ScanImage placed(final ScanImage scan) {
		scan.requireOrientation(reading);
		return scan;
	}

	/** Opens the active image of the surrounding program. */
	void openActive() {
		jobs.run("reading the image", progress -> {
			PanelJobs.later(() -> begin(null));
			show(host.openImage(reading.orientation()));
		});
	}

	private void begin(final ScanQueue queue) {
		model.clear();
		model.queue = queue;
		model.changed();
		view.changed();
	}

	/** Says how scans lie that do not tell, and reads the one at hand again. */
	void reading(final NiftiReadOptions options) {
		reading = options;
		final ScanQueue queue = model.queue;
		if (queue != null) jobs.run("reading the scan", progress -> read(queue));
		else openActive();
	}

	private void show(final PanelScan scan) {
		final SliceContent content = new SliceContent(scan);
		final double[] range = content.range();
		PanelJobs.later(() -> {
			model.scan = scan;
			model.content = content;
			model.viewers = host.viewers();
			view.window((range[0] + range[1]) / 2, range[1] - range[0]);
			view.moveTo(content.axes(), content.axes().size(0) / 2, content.axes().size(1) / 2, content.axes().size(2) / 2);
			jobs.tell("Find the face next.", false);
		});
	}

	/** Finds the face of the scan. */
	void find() {
		final PanelScan scan = model.scan;
		if (scan == null) {
			jobs.tell("There is no scan yet; open one, or drop it here.", true);
			return;
		}
		jobs.run("starting the network", progress -> {
			if (defacer == null) defacer = host.defacer();
			final PanelSession session = PanelSession.find(defacer, scan, progress);
			PanelJobs.later(() -> {
				model.forgetFindings();
				model.session = session;
				model.content.layer(Layer.FACEMASK, session.editor().labels());
				model.content.layer(Layer.BRAIN, LabelBytes.of(session.found().facemask().classes()));
				model.content.layer(Layer.REMOVED, null);
				jobs.tell(session.found().warnings().isEmpty() ? "Look at it; edit what is wrong." : String.join(" ", session.found().warnings()), false);
				update();
			});
		});
	}

	/** Gives up what is being done. */
	void cancel() {
		jobs.cancel();
	}

	/** Works out region and verdict anew. */
	private void update() {
		final PanelSession session = model.session;
		if (session == null) return;
		final byte[] labels = session.editor().labels().clone();
		final boolean edited = session.editor().edited();
		model.judging = true;
		model.changed();
		view.changed();
		jobs.update(progress -> {
			final Findings findings = session.findings(labels, edited);
			progress.check();
			PanelJobs.later(() -> showRegion(session, findings));
			final DefacingResult<?> result = session.erase(findings, progress);
			progress.check();
			PanelJobs.later(() -> showResult(session, result));
		});
	}

	private void showRegion(final PanelSession session, final Findings findings) {
		if (model.session != session) return;
		model.content.layer(Layer.REMOVED, LabelBytes.of(findings.region().voxels()));
		view.changed();
	}

	private void showResult(final PanelSession session, final DefacingResult<?> result) {
		if (model.session != session) return;
		model.result = result;
		model.judgment = result.judgment();
		model.judging = false;
		model.changed();
	}

	/** Paints or erases at a voxel along RAS axes, as part of a stroke. */
	void paint(final int... voxel) {
		if (!model.editable() || view.tool() != Tool.BRUSH && view.tool() != Tool.ERASER) return;
		model.session.editor().paint(voxel, view.radius_mm(), (byte) (view.tool() == Tool.BRUSH ? view.paint().label() : 0));
		view.changed();
	}

	/** Ends a stroke. */
	void endStroke() {
		if (model.editable()) edited(model.session.editor().endStroke());
	}

	private void edited(final boolean changed) {
		if (model.session.editor().refused()) jobs.tell("The brain and what lies near it are protected; unlock them to paint there.", true);
		if (!changed) return;
		model.unsaved = true;
		update();
	}

	/** Takes the last edit back. */
	void undo() {
		if (!model.editable() || !model.session.editor().canUndo()) return;
		model.session.editor().undo();
		edited(true);
	}

	/** Does the edit again that was taken back last. */
	void redo() {
		if (!model.editable() || !model.session.editor().canRedo()) return;
		model.session.editor().redo();
		edited(true);
	}

	/** Grows the facemask by a millimeter. */
	void grow() {
		change("growing the facemask", FacemaskEditor::grown);
	}

	/** Shrinks it by a millimeter. */
	void shrink() {
		change("shrinking the facemask", FacemaskEditor::shrunk);
	}

	/** Adds the mirror image of one ear. */
	void mirror(final boolean fromLeft) {
		change("mirroring the ear", editor -> editor.mirrored(fromLeft));
	}

	private void change(final String stage, final Function<FacemaskEditor, LabelChange> change) {
		if (!model.editable()) return;
		final PanelSession session = model.session;
		jobs.run(stage, progress -> {
			final LabelChange done = change.apply(session.editor());
			PanelJobs.later(() -> edited(session.editor().apply(done)));
		});
	}

	/** Lets the brain's guard be painted on, or protects it again. */
	void unlock(final boolean value) {
		if (model.found()) model.session.editor().unlock(value);
	}

	/** Saves what is shown. */
	void save(final Target folders) {
		if (!model.found()) {
			jobs.tell("There is nothing to save yet; find the face first.", true);
			return;
		}
		final PanelSession session = model.session;
		final byte[] labels = session.editor().labels().clone();
		final boolean edited = session.editor().edited();
		final Target target = model.queue == null ? folders : new Target(model.queue.below(folders.shared()), folders.hidden().map(model.queue::below),
			folders.overwrite(), folders.dicom());
		jobs.run("writing files", progress -> {
			final Saved saved = new PanelSaver(defacer, host, target).save(session, labels, edited, progress);
			host.record(saved.macro());
			PanelJobs.later(() -> saved(saved));
		});
	}

	private void saved(final Saved saved) {
		final ScanOutcome outcome = saved.outcome();
		model.macro.add(saved.macro());
		model.written = outcome.written().stream().map(Path::toString).toList();
		model.unsaved = outcome.status() == ScanOutcome.Status.FAIL;
		if (outcome.status() == ScanOutcome.Status.FAIL) jobs.tell("The check failed, so the defaced scan was not written" + (outcome.written()
			.isEmpty() ? ". " : "; its record says why. ") + String.join(" ", outcome.reasons()), true);
		else jobs.tell("Saved: " + outcome.status().name().toLowerCase(Locale.ROOT) + ".", false);
	}

	/** Shows the defaced scan in a viewer. */
	void view(final String viewer) {
		if (model.result == null) return;
		final PanelScan scan = model.scan;
		final DefacingResult<?> result = model.result;
		jobs.run("opening the viewer", progress -> host.view(viewer, scan, result));
	}

	/** Ends all work and closes the network, as soon as the worker has noticed. */
	void close() {
		jobs.close(() -> {
			if (defacer != null) defacer.close();
		});
	}
}
