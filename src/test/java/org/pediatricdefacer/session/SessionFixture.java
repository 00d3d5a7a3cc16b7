package org.pediatricdefacer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.ShortType;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** Scans of one phantom head, as files, and a defacer that knows it. */
public final class SessionFixture {

	/** How the head moved before the scan that tells its coordinates from before. */
	public static final RigidTransform MOTION = RigidTransform.of(new double[] { 0.1, -0.05, 0.08 }, new double[] { 0, -20, 30 }, new double[] { 6,
		-8, 7 });

	private static final PhantomScan PHANTOM = PhantomScan.whole();

	private SessionFixture() {}

	/** Makes a defacer whose network knows the head on the grid of all scans. */
	public static Defacer defacer() {
		return PHANTOM.defacer();
	}

	/** Writes a T1w scan. */
	public static void t1(final Path file) throws IOException {
		write(file, PHANTOM.stored(), RigidTransform.IDENTITY);
	}

	/** Writes a scan of the contrast of a T2w. */
	public static void t2(final Path file, final RigidTransform moved) throws IOException {
		final Img<ShortType> pixels = PHANTOM.stored();
		for (final ShortType v : pixels)
			v.set((short) (v.get() < 120 ? v.get() : v.get() > 600 ? 300 : v.get() < 350 ? 1000 : 550));
		write(file, pixels, moved);
	}

	/** Writes a scan whose air is noise as bright as the head, as that of uniform images is. */
	public static void uniform(final Path file) throws IOException {
		final Img<ShortType> pixels = PHANTOM.stored();
		final Random random = new Random(5);
		for (final Cursor<ShortType> cursor = pixels.cursor(); cursor.hasNext();) {
			final ShortType v = cursor.next();
			if (v.get() < 200) v.set((short) random.nextInt(1000));
		}
		write(file, pixels, RigidTransform.IDENTITY);
	}

	/** Writes nothing but noise. */
	public static void noise(final Path file) throws IOException {
		final Img<ShortType> pixels = PHANTOM.stored();
		final Random random = new Random(6);
		for (final ShortType v : pixels)
			v.set((short) random.nextInt(1000));
		write(file, pixels, RigidTransform.IDENTITY);
	}

	private static void write(final Path file, final Img<ShortType> pixels, final RigidTransform moved) throws IOException {
		Files.createDirectories(file.getParent());
		NiftiWriter.write(NiftiImage.of(new Volume(pixels, moved.apply(PhantomScan.GRID))), file, NiftiWriteOptions.DEFAULT);
	}
}
