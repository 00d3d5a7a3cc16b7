"""Brain of the phantom head: folded cortex, white matter, ventricles, deep grey matter, cerebellum and brainstem.

Labels are FreeSurfer's. Positions are in the adult frame of ``phantom_anatomy``. The folds are the zero sheets of a
smooth random field that is constant along the depth below the surface of a hemisphere, so that sulci run inwards as
real ones do; the cortex is what lies within its thickness of the surface or a sulcus.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from phantom_anatomy import CORD, VEIN, HeadFrame, smoothstep
from sdf import Canvas, Field, Shape, smooth_noise

CSF = 24
CORTEX_MM = 2.3
_DEEP = (  # label on the left, label on the right, center, radii: positions for the right side
    (10, 49, (11.5, -76, 25), (10.5, 16, 11)),
    (12, 51, (25, -59, 27), (6, 18, 12)),
    (13, 52, (19, -63, 25), (5, 11, 8.5)),
    (28, 60, (9, -72, 12), (6.5, 8, 5)),
    (26, 58, (9, -49, 22), (4, 5, 4)),
    (18, 54, (22, -54, 4), (7, 7, 7)))


def paint_brain(labels: np.ndarray, frame: HeadFrame, canvas: Canvas, dura: Field, rng: np.random.Generator) -> None:
    """Write the labels of everything inside the dura."""
    window = tuple(slice(a.min(), a.max() + 1) for a in np.nonzero(dura.inside() & _above_neck(frame, canvas)))
    part = Canvas([a[s] for a, s in zip(canvas.axes, window)],
                  None if canvas.wobble is None else canvas.wobble[(slice(None), *window)])
    inner = Field(part, dura.distance[window])
    view = labels[window]
    labels[dura.inside()] = CSF
    brain = _Brain(frame, part, inner, rng)
    brain.paint(view)
    _paint_cord(labels, frame, canvas)


def _above_neck(frame: HeadFrame, canvas: Canvas) -> np.ndarray:
    return canvas.points()[2] > np.float32(-48 * frame.scale)


def _paint_shape(labels, canvas: Canvas, shape: Shape, value: int, over=None) -> None:
    window = canvas.window(shape, 1.0)
    if window is None:
        return
    hit = shape.distance(*canvas.points(window)) < 0
    if over is not None:
        hit &= np.isin(labels[window], over)
    labels[window][hit] = value


def _paint_cord(labels, frame: HeadFrame, canvas: Canvas) -> None:
    cord = frame.path([(0, -79, -44), (0, -80, -140)], [5.2, 4.8])
    _paint_shape(labels, canvas, cord, CORD, over=[CSF])


class _Brain:
    def __init__(self, frame: HeadFrame, canvas: Canvas, dura: Field, rng: np.random.Generator):
        self.frame, self.canvas, self.dura, self.rng = frame, canvas, dura, rng
        self.x, self.y, self.z = canvas.points()
        self.scale = np.float32(frame.scale)
        self.tentorium = self._tentorium()

    def paint(self, labels: np.ndarray) -> None:
        brainstem = self._brainstem()
        cerebrum = self._cerebrum(brainstem)
        grey, white = self._fold(cerebrum)
        left = np.broadcast_to(self.x < 0, labels.shape)
        for mask, pair in ((white, (2, 41)), (grey, (3, 42))):
            labels[mask & left], labels[mask & ~left] = pair
        self._paint_cerebellum(labels, left)
        labels[brainstem.inside() & (self.dura.distance < -1)] = 16
        self._paint_depths(labels)
        self._paint_sinuses(labels)

    def _tentorium(self) -> np.ndarray:
        """Height of the tentorium (mm), the floor of the occipital lobes and the roof over the cerebellum."""
        x, y = self.x / self.scale, self.y / self.scale
        height = 19 - 0.020 * x ** 2 - 0.018 * np.maximum(-(y + 92), 0) ** 2
        height = np.maximum(height, -8) - 45 * smoothstep((y + 80) / 12)
        return (height * self.scale).astype(np.float32)

    def _brainstem(self) -> Field:
        f, d = self.frame, self.canvas.field()
        d.add(f.ellipsoid((0, -75, 11), (15, 9, 9)))
        d.add(f.ellipsoid((0, -67, -5), (15, 12, 13)), 4)
        d.add(f.path([(0, -72, -8), (0, -76, -28), (0, -79, -50)], [10, 7.5, 5.5]), 4)
        d.add(f.path([(8, -72, -6), (17, -86, -12)], [6, 6]), 4, mirror=True)
        return d

    def _cerebrum(self, brainstem: Field) -> Field:
        f = self.frame
        gap = np.float32(1.1 + 0.6 * min(f.growth.skull_thickness, 1.0))
        hull = Field(self.canvas, np.maximum(self.dura.distance + gap, np.float32(0.9) - np.abs(self.x)))
        hull.distance = np.maximum(hull.distance, self.tentorium + np.float32(1.8) - self.z)
        hull.cut(f.path([(0, -40, -2), (0, -52, 4), (0, -70, 2), (0, -72, -20)], [12, 13, 14, 13]), 3)
        hull.distance = np.maximum(hull.distance, np.float32(2.0) - brainstem.distance)
        x, y, z = np.abs(self.x) / self.scale, self.y / self.scale, self.z / self.scale
        middle = 13 + 0.27 * (-30 - y) - 0.25 * (x - 45) + 3.5 * smooth_noise(self.rng, self.canvas.axes, 30.0)[0]
        sylvian = np.maximum(np.abs(z - middle) - 0.9, np.maximum(35 - x, np.maximum(y + 24, -88 - y)))
        hull.distance = np.maximum(hull.distance, -sylvian * self.scale)
        return hull

    def _fold(self, hull: Field) -> tuple[np.ndarray, np.ndarray]:
        """Grey and white matter of a smooth hull."""
        spacing = self.canvas.spacing
        depth = -ndimage.gaussian_filter(hull.distance, 1.0 / spacing)
        gradient = np.stack(np.gradient(depth, spacing))
        gradient /= np.maximum(np.sqrt((gradient ** 2).sum(0)), 1e-3)
        inside = hull.distance < 0
        index = np.stack([i[inside] for i in np.indices(inside.shape, np.float32)])
        below = np.minimum(-hull.distance[inside], 22.0)
        surface = index - gradient[:, inside] * (below / spacing)
        sulcus = np.zeros(inside.shape, bool)
        cut = np.zeros(below.shape, bool)
        for wavelength, deepest, width in ((28.0, 19.0, 0.75), (19.0, 9.0, 0.5)):
            field = smooth_noise(self.rng, self.canvas.axes, wavelength * float(self.scale))[0]
            slope = np.sqrt(sum(g ** 2 for g in np.gradient(field, spacing)))
            value = ndimage.map_coordinates(field, surface, order=1, mode="nearest")
            steep = ndimage.map_coordinates(slope, surface, order=1, mode="nearest")
            reach = deepest * float(self.scale) * (0.75 + 0.25 * np.tanh(ndimage.map_coordinates(
                smooth_noise(self.rng, self.canvas.axes, 30.0)[0], surface, order=1, mode="nearest")))
            half = max(width, 0.45 * spacing) * np.clip(1.3 - 0.6 * below / reach, 0.4, 1.3)
            cut |= (np.abs(value) < half * np.maximum(steep, 0.02)) & (below < reach)
        sulcus[inside] = cut
        tissue = inside & ~sulcus
        thick = CORTEX_MM * self.frame.growth.head_scale
        to_surface = ndimage.distance_transform_edt(np.pad(tissue, 1))[1:-1, 1:-1, 1:-1] * spacing - spacing / 2
        grey = tissue & (to_surface <= thick)
        return grey, tissue & ~grey

    def _paint_cerebellum(self, labels: np.ndarray, left: np.ndarray) -> None:
        f, d = self.frame, self.canvas.field()
        d.add(f.ellipsoid((25, -101, -16), (27, 30, 22), 2.3), mirror=True)
        d.add(f.ellipsoid((0, -104, -5), (14, 24, 25)), 5)
        d.distance = np.maximum(d.distance, self.dura.distance + np.float32(2.0))
        d.distance = np.maximum(d.distance, self.z - self.tentorium + np.float32(1.5))
        d.cut(f.path([(0, -130, -30), (0, -92, -40)], [3.5, 5]), 2)
        center = f.place((0, -92, -12))
        bend = smooth_noise(self.rng, self.canvas.axes, 25.0)[0]
        angle = np.arctan2(self.z - center[2], self.y - center[1] + 0.25 * np.abs(self.x)) + 0.18 * bend
        radius = np.sqrt((self.z - center[2]) ** 2 + (self.y - center[1]) ** 2)
        wave = np.abs(np.sin(9 * angle)) * radius / 9
        sulcus = (wave < 0.75) & (d.distance > -7)
        core = self.canvas.field().add(f.ellipsoid((17, -96, -15), (11, 11, 6.5)), mirror=True)
        core.add(f.ellipsoid((0, -96, -10), (8, 9, 9)), 4)
        tree = (np.abs(np.cos(9 * angle)) * radius / 9 < 1.1) & (d.distance < -3.5)
        inside = d.inside() & ~sulcus
        white = inside & (tree | core.inside()) & (d.distance < -2.5)
        for mask, pair in ((inside, (8, 47)), (white, (7, 46))):
            labels[mask & left], labels[mask & ~left] = pair

    def _paint_depths(self, labels: np.ndarray) -> None:
        f, canvas = self.frame, self.canvas
        callosum = [(0, -44, 34), (0, -39, 42), (0, -44, 51), (0, -62, 57), (0, -82, 55), (0, -98, 47), (0, -103, 39)]
        arch = self.canvas.field()
        for x in (0, 5, 10):
            line = [(x, y, z - 0.15 * x) for _, y, z in callosum]
            arch.add(f.path(line, [2.6, 3.8, 3.2, 2.7, 2.6, 3.4, 4.2]), 2, mirror=True)
        for side, right in ((-1, 0), (1, 1)):
            flip = np.array([side, 1, 1])

            def put(points, radii, value, over=None):
                points = np.atleast_2d(np.asarray(points, float)) * flip
                shape = f.path(points, np.asarray(radii)) if len(points) > 1 else f.ellipsoid(points[0], radii)
                _paint_shape(labels, canvas, shape, value, over)

            white, lateral, horn, caudate, hippocampus = ((2, 4, 5, 11, 17), (41, 43, 44, 50, 53))[right]
            put([(10, -48, 26), (14, -60, 28), (16, -74, 26), (20, -88, 30)], [13, 14, 14, 10], white)
            half = arch.inside() & (np.sign(self.x) == side)
            labels[half] = white
            for left_value, right_value, center, radii in _DEEP:
                put([center], radii, (left_value, right_value)[right])
            put([(13, -46, 35), (14, -54, 40), (18, -68, 43), (19, -80, 42)], [6.5, 5, 3, 2], caudate)
            put([(25, -60, 1), (27, -72, 3), (26, -88, 10)], [6, 5.2, 4], hippocampus)
            size = 1.0 + 0.12 * self.frame.variation[0]
            put([(7, -40, 39), (8, -50, 45), (9, -66, 49), (12, -84, 45), (20, -97, 33)],
                np.array([3.2, 4.4, 4.4, 4.6, 5.4]) * size, lateral)
            put([(20, -97, 33), (23, -116, 28)], np.array([5, 2.4]) * size, lateral)
            put([(20, -97, 33), (29, -90, 16), (31, -72, 7), (30, -60, 4)], np.array([4.6, 3, 1.9, 1.6]) * size, horn)
        _paint_shape(labels, canvas, f.ellipsoid((0, -68, 22), (1.9, 12, 11)), 14)
        _paint_shape(labels, canvas, f.path([(0, -80, 12), (0, -83, 0)], [1.5, 1.7]), 15)
        _paint_shape(labels, canvas, f.ellipsoid((0, -84, -8), (7, 4.5, 9)), 15)

    def _paint_sinuses(self, labels: np.ndarray) -> None:
        """Superior sagittal, straight and transverse venous sinuses, along the dura."""
        x, y, z = (c / self.scale for c in (self.x, self.y, self.z))
        d = self.dura.distance / self.scale
        sagittal = (np.abs(x) - 0.6 * d < 4.5) & (d > -6.5) & ((z > 30) | (y < -130)) & (z > -6)
        transverse = (np.abs(z + 6) < 4) & (d > -5.5) & (y < -88) & (np.abs(x) > 3)
        labels[(sagittal | transverse) & (d < 0) & np.isin(labels, [CSF, 3, 42])] = VEIN


