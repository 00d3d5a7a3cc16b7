"""Anatomy of the phantom head outside the brain: skull, face, ears, soft tissue, all from formulas.

Positions are written in the frame of an average adult: millimetres, origin midway between the eyes, x to the right,
y forward, z up, with the centre of the brain 19 degrees above the horizontal behind the eyes. ``HeadFrame`` moves
them to an individual of any age. The numbers are textbook proportions of the head, rounded and adjusted until the
rendered face looked right; none is measured on a person.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from growth import Growth
from sdf import Canvas, Field, Shape, ellipsoid, path, smooth_min

ADULT_SCALE = 1.04
"""Millimetres of the average adult per unit of the frame the positions are written in."""

FAR_BELOW_SKULL_MM = 60.0
"""Added to the distance from the vault below the skull, where the canal is closed by vertebrae instead."""

EAR_CANAL_Y = -65.0
"""Depth of the face is measured from here."""

SOFT, NERVE, MUCOSA, SKIN, CORD, BONE, MARROW, EYE = 507, 508, 509, 511, 512, 515, 516, 506
VEIN, ARTERY = 514, 502
FAT, MUSCLE, DEEP_FAT, TEETH, LENS = 601, 602, 604, 605, 606


def smoothstep(t):
    """0 below 0, 1 above 1, smooth in between."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3 - 2 * t)


class HeadFrame:
    """Where the parts of an individual lie: adult positions and sizes taken through its growth factors."""

    def __init__(self, growth: Growth, variation=np.zeros(8)):
        self.growth = growth
        self.variation = np.asarray(variation, float)
        self.scale = ADULT_SCALE * growth.head_scale
        self.skull_mm = 6.2 * growth.skull_thickness
        self.scalp_mm = 6.0 * growth.scalp_thickness
        self.skin_mm = 1.6 + 0.9 * growth.scalp_thickness
        self.maturity = float(smoothstep((growth.age_years - 9) / 10))
        self.globe_mm = 11.4 * self.scale * growth.orbit_scale

    def _factors(self, p) -> np.ndarray:
        g = self.growth
        face = smoothstep((p[1] + 85) / 45) * smoothstep((32 - p[2]) / 28)
        jaw = smoothstep((-45 - p[2]) / 35)
        depth = g.face_projection + jaw * (min(g.mandible, g.face_projection) - g.face_projection)
        return 1 + face * (np.array([g.face_breadth, depth, g.face_height]) - 1)

    def place(self, p) -> np.ndarray:
        """Individual position (mm) of an adult position."""
        p = np.asarray(p, float)
        if p.ndim == 2:
            return np.stack([self.place(q) for q in p])
        f = self._factors(p)
        z = p[2] * f[2] if p[2] < 0 else p[2]
        return self.scale * np.array([p[0] * f[0], EAR_CANAL_Y + (p[1] - EAR_CANAL_Y) * f[1], z])

    def ellipsoid(self, center, radii, exponent: float = 2.0, rotation=None) -> Shape:
        """Ellipsoid given in the adult frame."""
        return ellipsoid(self.place(center), self.scale * self._factors(np.asarray(center, float)) * radii,
                         exponent, rotation)

    def path(self, points, radii) -> Shape:
        """Tube given in the adult frame; its thickness follows the mean of the face's factors."""
        points = np.asarray(points, float)
        thick = self.scale * np.array([self._factors(p).prod() ** (1 / 3) for p in points])
        return path(self.place(points), thick * radii)


class Head:
    """The solids of one head on a canvas; ``brain_case`` first, the others build on it."""

    def __init__(self, frame: HeadFrame, canvas: Canvas):
        self.frame, self.canvas = frame, canvas
        self.dura = brain_case(frame, canvas)
        self.skull_table = self._vault()
        self.orbits = canvas.field().add(orbit(frame), mirror=True)
        self.bone = self._skull()
        self.sinuses = self._sinuses()
        self.ethmoid = canvas.field().add(frame.ellipsoid((0, -12, 0), (12.5, 24, 9), 2.5))
        self.airway = self._airway()
        self.skin = self._skin()
        self.ears = self._ears()

    def _vault(self) -> Field:
        """Outer table of the brain case: the dura grown by the thickness of the bone, thicker in front and behind."""
        _, y, z = self.canvas.points()
        s = np.float32(self.frame.scale)
        thick = np.float32(self.frame.skull_mm) * (1 + 0.25 * smoothstep((-y / s - 120) / 30).astype(np.float32)
                                                   + 0.15 * smoothstep((y / s + 25) / 25).astype(np.float32)
                                                   - 0.4 * smoothstep((-z / s) / 15).astype(np.float32))
        table = Field(self.canvas, self.dura.distance - thick)
        # The neck's share of the canal is closed by vertebrae, not by the skull.
        below = smoothstep((-z / s - 38) / 10).astype(np.float32)
        table.distance = table.distance + below * np.float32(FAR_BELOW_SKULL_MM)
        return table

    def _skull(self) -> Field:
        f = self.frame
        b = self.skull_table.copy()
        for points, radii, blend in (
                ([(10, 12, 13), (26, 11, 17), (42, 3, 12)], [5, 4.5, 4.5], 6),        # brow
                ([(43, 2, 10), (46, -4, -2), (45, -3, -20)], [4.5, 4, 5], 4),         # lateral rim
                ([(44, -4, -24), (30, 4, -20), (14, 10, -16)], [6, 5, 4], 5),         # lower rim
                ([(50, -14, -26), (58, -36, -26), (59, -58, -25)], [4, 3, 3.5], 4),   # zygomatic arch
                ([(4, 15, 6), (4, 24, -10)], [4.5, 3], 4),                            # nasal bones
                ([(9, 13, 4), (14, 12, -18), (13, 12, -38)], [4, 4, 5], 4),           # frontal process of the maxilla
                ([(20, -36, -8), (18, -38, -44)], [5, 4], 4),                         # pterygoid plate
                ([(53, -82, -18), (51, -83, -38)], [12, 6], 6)):                      # mastoid
            b.add(f.path(points, radii), blend, mirror=True)
        b.add(f.ellipsoid((0, -12, 0), (14, 26, 11), 2.5), 3)                         # ethmoid
        b.add(f.ellipsoid((26, -6, -28), (19, 20, 17), 2.5), 4, mirror=True)          # maxilla
        b.add(f.ellipsoid((0, -44, -8), (17, 19, 17), 2.5), 5)                        # sphenoid
        b.add(f.path([(0, -52, -6), (0, -63, -38)], [8, 6]), 4)                       # clivus
        b.add(f.path([(52, -76, -22), (18, -54, -9)], [12, 7]), 5, mirror=True)       # petrous bone
        b.add(f.ellipsoid((0, -4, -42), (24, 27, 4), 2.5), 3)                         # palate
        b.add(f.path([(0, 17, -44), (14, 12, -45), (23, -4, -45), (25, -20, -44)], [5, 6, 6, 5.5]), 4, mirror=True)
        b.add(f.ellipsoid((0, 0, 18), (42, 12, 15), 2.5), 6)                          # frontal bone above the orbits
        b.distance = np.maximum(b.distance, -self.orbits.distance)
        b.add(f.path([(40, 8, 13), (46, -3, 6), (47, -8, -4), (45, -6, -18)], [3.5, 3.5, 3.5, 4]), 2, mirror=True)
        b.add(f.path([(0, 16, -80), (0, 17, -90)], [6, 6.5]), 3)                      # chin
        b.add(f.path([(0, 16, -88), (18, 9, -86), (30, -8, -83), (39, -32, -77), (43, -46, -72)],
                     [6, 6, 6, 5.5, 5]), 3, mirror=True)
        b.add(f.path([(0, 17, -74), (15, 10, -73), (25, -8, -71), (33, -24, -70)], [5, 5, 4.5, 4]), 5, mirror=True)
        b.add(f.path([(43, -46, -72), (47, -52, -50), (50, -57, -30)], [5.5, 4, 5.5]), 4, mirror=True)
        b.add(f.path([(40, -34, -72), (45, -38, -50), (46, -36, -34)], [5, 4, 2]), 8, mirror=True)
        self._add_spine(b)
        b.distance = np.maximum(b.distance, -self.dura.distance)
        return b

    def _add_spine(self, b: Field) -> None:
        f = self.frame
        b.add(f.path([(0, -64, -44), (0, -63, -56)], [5, 7]), 2)                      # dens
        b.add(f.path([(20, -70, -46), (22, -76, -47)], [8, 7]), 3, mirror=True)       # atlas
        b.add(f.path([(20, -78, -47), (12, -94, -48), (0, -98, -48)], [4, 3, 3.5]), 2, mirror=True)
        for level in range(5):
            z = -62 - 17 * level
            b.add(f.ellipsoid((0, -63, z), (12, 9.5, 7.5), 3.5), 1)
            b.add(f.path([(13, -72, z - 2), (20, -78, z)], [5, 6]), 3, mirror=True)
            b.add(f.path([(16, -82, z), (0, -97, z - 2), (0, -108, z - 6)], [3.5, 3.5, 3]), 2, mirror=True)

    def _sinuses(self) -> Field:
        """Air of the maxillary, sphenoid and frontal sinuses; smaller in children by the cube root."""
        f, d = self.frame, self.canvas.field()
        grown = self.frame.growth.sinus_air ** (1 / 3)
        d.add(f.ellipsoid((25, -8, -27), np.array((13.5, 16, 14)) * grown, 2.5), mirror=True)
        d.add(f.ellipsoid((0, -42, -4), np.array((11, 11, 10)) * max(grown - 0.35, 0.0) / 0.65, 2.5))
        if self.frame.growth.sinus_air > 0.45:
            late = (self.frame.growth.sinus_air - 0.45) / 0.55
            d.add(f.ellipsoid((9, 8, 21), np.array((10, 4, 11)) * late ** 0.5), mirror=True)
        return d

    def _airway(self) -> Field:
        """Nose, pharynx and larynx; the turbinates are put back as mucosa by the label map."""
        f, d = self.frame, self.canvas.field()
        d.add(f.ellipsoid((7, -8, -26), (5.5, 31, 14), 3), mirror=True)
        d.add(f.path([(6.5, 30, -39), (6.5, 22, -32), (6.5, 12, -26)], [4, 4, 4.5]), 3, mirror=True)
        d.add(f.path([(0, -40, -28), (0, -47, -42), (0, -48, -70), (0, -45, -95), (0, -42, -140)],
                     [9, 7, 5, 5.5, 6.5]), 3)
        return d

    def _skin(self) -> Field:
        face = FaceOutline(self.frame)
        k = base_skin(self.frame, self.canvas, self.dura)
        self._shape_eyes(k)
        self._add_nose(k)
        self._add_mouth(k, face)
        return k

    def _shape_eyes(self, k: Field) -> None:
        f = self.frame
        k.cut(f.ellipsoid((29, 25, -1), (17, 14, 10.5)), 8, mirror=True)
        eye = f.place((30, 0, 0))
        k.add(ellipsoid(eye + [0, 0.3, 0], np.full(3, f.globe_mm + 2.4)), 4, mirror=True)
        lid = [eye + f.globe_mm * np.array(v) for v in ((-0.98, 0.86, -0.28), (-0.5, 1.09, -0.30), (0, 1.21, -0.33),
                                                        (0.5, 1.09, -0.28), (0.98, 0.72, -0.14))]
        k.cut(path(lid, 0.075 * f.globe_mm), 1.0, mirror=True)
        k.add(path([p + [0, 0.2, 1.7] for p in lid], 1.2), 2, mirror=True)

    def _add_nose(self, k: Field) -> None:
        f, g = self.frame, self.frame.growth
        out = np.array([0, f.scale * 15 * (g.nose_projection - g.face_projection), 0])
        bridge, rhinion, tip = f.place([(0, 11, 6), (0, 20, -11), (0, 32, -30)])
        s = f.scale * g.face_breadth
        k.add(path([bridge, rhinion + 0.6 * out, tip + out], np.array([7.5, 6.5, 7.2]) * s), 9)
        k.add(ellipsoid(tip + out + [0, 1.0, 0], np.array([8.8, 8.2, 7.6]) * s), 4)
        wing = f.place((10.5, 22, -34.5)) + 0.6 * out
        k.add(ellipsoid(wing, np.array([5.2, 9.5, 6.4]) * s), 6, mirror=True)
        flank = f.place([(6, 9, -6), (9, 13, -22), (11, 16, -32)])
        k.add(path(flank + 0.4 * out, np.array([5, 6.5, 7]) * s), 9, mirror=True)
        base = f.place([(0, 31, -35.5), (0, 20, -38)])
        k.add(path(base + 0.7 * out, np.array([4.0, 3.8]) * s), 3)
        k.cut(path(f.place([(6.3, 30, -41.5), (6.3, 22, -34)]) + 0.6 * out, np.array([3.1, 3.3]) * s), 1.5, mirror=True)

    def _add_mouth(self, k: Field, face: FaceOutline) -> None:
        """Lips, the line between them and the crease above the chin, all laid on the muzzle's surface."""
        f, g = self.frame, self.frame.growth
        unit = f.scale * (0.35 * g.face_breadth + 0.65 * g.face_height)
        line = f.place((0, 20, -57.5))[2]

        def on_skin(points):
            out = []
            for x, proud, up in points:
                x = x * f.scale * g.face_breadth
                z = line + up * unit
                out.append((x, face.depth_at(x, z) + proud * unit, z))
            return out

        def lip(points, radii, blend):
            k.add(path(on_skin(points), unit * np.asarray(radii)), blend * unit, mirror=True)

        def groove(points, radii, blend):
            k.cut(path(on_skin(points), unit * np.asarray(radii)), blend * unit, mirror=True)

        lip([(0, -2.0, 8), (10, -2.6, 6.5), (19, -3.2, 2.5)], [4.2, 4.0, 3.0], 7)
        lip([(0, 0.2, 3.6), (4.5, 0.9, 4.1), (12, 0.0, 3.1), (21, -1.6, 0.4)], [3.6, 3.8, 3.3, 1.7], 1.5)
        lip([(0, 0.0, -4.4), (9, 0.0, -4.0), (19, -1.5, -0.9)], [4.6, 4.2, 1.9], 2)
        groove([(0, 2.4, 0.0), (7, 2.2, 0.4), (14, 1.3, 0.0), (22.5, 0.3, -0.6)], [1.2, 1.2, 1.1, 1.0], 1.2)
        groove([(0, 3.2, -14.5), (12, 3.4, -13)], [4.2, 3.0], 6)

    def _ears(self) -> Field:
        """Both pinnae: a bowl with a rolled rim, an inner ridge, a tragus and a lobe."""
        f, g = self.frame, self.frame.growth
        d = self.canvas.field()
        half = 30.0 * f.scale * g.ear_scale
        hinge = f.place((60, -69, -16))
        for side in (1, -1):
            for part, blend in pinna(hinge, half):
                d.add(part if side > 0 else part.mirrored(), blend, margin_mm=8)
        return d


def brain_case(frame: HeadFrame, canvas: Canvas) -> Field:
    """Inner surface of the skull and of the spinal canal."""
    f, d = frame, canvas.field()
    d.add(f.ellipsoid((0, -82, 31), (61, 69, 61), 2.2), margin_mm=30)
    d.add(f.ellipsoid((0, -36, 40), (46, 39, 32), 2.4), 24, margin_mm=30)
    d.add(f.ellipsoid((35, -62, 4), (21, 34, 19), 2.2), 8, mirror=True, margin_mm=30)
    d.add(f.ellipsoid((0, -100, -10), (51, 38, 29), 2.2), 10, margin_mm=30)
    d.add(f.path([(0, -68, 5), (0, -73, -25), (0, -79, -46), (0, -80, -140)], [15, 13, 9, 7.5]), 6)
    d.cut(orbit(frame, 3.0), 4, mirror=True)
    d.cut(f.ellipsoid((0, -14, -8), (17, 28, 16), 2.5), 4)                                # floor of the anterior fossa
    d.cut(f.path([(52, -76, -22), (18, -54, -9)], [10, 6]), 5, mirror=True)
    d.cut(f.ellipsoid((0, -44, -10), (14, 16, 15)), 4)
    d.cut(f.ellipsoid((0, -46, -27), (22, 17, 17)), 4)                                    # below the sphenoid
    d.cut(f.path([(0, -52, -4), (0, -63, -36)], [6, 5]), 4)
    parts, count = ndimage.label(d.inside())
    if count > 1:
        # Pockets that the cuts left behind are no part of the brain case.
        pocket = (parts > 0) & (parts != 1 + np.argmax(np.bincount(parts.ravel())[1:]))
        d.distance[pocket] = 1.0
    return d


def orbit(frame: HeadFrame, extra_mm: float = 0.0) -> Shape:
    """The cone of the right orbit, from its rim to the optic canal."""
    points = frame.place([(32, 8, -1), (30, -6, -1), (21, -26, 2), (16, -36, 3)])
    return path(points, np.array([15.5, 15.5, 7.5, 3.5]) * frame.scale * frame.growth.orbit_scale * 0.96 + extra_mm)


def base_skin(frame: HeadFrame, canvas: Canvas, dura: Field) -> Field:
    """The head without nose, mouth, eyes and ears: vault, temples, cheeks, jaw and neck, melted into one."""
    f, young = frame, 1 - frame.maturity
    fat = max(frame.growth.cheek_fat, 0.45 * young)
    k = Field(canvas, dura.distance - np.float32(f.skull_mm + f.scalp_mm))
    k.add(f.ellipsoid((0, -88, 20), (60, 62, 60), 2.2), 16, margin_mm=30)
    k.add(f.ellipsoid((50, -34, 8), (14, 32, 32)), 12, mirror=True, margin_mm=30)                     # temple
    k.add(f.ellipsoid((0, -44, -22), (62, 60, 50), 2.3), 14, margin_mm=30)                            # middle face
    k.add(f.path([(8, 12, 14), (26, 12, 17), (43, 3, 14)], np.array([5, 5, 5]) + 1.8 * f.maturity), 14, mirror=True)
    k.add(f.ellipsoid((42, -5, -25), (13, 14, 12)), 12, mirror=True)                                  # cheekbone
    k.add(f.ellipsoid((0, -8, -58), (32, 31, 26)), 16, margin_mm=30)                                  # muzzle
    k.add(f.ellipsoid((44, -34, -50), (14, 28, 32)), 18, mirror=True, margin_mm=30)                   # masseter
    k.add(f.ellipsoid((31, -6, -50), (15 + 4 * fat, 15 + 5 * fat, 17 + 2 * fat)), 18, mirror=True)    # cheek
    jaw = np.array([12, 12, 12, 12, 14]) + 2 * fat - np.array([1.5, 1, 1, 3, 2]) * young
    k.add(f.path([(0, 5, -86), (22, -5, -83), (37, -30, -77), (43, -48, -70), (48, -56, -45)], jaw), 18, mirror=True,
          margin_mm=30)
    k.add(f.ellipsoid((0, -36, -80), (36, 42, 22)), 14, margin_mm=30)                                 # mouth floor
    slim = (-0.1 + 1.08 * f.growth.face_breadth ** 2) * f.scale
    nape = f.place((0, -76, -70))
    for step in range(5):
        center = nape + np.array([0, -2.0 * step, -24.0 * step]) * f.scale
        k.add(ellipsoid(center, np.array([50, 56, 40]) * slim, 2.2), 14, margin_mm=30)
    k.add(f.path([(16, -118, -35), (18, -116, -70), (22, -112, -140)], [20, 19, 20]), 16, mirror=True, margin_mm=30)
    k.distance = ndimage.gaussian_filter(k.distance, 3.0 * f.scale / canvas.spacing, mode="nearest")
    k.add(f.ellipsoid((0, 13, -85), np.array((12, 11, 11)) - 1.5 * young), 12)                        # chin
    return k


class FaceOutline:
    """Depth of the face's surface before nose and mouth are added, on a coarse grid that is not bent."""

    def __init__(self, frame: HeadFrame):
        low, high = frame.place((-45, -20, -110)), frame.place((45, 45, 10))
        self._axes = [np.arange(a, b, 2.5) for a, b in zip(low, high)]
        canvas = Canvas(self._axes)
        self._distance = base_skin(frame, canvas, brain_case(frame, canvas)).distance

    def depth_at(self, x: float, z: float) -> float:
        """Foremost y (mm) of the surface at x and z (mm)."""
        i, k = (np.interp(v, a, np.arange(len(a))) for v, a in ((x, self._axes[0]), (z, self._axes[2])))
        n = len(self._axes[1])
        line = ndimage.map_coordinates(self._distance, [np.full(n, i), np.arange(n), np.full(n, k)], order=1,
                                       mode="nearest")
        last = int(np.nonzero(line < 0)[0].max(initial=0))
        step = line[last] / (line[last] - line[min(last + 1, n - 1)]) if last + 1 < n else 0.0
        return float(self._axes[1][last] + 2.5 * step)


def pinna(hinge: np.ndarray, half: float):
    """Parts of the right ear: (shape, blend in mm), for a pinna of half-length ``half`` mm that starts at ``hinge``."""
    tilt, flare = np.deg2rad(12.0), np.deg2rad(24.0)
    up = np.array([0.0, -np.sin(tilt), np.cos(tilt)])
    back = np.array([np.sin(flare), -np.cos(flare) * np.cos(tilt), -np.cos(flare) * np.sin(tilt)])
    out = np.cross(back, up)
    out = out if out[0] > 0 else -out
    center = hinge + back * 0.48 * half + up * 0.04 * half + out * 0.10 * half

    def at(b, u, o=0.0):
        return center + half * (b * back + u * up + o * out)

    def arc(points, radii):
        return path([at(*p) for p in points], half * np.asarray(radii))

    rim = [(-0.42, 0.18, 0.02), (-0.46, 0.48, 0.05), (-0.34, 0.78, 0.08), (-0.05, 0.95, 0.09), (0.27, 0.88, 0.10),
           (0.49, 0.60, 0.12), (0.56, 0.22, 0.13), (0.50, -0.15, 0.12), (0.36, -0.45, 0.09), (0.18, -0.68, 0.05)]
    ridge = [(0.02, 0.58, 0.03), (0.20, 0.36, 0.08), (0.27, 0.06, 0.10), (0.20, -0.22, 0.09), (0.02, -0.40, 0.07)]
    yield ellipsoid(at(0.04, 0.12, 0.0), half * np.array([0.085, 0.53, 0.85]), 2.0, np.stack([out, back, up])), 0.0
    yield arc(rim, [0.085] * 8 + [0.08, 0.09]), 0.8
    yield arc(ridge, [0.06, 0.075, 0.08, 0.08, 0.08]), 1.2
    yield ellipsoid(at(-0.04, -0.74, 0.01), half * np.array([0.10, 0.25, 0.27]), 2.0, np.stack([out, back, up])), 1.5
    yield arc([(-0.42, 0.02, 0.06), (-0.34, -0.16, 0.12)], [0.10, 0.10]), 1.5
    yield path([at(-0.2, 0.1, -0.35), at(0.1, 0.05, -0.25)], half * np.array([0.36, 0.26])), 4.0
