"""Scores against brute force and closed forms."""
import numpy as np
import pytest

from metrics import BRAIN, EARS, EYES, FACE, dice, ears_found, ears_removed, hausdorff95_mm, precision, score, sensitivity
from test_masks import SPACING, blobs, brute_force_distance, brute_force_surface


@pytest.mark.parametrize("seed", range(4))
def test_hausdorff_against_brute_force(seed):
    a, b = blobs(seed), blobs(seed + 100)
    expected = max(np.percentile(brute_force_distance(brute_force_surface(p), brute_force_surface(q), SPACING), 95)
                   for p, q in ((a, b), (b, a)))
    assert hausdorff95_mm(a, b, SPACING) == pytest.approx(expected, abs=1e-5)


def test_hausdorff_of_shifted_boxes_is_the_shift():
    a, b = np.zeros((20, 20, 20), bool), np.zeros((20, 20, 20), bool)
    a[4:10, 4:10, 4:10] = True
    b[4:10, 4:10, 9:15] = True
    assert hausdorff95_mm(a, b, (1, 1, 2.0)) == pytest.approx(10.0)
    assert hausdorff95_mm(a, a, SPACING) == 0


@pytest.mark.parametrize("seed", range(3))
def test_overlap_against_counting(seed):
    a, b = blobs(seed), blobs(seed + 50)
    pairs = list(zip(a.ravel(), b.ravel()))
    both, only_a, only_b = pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True))
    assert dice(a, b) == pytest.approx(2 * both / (2 * both + only_a + only_b))
    assert sensitivity(a, b) == pytest.approx(both / (both + only_b))
    assert precision(a, b) == pytest.approx(both / (both + only_a))


def test_undefined_scores_are_nan():
    empty, some = np.zeros((3, 3, 3), bool), np.ones((3, 3, 3), bool)
    assert np.isnan(dice(some, empty)) and np.isnan(sensitivity(some, empty)) and np.isnan(precision(empty, some))
    assert np.isnan(hausdorff95_mm(empty, some, SPACING))
    assert dice(empty, some) == 0


def test_ears_count_per_side():
    truth = np.zeros((20, 20, 40), np.uint8)
    truth[5:15, 5:15, 10:30] = BRAIN
    truth[5:12, 5:12, 2:6] = EARS
    truth[5:12, 5:12, 34:38] = EARS
    predicted = truth.copy()
    assert ears_found(predicted, truth) == (2, 2)
    predicted[:, :, 20:] = 0
    assert ears_found(predicted, truth) == (1, 2)
    predicted[5:12, 5:12, 34:38] = FACE  # what matters is that the ear goes
    assert ears_found(predicted, truth) == (2, 2)
    truth[5:12, 5:12, 34:38] = 0
    assert ears_found(predicted, truth) == (1, 1)


def test_what_is_removed_of_each_ear():
    truth = np.zeros((20, 20, 40), np.uint8)
    truth[5:15, 5:15, 10:30] = BRAIN
    truth[5:12, 5:12, 2:6] = EARS     # 7 x 7 x 4 voxels, of which the outer two planes are air
    truth[5:12, 5:12, 34:38] = EARS
    tissue = np.zeros(truth.shape, bool)
    tissue[:, :, 4:36] = True
    predicted = np.where(truth == EARS, FACE, 0)
    predicted[:, :, 34:] = 0
    predicted[5:12, 5:12, 36:38] = EARS  # of the right ear only the air goes
    left, right = ears_removed(predicted, truth, tissue)
    assert left == [1.0, 1.0, 0.0]
    assert right == [0.5, 0.0, 1.0]
    predicted[5:12, 5:12, 34] = EARS     # and its tissue, but for the skin
    assert ears_removed(predicted, truth, tissue)[1] == [0.75, 0.5, 1.0]


def test_what_is_left_of_the_globes():
    truth = np.zeros((10, 10, 10), np.uint8)
    truth[2:4, 2:4, 2:7] = EYES
    predicted = np.zeros_like(truth)
    predicted[2:4, 2:4, 2:6] = FACE  # what matters is that they go
    assert score(predicted, truth, (1, 1, 1))["globes_left"] == pytest.approx(0.2)
    assert np.isnan(score(predicted, np.zeros_like(truth), (1, 1, 1))["globes_left"])


def test_the_guard_uses_the_predicted_brain():
    truth = np.zeros((10, 10, 30), np.uint8)
    truth[:, :, :15] = BRAIN
    truth[:, :, 20:] = FACE
    predicted = truth.copy()
    predicted[:, :, 12:20] = FACE  # face reaches three voxels into the brain
    scores = score(predicted, truth, (1.0, 1.0, 1.0))
    assert scores["brain_in_mask"] == 300
    assert scores["brain_in_guarded"] == 0  # all of it lies within 3 mm of what was still found to be brain
    predicted[:, :, 8:20] = FACE
    scores = score(predicted, truth, (1.0, 1.0, 1.0))
    assert scores["brain_in_guarded"] == 400


def test_voxels_that_do_not_count():
    truth = np.zeros((6, 6, 6), np.uint8)
    truth[:3] = FACE
    predicted = np.full_like(truth, FACE)
    counted = np.zeros(truth.shape, bool)
    counted[:3] = True
    assert score(predicted, truth, (1, 1, 1), counted)["dice"] == 1.0
    assert score(predicted, truth, (1, 1, 1))["dice"] == pytest.approx(2 / 3)
