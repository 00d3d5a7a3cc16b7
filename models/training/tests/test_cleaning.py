"""What cleaning keeps, drops and adds, on a head of ellipsoids whose regions follow from their definition."""
from functools import lru_cache

import numpy as np
import pytest
from scipy import ndimage

from cleaning import clean, guarded
from masks import within_mm
from metrics import BRAIN, EARS, EYES, FACE
from regions import FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS, UprightFrame
from surroundings import Surroundings
from upright import BRAIN_CENTER_ELEVATION, BRAIN_CENTER_UNITS, Basis, Brain, head_pose

STEP = 3.0
STEPS = (STEP,) * 3
SHAPE = (92, 84, 66)
FEW = 0.01  # share of voxels whose depth changes as creases of the skin are closed
ORIGIN = np.array([97.5, 124.5, 150.0])  # x, y, z in mm of the point that all centers are relative to

# center and semi-axes, x to the right, y anterior, z superior, mm
BRAIN_BALL = (0, -21, 34, 66, 83, 62)
HEAD_BALLS = ((0, -21, 34, 78, 95, 74), (0, 30, -40, 62, 60, 95), (0, -15, -15, 68, 75, 50), (0, -20, -110, 55, 55, 75),
              (0, 90, -35, 14, 22, 20))
EYE_BALLS = ((-32, 62, 5, 12, 12, 12), (32, 62, 5, 12, 12, 12))
EAR_BALLS = ((-75, -25, -23, 9, 18, 30), (75, -25, -23, 9, 18, 30))


def ball(center_and_axes):
    cx, cy, cz, ax, ay, az = center_and_axes
    z, y, x = (np.arange(n) * STEP - o for n, o in zip(SHAPE, ORIGIN[::-1]))
    return (((z - cz) / az) ** 2)[:, None, None] + (((y - cy) / ay) ** 2)[:, None] + ((x - cx) / ax) ** 2 <= 1


def union(balls):
    return np.any([ball(b) for b in balls], 0)


def true_frame():
    centers = (np.array(b[:3]) + ORIGIN for b in (*EYE_BALLS, BRAIN_BALL))
    return UprightFrame.between(*centers, 1.0, BRAIN_CENTER_UNITS, BRAIN_CENTER_ELEVATION)


def zone(slack):
    """The face zone of the true frame, grown by a slack in u."""
    frame, xyz = true_frame(), np.indices(SHAPE)[::-1] * STEP
    _, forward, up = np.tensordot(frame.axes, xyz - frame.origin[:, None, None, None], 1) / frame.unit_mm
    back = np.interp(up, FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS)
    return (forward > back - slack) & (up < 32 + slack) & (up > -130 - slack)


@lru_cache
def head():
    """Classes, intensities and depth in mm of the head as it should be found."""
    solid = union(HEAD_BALLS + EAR_BALLS)
    depth = ndimage.distance_transform_edt(solid) * STEP
    classes = np.zeros(SHAPE, np.uint8)
    classes[zone(-1) & solid & (depth <= 15 * true_frame().unit_mm)] = FACE
    classes[union(EYE_BALLS)] = EYES
    classes[union(EAR_BALLS) & (classes == 0)] = EARS
    classes[within_mm(ball(BRAIN_BALL), STEPS, 3.0)] = 0
    classes[ball(BRAIN_BALL)] = BRAIN
    noise = np.random.default_rng(5).normal(0, 0.02, (2,) + SHAPE)
    return classes, np.hypot(0.8 * solid + noise[0], noise[1]).astype(np.float32), depth


def cleaned(classes, intensities=None):
    """Classes of the cleaned probabilities of a network that is fairly sure of the given ones, and else of nothing."""
    probabilities = np.full((5,) + SHAPE, 0.05, np.float32)
    probabilities[0] = 0.1
    np.put_along_axis(probabilities, classes[None].astype(int), 0.8, 0)
    result = clean(probabilities, head()[1] if intensities is None else intensities, STEP)
    weighted = probabilities * np.array([1, 1, 1.5, 1, 1.5])[:, None, None, None]
    np.testing.assert_allclose(np.sort(result, 0), np.sort(weighted, 0), rtol=1e-6)
    return result.argmax(0)


@pytest.fixture(scope="module")
def perfect():
    return cleaned(head()[0])


def test_a_clean_head_gets_air_and_nothing_else(perfect):
    classes, intensities, _ = head()
    changed = (perfect > BRAIN) != (classes > BRAIN)
    air = intensities < 0.4
    globes = perfect == EYES  # drawn whole, and a little wider than what was found of them
    assert (changed & ~air & ~globes).sum() <= FEW * (classes == FACE).sum()
    changed &= air
    assert np.isin(perfect[changed], (FACE, EYES, EARS)).all()  # ears: creases behind them
    face = np.isin(classes, (FACE, EYES))
    assert changed[air & within_mm(face, STEPS, 4.0) & (classes == 0)].mean() > 0.98
    assert changed[~within_mm(face, STEPS, 9.0)].sum() <= FEW * face.sum()  # creases under nose and chin are filled


def test_the_frame_is_that_of_the_landmarks():
    brain = Brain(np.array(BRAIN_BALL[:3]) + ORIGIN, 132.0, 0.0)
    pose = head_pose(head()[0], brain, STEP)
    assert pose.firm and pose.frame.unit_mm == pytest.approx(true_frame().unit_mm, rel=0.01)
    np.testing.assert_allclose(pose.frame.axes, true_frame().axes, atol=0.01)
    np.testing.assert_allclose(pose.frame.origin, true_frame().origin, atol=1)
    without = np.where(head()[0] == BRAIN, 0, head()[0])
    upright = head_pose(without, Brain(None, 0.0, 0.0), STEP)
    assert upright.basis == Basis.EYES
    np.testing.assert_allclose(upright.frame.axes, np.eye(3), atol=0.01)


def test_face_above_the_brow_behind_the_jaw_and_deep_in_the_head_goes(perfect):
    classes, _, depth = head()
    wrong = classes.copy()
    wrong[(classes == 0) & zone(12) & ~zone(4) & (depth > 0) & (depth < 12)] = FACE
    wrong[(classes == 0) & zone(-4) & (depth > 25) & ball((0, 45, -40, 14, 25, 12))] = FACE
    assert (wrong != classes).sum() > 300
    np.testing.assert_array_equal(cleaned(wrong), perfect)


def test_skin_that_the_network_missed_is_added(perfect):
    wrong = head()[0].copy()
    chin = ball((0, 70, -95, 25, 40, 30)) & (wrong == FACE)
    wrong[chin] = 0
    assert chin.sum() > 300
    assert (cleaned(wrong) != perfect).sum() <= FEW * chin.sum()


@pytest.mark.parametrize("center_and_axes, most", [((0, 120, -60, 45, 25, 30), 0.05), ((0, 120, -40, 70, 45, 55), 0.1)])
def test_a_ghost_before_the_face_is_none_and_hides_none(center_and_axes, most):
    classes, intensities, depth = head()
    ghost = ball(center_and_axes) & ~union(HEAD_BALLS) & (intensities < 0.4)
    result = cleaned(classes, np.where(ghost, 0.6, intensities).astype(np.float32))
    far = ghost & ~within_mm(np.isin(classes, (FACE, EYES)), STEPS, 12.0)
    assert far.sum() > 500
    assert (result[far] == FACE).mean() <= most
    skin = (classes == FACE) & (depth <= 6)
    assert np.isin(result[skin], (FACE, EYES)).mean() > 0.985


def test_of_a_void_behind_the_face_only_the_wall_goes():
    classes, intensities, _ = head()
    void = ball((0, 60, -60, 30, 50, 30))  # as dental metal leaves it, open to the air before the lips
    hollow = np.where(void, 0.0, intensities).astype(np.float32)
    kept = np.where(void, 0, classes)
    result = cleaned(kept, hollow)
    tissue = (kept == 0) & union(HEAD_BALLS) & ~void & ~within_mm(np.isin(kept, (FACE, EYES)), STEPS, 6.0)
    wall = tissue & within_mm(void, STEPS, 3.0)
    behind = tissue & ~within_mm(void, STEPS, 9.0) & within_mm(void, STEPS, 14.0)
    assert wall.sum() > 500 and behind.sum() > 1000
    assert (result[wall] == FACE).mean() > 0.9
    assert (result[behind] == FACE).mean() < 0.2


def test_a_void_that_a_face_bridges_is_no_air_to_measure_depths_from():
    classes, intensities, _ = head()
    void = ball((0, 60, -60, 15, 50, 15))  # as braces leave it; the lips beside it close it
    kept = np.where(void, 0, classes)
    result = cleaned(kept, np.where(void, 0.0, intensities).astype(np.float32))
    wall = (kept == 0) & within_mm(void, STEPS, 9.0) & ~void & union(HEAD_BALLS) & ~within_mm(np.isin(kept, (FACE, EYES)), STEPS, 6.0)
    assert wall.sum() > 300
    assert (result[wall] >= FACE).mean() < 0.1


def test_globes_of_which_the_front_was_found_are_made_whole():
    wrong, whole = head()[0].copy(), union(EYE_BALLS) & (head()[0] == EYES)
    behind = whole & (np.arange(SHAPE[1]) * STEP < ORIGIN[1] + EYE_BALLS[0][1] - 5)[:, None]
    wrong[behind] = 0
    assert behind.sum() > 0.2 * whole.sum()
    assert (cleaned(wrong)[whole] >= FACE).mean() > 0.99


def test_an_ear_that_ends_before_the_scalp_is_carried_on_to_it():
    wrong = head()[0].copy()
    ears = wrong == EARS
    rim = ears & within_mm(~ears, STEPS, STEP)
    wrong[rim] = 0
    outer = (head()[2] > 0) & (head()[2] <= 7 * true_frame().unit_mm)  # what lies deeper is none of the ear
    tissue = rim & outer & within_mm(ears & ~rim, STEPS, STEP)
    assert tissue.sum() > 200
    assert (cleaned(wrong)[tissue] >= FACE).mean() > 0.9  # the crease behind it counts as deep


def test_air_around_an_ear_goes_beyond_its_margin():
    classes, intensities, _ = head()
    wrong = classes.copy()
    ears = classes == EARS
    collar = (intensities < 0.4) & within_mm(ears, STEPS, 2 * STEP) & (classes == 0)
    wrong[collar] = EARS
    border = collar & within_mm(wrong != EARS, STEPS, STEP)
    far = border & ~within_mm(ears, STEPS, 3.6 * true_frame().unit_mm)
    assert far.sum() > 100
    result = cleaned(wrong)
    assert (result[far] == EARS).mean() < 0.2  # where the ear grew into a crease, its margin reaches farther
    assert (result[collar & ~border] == EARS).mean() > 0.9  # a voxel at most: more may be an ear too dark to be told from air


def test_a_layer_of_which_little_was_found_is_not_believed():
    classes = head()[0]
    wrong = np.where((classes == FACE) & ~ball((0, 80, -10, 30, 40, 40)), 0, classes)
    assert (cleaned(wrong) == FACE).sum() < 0.6 * (classes == FACE).sum()


def test_a_fence_that_would_take_away_the_face_is_not_trusted():
    classes = head()[0]
    lifted = np.where(classes == FACE, 0, classes)
    lifted[ball((0, 30, 90, 50, 40, 25)) & ~within_mm(classes == BRAIN, STEPS, 3.0)] = FACE
    result = cleaned(lifted)
    assert (result[lifted == FACE] == FACE).all()


def test_islands_go(perfect):
    wrong = head()[0].copy()
    wrong[4:6, 4:6, 4:6] = FACE
    wrong[86:88, 10:12, 30:33] = BRAIN      # small and far from the brain
    wrong[8:18, 26:38, 31:41] = EARS        # larger than an ear, in the neck
    wrong[55:57, 30:32, 2] = EARS           # lateral, but tiny
    np.testing.assert_array_equal(cleaned(wrong), perfect)


def test_cavities_are_filled(perfect):
    wrong = head()[0].copy()
    brain = np.argwhere(wrong == BRAIN).mean(0).astype(int)
    wrong[tuple(slice(c - 2, c + 2) for c in brain)] = FACE
    np.testing.assert_array_equal(cleaned(wrong), perfect)


def test_a_face_that_ends_just_before_the_border_is_continued():
    classes, intensities, _ = head()
    low = 30  # the field of view ends in the jaw
    cut, seen = classes[low:].copy(), intensities[low:]
    assert (cut[0] == FACE).any()
    cut[:2][cut[:2] == FACE] = 0
    probabilities = np.full((5,) + cut.shape, 0.05, np.float32)
    np.put_along_axis(probabilities, cut[None].astype(int), 0.8, 0)
    result = clean(probabilities, seen, STEP).argmax(0)
    assert (result[0][cut[2] == FACE] == FACE).all() and (result[1][cut[2] == FACE] == FACE).all()


@pytest.mark.parametrize("last, least", [(62, 0.96), (68, 0.97)])
def test_a_face_whose_skin_is_outside_the_field_of_view_is_kept(last, least):
    classes, intensities, _ = head()
    probabilities = np.full((5,) + SHAPE, 0.05, np.float32)
    np.put_along_axis(probabilities, classes[None].astype(int), 0.8, 0)
    seen = (slice(None), slice(None, last), slice(14, 52))  # nose and cheeks are cut off
    result = clean(probabilities[(slice(None),) + seen], intensities[seen], STEP).argmax(0)
    face = classes[seen] >= FACE
    assert (result[face] >= FACE).mean() > least  # the brain is cut, too, and its surface is an ellipsoid's


def test_noise_of_the_air_is_no_skin():
    classes, intensities, _ = head()
    noise = np.random.default_rng(6).normal(0, 0.16, (2,) + SHAPE)
    noisy = np.hypot(intensities + noise[0], noise[1]).astype(np.float32)
    surroundings = Surroundings(classes, noisy, STEP)
    far = ~within_mm(intensities > 0.4, STEPS, 9.0)
    assert surroundings.exterior[far].mean() > 0.95


def test_face_near_the_brain_goes():
    classes = np.zeros((12, 12, 12), np.uint8)
    classes[:6] = BRAIN
    classes[6:] = FACE
    np.testing.assert_array_equal(guarded(classes, (1.0, 1.0, 1.0))[:, 0, 0], [BRAIN] * 6 + [0] * 3 + [FACE] * 3)
    np.testing.assert_array_equal(guarded(classes, (3.5, 1.0, 1.0)), classes)


def test_what_may_be_brain_is_guarded():
    classes = head()[0]
    probabilities = np.full((5,) + SHAPE, 0.05, np.float32)
    np.put_along_axis(probabilities, classes[None].astype(int), 0.8, 0)
    doubtful = np.zeros(SHAPE, bool)
    doubtful[tuple(np.argwhere(within_mm(classes == BRAIN, STEPS, 7.0) & (classes == FACE))[0])] = True
    far = np.zeros(SHAPE, bool)
    far[tuple(np.argwhere((classes == FACE) & ~within_mm(classes == BRAIN, STEPS, 30.0))[0])] = True
    probabilities[BRAIN, doubtful | far] = 0.2
    result = clean(probabilities, head()[1], STEP).argmax(0)
    assert not (result[within_mm(doubtful, STEPS, 3.0)] >= FACE).any()
    assert (result[far] == FACE).all()


@pytest.mark.parametrize("label", (0, BRAIN, FACE, EARS))
def test_a_single_class_is_no_error(label):
    result = cleaned(np.full(SHAPE, label, np.uint8), np.random.default_rng(1).random(SHAPE, np.float32))
    assert (result == (label if label != EARS else 0)).all()
