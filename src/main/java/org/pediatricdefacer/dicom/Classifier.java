package org.pediatricdefacer.dicom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says of every instance whether it can be defaced, and if not why it is withheld.
 * <p>
 * Whatever is not known to be slices of MR is withheld: pictures of a screen, renderings and outlines draw the face in their own
 * ways. Source: DICOM PS3.4, annex B.5, and PS3.3, C.8.3.1.1.1, for the values of Image Type.
 */
final class Classifier {

	static final String MR = "1.2.840.10008.5.1.4.1.1.4";
	static final String ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4.1";
	static final String LEGACY_ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4.4";

	/** Objects by the beginning of their class, the longer before the shorter. */
	private static final Map<String, String> OTHERS = others();

	/** Values of Image Type of pictures that were computed from a whole head: they show it from outside, or through. */
	private static final List<String> RENDERED = List.of("VOLREN", "VRT", "3D RENDERING", "RENDERING", "RENDERED", "SSD", "SURFACE",
		"SHADED", "MIP", "MINIP", "MIN IP", "MAX IP", "MAX_IP", "MIN_IP", "PROJECTION IMAGE", "PROJECTION", "THICK_MIP", "THIN_MIP", "VIRTUAL");
	private static final List<String> SCREENS = List.of("SCREEN SAVE", "SCREEN", "SCREENSHOT", "POSDISP", "CSA REPORT", "SC",
		"VXTL STATE");

	private Classifier() {}

	private static Map<String, String> others() {
		final Map<String, String> others = new LinkedHashMap<>();
		final String storage = "1.2.840.10008.5.1.4.1.1.";
		others.put(storage + "4.2", "MR spectroscopy");
		others.put(storage + "4.3", "a color image of MR");
		others.put(storage + "7", "a secondary capture, a picture of a screen");
		others.put(storage + "11", "a presentation state, which may hold a thumbnail");
		others.put(storage + "66.4", "a segmentation, whose outline may draw the face");
		others.put(storage + "66.5", "a surface, which may draw the face");
		others.put(storage + "66.6", "tracts");
		others.put(storage + "66", "raw data, from which the face can be made again");
		others.put(storage + "30", "a parametric map");
		others.put(storage + "68", "a surface scan, which draws the face");
		others.put(storage + "67", "a mapping of values");
		others.put(storage + "77", "a photograph, a video or a microscope's image");
		others.put(storage + "88", "a structured report");
		others.put(storage + "104.1", "an encapsulated PDF");
		others.put(storage + "104.2", "an encapsulated document");
		others.put(storage + "104", "an encapsulated 3D model or document");
		others.put(storage + "128", "PET, another modality");
		others.put(storage + "130", "PET, another modality");
		others.put(storage + "2", "CT, another modality");
		others.put(storage + "481.3", "an RT structure set, whose body contours draw the face");
		others.put(storage + "481", "an object of radiotherapy");
		others.put(storage + "6", "ultrasound, another modality");
		others.put(storage + "3", "ultrasound, another modality");
		others.put(storage + "20", "nuclear medicine, another modality");
		others.put(storage + "1", "an X-ray image, another modality");
		others.put(storage + "12", "an X-ray image, another modality");
		others.put(storage + "13", "an X-ray image, another modality");
		others.put(storage + "9", "a waveform");
		return others;
	}

	/**
	 * Says why an instance is withheld.
	 *
	 * @param instance to look at
	 * @return a half sentence, empty if the instance is one of MR slices
	 */
	static Optional<String> withheld(final Instance instance) {
		if (instance.facts().directory()) return Optional.of("it is a DICOMDIR, which names patients and files and is passed over");
		final String sopClass = instance.sopClass();
		if (sopClass.isEmpty()) return Optional.of("it does not say what kind of object it is");
		if (!sopClass.equals(MR) && !sopClass.equals(ENHANCED_MR) && !sopClass.equals(LEGACY_ENHANCED_MR)) return Optional.of("it is " + name(
			sopClass));
		if (!instance.modality().isEmpty() && !instance.modality().equals("MR")) return Optional.of("its modality is " + DataSet.shown(instance.modality()) +
			", not MR");
		if (!instance.facts().hasPixels()) return Optional.of("it has no pixels");
		if (instance.format().samples() != 1 || instance.format().photometric().matches("RGB|PALETTE.*|YBR.*")) return Optional.of(
			"it is a picture in color, not slices");
		if (instance.facts().mosaic()) return Optional.of(
			"its slices stand side by side in one picture (a mosaic), which is not taken apart; export it as single slices or as enhanced MR");
		return unsuited(instance, RENDERED, "a rendering or projection, which shows the head from outside").or(() -> unsuited(instance, SCREENS,
			"a picture of a screen or a report"));
	}

	private static Optional<String> unsuited(final Instance instance, final List<String> words, final String what) {
		return words.stream().filter(instance::isType).findFirst().map(word -> "it is " + what + " (Image Type " + word + ")");
	}

	private static String name(final String sopClass) {
		for (final Map.Entry<String, String> other : OTHERS.entrySet())
			if (sopClass.equals(other.getKey()) || sopClass.startsWith(other.getKey() + ".")) return other.getValue();
		return "an object of class " + DataSet.shown(sopClass) + ", which the program does not know";
	}
}
