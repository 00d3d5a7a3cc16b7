"""Scores of a predicted region against a reference, on one grid with one spacing per axis.

Undefined scores (nothing in the reference, or nothing predicted where a distance is asked for) are nan.
"""
import numpy as np
from scipy.spatial import cKDTree

from masks import bounding_box, surface, within_mm

BRAIN, FACE, EYES, EARS = 1, 2, 3, 4
GUARD_MM = 3.0
LEAST_EAR_VOXELS = 100  # of an ear in view


def volume_ml(mask: np.ndarray, spacing_mm) -> float:
    return float(mask.sum()) * (float(np.prod(spacing_mm)) / 1000)


def dice(predicted: np.ndarray, truth: np.ndarray) -> float:
    """2 |A and B| / (|A| + |B|); nan where the reference is empty."""
    if not truth.any():
        return float("nan")
    return 2.0 * float((predicted & truth).sum()) / float(predicted.sum() + truth.sum())


def sensitivity(predicted: np.ndarray, truth: np.ndarray) -> float:
    """Share of the reference that was found; nan where the reference is empty."""
    return float((predicted & truth).sum()) / float(truth.sum()) if truth.any() else float("nan")


def precision(predicted: np.ndarray, truth: np.ndarray) -> float:
    """Share of the prediction that is in the reference; nan where nothing was predicted."""
    return float((predicted & truth).sum()) / float(predicted.sum()) if predicted.any() else float("nan")


def hausdorff95_mm(predicted: np.ndarray, truth: np.ndarray, spacing_mm) -> float:
    """95th percentile Hausdorff distance: the larger of the two directed 95th percentiles of surface distances.

    Surface voxels are those of `masks.surface`, distances Euclidean between voxel centers, percentiles linear: the definition
    of MONAI's compute_hausdorff_distance(percentile=95, directed=False). nan where either mask is empty.
    """
    if not predicted.any() or not truth.any():
        return float("nan")
    box = bounding_box(predicted | truth)
    a, b = surface(predicted[box]), surface(truth[box])
    return max(_percentile95_mm(a, b, spacing_mm), _percentile95_mm(b, a, spacing_mm))


def _percentile95_mm(of: np.ndarray, to: np.ndarray, spacing_mm) -> float:
    """95th percentile of the distances from the voxels of a surface to another: 0 where they share a voxel, looked up elsewhere."""
    distances = np.zeros(of.sum())
    apart = ~to[of]
    if apart.any():
        distances[apart] = cKDTree(np.argwhere(to) * spacing_mm).query(np.argwhere(of & ~to) * spacing_mm)[0]
    return float(np.percentile(distances, 95))


def ears_found(predicted: np.ndarray, truth: np.ndarray, share: float = 0.3) -> tuple:
    """(found, in view) ears: reference ears left and right of the middle of the reference head, found if enough of it is.

    Arrays are class labels [z, y, x] with x to the right. An ear counts as in view from 100 voxels on, as found when at least
    `share` of its voxels are anywhere in the predicted facemask: what matters is that it goes.
    """
    where = np.argwhere((truth == BRAIN) | (truth == FACE))
    if not len(where):
        return 0, 0
    middle = int(round(where[:, 2].mean()))
    found = in_view = 0
    for side in (slice(None, middle), slice(middle, None)):
        ear = truth[:, :, side] == EARS
        if ear.sum() >= LEAST_EAR_VOXELS:
            in_view += 1
            found += int((predicted[:, :, side][ear] >= FACE).mean() >= share)
    return found, in_view


def ears_removed(predicted: np.ndarray, truth: np.ndarray, tissue: np.ndarray) -> list:
    """For each ear in view, left first: [recall, recall of its tissue, share of its skin left].

    Sides, and what is in view, as in `ears_found`. Recall: share of the reference's ear voxels in the predicted facemask; of its tissue: of those
    that are no air; skin: tissue that shares a face with air.
    """
    where = np.argwhere((truth == BRAIN) | (truth == FACE))
    if not len(where):
        return []
    middle = int(round(where[:, 2].mean()))
    gone, skin = predicted >= FACE, surface(tissue)
    result = []
    for side in (slice(None, middle), slice(middle, None)):
        ear, removed = truth[:, :, side] == EARS, gone[:, :, side]
        if ear.sum() >= LEAST_EAR_VOXELS:
            solid, outer = ear & tissue[:, :, side], ear & skin[:, :, side]
            result.append([sensitivity(removed, ear), sensitivity(removed, solid), 1.0 - sensitivity(removed, outer)])
    return result


def score(predicted: np.ndarray, truth: np.ndarray, spacing_mm, counted=None, tissue=None) -> dict:
    """All scores of predicted classes against reference classes [z, y, x]; voxels that are not `counted` are ignored.

    tissue: what is no air, if it is known; without it the scores of ears are those of all their voxels.
    """
    if tissue is None:
        tissue = np.ones(truth.shape, bool)
    if counted is not None:
        predicted, truth = np.where(counted, predicted, 0), np.where(counted, truth, 0)
    occupied = (predicted > 0) | (truth > 0)
    if occupied.any():
        box = bounding_box(occupied)
        predicted, truth, tissue = predicted[box], truth[box], tissue[box]
    found_mask, true_mask = predicted >= FACE, truth >= FACE
    guarded = found_mask & ~within_mm(predicted == BRAIN, spacing_mm, GUARD_MM)
    ears, in_view = ears_found(predicted, truth)
    return {
        "dice": dice(found_mask, true_mask),
        "sensitivity": sensitivity(found_mask, true_mask),
        "precision": precision(found_mask, true_mask),
        "hd95_mm": hausdorff95_mm(found_mask, true_mask, spacing_mm),
        "brain_dice": dice(predicted == BRAIN, truth == BRAIN),
        "eyes_dice": dice(predicted == EYES, truth == EYES),
        "ears_dice": dice(predicted == EARS, truth == EARS),
        "ears": ears_removed(predicted, truth, tissue),
        "globes_left": 1.0 - sensitivity(found_mask, truth == EYES),
        "ears_found": ears, "ears_in_view": in_view,
        "brain_in_mask": int((found_mask & (truth == BRAIN)).sum()),
        "brain_in_guarded": int((guarded & (truth == BRAIN)).sum()),
    }
