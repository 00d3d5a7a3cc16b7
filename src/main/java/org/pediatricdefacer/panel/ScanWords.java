package org.pediatricdefacer.panel;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** Says in plain words what a scan is. */
final class ScanWords {

	private static final Map<Character, String> TO = Map.of('R', "the right", 'L', "the left", 'A', "the front", 'P', "the back", 'S', "the top",
		'I', "the neck");

	/** Which planes the slices of the third axis are. */
	private static final Map<Character, String> PLANES = Map.of('R', "sagittal", 'L', "sagittal", 'A', "coronal", 'P', "coronal", 'S', "axial",
		'I', "axial");

	/** Axes that deviate by less than this from those of the world count as along them. */
	private static final double STRAIGHT_DEG = 0.5;

	private ScanWords() {}

	/** Returns sentences on size, voxels and axes, and then what was assumed. */
	static List<String> of(final PanelScan scan) {
		final VoxelGrid grid = scan.image().grid();
		final String codes = Orientation.of(grid).codes();
		final List<String> words = new ArrayList<>();
		words.add(scan.name());
		words.add(String.format(Locale.ROOT, "%d x %d x %d voxels of %s x %s x %s mm%s.", grid.size(0), grid.size(1), grid.size(2), number(grid
			.spacing_mm(0)), number(grid.spacing_mm(1)), number(grid.spacing_mm(2)), volumes(scan)));
		words.add(String.format("Stored as %s slices, that go to %s; in a slice the axes run to %s and to %s (%s)%s.", PLANES.get(codes.charAt(
			2)), TO.get(codes.charAt(2)), TO.get(codes.charAt(0)), TO.get(codes.charAt(1)), codes, turned(grid)));
		if (scan.reading().orientation() != null) words.add("The orientation is the one you chose.");
		for (final String warning : scan.image().warnings())
			words.add("Warning: " + warning);
		return words;
	}

	private static String number(final double mm) {
		return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(mm);
	}

	private static String volumes(final PanelScan scan) {
		final long count = scan.image().volume().count();
		return count == 1 ? "" : ", " + count + " volumes";
	}

	private static String turned(final VoxelGrid grid) {
		final double[] affine = grid.voxelToWorld();
		final String codes = Orientation.of(grid).codes();
		double most = 0;
		for (int d = 0; d < 3; d++) {
			final int world = Math.max("RAS".indexOf(codes.charAt(d)), "LPI".indexOf(codes.charAt(d)));
			most = Math.max(most, Math.toDegrees(Math.acos(Math.min(1, Math.abs(affine[4 * world + d]) / grid.spacing_mm(d)))));
		}
		return most < STRAIGHT_DEG ? "" : String.format(Locale.ROOT, ", turned by up to %.0f degrees", most);
	}
}
