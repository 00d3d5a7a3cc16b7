"""The upright frame of a head from the eyes and the brain that a network found: the program's `EyeFinder`, `HeadFrame`, `FaceZone`.

Positions are mm, (x, y, z), from the center of the first voxel; arrays are [z, y, x].
"""
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy import ndimage
from scipy.spatial.transform import Rotation

from brain_shape import EYES_APART_UNITS, LEAST_POINTS, MOST_MISFIT, STARTS, fitted, surface_mm
from metrics import BRAIN, EYES
from regions import FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS, FACE_BOTTOM_UNITS, FACE_TOP_UNITS, UprightFrame

EYE_MM3 = (500.0, 20000.0)
EYES_APART_MM = (35.0, 80.0)
STEEPEST = 0.6       # slope of a line through both eyes
UNLIKELY = 0.2       # slope at which a pair of eyes becomes unlikely
IN_FRONT_MM = 20.0   # eyes lie at least so far before the center of the brain
MOST_CUT_CM2 = 40.0  # a brain cut by more has a center that is no longer that of the whole
# From the eyes to the center of the intracranial space, which the network calls brain, in the median training head. The reference's frame
# rests on the center of the brain's tissue, 78 u and 19 degrees.
BRAIN_CENTER_UNITS, BRAIN_CENTER_ELEVATION = 77.4, float(np.radians(19.2))
BRAIN_WIDTH_UNITS = 118.0
UNIT_MM = (0.6, 1.5)
MIDDLE_UNITS, CONE_DEGREES = (0.0, -55.0, -35.0), 2  # in a head, behind the mouth and below the ears


@dataclass(frozen=True)
class Brain:
    """What of the brain tells how a head lies; center_mm is None where there is no brain."""

    center_mm: np.ndarray
    width_mm: float
    cut_cm2: float

    @classmethod
    def of(cls, mask: np.ndarray, spacing_mm: float) -> "Brain":
        """From its voxels [z, y, x]; what lies on the border of the array is taken for cut."""
        at = np.argwhere(mask)
        if not len(at):
            return cls(None, 0.0, 0.0)
        on_border = ((at == 0) | (at == np.array(mask.shape) - 1)).any(1).sum()
        width_mm = (np.ptp(at[:, 2]) + 1) * spacing_mm
        return cls(at.mean(0)[::-1] * spacing_mm, width_mm, on_border * spacing_mm ** 2 / 100)


class Basis(Enum):
    """What a frame rests on: the program's `HeadFrame.Basis`."""

    EYES_AND_BRAIN = 1  # both eyes, and a brain: its center, or where that is cut, its surface
    EYES = 2            # both eyes; a pitch of 0 is assumed
    BRAIN_SURFACE = 3   # the surface of a brain
    BRAIN = 4           # the center of a brain; the head is taken to be upright


@dataclass(frozen=True)
class HeadPose:
    """The frame of a head on a grid."""

    frame: UprightFrame
    basis: Basis
    shape: tuple
    spacing_mm: float
    eyes: tuple = None  # volume in mm3 and center (x, y, z) in mm of the left and the right one; None without both

    @property
    def firm(self) -> bool:
        return self.basis == Basis.EYES_AND_BRAIN

    def along(self, axis: int) -> np.ndarray:
        """Coordinate of every voxel to the right (0), forward (1) or up (2), in u."""
        row = self.frame.axes[axis]
        z, y, x = (row[2 - i] * (np.arange(n) * self.spacing_mm - self.frame.origin[2 - i]) for i, n in enumerate(self.shape))
        return (z[:, None, None] + y[:, None] + x) / self.frame.unit_mm

    @cached_property
    def _up_and_before_back(self):
        up = self.along(2)
        return up, self.along(1) - np.interp(up, FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS)

    @cached_property
    def rays(self):
        """The way from MIDDLE_UNITS to every voxel: length in u, angle about the right axis in degrees (0 forward, 90 up), its cone."""
        x, y, z = (self.along(axis) - middle for axis, middle in enumerate(MIDDLE_UNITS))
        away = np.sqrt(x * x + y * y + z * z)
        aside = np.degrees(np.arcsin(np.clip(x / np.maximum(away, 1e-6), -1, 1)))
        around = np.degrees(np.arctan2(z, y))
        turns = 360 // CONE_DEGREES
        cone = np.floor((aside + 90) / CONE_DEGREES).astype(int) * turns + np.floor((around + 180) / CONE_DEGREES).astype(int) % turns
        return away, around, cone

    def zone(self, slack: float) -> np.ndarray:
        """The face zone, grown by a slack in u (or shrunk)."""
        up, before_back = self._up_and_before_back
        return (up < FACE_TOP_UNITS + slack) & (up > FACE_BOTTOM_UNITS - slack) & (before_back > -slack)


def head_pose(classes: np.ndarray, brain: Brain, spacing_mm: float):
    """The frame from the most likely pair of eyes and the brain, None where there is neither."""
    pairs = [pair for pair in combinations(_eyes(classes == EYES, spacing_mm), 2) if _plausible(pair, brain)]
    if not pairs and brain.center_mm is None:
        return None
    pair = max(pairs, key=_weight) if pairs else None
    frame, basis = _frame(pair and tuple(center for _, center in pair), brain, classes, spacing_mm)
    return HeadPose(UprightFrame(frame.origin, frame.axes, _clipped(frame.unit_mm)), basis, classes.shape, spacing_mm, pair)


def _frame(eyes, brain: Brain, classes: np.ndarray, spacing_mm: float):
    if eyes and brain.center_mm is not None and brain.cut_cm2 <= MOST_CUT_CM2:
        return UprightFrame.between(*eyes, brain.center_mm, 1.0, BRAIN_CENTER_UNITS, BRAIN_CENTER_ELEVATION), Basis.EYES_AND_BRAIN
    upright = _upright(*eyes) if eyes else _around(brain)
    surface = surface_mm(classes == BRAIN, spacing_mm)
    if len(surface) >= LEAST_POINTS:
        apart, pivot = (np.linalg.norm(eyes[1] - eyes[0]), upright.origin) if eyes else (None, brain.center_mm)
        found, misfit = min((fitted(surface, _pitched(upright, pitch, pivot), apart) for pitch in STARTS), key=lambda fit: fit[1])
        if misfit <= MOST_MISFIT:
            return found, Basis.EYES_AND_BRAIN if eyes else Basis.BRAIN_SURFACE
    return upright, Basis.EYES if eyes else Basis.BRAIN


def _upright(left: np.ndarray, right: np.ndarray) -> UprightFrame:
    """The frame of a head with a pitch of 0 from the centers of its eyes."""
    across = (right - left) / np.linalg.norm(right - left)
    forward = np.cross([0, 0, 1], across) / np.linalg.norm(np.cross([0, 0, 1], across))
    axes = np.stack([across, forward, np.cross(across, forward)])
    return UprightFrame((left + right) / 2, axes, np.linalg.norm(right - left) / EYES_APART_UNITS)


def _around(brain: Brain) -> UprightFrame:
    """The frame of an upright head around a brain."""
    unit = _clipped(brain.width_mm / BRAIN_WIDTH_UNITS)
    eyes = np.array([0, np.cos(BRAIN_CENTER_ELEVATION), -np.sin(BRAIN_CENTER_ELEVATION)]) * BRAIN_CENTER_UNITS * unit
    return UprightFrame(brain.center_mm + eyes, np.eye(3), unit)


def _pitched(frame: UprightFrame, pitch: float, pivot_mm: np.ndarray) -> UprightFrame:
    """A frame turned about an axis to the right through a place."""
    axes = Rotation.from_euler("x", pitch).as_matrix() @ frame.axes
    return UprightFrame(pivot_mm - frame.axes @ (pivot_mm - frame.origin) @ axes, axes, frame.unit_mm)


def _clipped(unit_mm: float) -> float:
    return float(np.clip(unit_mm, *UNIT_MM))


def _eyes(mask: np.ndarray, spacing_mm: float) -> list:
    """Volume in mm3 and center (x, y, z) in mm of all that can be an eye, from left to right."""
    parts, count = ndimage.label(mask)
    if not count:
        return []
    volumes = np.bincount(parts.ravel())[1:] * spacing_mm ** 3
    centers = np.array(ndimage.center_of_mass(mask, parts, range(1, count + 1)))[:, ::-1] * spacing_mm
    eyes = [(volume, center) for volume, center in zip(volumes, centers) if EYE_MM3[0] <= volume <= EYE_MM3[1]]
    return sorted(eyes, key=lambda eye: eye[1][0])


def _plausible(pair, brain: Brain) -> bool:
    (_, left), (_, right) = pair
    x, y, z = right - left
    level = abs(y) <= STEEPEST * x and abs(z) <= STEEPEST * x
    before = brain.center_mm is None or (left[1] + right[1]) / 2 > brain.center_mm[1] + IN_FRONT_MM
    return level and before and EYES_APART_MM[0] <= np.linalg.norm(right - left) <= EYES_APART_MM[1]


def _weight(pair) -> float:
    """Prefers large eyes of like size in a head that is neither turned nor tilted."""
    (left_mm3, left), (right_mm3, right) = pair
    x, y, z = right - left
    return np.sqrt(left_mm3 * right_mm3) * np.exp(-(y / x / UNLIKELY) ** 2 - (z / x / UNLIKELY) ** 2)
