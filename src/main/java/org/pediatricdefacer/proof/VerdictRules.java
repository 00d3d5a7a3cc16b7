package org.pediatricdefacer.proof;

/**
 * The rules that turn a proof into pass, review or fail; all thresholds are here, each with its reason.
 * <p>
 * Fail means a changed voxel outside the mask, a lost brain voxel, a face or ear that was found and is not removed, or no
 * head. Review means that a person should look. Remarks, of weight pass, say what could not be checked or is not in view.
 * <p>
 * There are rules for two kinds of evidence: the proof that the defacing itself keeps, and what two scans tell, one before and one
 * after the defacing of any tool.
 */
public final class VerdictRules {

	/** Smallest intracranial volume of a whole head: infants of four months have 500 ml and more, microcephaly less. */
	public static final double LEAST_BRAIN_ML = 450;

	/** Largest usual one: large adults have up to 1900 ml. */
	public static final double MOST_BRAIN_ML = 2100;

	/** Below this a whole "brain" is none: half that of a newborn. */
	public static final double NO_BRAIN_ML = 200;

	/**
	 * Less "brain" than this, a tenth of the smallest whole one, is none without eyes in front of it, be it cut or not: vessels, an
	 * animal, a joint.
	 */
	public static final double CRUMB_BRAIN_ML = 45;

	/** Above this it is none either: beyond the largest hydrocephalus that fits a head coil. */
	public static final double NO_HEAD_ML = 3500;

	/** A "brain" in more pieces than this is none: those of heads come in up to 14, most of them crumbs beside it, noise in over 100. */
	public static final int MOST_BRAIN_PIECES = 50;

	/** A brain with more than this on the border of the field of view is cut, and its volume tells nothing. */
	public static final double CUT_BRAIN_CM2 = 5;

	/** The cleaning drops specks; this much "brain" apart from the brain is more, and may be brain that was missed. */
	public static final double MOST_BRAIN_DROPPED_ML = 3;

	/** A face smaller than this is none: a single eye with its lids is larger. */
	public static final double NO_FACE_ML = 15;

	/**
	 * Smallest volume of a face that is whole in view, in u cubed (u as in the head's frame) per 1000. Adults have 480 to
	 * 650; an infant's face, shorter and flatter, about half.
	 */
	public static final double LEAST_FACE_U3 = 170;

	/** With fewer landmarks in view than this, of eight, there is no face to be missed: forehead or cheeks alone. */
	public static final double LEAST_FACE_IN_VIEW = 0.25;

	/** Where fewer of the landmarks in view have tissue near them, the face is gone rather than missed. */
	public static final double LEAST_TISSUE = 0.5;

	/** A head as it came has tissue near at least seven of the eight landmarks, a defaced one near half of them or fewer. */
	public static final double LEAST_WHOLE_TISSUE = 0.75;

	/** Area cut straight through tissue in the face zone: scans as they come have none, a removed face leaves 50 cm2. */
	public static final double MOST_CUT_CM2 = 8;

	/** Share of the face and eyes found that must be in the mask; the brain guard takes up to two percent. */
	public static final double LEAST_REMOVED = 0.95;
	public static final double FAIL_REMOVED = 0.85;

	/** Share of the ears found that must be in the mask; without one of two it is a half. */
	public static final double LEAST_EARS_REMOVED = 0.9;
	public static final double FAIL_EARS_REMOVED = 0.7;

	/**
	 * Share of the skin in the inner face zone that the mask must cover; a frame off by a few mm costs two percent. Metal
	 * in the mouth leaves voids with walls like skin, so only much more is called a failure.
	 */
	public static final double LEAST_COVERED = 0.97;
	public static final double FAIL_COVERED = 0.6;

	/** Largest piece of that skin that may be bare; a nose has 15 cm2 and more, an eye with its lids 6. */
	public static final double MOST_BARE_CM2 = 3;

	/** Largest piece of bare skin that the model itself took for face. */
	public static final double MOST_KNOWN_BARE_CM2 = 2;

	/** Largest patch of skin that the model may leave out and the cleaning cover: half a cheek. */
	public static final double MOST_COMPLETED_CM2 = 15;

	/** Expected Dice below which a mask needs a look, and below which it is a guess. */
	public static final double LEAST_CONFIDENCE = 0.75;
	public static final double FAIL_CONFIDENCE = 0.5;

	/** Volume the model took for face where no face can be, above which it did not understand the head. */
	public static final double MOST_FENCED_ML = 250;

	/** Facemask near the skin that may be removed beyond the smooth surfaces: slivers at the borders of the face zone, less than an ear. */
	public static final double MOST_FOLLOWED_ML = 5;

	/** So much of it is a face in a place that is none, if there are no ears either or if much was taken for face where none can be. */
	public static final double FAIL_FOLLOWED_ML = 25;

	/** Correlation of the hole's border in the air with the skin above which it draws the face. */
	public static final double MOST_TOLD_OUTSIDE = 0.1;

	/** Correlation of where the hole ends with the skin above which it tells of the face, if it is as near to it as a guess. */
	public static final double MOST_TOLD_INSIDE = 0.25;

	/** A surface that follows the skin to less than this is near to it: the average face comes to 4 to 8 mm. */
	public static final double MOST_NEAR_MM = 8;

	/** By how much nearer than the average face a guess from the hole may come to the skin. */
	public static final double MOST_GAIN_MM = 0.5;

	/** Residual of one feature above which it counts as left in part, and as left; removed ones have none but for soft borders, ears up to 8 %. */
	public static final double MOST_RESIDUAL = 0.1;
	public static final double FAIL_RESIDUAL = 0.4;

	/** Least median depth of a cut: a layer thinner than this leaves the shape behind it; removed faces have 7 to 30. */
	public static final double LEAST_DEPTH_MM = 4;

	/**
	 * What is left of an ear may stand out by so much from the scalp carried on under it; on the validation heads it is 1.6 mm at
	 * most, and 4.9 mm beside an ear that the side of the field of view cuts.
	 */
	public static final double MOST_STUMP_MM = 3;

	/**
	 * Share of the sides of the skull where brain is seen first, above which the skin is too dark for the usual threshold: the validation heads
	 * have none, echo-planar ones with suppressed fat 15 to 94 %.
	 */
	public static final double MOST_BRAIN_SEEN = 0.1;

	/** Share of the face without any skin before the brain that is worth a word. */
	public static final double MOST_BARE_FACE = 0.1;

	/** Share of an eyeball that counts as all of it, but for the corners of voxels. */
	public static final double WHOLE_GLOBE_REMOVED = 0.99;

	/** Share of an eyeball that must be removed: the guard of the brain may take a rim under the roof of the orbit. */
	public static final double LEAST_GLOBE_REMOVED = 0.95;
	public static final double FAIL_GLOBE_REMOVED = 0.5;

	/** A head that moved farther than this within a series has other brain voxels within the guard, 3 mm. */
	public static final double MOST_MOVED_MM = 3;

	/** Brain by a mask of uncertain edge that may be changed near that edge: defacing that keeps its distance takes half of it. */
	public static final double MOST_EDGE_ML = 0.2;

	/**
	 * The same deep in such a mask, where the program's own proof saw a brain of which nothing was taken: a voxel or two of thick slices,
	 * in which the edge of the mask is uncertain by half a slice.
	 */
	public static final double MOST_DEEP_ML = 0.1;

	/** Structural similarity of the front views above which a face looks as before; removed faces have 0.05 to 0.2. */
	public static final double MOST_ALIKE = 0.5;

	/** Share of the hits of a face detector that may stay: the bare orbits and sinuses of a defaced head look like a face to it, too. */
	public static final double MOST_DETECTED = 0.6;

	/** Volume of the face's place that a scan may show beyond the field of view of those whose face it was given: a nose has 15 ml. */
	public static final double MOST_UNSEEN_ML = 5;

	private VerdictRules() {}

	/** Judges the proof of a defacing by this program. */
	public static Judgment judge(final DefacingProof proof) {
		return new DefacingRules(proof).judge();
	}

	/** Judges what a scan and its defaced version tell, whichever tool defaced it. */
	public static Judgment judge(final PrivacyFacts facts) {
		return new PrivacyRules(facts).judge();
	}
}
