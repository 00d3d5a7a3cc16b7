package org.pediatricdefacer.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The face that anybody may guess: the mean skin of the heads that the model was trained on, in the frame of the head.
 * <p>
 * Written by {@code models/training/average_face.py}; both sides alike. An attack that comes no nearer to a skin has found nothing.
 */
final class AverageFace {

	private static final String FILE = "average_face.csv";

	private final double lowest;
	private final double step;
	private final double[][] skin;

	private AverageFace(final double lowest, final double step, final double[][] skin) {
		this.lowest = lowest;
		this.step = step;
		this.skin = skin;
	}

	/** Reads the average face. */
	static AverageFace load() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(AverageFace.class.getResourceAsStream(FILE),
			StandardCharsets.UTF_8))) {
			final List<String[]> lines = reader.lines().map(line -> line.split(",", -1)).toList();
			final double[][] skin = new double[lines.size() - 1][];
			for (int row = 0; row < skin.length; row++) {
				final String[] cells = lines.get(row + 1);
				skin[row] = new double[cells.length - 1];
				for (int c = 0; c < skin[row].length; c++)
					skin[row][c] = cells[c + 1].isEmpty() ? Double.NaN : Double.parseDouble(cells[c + 1]);
			}
			final double lowest = Double.parseDouble(lines.get(1)[0]);
			return new AverageFace(lowest, Double.parseDouble(lines.get(2)[0]) - lowest, skin);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Returns how far the skin lies before the eyes.
	 *
	 * @param x right, in u
	 * @param z superior, in u
	 * @return anterior, in u; NaN where the average face has none
	 */
	double skin(final double x, final double z) {
		final double across = Math.abs(x) / step;
		final double up = (z - lowest) / step;
		final int c = (int) across;
		final int r = (int) Math.floor(up);
		if (r < 0 || r + 1 >= skin.length || c + 1 >= skin[0].length) return Double.NaN;
		final double a = across - c;
		final double b = up - r;
		return (1 - b) * ((1 - a) * skin[r][c] + a * skin[r][c + 1]) + b * ((1 - a) * skin[r + 1][c] + a * skin[r + 1][c + 1]);
	}
}
