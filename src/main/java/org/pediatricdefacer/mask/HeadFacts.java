package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.HeadFrame;

/**
 * Says what was seen of a head, in numbers that a verdict can be built on.
 *
 * @param basis what the frame of the head rests on; null if neither eyes nor brain were found
 * @param unit_mm size of the head: distance from the eyes to the center of the brain over 78; NaN without a frame
 * @param brain_ml volume of the brain
 * @param brainPieces number of pieces the brain came in
 * @param brainDropped_ml volume of specks that the model took for brain and the cleaning did not
 * @param brainCut_cm2 area of brain on the border of the field of view
 * @param facePieces number of pieces the face came in; 0 if there is none
 * @param faceFenced_ml volume that the model took for face where no face can be
 * @param fenceTrusted whether that volume was taken out of the mask; if not, it was too large a part of it
 * @param faceDropped_ml volume of islands taken out of the face
 * @param modelBare_cm2 area of the largest patch of skin in the middle of the face that the model itself left bare, covered
 *            by the cleaning or not
 * @param leftEar_ml volume of the ear on the patient's left, 0 if not found
 * @param rightEar_ml volume of the ear on the patient's right, 0 if not found
 * @param leftEarInView whether the usual place of the left ear is inside the field of view
 * @param rightEarInView whether the usual place of the right ear is inside the field of view
 * @param faceInView share of eight landmarks of the face that are inside the field of view, 0 to 1
 * @param faceTissue share of the landmarks in view that have head tissue near them, 0 to 1; NaN if none is in view
 * @param airVisible whether there is air around the head inside the field of view
 */
public record HeadFacts(HeadFrame.Basis basis, double unit_mm, double brain_ml, int brainPieces, double brainDropped_ml,
	double brainCut_cm2, int facePieces, double faceFenced_ml, boolean fenceTrusted, double faceDropped_ml, double modelBare_cm2,
	double leftEar_ml, double rightEar_ml, boolean leftEarInView, boolean rightEarInView, double faceInView,
	double faceTissue, boolean airVisible)
{}
