"""The warp of a synthetic head: from points of the scanner to the map that they show, and sampling of the map there."""
import numpy as np
import torch
import torch.nn.functional as F

from anatomy import EYE_X, Elastic, child_to_adult
from ears import shaped
from heads import DISTANCE_STEP, Head
from preprocessing import SPACING_MM
from regions import EYE_TO_BRAIN_ELEVATION, EYE_TO_BRAIN_UNITS, UprightFrame

COARSE_STEP = 4      # the warp is evaluated at every fourth voxel and interpolated
LANDMARK_STEPS = 8  # of the search for a landmark in the warped head; the warp is close to a similarity


class Warp:
    """The way from a point of the scanner (mm from the origin of the upright frame, x y z) to the voxel of the map it shows."""

    def __init__(self, head: Head, brain_distance, turn, scale, mirror: bool, grown, rng, ears=(), shapes=()):
        self._head, self._distance, self._mirror, self._grown = head, brain_distance, mirror, grown
        self._ears, self._shapes = ears, shapes
        self._turn = torch.from_numpy(turn.T.astype(np.float32))
        self._scale = torch.from_numpy(scale.astype(np.float32)).view(3, 1, 1, 1)
        self._axes = torch.from_numpy(head.axes.T.astype(np.float32))
        self._middle = torch.from_numpy(head.eyes_mid.astype(np.float32)).view(3, 1, 1, 1)
        mirrored = torch.diag(torch.tensor([-1.0 if mirror else 1.0, 1.0, 1.0]))
        self._linear = self._axes @ torch.diag(1 / self._scale.flatten()) @ mirrored @ self._turn
        self._elastic = Elastic(rng, rng.uniform(0.0, 4.0))

    def __call__(self, scanner: torch.Tensor) -> torch.Tensor:
        """Voxel coordinates [3 (x y z), ...] of points of the same shape."""
        upright = torch.einsum("ij,jzyx->izyx", self._turn, scanner)
        if self._mirror:
            upright[0] = -upright[0]
        point = upright / self._scale
        adult = child_to_adult(point, self._grown, self._brain_distance) + self._elastic(point)
        return self._voxel(shaped(adult, self._ears, self._shapes))

    def grid(self, first_mm, size) -> torch.Tensor:
        """Voxel coordinates [3, z, y, x] for a grid of the model's spacing whose first voxel lies at first_mm (x y z)."""
        steps = [int(np.ceil((n - 1) / COARSE_STEP)) + 1 for n in size]
        axes = [torch.linspace(0, 1, m) * float((n - 1) * SPACING_MM) + float(a) for m, n, a in zip(steps, size, first_mm)]
        z, y, x = torch.meshgrid(axes[2], axes[1], axes[0], indexing="ij")
        coarse = self(torch.stack([x, y, z]))
        return F.interpolate(coarse[None], size=tuple(int(n) for n in size[::-1]), mode="trilinear", align_corners=True)[0]

    def frame(self) -> UprightFrame:
        """The upright frame of the warped head in the scanner, mm."""
        at = self.find(self.landmarks())[:, 0, 0].T.tolist()
        return UprightFrame.between(*sorted(at[:2]), at[2])

    def landmarks(self) -> torch.Tensor:
        """Both eyes and the center of the brain in the map, voxels [3 (x y z), 1, 1, 3]."""
        back = self._head.unit_mm * EYE_TO_BRAIN_UNITS
        adult = torch.tensor([(-EYE_X, 0.0, 0.0), (EYE_X, 0.0, 0.0),
                              (0.0, -back * np.cos(EYE_TO_BRAIN_ELEVATION), back * np.sin(EYE_TO_BRAIN_ELEVATION))], dtype=torch.float32)
        return self._voxel(adult.T.reshape(3, 1, 1, 3))

    def find(self, voxel: torch.Tensor) -> torch.Tensor:
        """Where in the scanner voxels of the map have come to lie: points [3 (x y z), ...], the inverse of a call."""
        at, back = voxel - self._middle, torch.linalg.inv(self._linear)
        for _ in range(LANDMARK_STEPS):
            at = at + torch.einsum("ij,jzyx->izyx", back, voxel - self(at))
        return at

    def _voxel(self, point: torch.Tensor) -> torch.Tensor:
        return torch.einsum("ij,jzyx->izyx", self._axes, point) + self._middle

    def _brain_distance(self, point: torch.Tensor) -> torch.Tensor:
        return trilinear(self._distance, self._voxel(point) / DISTANCE_STEP, "border")


def nearest(volume: torch.Tensor, voxel: torch.Tensor) -> torch.Tensor:
    """Nearest value of [z, y, x] at voxel coordinates [3 (x y z), ...]; 0 outside."""
    inside, index = None, 0
    for coordinate, n in zip(voxel.flip(0), volume.shape):
        there = (coordinate >= -0.5) & (coordinate < n - 0.5)
        inside = there if inside is None else inside & there
        index = index * n + coordinate.round().clamp_(0, n - 1).int()
    return volume.view(-1).index_select(0, index.flatten()).view(index.shape) * inside


def covered(head: Head, voxel: torch.Tensor) -> torch.Tensor:
    """Which points the map tells about: below a map, and before one that ends in the face, nothing is known."""
    known = torch.ones(voxel.shape[1:], dtype=torch.bool)
    for axis, coordinate in enumerate(voxel.flip(0)):
        known &= (coordinate >= float(head.valid[0, axis]) - 0.5) & (coordinate <= float(head.valid[1, axis]) - 0.5)
    return known


def trilinear(volume: torch.Tensor, voxel: torch.Tensor, padding: str) -> torch.Tensor:
    """Trilinear sampling of [1, 1, z, y, x] at voxel coordinates [3 (x y z), ...]."""
    size = torch.tensor(volume.shape[:1:-1], dtype=torch.float32).view(3, 1, 1, 1)
    grid = (voxel * 2 + 1) / size - 1
    return F.grid_sample(volume, grid.permute(1, 2, 3, 0)[None], mode="bilinear", padding_mode=padding,
                         align_corners=False)[0, 0]
