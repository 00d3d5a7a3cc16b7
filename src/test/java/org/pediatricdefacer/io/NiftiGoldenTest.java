package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/** Reads files that nibabel wrote and compares with what nibabel reads; src/test/python/make_nifti_golden.py makes both. */
class NiftiGoldenTest {

	static List<String> lines() throws IOException, URISyntaxException {
		return Files.readAllLines(file("expected.csv"));
	}

	@ParameterizedTest
	@MethodSource("lines")
	void readsWhatNibabelReads(final String line) throws IOException, URISyntaxException {
		final String[] columns = line.split(";");
		final double[] expected = Arrays.stream(columns).skip(3).mapToDouble(Double::parseDouble).toArray();
		final NiftiImage image = NiftiReader.read(file(columns[0]));
		assertEquals(List.of(), image.warnings());
		assertEquals(columns[1], image.dataType().toString());
		assertEquals(columns[2], Arrays.toString(Intervals.dimensionsAsLongArray(image.stored())).replaceAll("[\\[\\] ]", "").replace(',',
			'x'));
		// The affine went through 32-bit floats, and quaternions lose a digit more.
		assertArrayEquals(Arrays.copyOf(expected, 12), image.grid().voxelToWorld(), 2e-6 * 80);

		final List<Double> values = new ArrayList<>();
		for (final Object value : Views.flatIterable(image.volume().pixels()))
			values.add(((RealType<?>) value).getRealDouble());
		assertEquals(expected[12], values.get(0), 1e-12 * Math.abs(expected[12]));
		assertEquals(expected[13], values.get(values.size() / 2), 1e-12 * Math.abs(expected[13]));
		assertEquals(expected[14], values.get(values.size() - 1), 1e-12 * Math.abs(expected[14]));
		assertEquals(expected[15], values.stream().mapToDouble(v -> v).sum(), 1e-9 * Math.abs(expected[15]));
	}

	private static Path file(final String name) throws URISyntaxException {
		return Path.of(NiftiGoldenTest.class.getResource("golden/" + name).toURI());
	}
}
