"""Reference regions of a head: brain, face, eyes and ears from a map of its tissues.

The definition (all lengths of the face in the head's own unit u):

* The unit u is the distance from the point midway between the eyes to the centre of the brain, divided by 78; about
  1.14 mm in an adult. So the regions of a child follow the size of the child's head.
* The upright frame has its origin midway between the eyes, its x axis through both eyes and its pitch set so that the
  centre of the brain lies 19 degrees above the horizontal behind the eyes.
* brain (1): the intracranial space: brain, CSF and venous sinuses.
* face (2): the outer 15 u of the head inside the face zone, and 5 u of air in front of it. The zone reaches from 32 u
  above the eyes to 130 u below them, and back to a line that runs from 8 u behind the eyes at the brow to 55 u behind
  them at the mouth.
* eyes (3): the globes. ears (4): what stands off the head too finely for a ball of 12 u, at the place of the ears,
  grown by 3 u.
* Nothing within 3 mm of the brain belongs to face or ears.

What lies outside the field of view is unknown, not air: the cut face of a cropped head is no skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

REST, BRAIN, FACE, EYES, EARS = range(5)

EYE_LABEL = 506
CSF_LABEL = 24
VENOUS_SINUS_LABEL = 514
EXTRACRANIAL_LABELS = (502, 506, 507, 508, 509, 511, 512, 514, 515, 516, 530)
FIRST_PHANTOM_LABEL = 600
"""Labels from here on are tissues only the phantoms tell apart; all lie outside the brain."""

EYE_TO_BRAIN_UNITS = 78.0
EYE_TO_BRAIN_ELEVATION = np.deg2rad(19.0)
FACE_DEPTH_UNITS = 15.0
FACE_AIR_UNITS = 5.0
FACE_TOP_UNITS = 32.0
FACE_BOTTOM_UNITS = -130.0
FACE_BACK_HEIGHTS_UNITS = (-130, -60, -20, 0, 15, 32)
FACE_BACK_UNITS = (-40, -52, -55, -45, -28, -8)
EAR_BALL_UNITS = 12.0
EAR_GROWTH_UNITS = 3.0
EAR_DEPTH_UNITS = 8.0
EAR_SMALLEST_UNITS3 = 150.0
BRAIN_GUARD_MM = 3.0
SKIN_VOXELS = 2.0
"""Depth in voxels of the layer that air is looked for in front of: one or two voxels whatever their size."""
SURFACE_CLOSING_MM = 5.0


@dataclass(frozen=True)
class UprightFrame:
    """Where a head looks: voxel position of the origin, rows = axes right, forward, up, and the unit u in mm."""

    origin: np.ndarray
    axes: np.ndarray
    unit_mm: float

    @classmethod
    def between(cls, left_eye, right_eye, brain_center, voxel_mm: float = 1.0, units: float = EYE_TO_BRAIN_UNITS,
                elevation: float = EYE_TO_BRAIN_ELEVATION) -> UprightFrame:
        """Frame of a head on a RAS grid from the centres (voxels) of its eyes and its brain, and where that lies in u and radians."""
        left_eye, right_eye, brain_center = (np.asarray(p, float) for p in (left_eye, right_eye, brain_center))
        origin = (left_eye + right_eye) / 2
        right = (right_eye - left_eye) / np.linalg.norm(right_eye - left_eye)
        inward = brain_center - origin
        inward = inward - right * (inward @ right)
        distance = np.linalg.norm(inward)
        inward = inward / distance
        normal = np.cross(right, -inward)
        normal = normal / np.linalg.norm(normal)
        if normal[2] < 0:
            normal = -normal
        sin, cos = np.sin(elevation), np.cos(elevation)
        axes = np.stack([right, sin * normal - cos * inward, sin * inward + cos * normal])
        return cls(origin, axes, distance * voxel_mm / units)

    def coordinates(self, shape, voxel_mm: float = 1.0) -> np.ndarray:
        """Right, forward and up of every voxel, in u: float32 array of shape (3, *shape)."""
        offset = np.indices(shape).reshape(3, -1).astype(np.float32) - self.origin[:, None].astype(np.float32)
        return (self.axes.astype(np.float32) @ offset).reshape(3, *shape) * (voxel_mm / self.unit_mm)


@dataclass(frozen=True)
class HeadMasks:
    """What the definition needs of a head: boolean arrays of one shape, and the voxel centres of eyes and brain."""

    head: np.ndarray
    intracranial: np.ndarray
    eyes: np.ndarray
    field_of_view: np.ndarray
    frame: UprightFrame


def grow(mask: np.ndarray, radius: float) -> np.ndarray:
    """Voxels within ``radius`` voxels (Euclidean) of a mask."""
    window = _box_around(mask, int(np.ceil(radius)) + 1)
    grown = np.zeros_like(mask)
    if window is not None:
        grown[window] = ndimage.distance_transform_edt(~mask[window]) <= radius
    return grown


def shrink(mask: np.ndarray, radius: float) -> np.ndarray:
    """Voxels of a mask farther than ``radius`` voxels from its outside."""
    window = _box_around(mask, 1)
    shrunk = np.zeros_like(mask)
    if window is not None:
        shrunk[window] = ndimage.distance_transform_edt(mask[window]) > radius
    return shrunk


def _box_around(mask: np.ndarray, margin: int):
    """Slices of the box around a mask and a margin of voxels, clipped to the array; None for an empty mask."""
    if not mask.any():
        return None
    ends = []
    for axis in range(mask.ndim):
        used = np.flatnonzero(mask.any(axis=tuple(a for a in range(mask.ndim) if a != axis)))
        ends.append(slice(max(used[0] - margin, 0), used[-1] + 1 + margin))
    return tuple(ends)


def largest_component(mask: np.ndarray) -> np.ndarray:
    """The largest 6-connected part of a mask; the mask itself if it is empty."""
    labels, count = ndimage.label(mask)
    if count == 0:
        return mask
    return labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])


def masks_of_tissue(tissue: np.ndarray, voxel_mm: float = 1.0, whole_grid: bool = False) -> HeadMasks:
    """Masks of a tissue label map on an isotropic RAS grid.

    The field of view is the box around its labels, or the whole grid where 0 is known to be air. Raises
    ValueError when the map does not show two eyes.
    """
    labelled = tissue > 0
    box = tuple(slice(i.min(), i.max() + 1) for i in np.nonzero(labelled))
    field_of_view = np.zeros(tissue.shape, bool)
    field_of_view[... if whole_grid else box] = True
    head = largest_component(ndimage.binary_opening(labelled))
    intradural = labelled & ~np.isin(tissue, EXTRACRANIAL_LABELS) & (tissue < FIRST_PHANTOM_LABEL)
    brain = largest_component(ndimage.binary_opening(intradural & (tissue != CSF_LABEL)))
    # Shrinking by 2 cuts the spinal canal off; growing by 3 and shrinking by 3 closes the meninges.
    core = largest_component(shrink(intradural | (tissue == VENOUS_SINUS_LABEL), 2 / voxel_mm))
    intracranial = shrink(grow(core, (2 + 3) / voxel_mm), 3 / voxel_mm)
    intracranial = ndimage.binary_fill_holes(intracranial) | brain
    eyes, (left, right) = _eyes(tissue == EYE_LABEL, voxel_mm)
    frame = UprightFrame.between(left, right, ndimage.center_of_mass(brain), voxel_mm)
    return HeadMasks(head, intracranial, eyes, field_of_view, frame)


def _eyes(label: np.ndarray, voxel_mm: float) -> tuple[np.ndarray, list[np.ndarray]]:
    """The two globes and their centres in voxels, left (smaller first index) before right."""
    reach = 3 / voxel_mm
    half = int(np.ceil(reach))
    ball = (np.mgrid[-half:half + 1, -half:half + 1, -half:half + 1] ** 2).sum(0) <= reach ** 2
    closed = ndimage.binary_closing(ndimage.binary_opening(label), ball)
    parts, count = ndimage.label(closed)
    if count < 2:
        raise ValueError(f"the tissue map shows {count} eye(s) of label {EYE_LABEL}; the face zone needs two.")
    biggest = np.argsort(np.bincount(parts.ravel())[1:])[::-1][:2] + 1
    centers = sorted((np.array(ndimage.center_of_mass(parts == k)) for k in biggest), key=lambda c: c[0])
    return np.isin(parts, biggest), centers


def regions_of_head(masks: HeadMasks, voxel_mm: float = 1.0) -> np.ndarray:
    """Reference labels 0 to 4 (uint8) of a head on its isotropic RAS grid of ``voxel_mm``."""
    unit = masks.frame.unit_mm / voxel_mm
    solid, exterior = _surface(masks, voxel_mm)
    depth = ndimage.distance_transform_edt(solid | ~masks.field_of_view)
    right, forward, up = masks.frame.coordinates(solid.shape, voxel_mm)
    guard = grow(masks.intracranial, BRAIN_GUARD_MM / voxel_mm)

    back = np.interp(up, FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS).astype(np.float32)
    zone = (forward > back) & (up < FACE_TOP_UNITS) & (up > FACE_BOTTOM_UNITS)
    shell = zone & solid & (depth <= FACE_DEPTH_UNITS * unit)
    shell |= grow(masks.eyes, 1 / voxel_mm) & solid
    shell = largest_component(shell & ~guard)
    skin = shell & (depth <= SKIN_VOXELS)
    face = shell | (exterior & grow(skin, FACE_AIR_UNITS * unit) & ~guard)

    ears = _ears(solid, right, forward, up, unit, voxel_mm)
    ears &= (np.abs(right) > 55) & ~guard & ~face & (solid | grow(solid, EAR_GROWTH_UNITS * unit))
    ears &= depth <= EAR_DEPTH_UNITS * unit

    regions = np.zeros(solid.shape, np.uint8)
    regions[masks.intracranial] = BRAIN
    regions[face] = FACE
    regions[masks.eyes & face] = EYES
    regions[ears] = EARS
    return regions


def _surface(masks: HeadMasks, voxel_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """The closed head without its air, and the air around it that is connected and inside the field of view."""
    closing = SURFACE_CLOSING_MM / voxel_mm
    closed = shrink(grow(np.pad(masks.head, 8), closing), closing)[8:-8, 8:-8, 8:-8]
    solid = largest_component(closed | masks.head | masks.intracranial | masks.eyes)
    exterior = largest_component(~solid & masks.field_of_view)
    return ~exterior & masks.field_of_view, exterior


def _ears(solid, right, forward, up, unit: float, voxel_mm: float) -> np.ndarray:
    """Both pinnae, grown: what opening the head with a ball takes away where ears are."""
    radius = EAR_BALL_UNITS * unit
    padded = np.pad(solid, 12, mode="edge")
    fine = (padded & ~grow(shrink(padded, radius), radius))[12:-12, 12:-12, 12:-12]
    fine &= solid & (np.abs(right) > 58) & (forward > -130) & (forward < -58) & (up > -75) & (up < 35)
    ears = np.zeros(solid.shape, bool)
    for side in (right < 0, right > 0):
        candidate = fine & side
        if not candidate.any():
            continue
        parts, count = ndimage.label(grow(candidate, 1.5 / voxel_mm))
        sizes = ndimage.sum(candidate, parts, range(1, count + 1))
        if sizes.max() >= EAR_SMALLEST_UNITS3 * unit ** 3:
            ears |= grow((parts == 1 + np.argmax(sizes)) & candidate, EAR_GROWTH_UNITS * unit)
    return ears


def regions_of_tissue(tissue: np.ndarray, voxel_mm: float = 1.0, whole_grid: bool = False) -> np.ndarray:
    """Reference labels of a tissue label map on an isotropic RAS grid; see ``masks_of_tissue``."""
    return regions_of_head(masks_of_tissue(np.asarray(tissue), voxel_mm, whole_grid), voxel_mm)
