package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.img.Img;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.ShortType;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.volume.Volume;

/** Runs the model that users get through all rooms. */
class BundledModelTest {

	@Test
	void keepsEveryPromiseOfTheProof() {
		final Img<ShortType> scan = PhantomScan.whole().stored();
		try (Defacer defacer = Defacer.open(null, "cpu", 0)) {
			assertEquals("cpu", defacer.device());
			assertTrue(defacer.toString().contains(defacer.model().name()), defacer.toString());
			final DefacingResult<ShortType> first = defacer.deface(scan, PhantomScan.GRID, DefacingSettings.DEFAULT, Progress.NONE);
			assertTrue(first.proof().outside().unchanged());
			assertEquals(0, first.proof().brainVoxelsRemoved());
			final DefacingResult<ShortType> given = defacer.applyMask(scan, new Volume(scan, PhantomScan.GRID), new Volume(first.labels(),
				PhantomScan.GRID), DefacingSettings.DEFAULT, Progress.NONE);
			// The network runs again for the proof, and must say the same again.
			ImgLib2Assert.assertImageEquals(first.facemask().classes(), given.facemask().classes());
			ImgLib2Assert.assertImageEquals(first.defaced(), given.defaced());
			assertEquals(first.judgment(), given.judgment());
		}
	}
}
