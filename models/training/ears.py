"""The ears of a map, and how those of a sample differ from them: pressed flat or standing off, folded, larger or smaller."""
from dataclasses import dataclass

import numpy as np
import torch

from regions import EARS

LEAST_VOXELS = 3000      # of an ear region; less is a rest that the field of view has left
SCALP_PERCENTILE = 30.0  # of the distances from the midplane of the tissue of an ear: about where the scalp lies beneath it
REACH_MM = 26.0          # standard deviation of what moves with an ear, up, down, forward and back
FLATTEST = 1.5           # an ear thinner than by this factor has lost so much of the air around it that a voxel of it is given back


@dataclass(frozen=True)
class Ear:
    """Where an ear of a map lies in the upright frame, mm. side: -1 left, 1 right; scalp_mm: the scalp beneath it, from the midplane."""
    side: int
    center_mm: np.ndarray
    scalp_mm: float


@dataclass(frozen=True)
class EarShape:
    """thinner: how many times as thin (below 1: how far it stands off); folded: mm forward for each that it stands off; larger: its size."""
    thinner: float
    folded: float
    larger: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "EarShape":
        return cls(float(np.exp(rng.uniform(-0.35, 1.0))), float(rng.normal(0.0, 0.35)), float(np.exp(0.12 * rng.standard_normal())))


def ears_of(head) -> list:
    """The ears of a prepared head that are whole enough to be shaped."""
    at = np.argwhere((head.regions == EARS) & (head.tissue > 0))[:, ::-1]
    upright = (at - head.eyes_mid) @ np.asarray(head.axes).T
    found = []
    for side in (-1, 1):
        points = upright[side * upright[:, 0] > 0]
        if len(points) >= LEAST_VOXELS:
            found.append(Ear(side, points.mean(0), float(np.percentile(np.abs(points[:, 0]), SCALP_PERCENTILE))))
    return found


def shaped(point: torch.Tensor, ears: list, shapes: list) -> torch.Tensor:
    """Points of the map's upright frame [3 (x y z), ...] that points near an ear of another shape show; the same shape."""
    x, y, z = point
    for ear, shape in zip(ears, shapes):
        away_y, away_z = y - float(ear.center_mm[1]), z - float(ear.center_mm[2])
        near = torch.exp(-(away_y ** 2 + away_z ** 2) / (2 * REACH_MM ** 2))
        off = (ear.side * x - ear.scalp_mm).clamp(min=0.0)
        near = near * (off / 6.0 + 0.5).clamp(max=1.0) * (ear.side * x > ear.scalp_mm - 25.0)
        smaller = 1.0 / shape.larger - 1.0
        x = x + ear.side * off * (shape.thinner - 1.0) * near
        y = y + near * (away_y * smaller - shape.folded * off)
        z = z + near * away_z * smaller
    return torch.stack([x, y, z])
