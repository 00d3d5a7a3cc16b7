"""The surface of an average brain in the upright frame, and the frame of a head by the surface of its brain.

A field of view that cuts a brain moves the brain's center, and the frame of the head with it; the surface that is left still
tells how the head lies. The average surface is star-shaped around CENTER_UNITS: its distance from there is a polynomial in the
anterior and superior components of the direction, hence the same on the left and on the right. Its coefficients come from
`average_brain.py`.
"""
import numpy as np
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from regions import UprightFrame

CENTER_UNITS = np.array([0.0, -72.4, 25.3])
# RADIUS_UNITS[i, j] belongs to anterior^i superior^j of the unit vector from the center.
RADIUS_UNITS = np.array([
    [59.4, 1.3, 7.2, -1.8, -39.0, 2.2, 31.2],
    [-3.8, -6.0, 6.7, 40.9, -25.7, -4.2, 0.0],
    [-3.9, -44.0, 152.5, 51.1, -120.7, 0.0, 0.0],
    [14.6, 4.2, -33.6, -29.3, 0.0, 0.0, 0.0],
    [35.9, 63.3, -218.1, 0.0, 0.0, 0.0, 0.0],
    [-7.5, 37.4, 0.0, 0.0, 0.0, 0.0, 0.0],
    [-16.8, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
])
POINTS = 400           # of the surface, evenly taken
SPREAD_UNITS = 5.0     # standard deviation of the distance between a brain's surface and the average one
HUBER = 2.0            # spreads beyond which a point counts linearly: it may be a cut, a hole, or no brain
INDEPENDENT = 20.0     # so many independent distances a whole surface is worth beside the priors
PITCH_DEGREES, ROLL_DEGREES, YAW_DEGREES = 13.0, 7.0, 8.0  # prior standard deviations
UNIT_MM, LOG_UNIT = 1.1, 0.12
EYES_APART_UNITS, EYES_APART_SPREAD_UNITS = 55.0, 3.5
STARTS = (-0.3, 0.0, 0.3)  # pitch, radians
LEAST_POINTS = 300
MOST_MISFIT = 2.5      # mean square of the distances, in spreads, up to which a surface is that of a brain


def surface_mm(brain: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Places (x, y, z) in mm of voxels of a brain [z, y, x] with a face neighbor outside it, but not at the border of the array."""
    inner = brain.copy()
    for axis in range(3):
        for step in (-1, 1):
            inner &= np.roll(brain, step, axis)
    edge = (brain & ~inner)[1:-1, 1:-1, 1:-1]
    at = (np.argwhere(edge)[:, ::-1] + 1) * spacing_mm
    return at if len(at) <= POINTS else at[np.arange(POINTS) * len(at) // POINTS]


def radius_units(directions: np.ndarray) -> np.ndarray:
    """Distance of the average surface from its center along unit vectors [n, 3]."""
    powers = np.arange(len(RADIUS_UNITS))
    anterior, superior = (directions[:, axis, None] ** powers for axis in (1, 2))
    return ((anterior @ RADIUS_UNITS) * superior).sum(1)


def fitted(points_mm: np.ndarray, frame: UprightFrame, apart_mm: float = None):
    """The frame in which points lie best on the average surface, and the mean square of their distances, in spreads.

    The search starts at `frame`. With the distance between the eyes given, the frame's origin and right axis are known and stay.
    """
    def residuals(change):
        found = _moved(frame, change)
        return np.concatenate([_distances(points_mm, found) * np.sqrt(INDEPENDENT / len(points_mm)), _unlikely(found, apart_mm)])
    change = least_squares(residuals, np.zeros(7 if apart_mm is None else 2), method="lm").x
    found = _moved(frame, change)
    return found, float((_distances(points_mm, found) ** 2).mean())


def _moved(frame: UprightFrame, change: np.ndarray) -> UprightFrame:
    """A frame with other size and pitch (2 numbers: log and radians), or turned and moved in itself too (radians, u)."""
    size, turn = np.exp(change[0]), np.append(change[1], change[2:4] if len(change) > 2 else (0, 0))
    origin = frame.origin + frame.unit_mm * change[4:] @ frame.axes if len(change) > 2 else frame.origin
    return UprightFrame(origin, Rotation.from_rotvec(turn).as_matrix() @ frame.axes, frame.unit_mm * size)


def _distances(points_mm: np.ndarray, frame: UprightFrame) -> np.ndarray:
    """Distances from the average surface, in spreads, large ones shortened so that their squares grow linearly (Huber)."""
    away = (points_mm - frame.origin) @ frame.axes.T / frame.unit_mm - CENTER_UNITS
    radius = np.linalg.norm(away, axis=1)
    distance = (radius - radius_units(away / radius[:, None])) / SPREAD_UNITS
    size = np.abs(distance)
    return np.sign(distance) * np.where(size <= HUBER, size, np.sqrt(np.maximum(2 * HUBER * size - HUBER ** 2, 0)))


def _unlikely(frame: UprightFrame, apart_mm) -> np.ndarray:
    """How far a frame is from what is usual, in standard deviations."""
    pitch, roll, yaw = np.degrees(np.arcsin(np.clip((frame.axes[1, 2], frame.axes[0, 2], frame.axes[0, 1]), -1, 1)))
    size = np.log(frame.unit_mm / UNIT_MM) / LOG_UNIT
    if apart_mm is None:
        return np.array([pitch / PITCH_DEGREES, roll / ROLL_DEGREES, yaw / YAW_DEGREES, size])
    return np.array([pitch / PITCH_DEGREES, size, (apart_mm / frame.unit_mm - EYES_APART_UNITS) / EYES_APART_SPREAD_UNITS])
