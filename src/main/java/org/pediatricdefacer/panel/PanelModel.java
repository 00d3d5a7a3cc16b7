package org.pediatricdefacer.panel;

import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.proof.Judgment;

/** What the window shows. Belongs to the event thread; the controller changes it and then tells all who listen. */
final class PanelModel {

	private final List<Runnable> listeners = new ArrayList<>();

	/** The scans to go through; null for an open image. */
	ScanQueue queue;
	/** The scan that is open, or null. */
	PanelScan scan;
	/** What its planes show, or null. */
	SliceContent content;
	/** What was found, or null. */
	PanelSession session;
	/** What would be saved, or null while that is not known. */
	DefacingResult<?> result;
	/** The judgment of that. */
	Judgment judgment;
	/** Whether the judgment is being worked out anew. */
	boolean judging;
	/** Whether edits are saved nowhere. */
	boolean unsaved;
	/** Whether a job is being done that edits would disturb. */
	boolean busy;
	/** What is being done, and how much of it is done, 0 to 1. */
	String stage = "";
	double fraction;
	/** One sentence for the user, and whether it tells of something that went wrong. */
	String message = "Drop a scan of a head, or a folder of scans, on this window.";
	boolean wrong;
	/** Lines that do in a macro what was done here. */
	final List<String> macro = new ArrayList<>();
	/** Files that were written last. */
	List<String> written = List.of();
	/** Viewers in 3D that are installed. */
	List<String> viewers = List.of();

	void listen(final Runnable listener) {
		listeners.add(listener);
	}

	void changed() {
		listeners.forEach(Runnable::run);
	}

	boolean found() {
		return session != null;
	}

	/** Returns whether the facemask can be changed now. */
	boolean editable() {
		return session != null && !busy;
	}

	/** Forgets the scan. */
	void clear() {
		scan = null;
		content = null;
		written = List.of();
		forgetFindings();
	}

	/** Forgets what was found. */
	void forgetFindings() {
		session = null;
		result = null;
		judgment = null;
		judging = false;
		unsaved = false;
	}
}
