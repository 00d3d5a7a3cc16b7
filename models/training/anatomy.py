"""The warp from a synthetic child's head to the adult map it is made from.

Coordinates are millimetres in the upright frame of the head (origin midway between the eyes; right, anterior, superior). The
warp runs backwards, from a point of the child's head to the point of the adult map that it shows, so that images are made by
plain sampling. All parts of it are smooth and are evaluated on a coarse grid.
"""
import numpy as np
import torch
import torch.nn.functional as F

from growth import Growth

# Landmarks of the average adult in the upright frame, mm.
EYE_X, EAR, NOSE_ROOT, CHIN, CHEEK = 31.0, (72.0, -95.0, -15.0), (0.0, -5.0, -35.0), (0.0, -10.0, -100.0), (52.0, -35.0, -50.0)
EAR_PLANE_Y = -60.0       # the face grows forward from the cranial base at this coronal plane
BRAIN_REACH_MM = 35.0     # facial growth fades in over this distance from the brain
SKULL_REACH_MM = 18.0     # the thickness of adult skull and scalp that is thinned


def smoothstep(x: torch.Tensor) -> torch.Tensor:
    x = x.clamp(0.0, 1.0)
    return x * x * (3 - 2 * x)


def _bump(p: torch.Tensor, centre, sigma: float) -> torch.Tensor:
    c = torch.tensor(centre, dtype=p.dtype).view(3, 1, 1, 1)
    return torch.exp(-((p - c) ** 2).sum(0) / (2 * sigma * sigma))


def _magnify(p: torch.Tensor, centre, sigma: float, factor: float) -> torch.Tensor:
    """Displacement that shows the neighbourhood of a landmark larger (factor > 1) or smaller."""
    c = torch.tensor(centre, dtype=p.dtype).view(3, 1, 1, 1)
    return _bump(p, centre, sigma) * (p - c) * (1.0 / factor - 1.0)


class Elastic:
    """A smooth random displacement of the head, the sum of two scales, defined at every point."""

    REACH_MM = 130.0  # of the cube around the brain that the noise spans
    MIDDLE = (0.0, -75.0, 0.0)

    def __init__(self, rng: np.random.Generator, amplitude_mm: float):
        self._fields = [torch.from_numpy(rng.standard_normal((1, 3, cells, cells, cells)).astype(np.float32)) * (amplitude_mm * share)
                        for cells, share in ((5, 1.0), (10, 0.35))]

    def __call__(self, p: torch.Tensor) -> torch.Tensor:
        """Displacement of points [3 (x y z), ...] in mm of the upright frame, the same shape."""
        where = (p - torch.tensor(self.MIDDLE).view(3, 1, 1, 1)) / self.REACH_MM
        grid = where.permute(1, 2, 3, 0)[None]
        return sum(F.grid_sample(f, grid, mode="bilinear", padding_mode="border", align_corners=True)[0] for f in self._fields)


def child_to_adult(p: torch.Tensor, growth: Growth, brain_distance) -> torch.Tensor:
    """Maps points of the child's head to the adult's.

    p: [3, z, y, x] in mm, upright frame, already divided by the head's scale; brain_distance: function from points in the
    adult's upright frame to mm from the brain. Returns points of the same shape.
    """
    distance = brain_distance(p)
    outside = smoothstep(distance / BRAIN_REACH_MM)
    x, y, z = p
    anterior = smoothstep((y - EAR_PLANE_Y + 40.0) / 60.0)
    moved = torch.stack([
        x * (1.0 / growth.face_breadth - 1.0) * anterior,
        (y - EAR_PLANE_Y).clamp(min=0.0) * (1.0 / growth.face_projection - 1.0),
        z.clamp(CHIN[2] * growth.face_height, 0.0) * (1.0 / growth.face_height - 1.0)]) * outside
    for side in (-1.0, 1.0):
        moved += _magnify(p, (side * EYE_X, 0.0, 0.0), 16.0, growth.orbit_scale)
        moved += _magnify(p, (side * EAR[0], EAR[1], EAR[2]), 24.0, growth.ear_scale) * outside
        # cheeks: what bulges out in the child shows the tissue that lies further in
        outward = torch.tensor([side, 0.35, 0.0]).view(3, 1, 1, 1)
        moved -= _bump(p, (side * CHEEK[0], CHEEK[1], CHEEK[2]), 20.0) * outward * (9.0 * growth.cheek_fat)
    # the nose and chin as such, beyond the growth of the face around them
    moved += _magnify(p, NOSE_ROOT, 18.0, growth.nose_projection / growth.face_projection) * outside
    moved += _magnify(p, CHIN, 22.0, growth.mandible / growth.face_height) * outside
    return p + moved + _thin_vault(p, distance, growth, brain_distance)


def _thin_vault(p, distance, growth: Growth, brain_distance) -> torch.Tensor:
    """Displacement along the distance to the brain that makes the skull and scalp of the vault thinner (or thicker)."""
    ratio = float(np.clip(0.6 * growth.skull_thickness + 0.4 * growth.scalp_thickness, 0.35, 1.6)) / growth.head_scale
    x, y, z = p
    vault = torch.maximum(smoothstep(z / 25.0), smoothstep((-y - 110.0) / 30.0) * smoothstep((z + 60.0) / 20.0))
    step = 2.0
    normal = torch.stack([brain_distance(p + _unit(axis, step)) - brain_distance(p - _unit(axis, step)) for axis in range(3)])
    normal = normal / normal.norm(dim=0).clamp(min=1e-3)
    adult = torch.minimum(distance / ratio, SKULL_REACH_MM + (distance - SKULL_REACH_MM * ratio).clamp(min=0.0))
    return normal * (adult - distance) * vault


def _unit(axis: int, length: float) -> torch.Tensor:
    step = torch.zeros(3, 1, 1, 1)
    step[axis] = length
    return step
