package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Holds what an MGH file of FreeSurfer holds: the header as it is, the stored values as they are, and where the voxels lie.
 * <p>
 * Written are MGH files, packed if the name ends in {@code .mgz}: the same header, the scan parameters and those tags that hold numbers of
 * the scanner only. Command lines, names of files and all that is not known are left out, since they name users and patients.
 */
public final class MghImage implements ScanImage {

	private final MghHeader header;
	private final MghFooter footer;
	private final RandomAccessibleInterval<? extends RealType<?>> stored;
	private final VoxelGrid grid;
	private final Path source;
	private final List<String> traces;
	private final List<String> warnings;

	MghImage(final MghHeader header, final MghFooter footer, final RandomAccessibleInterval<? extends RealType<?>> stored, final VoxelGrid grid,
		final Path source, final List<String> traces, final List<String> warnings)
	{
		this.header = Objects.requireNonNull(header, "header");
		this.footer = Objects.requireNonNull(footer, "footer");
		this.stored = Objects.requireNonNull(stored, "stored");
		this.grid = Objects.requireNonNull(grid, "grid");
		this.source = source;
		this.traces = List.copyOf(traces);
		this.warnings = List.copyOf(warnings);
	}

	@Override
	public RandomAccessibleInterval<? extends RealType<?>> stored() {
		return stored;
	}

	@Override
	public VoxelGrid grid() {
		return grid;
	}

	@Override
	public Volume volume() {
		return new Volume(stored, grid);
	}

	@Override
	public double slope() {
		return 1;
	}

	@Override
	public double intercept() {
		return 0;
	}

	@Override
	public List<String> warnings() {
		return warnings;
	}

	@Override
	public boolean isMarkedDefaced() {
		return footer.isMarked(HeaderCleaning.MARK);
	}

	@Override
	public List<HeaderCleaning.Entry> cleaning(final String version) {
		final List<HeaderCleaning.Entry> entries = new ArrayList<>();
		if (header.hasUnusedBytes()) entries.add(new HeaderCleaning.Entry("unused header bytes", "cleared"));
		for (final MghFooter.Tag tag : footer.tags())
			if (!tag.isHarmless()) entries.add(new HeaderCleaning.Entry(tag.toString(), tag.content().length + " bytes dropped"));
		if (footer.rest() > 0) entries.add(new HeaderCleaning.Entry("end of the file", footer.rest() + " bytes of unknown meaning dropped"));
		entries.add(new HeaderCleaning.Entry("command line (tag 3)", "set"));
		for (final String trace : traces)
			entries.add(new HeaderCleaning.Entry(trace, "not written"));
		return entries;
	}

	@Override
	public AtomicFile prepareDefaced(final RandomAccessibleInterval<? extends RealType<?>> values, final String version, final Path target,
		final NiftiWriteOptions options) throws IOException
	{
		if (values.getType().getClass() != stored.getType().getClass() || !Arrays.equals(values.dimensionsAsLongArray(), stored
			.dimensionsAsLongArray())) throw new IllegalArgumentException("stored values must keep their type and size");
		return prepare(header.withoutUnusedBytes(), values, footer.cleaned(HeaderCleaning.MARK + " " + version), target, options);
	}

	@Override
	public AtomicFile prepareLabels(final RandomAccessibleInterval<UnsignedByteType> labels, final String version, final Path target,
		final NiftiWriteOptions options) throws IOException
	{
		if (!Arrays.equals(labels.dimensionsAsLongArray(), grid.size())) throw new IllegalArgumentException("labels must have the size of the grid");
		return prepare(header.forLabels(), labels, new byte[0], target, options);
	}

	private AtomicFile prepare(final MghHeader head, final RandomAccessibleInterval<?> pixels, final byte[] tail, final Path target,
		final NiftiWriteOptions options) throws IOException
	{
		final String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
		if (!ScanFormats.isMghName(name)) throw new DefacingException(target + " is no name of an MGH file; let it end in .mgz or .mgh.");
		return ScanOutput.prepare(source, target, !name.endsWith(".mgh"), options, out -> {
			out.write(head.raw());
			ScanOutput.writePixels(pixels, ByteOrder.BIG_ENDIAN, out, options);
			out.write(tail);
		});
	}
}
