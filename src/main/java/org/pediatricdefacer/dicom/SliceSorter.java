package org.pediatricdefacer.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Sorts the slices of a series into volumes.
 * <p>
 * Slices of one kind that are parallel make a volume; where several lie at the same place, what else tells them apart is used.
 * Source: DICOM PS3.3, C.7.6.2.1.1, for where pixels lie.
 */
final class SliceSorter {

	/** How far distances of neighbors may differ. */
	private static final double MOST_UNEVEN = 0.01;
	/** Slices that are closer than this share of the distance of others are at the same place. */
	private static final double SAME_PLACE = 0.01;
	/** How far slices may be shifted against each other along their rows and columns, as a share of their distance. */
	private static final double MOST_SHIFT = 0.01;
	private static final double LEAST_DISTANCE_MM = 1e-3;

	/** Says what is wrong with the slices. */
	static final class Unsorted extends Exception {

		private static final long serialVersionUID = 1L;

		Unsorted(final String message) {
			super(message, null, false, false);
		}
	}

	private SliceSorter() {}

	/** Splits slices into volumes, each of which has one slice at each place. */
	static List<SliceVolume> volumes(final List<Slice> slices) throws Unsorted {
		final List<SliceVolume> volumes = new ArrayList<>();
		for (final List<Slice> alike : alike(slices))
			for (final List<Slice> single : single(alike))
				volumes.add(volume(single));
		return volumes;
	}

	/** Makes a volume of one slice, whose third axis is its thickness. */
	static SliceVolume alone(final Slice slice) {
		final double thickness_mm = slice.frame().thickness_mm() > 0 ? slice.frame().thickness_mm() : 1;
		final double[] n = slice.frame().normal();
		return new SliceVolume(List.of(slice), grid(slice, 1, n[0] * thickness_mm, n[1] * thickness_mm, n[2] * thickness_mm));
	}

	private static List<List<Slice>> alike(final List<Slice> slices) {
		final Map<String, List<List<Slice>>> kinds = new LinkedHashMap<>();
		for (final Slice slice : slices) {
			final PixelFormat f = slice.instance().format();
			final String kind = slice.frame().kind() + "|" + f.columns() + "|" + f.rows() + "|" + f.bitsAllocated() + "|" + f.bitsStored() + "|" + f
				.highBit() + "|" + f.signed();
			final List<List<Slice>> parallels = kinds.computeIfAbsent(kind, k -> new ArrayList<>());
			final List<Slice> parallel = parallels.stream().filter(p -> p.get(0).frame().isParallel(slice.frame())).findFirst().orElseGet(() -> {
				final List<Slice> made = new ArrayList<>();
				parallels.add(made);
				return made;
			});
			parallel.add(slice);
		}
		return kinds.values().stream().flatMap(List::stream).toList();
	}

	/** Splits further by the first property that leaves one slice at each place, in volumes of the same size. */
	private static List<List<Slice>> single(final List<Slice> slices) {
		if (!isDouble(slices)) return List.of(slices);
		final int properties = slices.get(0).frame().finer().size();
		for (int p = 0; p <= properties; p++) {
			final int property = p;
			final Map<Object, List<Slice>> parts = slices.stream().collect(Collectors.groupingBy(slice -> property < properties ? slice.frame().finer()
				.get(property) : slice.frame().finer(), LinkedHashMap::new, Collectors.toList()));
			final boolean sameSize = parts.values().stream().mapToInt(List::size).distinct().count() == 1;
			if (parts.size() > 1 && sameSize && parts.values().stream().noneMatch(SliceSorter::isDouble)) return List.copyOf(parts.values());
		}
		return List.of(slices);
	}

	private static boolean isDouble(final List<Slice> slices) {
		final double[] along = along(slices, slices.get(0).frame().normal());
		Arrays.sort(along);
		for (int i = 1; i < along.length; i++)
			if (isSamePlace(along, i)) return true;
		return false;
	}

	private static boolean isSamePlace(final double[] sorted, final int i) {
		return sorted[i] - sorted[i - 1] <= Math.max(LEAST_DISTANCE_MM, SAME_PLACE * (sorted[sorted.length - 1] - sorted[0]) / sorted.length);
	}

	private static double[] along(final List<Slice> slices, final double[] normal) {
		return slices.stream().mapToDouble(slice -> along(slice, normal)).toArray();
	}

	private static double along(final Slice slice, final double[] normal) {
		final double[] p = slice.frame().position();
		return p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2];
	}

	private static SliceVolume volume(final List<Slice> slices) throws Unsorted {
		if (slices.size() == 1) return alone(slices.get(0));
		final double[] normal = slices.get(0).frame().normal();
		final List<Slice> sorted = new ArrayList<>(slices);
		sorted.sort(Comparator.comparingDouble(slice -> along(slice, normal)));
		requireEven(sorted, along(sorted, normal));
		final double[] first = sorted.get(0).frame().position(), last = sorted.get(sorted.size() - 1).frame().position();
		final int steps = sorted.size() - 1;
		final double[] step = {(last[0] - first[0]) / steps, (last[1] - first[1]) / steps, (last[2] - first[2]) / steps};
		requireUpright(sorted, normal, step);
		return new SliceVolume(sorted, grid(sorted.get(0), sorted.size(), step));
	}

	private static void requireEven(final List<Slice> sorted, final double[] along) throws Unsorted {
		for (int i = 1; i < along.length; i++)
			if (isSamePlace(along, i)) throw new Unsorted("the instances " + sorted.get(i - 1).label() + " and " + sorted.get(i).label() +
				" lie at the same place, and nothing tells which belongs to which volume");
		final double[] distances = new double[along.length - 1];
		for (int i = 0; i < distances.length; i++)
			distances[i] = along[i + 1] - along[i];
		final double[] ordered = distances.clone();
		Arrays.sort(ordered);
		final double usual = ordered[(ordered.length - 1) / 2];
		for (int i = 0; i < distances.length; i++) {
			if (Math.abs(distances[i] - usual) <= MOST_UNEVEN * usual) continue;
			final double ratio = distances[i] / usual;
			final boolean missing = ratio > 1.5 && Math.abs(ratio - Math.rint(ratio)) <= MOST_UNEVEN * ratio;
			throw new Unsorted(String.format(Locale.ROOT, "%s between the instances %s and %s: %.3f mm, others %.3f mm", missing ?
				"slices are missing" : "the distance is uneven", sorted.get(i).label(), sorted.get(i + 1).label(), distances[i], usual));
		}
	}

	/** Slices that are shifted against each other make a sheared volume, as a tilted gantry does. */
	private static void requireUpright(final List<Slice> sorted, final double[] normal, final double[] step) throws Unsorted {
		final double distance = step[0] * normal[0] + step[1] * normal[1] + step[2] * normal[2];
		final double[] first = sorted.get(0).frame().position();
		for (int k = 1; k < sorted.size(); k++) {
			final double[] p = sorted.get(k).frame().position();
			double shift = 0;
			for (int d = 0; d < 3; d++) {
				final double off = p[d] - first[d] - normal[d] * along(p, first, normal);
				shift += off * off;
			}
			if (Math.sqrt(shift) > MOST_SHIFT * distance * k + LEAST_DISTANCE_MM) throw new Unsorted(String.format(Locale.ROOT,
				"the instance %s is shifted by %.3f mm against %s, as if the slices were tilted", sorted.get(k).label(), Math.sqrt(shift), sorted
					.get(0).label()));
		}
	}

	private static double along(final double[] p, final double[] from, final double[] normal) {
		return (p[0] - from[0]) * normal[0] + (p[1] - from[1]) * normal[1] + (p[2] - from[2]) * normal[2];
	}

	/** The affine to RAS+: DICOM's x and y grow to the left and to posterior. */
	private static VoxelGrid grid(final Slice first, final int slices, final double... step) {
		final double[] o = first.frame().orientation(), s = first.frame().spacing_mm(), p = first.frame().position();
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++) {
			final int ras = row < 2 ? -1 : 1;
			affine[4 * row] = ras * o[row] * s[1];
			affine[4 * row + 1] = ras * o[3 + row] * s[0];
			affine[4 * row + 2] = ras * step[row];
			affine[4 * row + 3] = ras * p[row];
		}
		return new VoxelGrid(new long[] {first.instance().format().columns(), first.instance().format().rows(), slices}, affine);
	}
}
