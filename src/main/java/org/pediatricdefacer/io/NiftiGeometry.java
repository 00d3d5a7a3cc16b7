package org.pediatricdefacer.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Finds where the voxels of a NIfTI file lie.
 * <p>
 * The rule: with a positive sform_code there is an sform, with a positive qform_code a qform. With one of them, it is taken.
 * With both, the sform is taken (it can hold all that a qform can), but only if no corner of the volume lies more than
 * {@value #TOLERANCE_MM} mm apart by the two; otherwise the user has to say which one to prefer, and then the other is not
 * looked at. An orientation that the user gives must agree with what the file tells, or be preferred to it. With neither, the axes run as the user says, or as RAS with a warning, voxel edges from pixdim, the world's
 * origin at the center. Lengths are in the unit of xyzt_units; none means mm, as all programs take it, and an undefined one
 * is taken for mm with a warning. Source: nifti1.h, "3D image orientation and location in space".
 */
final class NiftiGeometry {

	/** Rounded headers differ by less, scans that were moved or cut by more. */
	static final double TOLERANCE_MM = 1;
	/** No scanner sees further; what claims to is in a wrong unit, and would be too large to resample. */
	static final double MAX_VIEW_MM = 3000;
	/** No scanner resolves as much. */
	static final double MIN_SPACING_MM = 0.01;
	/** A quaternion stored as 32-bit floats is a unit one up to about 1e-6; some programs round to three digits. */
	private static final double QUATERNION_TOLERANCE = 5e-3;

	private final NiftiHeader header;
	private final long[] size;
	private final String name;
	private final List<String> warnings = new ArrayList<>();

	private NiftiGeometry(final NiftiHeader header, final long[] size, final String name) {
		this.header = header;
		this.size = size;
		this.name = name;
	}

	/** A grid and what the user should know about it. */
	record Found(VoxelGrid grid, List<String> warnings) {}

	/** One of the two affines: a grid, or why there is none. */
	private record Form(VoxelGrid grid, String fault) {}

	static Found find(final NiftiHeader header, final long[] size, final NiftiReadOptions options, final String name) {
		final NiftiGeometry geometry = new NiftiGeometry(header, size, name);
		return new Found(geometry.choose(options), List.copyOf(geometry.warnings));
	}

	private VoxelGrid choose(final NiftiReadOptions options) {
		final boolean analyze = header.version() == NiftiHeader.Version.ANALYZE;
		final boolean hasSform = !analyze && header.integer(NiftiField.SFORM_CODE, 0) > 0;
		final boolean hasQform = !analyze && header.integer(NiftiField.QFORM_CODE, 0) > 0;
		if (!hasSform && !hasQform) return assumed(options.orientation());
		if (options.prefer() == Prefer.ORIENTATION) {
			warnings.add(name + " was read along " + options.orientation() + " axes as asked for, whatever its header says; the header is kept as it is.");
			return assumed(options.orientation());
		}
		final VoxelGrid told = told(options, hasSform, hasQform);
		final String codes = Orientation.of(told).codes();
		if (options.orientation() != null && !options.orientation().equals(codes)) throw new DefacingException(name + ": the header says that the axes run " +
			codes + ", --orientation says " + options.orientation() + "; leave --orientation out, or add --prefer orientation if the header is wrong.");
		return told;
	}

	private VoxelGrid told(final NiftiReadOptions options, final boolean hasSform, final boolean hasQform) {
		if (hasSform && hasQform && options.prefer() == Prefer.NEITHER) return agreed(sform(), qform());
		final boolean takeSform = hasSform && (!hasQform || options.prefer() == Prefer.SFORM);
		final Form form = takeSform ? sform() : qform();
		if (form.fault == null) return form.grid;
		final String remedy = hasSform && hasQform ? "choose the other with --prefer " + (takeSform ? "qform" : "sform") :
			"correct the header with a NIfTI tool";
		throw new DefacingException(name + ": the " + (takeSform ? "sform" : "qform") + " " + form.fault + "; " + remedy + ".");
	}

	private VoxelGrid agreed(final Form sform, final Form qform) {
		if (sform.fault != null && qform.fault != null)
			throw new DefacingException(name + ": the sform " + sform.fault + " and the qform " + qform.fault +
				"; correct the header with a NIfTI tool.");
		if (sform.fault != null) throw new DefacingException(name + ": the sform " + sform.fault +
			"; choose the other with --prefer qform.");
		if (qform.fault != null) throw new DefacingException(name + ": the qform " + qform.fault +
			"; choose the other with --prefer sform.");
		if (sform.grid.equalsWithin(qform.grid, TOLERANCE_MM)) return sform.grid;
		throw new DefacingException(String.format(Locale.ROOT,
			"%s: qform and sform disagree by %.1f mm; choose one with --prefer sform or --prefer qform.",
			name, distance_mm(sform.grid, qform.grid)));
	}

	private double distance_mm(final VoxelGrid a, final VoxelGrid b) {
		double most = 0;
		for (int corner = 0; corner < 8; corner++) {
			final double[] voxel = new double[3];
			for (int d = 0; d < 3; d++)
				voxel[d] = (corner >> d & 1) * (size[d] - 1.0);
			final double[] p = a.toWorld(voxel), q = b.toWorld(voxel);
			most = Math.max(most, Math.hypot(Math.hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]));
		}
		return most;
	}

	private Form sform() {
		final double unit_mm = unit_mm();
		final double[] affine = new double[12];
		for (int i = 0; i < 12; i++)
			affine[i] = header.number(NiftiField.SROW, i) * unit_mm;
		return form(affine);
	}

	/** Builds the affine from quaternion, offset, voxel edges and handedness, method 2 of the standard. */
	private Form qform() {
		final double b = header.number(NiftiField.QUATERN, 0), c = header.number(NiftiField.QUATERN, 1),
			d = header.number(NiftiField.QUATERN, 2);
		final double squares = b * b + c * c + d * d;
		if (!(squares <= 1 + QUATERNION_TOLERANCE)) return new Form(null, "has a quaternion that is no rotation");
		final double[] edges = edges_mm();
		if (edges == null) return new Form(null, "has a voxel size that is zero or no number (pixdim " + pixdim() + ")");
		final double a = Math.sqrt(Math.max(0, 1 - squares));
		// Rounding can leave the norm a little above 1: divide it out, as nifti1_io does.
		final double norm = a * a + squares;
		final double[] rotation = {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), //
			2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), //
			2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c};
		if (header.number(NiftiField.PIXDIM, 0) < 0) edges[2] = -edges[2];
		final double unit_mm = unit_mm();
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++) {
			for (int column = 0; column < 3; column++)
				affine[4 * row + column] = rotation[3 * row + column] / norm * edges[column];
			affine[4 * row + 3] = header.number(NiftiField.QOFFSET, row) * unit_mm;
		}
		return form(affine);
	}

	private Form form(final double[] affine) {
		if (!Arrays.stream(affine).allMatch(Double::isFinite)) return new Form(null, "has entries that are no numbers");
		final VoxelGrid grid;
		try {
			// Adding 0 makes -0 a 0, so that grids of equal numbers are equal.
			grid = new VoxelGrid(size, Arrays.stream(affine).map(a -> a + 0.0).toArray());
		}
		catch (final IllegalArgumentException e) {
			return new Form(null, "is singular (its axes do not span the space)");
		}
		for (int d = 0; d < 3; d++) {
			final double spacing_mm = grid.spacing_mm(d);
			if (spacing_mm < MIN_SPACING_MM || spacing_mm * size[d] > MAX_VIEW_MM)
				return new Form(null, String.format(Locale.ROOT, "has %d voxels of %.3g mm along axis %d, which no scanner makes",
					size[d], spacing_mm, d + 1));
		}
		return new Form(grid, null);
	}

	private VoxelGrid assumed(final String orientation) {
		final double[] edges_mm = edges_mm();
		if (edges_mm == null) throw new DefacingException(name + ": the voxel size is zero or no number (pixdim " + pixdim() +
			"), and there is no sform; correct the header with a NIfTI tool.");
		if (orientation == null)
			warnings.add(name + " does not say how its axes run; RAS was assumed. If that is wrong, give --orientation.");
		final Form form = form(NiftiReadOptions.axes(orientation == null ? "RAS" : orientation).grid(size, edges_mm).voxelToWorld());
		if (form.fault != null) throw new DefacingException(name + ": the header " + form.fault + "; correct pixdim with a NIfTI tool.");
		return form.grid;
	}

	/** Returns the voxel edges, or null if one is zero or not finite. */
	private double[] edges_mm() {
		final double unit_mm = unit_mm();
		final double[] edges = new double[3];
		for (int d = 0; d < 3; d++) {
			// A negative size is an old way to mark a flip; the standard defines sizes as positive.
			edges[d] = Math.abs(header.number(NiftiField.PIXDIM, d + 1)) * unit_mm;
			if (!(edges[d] > 0) || !Double.isFinite(edges[d])) return null;
		}
		return edges;
	}

	private String pixdim() {
		return header.number(NiftiField.PIXDIM, 1) + " " + header.number(NiftiField.PIXDIM, 2) + " " + header.number(NiftiField.PIXDIM, 3);
	}

	private double unit_mm() {
		if (header.version() == NiftiHeader.Version.ANALYZE) return 1;
		final int unit = (int) header.integer(NiftiField.XYZT_UNITS, 0) & 7;
		final String warning = name + " tells an unknown unit of length (xyzt_units " + unit + "); mm was assumed.";
		return switch (unit) {
			case 1 -> 1000;
			case 0, 2 -> 1;
			case 3 -> 0.001;
			default -> {
				if (!warnings.contains(warning)) warnings.add(warning);
				yield 1;
			}
		};
	}
}
