package org.pediatricdefacer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.proof.CarriedMask;
import org.pediatricdefacer.proof.HeadDoubt;
import org.pediatricdefacer.removal.RemovalFacts;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.session.SessionRegion.Source;
import org.pediatricdefacer.session.SessionScan.Role;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Says what is erased of each scan of a session, and by what evidence it is checked. */
final class SessionFindings {

	/** The face zone has no ends to the sides and in front: farther out than this, in u, there is no head. */
	private static final double HALF_WIDTH = 75;
	private static final double FOREMOST = 35;

	private final SessionHeads heads;
	private final double spacing_mm;
	private final DefacingSettings wanted;

	SessionFindings(final SessionHeads heads, final double spacing_mm, final DefacingSettings wanted) {
		this.heads = heads;
		this.spacing_mm = spacing_mm;
		this.wanted = wanted;
	}

	/** Returns the findings of a scan; empty if it can only be defaced by itself. */
	Optional<Findings> of(final SessionScan scan, final FoundHead head, final Volume volume) {
		if (head == null) return Optional.of(carried(null, SessionPlacement.of(heads, scan, volume), volume));
		final Optional<SessionPlacement> seen = SessionPlacement.of(heads, head);
		final Optional<SessionPlacement> placement = scan.role() == Role.DISTORTED ? seen.or(() -> Optional.of(SessionPlacement.of(heads, scan,
			volume))) : seen;
		if (head.tellsOthers()) return placement.isEmpty() ? Optional.of(alone(head)) : placement.filter(p -> heads.hasOthers(head)).map(
			p -> joined(head, p));
		// No face was found on it that could be believed: it is given that of the others, and keeps its own brain.
		return Optional.of(carried(head.shape().hasBrain() ? head : null, placement.orElseGet(() -> SessionPlacement.of(heads, scan, volume)),
			volume));
	}

	/** A scan whose own face was found, and that lies on none of the others. */
	private Findings alone(final FoundHead head) {
		return head.findings().withRegion(head.findings().labels(), head.findings().region(), new CarriedMask(heads.names(head), CarriedMask.NOTHING, false, true, 0));
	}

	/** A scan whose own face was found: the others' is added. A distorted brain may be taken for a face, so that it is guarded as others show it. */
	private Findings joined(final FoundHead head, final SessionPlacement placement) {
		final List<Source> sources = new ArrayList<>(heads.sources(placement.toReference(), head));
		sources.add(head.source());
		final Findings own = head.findings();
		final SessionRegion region = SessionRegion.of(own.facemask().grid(), head.scan().role() == Role.DISTORTED ? null : head.brain(), sources, wanted.cleaning().brainGuard_mm());
		return own.withRegion(image(region.labels(), own.facemask().grid()), region(region, own.facemask().grid(), own.region().facts()), new CarriedMask(heads.names(head), placement.by(),
			placement.checked(), true, 0));
	}

	/** A scan without a face of its own. */
	private Findings carried(final FoundHead own, final SessionPlacement placement, final Volume volume) {
		final VoxelGrid grid = volume.grid();
		final Facemask facemask = CarriedFacemask.of(heads.reference().findings().facemask(), grid, placement.toReference(), spacing_mm);
		final SessionRegion region = SessionRegion.of(grid, own == null ? null : own.brain(), heads.sources(placement.toReference(), null), wanted
			.cleaning().brainGuard_mm());
		final CarriedMask carried = new CarriedMask(heads.names(null), placement.by(), placement.checked(), false, unseen_ml(facemask.evidence()
			.geometry(), region, grid));
		return new Findings(facemask, image(region.labels(), grid), region(region, grid, heads.reference().findings().region().facts()), null, HeadDoubt.NONE, carried, Map
			.of(), List.of());
	}

	private static RemovedRegion region(final SessionRegion region, final VoxelGrid grid, final RemovalFacts facts) {
		return new RemovedRegion(image(region.removed(), grid), image(region.air(), grid), facts);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> image(final boolean[] flags, final VoxelGrid grid) {
		final byte[] bytes = new byte[flags.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) (flags[i] ? 1 : 0);
		return image(bytes, grid);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> image(final byte[] bytes, final VoxelGrid grid) {
		return ArrayImgs.unsignedBytes(bytes, grid.size());
	}

	/** Volume of the place of the face that the scan shows and the sources do not. */
	private static double unseen_ml(final HeadGeometry geometry, final SessionRegion region, final VoxelGrid grid) {
		final double[][] map = geometry.scanToFrame();
		long unseen = 0;
		int voxel = 0;
		for (int k = 0; k < grid.size(2); k++)
			for (int j = 0; j < grid.size(1); j++)
				for (int i = 0; i < grid.size(0); i++, voxel++) {
					if (region.covered()[voxel]) continue;
					final double y = coordinate(map[1], i, j, k);
					final boolean head = Math.abs(coordinate(map[0], i, j, k)) < HALF_WIDTH && y < FOREMOST;
					if (head && FaceZone.hasFace(y, coordinate(map[2], i, j, k), 0)) unseen++;
				}
		return unseen * grid.voxelVolume_mm3() / 1000;
	}

	private static double coordinate(final double[] row, final int i, final int j, final int k) {
		return row[0] * i + row[1] * j + row[2] * k + row[3];
	}
}
