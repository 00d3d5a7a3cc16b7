"""Lays the face of a warped head anew by its definition.

Brain, eyes and ears move with the anatomy. The face does not: it is a layer of a given depth under the skin and of a given
height above it, in a zone of the upright frame, all in the head's own unit (see regions.py). A warp that makes the face of a
child flatter, or stretches it at random, would thin that layer with it; so it is measured again on the warped head.
"""
import numpy as np
from scipy import ndimage

from preprocessing import SPACING_MM
from regions import (BRAIN, BRAIN_GUARD_MM, EARS, EYES, FACE, FACE_AIR_UNITS, FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS, FACE_BOTTOM_UNITS,
                     FACE_DEPTH_UNITS, FACE_TOP_UNITS, REST, UprightFrame)

# The definition counts distances between centers of voxels of 1 mm, which lie half a voxel beyond the surface.
HALF_VOXEL_MM = 0.5
SKIN_MM = 2.0
AIR_SOUGHT_MM = 12.0  # farther from the skin there is no air of the face
GROWN = 4  # the box is sought on every fourth voxel


def zone_box(shape, frame: UprightFrame, low_mm):
    """The box of voxels x y z, first and past the end, that the face zone and what decides on it take up; None without a zone.

    shape: z, y, x of the grid; low_mm: position x y z of its first voxel. The box may reach beyond the grid.
    """
    zone = _zone([(-GROWN, n + GROWN) for n in shape[::-1]], frame, low_mm, GROWN)
    if not zone.any():
        return None
    room = int(np.ceil(FACE_DEPTH_UNITS * frame.unit_mm / SPACING_MM)) + 1
    ends = []
    for axis, n in zip((2, 1, 0), shape[::-1]):
        there = np.flatnonzero(zone.any(tuple(a for a in range(3) if a != axis))) * GROWN - GROWN
        ends.append((max(-room, int(there[0]) - GROWN - room), min(n + room, int(there[-1]) + GROWN + room + 1)))
    return ends


def lay_face(labels: np.ndarray, box, surface_mm: np.ndarray, valid: np.ndarray, frame: UprightFrame, low_mm) -> np.ndarray:
    """Labels [z, y, x] of a warped head with its face laid anew.

    box: see zone_box; surface_mm, valid: [z, y, x] in that box: signed distance to the skin, negative inside the head, and whether the map
    covers the voxel (only there is air known to be air); frame: in mm, x y z; low_mm: position x y z of the first voxel of labels.
    """
    kept, (inner, outer) = np.zeros(surface_mm.shape, labels.dtype), _overlap(box, labels.shape)
    kept[inner] = labels[outer]
    zone = _zone(box, frame, low_mm)
    outside = (surface_mm >= 0) & valid
    solid = (surface_mm < 0) & valid
    free = ~_near(kept == BRAIN, BRAIN_GUARD_MM)
    depth = _distance_mm(zone & solid & free, outside, surface_mm)
    height = _distance_mm(outside & free & (surface_mm < AIR_SOUGHT_MM), depth <= SKIN_MM, -surface_mm)
    face = (depth + HALF_VOXEL_MM <= FACE_DEPTH_UNITS * frame.unit_mm) | (height + HALF_VOXEL_MM <= FACE_AIR_UNITS * frame.unit_mm)
    laid = np.where((kept == FACE) | ((kept == EARS) & face), REST, kept)
    laid[face & (kept != EYES) & (kept != BRAIN)] = FACE
    result = np.where(labels == FACE, REST, labels)
    result[outer] = laid[inner]
    return result


def _zone(ends, frame: UprightFrame, low_mm, step: int = 1) -> np.ndarray:
    """Which voxels [z, y, x] between the ends (x y z) lie in the face zone; every step-th of them."""
    x, y, z = np.meshgrid(*[(np.arange(a, b, step) * SPACING_MM + low - origin).astype(np.float32)
                            for (a, b), low, origin in zip(ends, low_mm, frame.origin)], indexing="ij", sparse=True)
    forward, up = ((row[0] * x + row[1] * y + row[2] * z).transpose(2, 1, 0) / np.float32(frame.unit_mm)
                   for row in frame.axes[1:].astype(np.float32))
    back = np.interp(up, FACE_BACK_HEIGHTS_UNITS, FACE_BACK_UNITS)
    return (forward > back) & (up < FACE_TOP_UNITS) & (up > FACE_BOTTOM_UNITS)


def _overlap(box, shape):
    """Slices [z, y, x] of what a box (x y z) shares with a grid: in the box, and in the grid."""
    first = [(max(0, -a), max(0, a), min(b, n) - max(0, a)) for (a, b), n in zip(box[::-1], shape)]
    return tuple(slice(i, i + n) for i, _, n in first), tuple(slice(o, o + n) for _, o, n in first)


def _near(mask: np.ndarray, reach_mm: float) -> np.ndarray:
    """Voxels within a small reach of a mask."""
    n = int(reach_mm / SPACING_MM)
    ball = np.stack(np.meshgrid(*[np.arange(-n, n + 1)] * 3)) * SPACING_MM
    return ndimage.binary_dilation(mask, (ball ** 2).sum(0) <= reach_mm ** 2)


def _distance_mm(wanted: np.ndarray, mask: np.ndarray, beyond_mm: np.ndarray) -> np.ndarray:
    """Distance of the wanted voxels to the edge of a mask whose voxels' centers lie `beyond_mm` behind it; infinite elsewhere."""
    distance = np.full(mask.shape, np.inf, np.float32)
    if mask.any():
        nearest = ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True)[:, wanted]
        away = np.sqrt(((nearest - np.stack(np.nonzero(wanted))) ** 2).sum(0))
        distance[wanted] = SPACING_MM * away - np.clip(beyond_mm[tuple(nearest)], 0, SPACING_MM)
    return distance
