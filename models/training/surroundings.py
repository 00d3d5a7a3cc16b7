"""The air around a head, told from the solid head by intensity: the program's `mask.Surroundings`, in numpy.

Solid is what is brighter than the middle between the air's noise and Otsu's threshold, alone and with its neighbors (a speck of noise
is not), and the brain and eyes whatever their intensity; the largest such piece, closed with a ball. Air that is only reached through
narrow places (nose, mouth, throat) is none of the surroundings.
"""
from functools import cached_property

import numpy as np
from scipy import ndimage

from masks import select, within_mm
from metrics import BRAIN, EYES

CLOSING_MM = 5.0
WIDE_MM = 8.0
NEAR_WIDE_MM = 14.0
LEAST_SHARE = 0.01
BRIDGED_MM = 24.0
LEAST_POCKET_MM3 = 2000.0
LEAST_BRAIN_MM3 = 50000.0
BINS, TOP = 256, 1.5


class Surroundings:
    """exterior: voxels of the air around a head; threshold: the intensity of what is no air; depth_mm: distance to the exterior.

    visible: whether there is enough of it to trust depths.
    """

    def __init__(self, classes: np.ndarray, intensities: np.ndarray, spacing_mm: float):
        brain = classes == BRAIN
        around = ndimage.uniform_filter(intensities, 3, mode="nearest")
        self.threshold = _threshold(around, intensities[brain], spacing_mm)
        bright = (np.minimum(intensities, around) > self.threshold) | brain | (classes == EYES)
        self.spacing_mm = spacing_mm
        self.exterior = _without_airways(_outside(_solid(bright, spacing_mm), spacing_mm), spacing_mm)
        self.visible = self.exterior.sum() >= LEAST_SHARE * self.exterior.size

    @cached_property
    def depth_mm(self) -> np.ndarray:
        if not self.exterior.any():
            return np.full(self.exterior.shape, np.inf)
        return ndimage.distance_transform_edt(~self.exterior) * self.spacing_mm

    def open_before(self, face: np.ndarray, reach_mm: float) -> np.ndarray:
        """The exterior without what a face, its gaps bridged, cuts off from it, but for a reach behind that."""
        outside = _outside(_closed(face | ~self.exterior, self.spacing_mm, BRIDGED_MM), self.spacing_mm)
        return self.exterior & within_mm(outside, (self.spacing_mm,) * 3, reach_mm)

    @cached_property
    def least_depth_mm(self) -> np.ndarray:
        """The depth that a voxel has at least: in front of and beside the field of view there may be air at once."""
        _, rows, columns = self.exterior.shape
        beside = np.minimum(np.arange(columns) + 1, columns - np.arange(columns))
        before = rows - np.arange(rows)
        return np.minimum(self.depth_mm, np.minimum(beside, before[:, None]) * self.spacing_mm)


def _bins(values: np.ndarray, top: float) -> np.ndarray:
    return np.bincount(np.clip(values.astype(np.float64) / top * BINS, 0, BINS - 1).astype(int).ravel(), minlength=BINS)


def _threshold(around: np.ndarray, of_brain: np.ndarray, spacing_mm: float) -> float:
    """The middle between the air's noise and Otsu's threshold."""
    otsus = otsu(around, _brightness(of_brain, spacing_mm))
    return 0.5 * (otsus + _median(around[around < otsus], TOP))


def _brightness(of_brain: np.ndarray, spacing_mm: float) -> float:
    """The median of the brain where there is one: brighter voxels tell nothing more about where the air ends."""
    return max(0.05, _median(of_brain, TOP)) if of_brain.size * spacing_mm ** 3 >= LEAST_BRAIN_MM3 else 1.0


def _median(values: np.ndarray, top: float) -> float:
    """The median of values between 0 and `top`, to the width of a bin; 0 of none."""
    if not values.size:
        return 0.0
    return (int(np.argmax(2 * np.cumsum(_bins(values, top)) >= values.size)) + 0.5) * top / BINS


def otsu(values: np.ndarray, top: float) -> float:
    """Otsu's threshold between 0 and `top` (IEEE Trans. Syst. Man Cybern. 9, 1979)."""
    counts = _bins(values, top).astype(float)
    sums = counts * np.arange(BINS)
    below, sum_below = np.cumsum(counts)[:-1], np.cumsum(sums)[:-1]
    above, sum_above = counts.sum() - below, sums.sum() - sum_below
    both = (below > 0) & (above > 0)
    gap = np.where(both, sum_below / np.maximum(below, 1) - sum_above / np.maximum(above, 1), 0.0)
    return (int(np.argmax(below * above * gap ** 2)) + 1) * top / BINS


def _closed(mask: np.ndarray, spacing_mm: float, radius_mm: float) -> np.ndarray:
    """A mask closed with a large ball; beyond the border there is nothing to close with, and nothing to erode from."""
    if mask.all() or not mask.any():
        return mask
    apart = ndimage.distance_transform_edt(~mask) * spacing_mm > radius_mm
    return mask | (ndimage.distance_transform_edt(~apart) * spacing_mm > radius_mm if apart.any() else True)


def _solid(bright: np.ndarray, spacing_mm: float) -> np.ndarray:
    parts, count = ndimage.label(bright)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    mask = select(parts, np.arange(count + 1) == 1 + sizes[1:].argmax()) if count else bright
    steps = (spacing_mm,) * 3
    return ~within_mm(~within_mm(mask, steps, CLOSING_MM), steps, CLOSING_MM) | mask


def _outside(solid: np.ndarray, spacing_mm: float) -> np.ndarray:
    """The largest piece of the rest, and others that reach the border other than from below."""
    parts, count = ndimage.label(~solid)
    if not count:
        return ~solid
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    wanted = np.zeros(count + 1, bool)
    above = parts[1:]
    for border in (above[-1:], above[:, 0], above[:, -1], above[:, :, 0], above[:, :, -1]):
        wanted[border] = True
    wanted &= sizes * spacing_mm ** 3 >= LEAST_POCKET_MM3
    wanted[1 + sizes[1:].argmax()] = True
    return select(parts, wanted)


def _without_airways(air: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Air that is wide, or near to such; looked for at half resolution."""
    even = np.pad(air, [(0, n % 2) for n in air.shape], constant_values=True)
    halves = even.reshape([m for n in even.shape for m in (n // 2, 2)])
    solid, coarse_mm = ~halves.all((1, 3, 5)), 2 * spacing_mm
    wide = _outside(within_mm(solid, (coarse_mm,) * 3, WIDE_MM), coarse_mm)
    near = within_mm(wide, (coarse_mm,) * 3, NEAR_WIDE_MM)
    for axis in range(3):
        near = near.repeat(2, axis)
    result = air & near[tuple(slice(n) for n in air.shape)]
    return result if result.any() else air
