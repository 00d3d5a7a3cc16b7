package org.pediatricdefacer.removal;

/**
 * Columns of length 1 at right angles that span what some given columns span, by Householder's reflections.
 * <p>
 * The numbers are those of the first columns of Q in the QR decomposition of Commons Math, bit by bit; that works out all of Q, which has as many
 * columns as the given ones have rows and takes megabytes.
 */
public final class OrthonormalColumns {

	private OrthonormalColumns() {}

	/**
	 * Makes the columns.
	 *
	 * @param columns as many as are wanted, each longer than they are many; they are overwritten
	 * @return as many of the same length
	 */
	public static double[][] of(final double[][] columns) {
		final double[] diagonal = new double[columns.length];
		for (int k = 0; k < columns.length; k++) {
			double square = 0;
			for (int row = k; row < columns[k].length; row++)
				square += columns[k][row] * columns[k][row];
			diagonal[k] = columns[k][k] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
			if (diagonal[k] == 0) continue;
			columns[k][k] -= diagonal[k];
			for (int other = k + 1; other < columns.length; other++)
				reflect(columns[other], columns[k], k, diagonal[k]);
		}
		final double[][] orthonormal = new double[columns.length][columns[0].length];
		for (int k = columns.length - 1; k >= 0; k--) {
			orthonormal[k][k] = 1;
			if (columns[k][k] == 0) continue;
			for (int other = k; other < columns.length; other++)
				reflect(orthonormal[other], columns[k], k, diagonal[k]);
		}
		return orthonormal;
	}

	/** Mirrors a column from its row k on. */
	private static void reflect(final double[] column, final double[] normal, final int k, final double diagonal) {
		double alpha = 0;
		for (int row = k; row < column.length; row++)
			alpha -= column[row] * normal[row];
		alpha /= diagonal * normal[k];
		for (int row = k; row < column.length; row++)
			column[row] -= alpha * normal[row];
	}
}
