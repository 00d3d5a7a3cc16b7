package org.pediatricdefacer.io;

import java.util.Arrays;

import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Makes a NIfTI-1 header of an ANALYZE 7.5 header.
 * <p>
 * Only the dimensions, the type, the voxel size and the display range mean the same in both; all else, the patient's history
 * among it, is left behind. Source: dbh.h of ANALYZE 7.5, Mayo Clinic.
 */
final class AnalyzeHeader {

	private static final NiftiField[] COMMON = {NiftiField.SIZEOF_HDR, NiftiField.DIM, NiftiField.DATATYPE, NiftiField.BITPIX,
		NiftiField.PIXDIM, NiftiField.CAL_MAX, NiftiField.CAL_MIN};

	private AnalyzeHeader() {}

	/** Returns a header of the same byte order, with the grid as sform. */
	static NiftiHeader toNifti(final NiftiHeader analyze, final VoxelGrid grid) {
		final byte[] old = analyze.bytes();
		final byte[] bytes = new byte[old.length];
		for (final NiftiField field : COMMON) {
			final NiftiField.Slot slot = field.slot(analyze.version());
			System.arraycopy(old, slot.offset(), bytes, slot.offset(), slot.bytes());
		}
		System.arraycopy("ni1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes,
			NiftiField.MAGIC.slot(analyze.version()).offset(), 3);
		final NiftiHeader nifti = NiftiHeader.parse(Arrays.copyOf(bytes, bytes.length)).orElseThrow();
		// Code 2: aligned to something, since what ANALYZE's coordinates were is not known.
		return nifti.with(NiftiField.XYZT_UNITS, 2 | 8).with(NiftiField.SFORM_CODE, 2).with(NiftiField.SROW, grid.voxelToWorld()).with(
			NiftiField.PIXDIM, 1, grid.spacing_mm(0), grid.spacing_mm(1), grid.spacing_mm(2));
	}
}
