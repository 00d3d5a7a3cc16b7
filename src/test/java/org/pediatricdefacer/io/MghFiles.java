package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/** Makes MGH files of other scans. */
public final class MghFiles {

	private MghFiles() {}

	/** Writes a scan of 16-bit integers as a packed MGH file with a command line. */
	public static Path write(final Path file, final NiftiImage scan) throws IOException {
		final double[] affine = scan.grid().voxelToWorld();
		final long[] size = scan.grid().size();
		final double[] center = scan.grid().toWorld(size[0] / 2.0, size[1] / 2.0, size[2] / 2.0);
		final ByteBuffer out = ByteBuffer.allocate(284 + 2 * (int) scan.stored().size());
		out.putInt(1).putInt((int) size[0]).putInt((int) size[1]).putInt((int) size[2]).putInt(1).putInt(4).putInt(0).putShort((short) 1);
		for (int d = 0; d < 3; d++)
			out.putFloat((float) scan.grid().spacing_mm(d));
		for (int d = 0; d < 3; d++)
			for (int r = 0; r < 3; r++)
				out.putFloat((float) (affine[4 * r + d] / scan.grid().spacing_mm(d)));
		for (int r = 0; r < 3; r++)
			out.putFloat((float) center[r]);
		out.position(284);
		for (final RealType<?> value : Views.flatIterable(scan.stored()))
			out.putShort((short) value.getRealDouble());
		return NiftiBytes.save(file.getParent(), file.getFileName().toString(), NiftiBytes.gzip(NiftiBytes.concat(out.array(), MghBytes
			.parameters(), MghBytes.tag(3, MghBytes.text("mri_convert /home/jane/orig.nii")))));
	}
}
