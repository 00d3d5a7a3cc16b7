package org.pediatricdefacer.session;

import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.pediatricdefacer.Findings;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.session.SessionRegion.Source;
import org.pediatricdefacer.volume.Volume;

/**
 * A scan of a session in which the network looked for the head.
 *
 * @param scan which one
 * @param findings what was found
 * @param shape what the head is told by in other scans
 * @param brain one flag per voxel of the scan, x-fastest
 */
record FoundHead(SessionScan scan, Findings findings, HeadShape shape, boolean[] brain) {

	/** Makes it from what was found. */
	static FoundHead of(final SessionScan scan, final Volume volume, final Findings findings) {
		final boolean[] brain = new boolean[Math.toIntExact(volume.grid().voxels())];
		int i = 0;
		for (final UnsignedByteType c : Views.flatIterable(findings.facemask().classes()))
			brain[i++] = c.get() == Region.BRAIN.label();
		return new FoundHead(scan, findings, HeadShape.of(volume, brain, volume.grid()), brain);
	}

	/** Tells whether a face was found that the other scans can be given: one of a known head, of which the network was not unsure. */
	boolean tellsOthers() {
		final Facemask facemask = findings.facemask();
		final double face_ml = facemask.region(Region.FACE).found_ml() + facemask.region(Region.EYES).found_ml();
		return facemask.evidence().geometry().frame() != null && !findings.doubt().skullStripped() && face_ml >= VerdictRules.NO_FACE_ML && facemask
			.confidence() >= VerdictRules.FAIL_CONFIDENCE && shape.hasBrain();
	}

	/** How much of a face was found, and how surely. */
	double worth() {
		return findings.facemask().confidence() * findings.facemask().facts().faceInView();
	}

	/** What this scan gives the others. */
	Source source() {
		return Source.of(findings.region(), findings.labels(), brain, findings.facemask().grid(), worth());
	}
}
