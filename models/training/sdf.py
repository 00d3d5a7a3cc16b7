"""Signed distance functions on a voxel grid: the clay the phantom heads are made of.

A distance is in millimetres, negative inside. Shapes are first-order approximations of the true distance (exact near
their surface), which is what blending, offsetting into shells and thresholding need. Every shape is evaluated only in
the box it can influence, so that hundreds of small parts cost little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

FAR_MM = 40.0
"""Distance of a field no shape has reached; also the farthest a shape is felt."""


@dataclass(frozen=True)
class Shape:
    """A solid: the corners of its bounding box (mm) and its signed distance at x, y, z (mm, float32 arrays)."""

    low: np.ndarray
    high: np.ndarray
    distance: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]

    def mirrored(self) -> Shape:
        """The same solid on the other side of the plane x = 0."""
        flip = np.array([-1.0, 1.0, 1.0])
        return Shape(np.minimum(self.low * flip, self.high * flip), np.maximum(self.low * flip, self.high * flip),
                     lambda x, y, z: self.distance(-x, y, z))


def ellipsoid(center, radii, exponent: float = 2.0, rotation: np.ndarray | None = None) -> Shape:
    """Superellipsoid sum |u_i / r_i|^exponent = 1; exponent 2 is an ellipsoid, larger ones are boxier.

    The rows of ``rotation`` are the directions of its axes (identity if absent).
    """
    c, r = np.asarray(center, float), np.maximum(np.asarray(radii, float), 0.3)
    reach = np.sqrt((r ** 2).sum()) if rotation is not None else r

    def distance(x, y, z):
        u = [x - np.float32(c[0]), y - np.float32(c[1]), z - np.float32(c[2])]
        if rotation is not None:
            u = [sum(np.float32(row[i]) * u[i] for i in range(3)) for row in rotation]
        q = [np.abs(u[i]) / np.float32(r[i]) for i in range(3)]
        if exponent == 2.0:
            f = np.sqrt(q[0] ** 2 + q[1] ** 2 + q[2] ** 2)
            slope = np.sqrt(sum((q[i] / np.float32(r[i])) ** 2 for i in range(3)))
            return (f - 1) * f / np.maximum(slope, np.float32(1e-6))
        p = [np.power(np.maximum(a, np.float32(1e-4)), np.float32(exponent - 1)) for a in q]
        f = np.power(sum(a * b for a, b in zip(p, q)), np.float32(1 / exponent))
        slope = np.sqrt(sum((p[i] / np.float32(r[i])) ** 2 for i in range(3)))
        return (f - 1) * np.power(f, np.float32(exponent - 1)) / np.maximum(slope, np.float32(1e-6))

    return Shape(c - reach, c + reach, distance)


def path(points, radii) -> Shape:
    """Tube along a polyline with one radius per point, linear in between, with round ends."""
    p = np.atleast_2d(np.asarray(points, float))
    r = np.broadcast_to(np.asarray(radii, float), (len(p),))

    def distance(x, y, z):
        best = None
        for a, b, ra, rb in zip(p[:-1], p[1:], r[:-1], r[1:]):
            d = (b - a).astype(np.float32)
            ux, uy, uz = x - np.float32(a[0]), y - np.float32(a[1]), z - np.float32(a[2])
            t = np.clip((ux * d[0] + uy * d[1] + uz * d[2]) / np.float32(max(float(d @ d), 1e-6)), 0, 1)
            s = np.sqrt((ux - t * d[0]) ** 2 + (uy - t * d[1]) ** 2 + (uz - t * d[2]) ** 2)
            s = s - (np.float32(ra) + t * np.float32(rb - ra))
            best = s if best is None else np.minimum(best, s)
        return best

    return Shape((p - r[:, None]).min(0), (p + r[:, None]).max(0), distance)


def smooth_min(a: np.ndarray, b: np.ndarray, blend_mm: float) -> np.ndarray:
    """Union of two distances whose seam is rounded over ``blend_mm``; the plain minimum farther away."""
    if blend_mm <= 0:
        return np.minimum(a, b)
    h = np.maximum(np.float32(blend_mm) - np.abs(a - b), 0)
    return np.minimum(a, b) - h * h * np.float32(0.25 / blend_mm)


class Canvas:
    """The voxel centres of a grid in millimetres, bent a little by a smooth wobble so that no two heads are alike."""

    def __init__(self, axes_mm, wobble_mm: np.ndarray | None = None):
        self.axes = [np.asarray(a, np.float32) for a in axes_mm]
        self.shape = tuple(len(a) for a in self.axes)
        self.spacing = float(self.axes[0][1] - self.axes[0][0])
        self.wobble = wobble_mm
        self._slack = 0.0 if wobble_mm is None else float(np.abs(wobble_mm).max())

    def points(self, window=(slice(None),) * 3):
        """Bent coordinates x, y, z of the voxels in a window."""
        open_mesh = np.ix_(*(a[s] for a, s in zip(self.axes, window)))
        if self.wobble is None:
            return open_mesh
        return tuple(m + self.wobble[(i, *window)] for i, m in enumerate(open_mesh))

    def window(self, shape: Shape, margin_mm: float):
        """Slices of the voxels within ``margin_mm`` of the box of a shape; None if there are none."""
        slices = []
        for axis, low, high in zip(self.axes, shape.low, shape.high):
            first = int(np.searchsorted(axis, low - margin_mm - self._slack))
            last = int(np.searchsorted(axis, high + margin_mm + self._slack, side="right"))
            if first >= last:
                return None
            slices.append(slice(first, last))
        return tuple(slices)

    def field(self) -> Field:
        """An empty field: far outside everywhere."""
        return Field(self, np.full(self.shape, FAR_MM, np.float32))


class Field:
    """A solid under construction: its signed distance at every voxel of a canvas."""

    def __init__(self, canvas: Canvas, distance: np.ndarray):
        self.canvas, self.distance = canvas, distance

    def copy(self) -> Field:
        return Field(self.canvas, self.distance.copy())

    def add(self, shape: Shape, blend_mm: float = 0.0, mirror: bool = False, margin_mm: float = 12.0) -> Field:
        """Unite with a shape; beyond ``margin_mm`` of its box the shape is not felt."""
        for part in (shape, shape.mirrored()) if mirror else (shape,):
            window = self.canvas.window(part, max(margin_mm, blend_mm))
            if window is not None:
                d = self.distance[window]
                self.distance[window] = smooth_min(d, part.distance(*self.canvas.points(window)), blend_mm)
        return self

    def cut(self, shape: Shape, blend_mm: float = 0.0, mirror: bool = False) -> Field:
        """Take a shape away."""
        for part in (shape, shape.mirrored()) if mirror else (shape,):
            window = self.canvas.window(part, max(6.0, blend_mm))
            if window is not None:
                d = self.distance[window]
                self.distance[window] = -smooth_min(-d, part.distance(*self.canvas.points(window)), blend_mm)
        return self

    def inside(self) -> np.ndarray:
        """Voxels of the solid."""
        return self.distance < 0


LATTICE_REACH_MM = 260.0
"""Farthest coordinate noise is defined for."""


def smooth_noise(rng: np.random.Generator, axes_mm, wavelength_mm: float, count: int = 1) -> np.ndarray:
    """``count`` smooth random fields of unit variance on a grid, varying over about ``wavelength_mm``.

    Random numbers on a coarse lattice fixed in space, interpolated by cubic splines: so the field does not depend on
    the voxel size of the grid.
    """
    step = wavelength_mm / 2.0
    half = int(np.ceil(LATTICE_REACH_MM / step))
    coarse_axes = [(np.asarray(a, float) / step) + half for a in axes_mm]
    # Only the part under the grid is filtered; the filter's memory of its border has faded after eight points.
    ends = [(max(int(a[0]) - 8, 0), int(a[-1]) + 10) for a in coarse_axes]
    out = []
    for _ in range(count):
        values = rng.standard_normal((2 * half + 1,) * 3, np.float32)[tuple(slice(*e) for e in ends)]
        for axis, where in enumerate(a - e[0] for a, e in zip(coarse_axes, ends)):
            values = _interpolate_axis(ndimage.spline_filter1d(values, axis=axis, output=np.float32), where, axis)
        out.append(values)
    return np.stack(out)


def _interpolate_axis(coefficients: np.ndarray, where: np.ndarray, axis: int) -> np.ndarray:
    """Cubic B-spline interpolation along one axis, as one matrix product."""
    n = coefficients.shape[axis]
    distance = np.abs(where[:, None] - np.arange(n)[None])
    weights = np.where(distance < 1, 2 / 3 - distance ** 2 + distance ** 3 / 2, np.clip(2 - distance, 0, None) ** 3 / 6)
    return np.moveaxis(np.tensordot(weights.astype(np.float32), coefficients, (1, axis)), 0, axis)
