"""MR images of phantom heads: signal of each tissue from its parameters, then what a scanner adds.

Signals follow the spin-echo and inversion-recovery equations at 1.5 T with rounded textbook values. White matter of
infants has the long relaxation times of tissue that is not yet myelinated.
"""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass

import nibabel
import numpy as np
from scipy import ndimage

from sdf import smooth_noise

ENHANCING_RIM, NECROTIC_CORE, EDEMA = 701, 702, 703

_TISSUES = {  # labels: proton density, T1 (ms), T2 (ms), uptake of contrast agent
    (2, 41): (0.71, 620, 76, 0.0), (3, 42): (0.82, 980, 96, 0.02), (7, 46): (0.72, 640, 78, 0.0),
    (8, 47): (0.82, 960, 94, 0.02), (10, 49, 11, 50, 12, 51, 17, 53, 18, 54, 26, 58, 28, 60): (0.80, 850, 86, 0.02),
    (13, 52): (0.76, 760, 74, 0.02), (16,): (0.74, 700, 82, 0.0), (512,): (0.72, 700, 80, 0.0),
    (4, 43, 5, 44, 14, 15, 24): (1.0, 4000, 1700, 0.0), (502,): (0.08, 1300, 150, 0.3), (514,): (0.38, 1200, 130, 1.2),
    (506,): (1.0, 3600, 1200, 0.0), (606,): (0.6, 1000, 40, 0.0), (508,): (0.70, 720, 82, 0.0),
    (507,): (0.76, 640, 56, 0.10), (602,): (0.78, 900, 46, 0.12), (601, 604): (0.86, 270, 105, 0.0),
    (511,): (0.72, 520, 48, 0.15), (509,): (0.88, 1000, 110, 0.9), (515,): (0.09, 600, 8, 0.0),
    (516,): (0.55, 420, 62, 0.05), (605,): (0.02, 600, 4, 0.0), (ENHANCING_RIM,): (0.86, 1100, 120, 1.3),
    (NECROTIC_CORE,): (0.95, 2200, 380, 0.0), (EDEMA,): (0.88, 1200, 165, 0.0)}
_MYELINATING = {(2, 41): (0.12, 520, 52), (16,): (0.04, 120, 10), (7, 46): (0.06, 260, 26)}
_AGENT_RATE = 1.6e-3  # added to 1/T1 per unit of uptake, 1/ms

WHITE_MATTER_LEVEL = {"T1": 260.0, "T1CE": 260.0, "T2": 150.0, "FLAIR": 160.0, "PD": 220.0}
"""Stored value of adult white matter in each contrast."""


def signal(contrast: str, density: float, t1: float, t2: float, uptake: float = 0.0) -> float:
    """Signal of a tissue (no unit): T1 and T1CE by prepared gradient echo, T2 and PD by
    spin echo, FLAIR by inversion recovery."""
    if contrast == "T1CE":
        t1 = 1 / (1 / t1 + _AGENT_RATE * uptake)
    if contrast in ("T1", "T1CE"):
        return density * abs(1 - 1.25 * np.exp(-700 / t1)) * np.exp(-5 / t2)
    if contrast in ("T2", "PD"):
        return density * (1 - np.exp(-4500 / t1)) * np.exp(-(95 if contrast == "T2" else 14) / t2)
    if contrast == "FLAIR":
        recovered = 1 - 2 * np.exp(-2450 / t1) + np.exp(-9000 / t1)
        return density * abs(recovered) * np.exp(-115 / t2)
    raise ValueError(f"contrast is {contrast!r}; use T1, T1CE, T2, FLAIR or PD.")


def signal_table(contrast: str, age_years: float) -> np.ndarray:
    """Stored value by tissue label."""
    unripe = float(np.exp(-max(age_years - 0.25, 0.0) / 0.55))
    table = np.zeros(1 + max(label for labels in _TISSUES for label in labels))
    for labels, (density, t1, t2, uptake) in _TISSUES.items():
        extra = _MYELINATING.get(labels, (0.0, 0.0, 0.0))
        level = signal(contrast, density + unripe * extra[0], t1 + unripe * extra[1], t2 + unripe * extra[2], uptake)
        table[list(labels)] = level
    return table * (WHITE_MATTER_LEVEL[contrast] / signal(contrast, *_TISSUES[(2, 41)]))


def add_tumor(tissue: np.ndarray, center_voxel, radius_mm: float, spacing_mm: float, seed: int) -> np.ndarray:
    """A copy of the tissue map with a necrotic tumor, its enhancing rim and edema of the white matter around it."""
    out = tissue.copy()
    axes = [spacing_mm * np.arange(n) for n in tissue.shape]
    bumps = smooth_noise(np.random.default_rng(seed), axes, 18.0)[0]
    x, y, z = np.ix_(*(a - spacing_mm * c for a, c in zip(axes, center_voxel)))
    distance = np.sqrt(x ** 2 + y ** 2 + (z * 1.1) ** 2) - radius_mm + 3.0 * bumps
    brain = np.isin(tissue, [2, 41, 3, 42, 7, 46, 8, 47, 10, 49, 11, 50, 12, 51, 13, 52, 4, 43])
    out[(distance < 9) & np.isin(tissue, [2, 41])] = EDEMA
    out[brain & (distance < 0)] = ENHANCING_RIM
    out[brain & (distance < -3.5)] = NECROTIC_CORE
    return out


@dataclass(frozen=True)
class Scan:
    """How a phantom is scanned: contrast, target grid, and the scanner's faults."""

    contrast: str
    shape: tuple[int, int, int]
    affine: np.ndarray
    """Voxel to world mm; any orientation, obliquity and slice thickness."""
    noise: float = 0.015
    """Standard deviation of the noise in each channel, as a fraction of the level of white matter."""
    shading: float = 0.12
    """Strength of the coil's shading: standard deviation of its logarithm."""
    seed: int = 0


def render(tissue: np.ndarray, affine: np.ndarray, age_years: float, scan: Scan) -> np.ndarray:
    """Image (float32, stored values) of a tissue map on the grid of a scan."""
    rng = np.random.default_rng(scan.seed)
    spacing = float(np.linalg.norm(affine[:3, 0]))
    level = signal_table(scan.contrast, age_years)[tissue].astype(np.float32)
    axes = [spacing * np.arange(n) for n in tissue.shape]
    level *= 1 + 0.025 * smooth_noise(rng, axes, 12.0)[0]
    level = ndimage.gaussian_filter(level, 0.45 / spacing)
    image = _average_over_voxels(level, affine, scan)
    center = np.array(scan.shape) / 2
    steps = np.linalg.norm(scan.affine[:3, :3], axis=0)
    grid = [s * (np.arange(n) - c) for n, c, s in zip(scan.shape, center, steps)]
    image *= np.exp(scan.shading * smooth_noise(rng, grid, 220.0)[0])
    sigma = scan.noise * WHITE_MATTER_LEVEL[scan.contrast]
    noise = rng.standard_normal((2, *scan.shape)).astype(np.float32) * np.float32(sigma)
    return np.sqrt((image + noise[0]) ** 2 + noise[1] ** 2)


def _average_over_voxels(level: np.ndarray, affine: np.ndarray, scan: Scan) -> np.ndarray:
    """Mean of the signal over the box of each voxel of the scan: partial volume in plane and through thick slices."""
    to_map = np.linalg.inv(affine) @ scan.affine
    counts = np.maximum(1, np.ceil(np.linalg.norm(to_map[:3, :3], axis=0) - 0.05)).astype(int)
    offsets = [(np.arange(n) + 0.5) / n - 0.5 for n in counts]
    total = np.zeros(scan.shape, np.float32)
    for a in offsets[0]:
        for b in offsets[1]:
            for c in offsets[2]:
                start = to_map[:3, :3] @ (a, b, c) + to_map[:3, 3]
                total += ndimage.affine_transform(level, to_map[:3, :3], start, scan.shape, order=1, mode="constant")
    return total / counts.prod()


def labels_on(labels: np.ndarray, affine: np.ndarray, scan: Scan) -> np.ndarray:
    """A label map at the voxel centres of a scan's grid."""
    to_map = np.linalg.inv(affine) @ scan.affine
    return ndimage.affine_transform(labels, to_map[:3, :3], to_map[:3, 3], scan.shape, order=0, mode="constant")


def nifti_bytes(image: nibabel.Nifti1Image) -> bytes:
    """Gzip-compressed NIfTI without name or time in the gzip header, so that equal images give equal bytes."""
    plain = image.to_bytes()
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as file:
        file.write(plain)
    return packed.getvalue()
