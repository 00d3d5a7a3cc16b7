package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;

import org.pediatricdefacer.lattice.Lattice;

/** What golden_scores.py wrote. */
record Golden(List<Case> cases, List<Statistic> statistics) {

	record Case(String name, int[] size, double[] spacing_mm, String reference, String predicted, Map<String, Double> scores, Map<String, Double> monai) {

		Lattice lattice() {
			return new Lattice(size[0], size[1], size[2], spacing_mm[0], spacing_mm[1], spacing_mm[2]);
		}

		boolean[] unpack(final String bits) {
			final byte[] bytes = Base64.getDecoder().decode(bits);
			final boolean[] mask = new boolean[lattice().voxels()];
			for (int i = 0; i < mask.length; i++)
				mask[i] = (bytes[i / 8] >> i % 8 & 1) == 1;
			return mask;
		}

		@Override
		public String toString() {
			return name;
		}
	}

	record Statistic(double[] first, double[] second, double median, double mean, double sd, double p_exact, double p_normal) {}

	static Golden read() throws IOException {
		try (Reader reader = new InputStreamReader(Golden.class.getResourceAsStream("golden_scores.json"), StandardCharsets.UTF_8)) {
			return new Gson().fromJson(reader, Golden.class);
		}
	}
}
