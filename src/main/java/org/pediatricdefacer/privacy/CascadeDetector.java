package org.pediatricdefacer.privacy;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

import org.pediatricdefacer.render.Rendering;

/**
 * The face detectors of OpenCV that need no network: boosted cascades of Haar features for frontal faces and for profiles, the
 * latter on the mirrored picture, too.
 * <p>
 * The only class that knows OpenCV. Without its library no instance can be made; see {@link FaceDetectors}.
 * Sources: Viola and Jones, CVPR 2001; Lienhart and Maydt, ICIP 2002.
 */
final class CascadeDetector implements FaceDetector {

	private static final String FOLDER = "/org/bytedeco/opencv/" + Loader.getPlatform() + "/share/opencv4/haarcascades/";
	private static final double SCALE_STEP = 1.1;
	/** Detections that must fall together; with the usual 3 to 5 the orbits of bare skulls count too often. */
	private static final int NEIGHBORS = 10;
	/** Least size of a face, as a share of the shorter side of the picture. */
	private static final double LEAST_SHARE = 0.3;

	private final CascadeClassifier frontal;
	private final CascadeClassifier profile;

	/**
	 * Loads OpenCV and its cascades.
	 *
	 * @throws IOException if the cascades cannot be unpacked
	 * @throws LinkageError if OpenCV or its library for this platform is not there
	 */
	CascadeDetector() throws IOException {
		Loader.load(opencv_objdetect.class);
		frontal = cascade("haarcascade_frontalface_alt2.xml");
		profile = cascade("haarcascade_profileface.xml");
	}

	private static CascadeClassifier cascade(final String name) throws IOException {
		final File file = Loader.cacheResource(FOLDER + name);
		if (file == null) throw new IOException(FOLDER + name + " is missing from OpenCV's artifact");
		return new CascadeClassifier(file.getPath());
	}

	@Override
	public List<Box> detect(final Rendering picture) {
		final List<Box> found = new ArrayList<>();
		try (BytePointer pixels = new BytePointer(picture.gray()); Mat image = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC1, pixels);
			Mat mirrored = new Mat())
		{
			opencv_core.flip(image, mirrored, 1);
			detect(frontal, image, false, found);
			detect(profile, image, false, found);
			detect(profile, mirrored, true, found);
		}
		return found;
	}

	private static void detect(final CascadeClassifier cascade, final Mat image, final boolean mirrored, final List<Box> found) {
		final int least = (int) (LEAST_SHARE * Math.min(image.rows(), image.cols()));
		try (RectVector boxes = new RectVector(); Size smallest = new Size(least, least); Size largest = new Size()) {
			cascade.detectMultiScale(image, boxes, SCALE_STEP, NEIGHBORS, 0, smallest, largest);
			for (long i = 0; i < boxes.size(); i++)
				try (Rect box = boxes.get(i)) {
					found.add(new Box(mirrored ? image.cols() - box.x() - box.width() : box.x(), box.y(), box.width()));
				}
		}
	}

	@Override
	public String name() {
		return "OpenCV " + opencv_core.CV_VERSION + " Haar cascades (frontal, profile)";
	}

	@Override
	public void close() {
		frontal.close();
		profile.close();
	}
}
