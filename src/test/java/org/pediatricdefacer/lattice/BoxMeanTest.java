package org.pediatricdefacer.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with the mean as it is defined. */
class BoxMeanTest {

	@ParameterizedTest
	@CsvSource({ "5,4,3", "1,1,1", "2,1,7" })
	void isTheMeanOfTheNeighborhood(final int nx, final int ny, final int nz) {
		final Lattice lattice = new Lattice(nx, ny, nz, 2, 2, 2);
		final Random random = new Random(nx);
		final float[] values = new float[lattice.voxels()];
		for (int i = 0; i < values.length; i++)
			values[i] = random.nextFloat();
		final float[] means = BoxMean.of(values, lattice);
		for (int i = 0; i < values.length; i++)
			assertEquals(mean(values, lattice, lattice.x(i), lattice.y(i), lattice.z(i)), means[i], 1e-6);
	}

	private static double mean(final float[] values, final Lattice lattice, final int x, final int y, final int z) {
		double sum = 0;
		for (int dz = -1; dz <= 1; dz++)
			for (int dy = -1; dy <= 1; dy++)
				for (int dx = -1; dx <= 1; dx++)
					sum += values[lattice.index(Math.max(0, Math.min(lattice.nx() - 1, x + dx)), Math.max(0, Math.min(lattice.ny() - 1, y + dy)),
						Math.max(0, Math.min(lattice.nz() - 1, z + dz)))];
		return sum / 27;
	}
}
