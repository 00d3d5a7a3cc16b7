"""A short equivalent of the program's cleaning of the facemask, so that scores say what its users will get.

The program does more (it works on probabilities, checks sizes and shapes, and lets the user choose regions and margins); the
three rules that change scores most are here: one face, at most one ear a side, and nothing within 3 mm of the brain.
"""
import numpy as np
from scipy import ndimage

from metrics import BRAIN, EARS, EYES, FACE, GUARD_MM, within_mm

SMALLEST_EAR_MM3 = 150.0
LATERAL = 0.6  # an ear's center lies at least this share of the head's half-breadth from the middle
_CORNERS = np.ones((3, 3, 3), bool)


def clean(classes: np.ndarray, spacing_mm) -> np.ndarray:
    """Classes [z, y, x] (x to the right) with islands and everything near the brain set to 0."""
    kept = np.where(classes == BRAIN, BRAIN, 0).astype(classes.dtype)
    face = _largest(np.isin(classes, (FACE, EYES)))
    kept[face] = classes[face]
    for ear in _ears(classes, face, spacing_mm):
        kept[ear] = EARS
    guarded = within_mm(classes == BRAIN, spacing_mm, GUARD_MM)
    kept[(kept >= FACE) & guarded] = 0
    return kept


def _largest(mask: np.ndarray) -> np.ndarray:
    marks, count = ndimage.label(mask, _CORNERS)
    if count < 2:
        return mask
    sizes = np.bincount(marks.ravel())
    sizes[0] = 0
    return marks == int(sizes.argmax())


def _ears(classes, face, spacing_mm) -> list:
    """The largest ear component on each side of the head, if it is large and lateral enough."""
    where = np.argwhere((classes == BRAIN) | face)
    marks, count = ndimage.label(classes == EARS, _CORNERS)
    if not count or not len(where):
        return []
    middle = where[:, 2].mean()
    half_breadth = (np.percentile(where[:, 2], 99) - np.percentile(where[:, 2], 1)) / 2
    sizes = np.bincount(marks.ravel(), minlength=count + 1) * float(np.prod(spacing_mm))
    centers = ndimage.center_of_mass(marks > 0, marks, range(1, count + 1))
    ears = []
    for side in (-1, 1):
        candidates = [k for k, center in enumerate(centers, 1)
                      if side * (center[2] - middle) >= LATERAL * half_breadth and sizes[k] >= SMALLEST_EAR_MM3]
        if candidates:
            ears.append(marks == max(candidates, key=lambda k: sizes[k]))
    return ears
