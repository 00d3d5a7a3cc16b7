package org.pediatricdefacer.mask;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;


/**
 * Landmarks of a face, as EEG and MEG need them before a face goes.
 * <p>
 * The eyes are the centers of what was found of each globe. The nasion is where the midline between the eyes, {@value #NASION} u above
 * them, meets the skin; a tragus is the foremost place of a pinna that stands out from the head, at the height of the pinna's
 * center. They are places on a 2 mm grid, good for a start of a coregistration, not for the end of one.
 *
 * @param world_mm left eye, right eye, nasion, left tragus, right tragus in world coordinates of the scan; empty where not found
 */
public record Landmarks(Map<String, Optional<List<Double>>> world_mm) {

	private static final double NASION = 6;

	/** How near to the height of a pinna's center its tragus is looked for, in u. */
	private static final double NEAR_HEIGHT = 5;

	/** Fewer voxels of a globe or a pinna are none. */
	private static final int FEWEST = 40;

	/** Copies the map. */
	public Landmarks {
		world_mm = Collections.unmodifiableMap(new LinkedHashMap<>(world_mm));
	}

	/**
	 * Finds the landmarks of a face.
	 *
	 * @param found what was found of the head
	 * @return the landmarks, all empty if the head has no frame
	 */
	public static Landmarks of(final Facemask found) {
		final HeadGeometry head = found.evidence().geometry();
		final Map<String, Optional<List<Double>>> places = new LinkedHashMap<>();
		final boolean framed = head.frame() != null;
		final byte[] classes = framed ? head.onLattice(found.classes()) : null;
		places.put("LeftEye", framed ? center(head, classes, -1) : Optional.empty());
		places.put("RightEye", framed ? center(head, classes, 1) : Optional.empty());
		places.put("Nasion", framed ? nasion(head) : Optional.empty());
		places.put("LeftTragus", framed ? tragus(head, classes, -1) : Optional.empty());
		places.put("RightTragus", framed ? tragus(head, classes, 1) : Optional.empty());
		return new Landmarks(places);
	}

	/** Coordinates in the frame of all voxels of a class on a side. */
	private static List<double[]> places(final HeadGeometry head, final byte[] classes, final Region region, final int side) {
		final Lattice lattice = head.lattice();
		final List<double[]> places = new ArrayList<>();
		for (int i = 0; i < classes.length; i++) {
			if (classes[i] != region.label()) continue;
			final double[] place = new double[3];
			for (int d = 0; d < 3; d++)
				place[d] = head.frame().coordinate(d, lattice.x(i) * lattice.dx_mm(), lattice.y(i) * lattice.dy_mm(), lattice.z(i) * lattice.dz_mm());
			if (side * place[0] > 0) places.add(place);
		}
		return places;
	}

	private static double mean(final List<double[]> places, final int d) {
		return places.stream().mapToDouble(place -> place[d]).average().orElse(Double.NaN);
	}

	private static Optional<List<Double>> center(final HeadGeometry head, final byte[] classes, final int side) {
		final List<double[]> globe = places(head, classes, Region.EYES, side);
		if (globe.size() < FEWEST) return Optional.empty();
		return Optional.of(world(head, mean(globe, 0), mean(globe, 1), mean(globe, 2)));
	}

	private static Optional<List<Double>> tragus(final HeadGeometry head, final byte[] classes, final int side) {
		final List<double[]> pinna = places(head, classes, Region.EARS, side);
		if (pinna.size() < FEWEST) return Optional.empty();
		final double height = mean(pinna, 2);
		return pinna.stream().filter(place -> Math.abs(place[2] - height) < NEAR_HEIGHT).max((a, b) -> Double.compare(a[1], b[1])).map(
			place -> world(head, place[0], place[1], height));
	}

	private static Optional<List<Double>> nasion(final HeadGeometry head) {
		final Lattice lattice = head.lattice();
		final HeadFrame frame = head.frame();
		boolean air = false;
		for (double y = 60; y > -20; y -= 0.5) {
			final double[] mm = frame.place_mm(0, y, NASION);
			final int x = (int) Math.round(mm[0] / lattice.dx_mm());
			final int v = (int) Math.round(mm[1] / lattice.dy_mm());
			final int z = (int) Math.round(mm[2] / lattice.dz_mm());
			if (x < 0 || v < 0 || z < 0 || x >= lattice.nx() || v >= lattice.ny() || z >= lattice.nz()) continue;
			final boolean outside = head.depth_mm()[lattice.index(x, v, z)] == 0;
			if (!outside) return air ? Optional.of(world(head, 0, y, NASION)) : Optional.empty();
			air = true;
		}
		return Optional.empty();
	}

	/** World coordinates of a place in the frame. */
	private static List<Double> world(final HeadGeometry head, final double x, final double y, final double z) {
		final double[] voxel = head.onScan(head.frame().place_mm(x, y, z));
		final double[] world = head.scan().toWorld(voxel);
		return List.of(round(world[0]), round(world[1]), round(world[2]));
	}

	private static double round(final double mm) {
		return Math.round(mm * 10) / 10.0;
	}
}
