package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.privacy.FaceDetector.Box;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;

class CascadeDetectorTest {

	private FaceDetector detector;

	@BeforeEach
	void open() throws IOException {
		final Optional<FaceDetector> found = FaceDetectors.open();
		assumeTrue(found.isPresent(), FaceDetectors.NOT_RUN);
		detector = found.get();
	}

	@AfterEach
	void close() {
		if (detector != null) detector.close();
	}

	@Test
	void findsNothingInTheDark() {
		final float[] depth_mm = new float[256 * 256];
		Arrays.fill(depth_mm, Float.NEGATIVE_INFINITY);
		assertEquals(List.of(), detector.detect(new Rendering(256, 256, new byte[256 * 256], depth_mm)));
	}

	@Test
	void findsTheFaceOfAPhantomInTheMiddleOfThePicture() throws IOException {
		final IsotropicScan head = IsotropicScan.of(NiftiReader.read(Path.of("test-images/school_t1ce_tumor.nii.gz")).volume(), 1).smoothed();
		final Camera camera = Camera.of(Camera.View.FRONT, head, 1);
		final List<Box> boxes = detector.detect(new HeadRender(head).surface(camera, AirThreshold.of(head).skin()));
		assertTrue(!boxes.isEmpty(), "no face");
		for (final Box box : boxes) {
			assertEquals(camera.width() / 2.0, box.column() + box.size() / 2.0, 0.15 * camera.width(), box.toString());
			assertTrue(box.row() >= 0 && box.row() + box.size() <= camera.height(), box.toString());
		}
		assertTrue(detector.name().startsWith("OpenCV 4."), detector.name());
	}
}
