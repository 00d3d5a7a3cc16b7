package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrayPictureTest {

	private static GrayPicture noise(final int width, final int height) {
		final byte[] gray = new byte[width * height];
		new Random(7).nextBytes(gray);
		return new GrayPicture(width, height, gray);
	}

	private static int gray(final BufferedImage image, final int x, final int y) {
		return image.getRaster().getNumBands() == 1 && image.getColorModel() instanceof IndexColorModel ? image.getRGB(x, y) & 0xff :
			image.getRaster().getSample(x, y, 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 16, 17, 64, 256 })
	void aPngShowsEachPixelToWithinHalfALevel(final int levels) throws IOException {
		final GrayPicture picture = noise(31, 17);
		final BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png(levels)));
		assertEquals(31, image.getWidth());
		final double half = 255.0 / (levels - 1) / 2 + 0.5;
		for (int p = 0; p < picture.gray().length; p++)
			assertEquals(picture.gray()[p] & 0xff, gray(image, p % 31, p / 31), half);
	}

	@Test
	void fewerLevelsTakeFewerBytes() {
		final GrayPicture picture = noise(100, 100);
		assertTrue(picture.png(16).length < picture.png(64).length && picture.png(64).length < picture.png(256).length);
	}

	@Test
	void shrinkingKeepsTheMean() {
		final GrayPicture picture = noise(120, 90);
		final GrayPicture small = picture.scaled(0.37);
		assertEquals(44, small.width());
		assertEquals(33, small.height());
		assertEquals(mean(picture), mean(small), 0.5);
	}

	private static double mean(final GrayPicture picture) {
		double sum = 0;
		for (final byte gray : picture.gray())
			sum += gray & 0xff;
		return sum / picture.gray().length;
	}

	@Test
	void croppingBeyondTheBorderIsBlack() {
		final GrayPicture picture = new GrayPicture(2, 2, new byte[] { 1, 2, 3, 4 });
		assertArrayEquals(new byte[] { 0, 0, 0, 0, 1, 2, 0, 3, 4 }, picture.crop(-1, -1, 3, 3).gray());
		assertArrayEquals(new byte[] { 4, 0 }, picture.crop(1, 1, 2, 1).gray());
	}

	@Test
	void refusesWhatIsNoPicture() {
		assertThrows(IllegalArgumentException.class, () -> new GrayPicture(2, 2, new byte[3]));
		assertThrows(IllegalArgumentException.class, () -> noise(3, 3).scaled(0));
	}
}
