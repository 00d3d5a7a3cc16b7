package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class OrthonormalColumnsTest {

	/** Not nearly: what is measured by them is written down. */
	@Test
	void areTheFirstColumnsOfQBitByBit() {
		final Random random = new Random(3);
		for (int n = 0; n < 20; n++) {
			final double[][] columns = new double[6][70 + random.nextInt(60)];
			for (final double[] column : columns)
				for (int row = 0; row < column.length; row++)
					column[row] = random.nextGaussian() * Math.pow(10, random.nextInt(5));
			final RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(columns).transpose()).getQ();
			final double[][] found = OrthonormalColumns.of(columns);
			for (int k = 0; k < found.length; k++)
				assertArrayEquals(q.getColumn(k), found[k]);
		}
	}

	@Test
	void columnsThatDependOnEachOtherGiveWhatQHas() {
		final double[][] columns = { { 1, 1, 1, 1 }, { 2, 2, 2, 2 }, { 0, 0, 0, 0 } };
		final RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(columns).transpose()).getQ();
		final double[][] found = OrthonormalColumns.of(columns);
		for (int k = 0; k < found.length; k++)
			assertArrayEquals(q.getColumn(k), found[k]);
	}
}
