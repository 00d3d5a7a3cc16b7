package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.DeviceChoice.Kind;

class DeviceChoiceTest {

	@ParameterizedTest
	@CsvSource({ "auto, AUTO, 0, auto", "cpu, CPU, 0, cpu", "' CPU ', CPU, 0, cpu", "gpu, GPU, 0, gpu:0", "GPU:3, GPU, 3, gpu:3" })
	void readsWhatItWrites(final String text, final Kind kind, final int gpu, final String written) {
		final DeviceChoice choice = DeviceChoice.parse(text);
		assertEquals(new DeviceChoice(kind, gpu), choice);
		assertEquals(written, choice.toString());
		assertEquals(choice, DeviceChoice.parse(choice.toString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "cuda", "gpu:", "gpu:-1", "gpu:x", "gpu:9999", "cpu:0", "gpu 1" })
	void refusesAnythingElse(final String text) {
		assertEquals("'" + text + "' is no device; choose auto, cpu, gpu or gpu:N (N from 0).", assertThrows(DefacingException.class,
			() -> DeviceChoice.parse(text)).getMessage());
	}

	@Test
	void numbersOnlyGraphicsCards() {
		assertThrows(IllegalArgumentException.class, () -> new DeviceChoice(Kind.CPU, 1));
		assertThrows(IllegalArgumentException.class, () -> new DeviceChoice(Kind.GPU, -1));
	}
}
