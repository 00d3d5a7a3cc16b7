"""From a scan to the network's grid and back: the same rules as the Java program, in numpy.

The model grid: the scan seen along its closest RAS axes (permuted and flipped, never rotated), resampled along those axes to
an isotropic spacing. With n voxels of spacing s and the model's spacing t, an axis gets n' = max(1, round(n s / t)) samples,
sample i' at old index (i' - (n'-1)/2) t/s + (n-1)/2, weighted by a triangle of half-width max(1, t/s) old voxels,
normalised over the voxels inside the image.
"""
import os

import nibabel as nib
import numpy as np

SPACING_MM = float(os.environ.get("FACEMASK_SPACING_MM", 2.0))  # another one only to compare spacings: see variants.py
MIN_PERCENTILE, MAX_PERCENTILE = 0.5, 99.5
CLIP_MAX = 1.5
LEAST_RANGE = 1e-30  # the model format wants a number above 0 here; it changes no image, whatever its unit
MULTIPLE = 16


def resampling_matrix(n: int, spacing: float, target: float = SPACING_MM) -> np.ndarray:
    """Weights [n', n] that take n samples of one spacing to the model's, along one axis."""
    m = max(1, int(np.floor(n * spacing / target + 0.5)))
    at = (np.arange(m) - (m - 1) / 2) * target / spacing + (n - 1) / 2
    half_width = max(1.0, target / spacing)
    weights = np.maximum(0.0, 1.0 - np.abs(at[:, None] - np.arange(n)[None, :]) / half_width)
    sums = weights.sum(1, keepdims=True)
    lost = sums[:, 0] < 1e-9  # a sample beyond the last voxel by more than the half-width cannot happen, but be exact
    weights[lost, np.clip(np.round(at[lost]), 0, n - 1).astype(int)] = 1.0
    return (weights / np.where(sums < 1e-9, 1.0, sums)).astype(np.float32)


def back_matrix(n: int, spacing: float, target: float = SPACING_MM) -> np.ndarray:
    """Linear interpolation weights [n, n'] from the model's samples of one axis back to the n voxels of the scan."""
    m = max(1, int(np.floor(n * spacing / target + 0.5)))
    at = (np.arange(n) - (n - 1) / 2) * spacing / target + (m - 1) / 2
    at = np.clip(at, 0, m - 1)
    return np.maximum(0.0, 1.0 - np.abs(at[:, None] - np.arange(m)[None, :])).astype(np.float32)


def along_axes(matrices, volume: np.ndarray) -> np.ndarray:
    """Applies one matrix per axis (None leaves the axis as it is) to the last three axes of a volume."""
    for axis, matrix in zip((-3, -2, -1), matrices):
        if matrix is not None:
            volume = np.moveaxis(np.tensordot(matrix, volume, axes=(1, axis)), 0, axis)
    return volume


def normalise(volume: np.ndarray) -> np.ndarray:
    """Percentile range to [0, 1], clipped to [0, 1.5]; the percentiles are taken over all voxels."""
    low, high = np.percentile(volume, (MIN_PERCENTILE, MAX_PERCENTILE))
    if not high > low:
        raise ValueError("the image is constant")
    return np.clip((volume - low) / (high - low), 0.0, CLIP_MAX).astype(np.float32)


def pad_to_multiple(volume: np.ndarray, multiple: int = MULTIPLE) -> np.ndarray:
    """Zeros at the high end of the last three axes."""
    pad = [(0, 0)] * (volume.ndim - 3) + [(0, -size % multiple) for size in volume.shape[-3:]]
    return np.pad(volume, pad)


class ModelGrid:
    """One scan and its model grid. Arrays are z, y, x (the network's order) with x to the right, y anterior, z superior."""

    def __init__(self, image: nib.Nifti1Image):
        ras = nib.as_closest_canonical(image)
        data = np.asanyarray(ras.dataobj)
        while data.ndim > 3:
            data = data[..., 0]
        self.affine = ras.affine
        self.scan = np.nan_to_num(data.astype(np.float32).transpose(2, 1, 0))
        self.spacing = np.sqrt((ras.affine[:3, :3] ** 2).sum(0))[::-1]

    def network_input(self) -> np.ndarray:
        """The normalised head on the model grid, before padding."""
        matrices = [resampling_matrix(n, s) for n, s in zip(self.scan.shape, self.spacing)]
        return normalise(along_axes(matrices, self.scan))

    def back(self, channels: np.ndarray) -> np.ndarray:
        """Class maps [C, z, y, x] of the model grid at the voxels of the scan."""
        return along_axes([back_matrix(n, s) for n, s in zip(self.scan.shape, self.spacing)], channels)

    def classes(self, probabilities: np.ndarray) -> np.ndarray:
        """Class of largest probability at the voxels of the scan, the lowest of equals; `back` and argmax, a slice at a time."""
        to_z, to_y, to_x = (back_matrix(n, s) for n, s in zip(self.scan.shape, self.spacing))
        slices = along_axes([to_z, None, None], probabilities)
        classes = np.zeros(self.scan.shape, np.uint8)
        for z, found in enumerate(classes):
            planes = (to_y @ np.ascontiguousarray(plane) @ to_x.T for plane in slices[:, z])
            best = next(planes)
            for label, plane in enumerate(planes, 1):
                found[plane > best] = label
                best = np.maximum(best, plane)
        return classes
