"""Digital phantom heads: tissue label maps of children and adults made from formulas only, no data of any person.

    head = make_head(age_years=5, sex="F", seed=7)      # tissue labels at 1 mm, RAS
    pairs = phantom_maps(8, seed=1)                     # heads of varied ages with their reference regions
    python phantom.py --out maps --count 8              # the same as NIfTI pairs phantom-NN_{tissue,regions}.nii.gz

Labels below 600 have the meaning they have in FreeSurfer and SynthSeg maps (2/41 white matter, 3/42 cortex, 24 CSF,
502 arteries, 506 globe, 507 soft tissue, 508 optic nerve, 509 mucosa, 511 skin, 512 cord, 514 veins, 515 bone,
516 marrow). The phantoms tell more apart: 601 subcutaneous fat, 602 muscle, 604 deep fat, 605 teeth, 606 lens. Air,
also that of the sinuses, is 0.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy as np

from growth import Growth, growth, sample_age
from phantom_anatomy import (ARTERY, BONE, DEEP_FAT, EYE, FAT, LENS, MARROW, MUCOSA, MUSCLE, NERVE, SKIN, SOFT, TEETH,
                             VEIN, Head, HeadFrame, smoothstep)
from phantom_brain import paint_brain
from phantom_render import nifti_bytes
from regions import regions_of_tissue
from sdf import Canvas, Field, Shape, ellipsoid, path, smooth_noise

_TEETH = ((4, 15.5), (10.5, 13.5), (15.5, 9), (19, 3), (21.5, -4), (23.5, -12), (24.5, -20), (25, -28))
_NOT_TOOTH = (SOFT, FAT, DEEP_FAT, MUSCLE, BONE, MARROW)
_TEETH_AGES = (0.7, 0.9, 1.6, 1.3, 2.3, 6.5, 12.5, 19.0)

_MUSCLES = (  # of the right side: points and radii of tubes in the adult frame
    ([(52, -22, 18), (54, -40, 24), (54, -52, 8)], [9, 12, 9]), ([(51, -30, 5), (49, -30, -34)], [9, 6]),  # temporalis
    ([(56, -28, -30), (51, -40, -56), (47, -44, -72)], [6, 10, 8]),                                # masseter
    ([(24, -34, -26), (44, -54, -32)], [8, 6]), ([(22, -36, -34), (38, -46, -68)], [7, 6]),        # pterygoids
    ([(50, -86, -42), (36, -58, -96), (28, -44, -140)], [8, 9, 9]),                                # sternomastoid
    ([(14, -104, -46), (15, -106, -80), (18, -108, -140)], [10, 12, 13]),                          # semispinalis
    ([(30, -92, -44), (34, -96, -80), (38, -98, -140)], [9, 11, 13]),                              # splenius
    ([(12, -56, -56), (13, -56, -140)], [6, 7]), ([(24, -66, -60), (30, -66, -140)], [8, 11]),     # deep neck
    ([(10, 6, -82), (8, -30, -84)], [6, 6]))                                                       # floor of the mouth
_VESSELS = (  # of the right side: label, points and radii
    (ARTERY, [(15, -60, -42), (22, -58, -80), (24, -56, -140)], [2.6, 3, 3.2]),
    (VEIN, [(28, -66, -54), (30, -60, -90), (29, -58, -140)], [3.6, 4.4, 4.6]))
_GLANDS = (((55, -57, -42), (9, 12, 19)), ((27, -28, -88), (8, 13, 8)))
_TURBINATES = (((9.5, -9, -33), (4.0, 25, 5.2)), ((9, -13, -22), (3.6, 21, 4.2)), ((8, -17, -14), (3.0, 15, 2.8)))


@dataclass(frozen=True)
class PhantomHead:
    """One head: tissue labels (int16, RAS), the grid's affine, and what it was made with."""

    tissue: np.ndarray
    affine: np.ndarray
    growth: Growth
    sex: str
    seed: int

    def regions(self) -> np.ndarray:
        """Reference regions (uint8) on the same grid."""
        return regions_of_tissue(self.tissue, float(self.affine[0, 0]), whole_grid=True)


def make_head(age_years: float, sex: str = "U", seed: int = 0, spacing_mm: float = 1.0) -> PhantomHead:
    """The head of one individual, whose shape follows from age, sex and seed, on a grid that just holds it."""
    rng = np.random.default_rng(seed)
    grown = growth(age_years, sex, rng, variation=0.8)
    frame = HeadFrame(grown, rng.standard_normal(8).clip(-2, 2))
    axes = _axes(frame, spacing_mm)
    wobble = (1.2 * frame.scale * smooth_noise(rng, axes, 90.0, 3)
              + 0.4 * frame.scale * smooth_noise(rng, axes, 35.0, 3)).astype(np.float32)
    canvas = Canvas(axes, wobble)
    tissue = _paint(Head(frame, canvas), rng)
    affine = np.diag([spacing_mm] * 3 + [1.0])
    affine[:3, 3] = [a[0] for a in axes]
    return PhantomHead(tissue, affine, grown, sex, seed)


def _axes(frame: HeadFrame, spacing_mm: float):
    """Voxel centres (mm) of a grid from below the chin to the crown with 10 mm of air around the head."""
    s = frame.scale
    chin, nose = frame.place((0, 10, -99))[2], frame.place((0, 45, -30))[1]
    ends = ((-88 * s - 4, 88 * s + 4), (-166 * s - 10, nose + 14), (chin - 26 * s, 103 * s + 12))
    return [spacing_mm * np.arange(np.floor(low / spacing_mm), np.ceil(high / spacing_mm) + 1) for low, high in ends]


def _paint(head: Head, rng: np.random.Generator) -> np.ndarray:
    """Label map of a head: from the outside inwards, later tissues over earlier ones."""
    frame, canvas = head.frame, head.canvas
    tissue = np.zeros(canvas.shape, np.int16)
    tissue[head.skin.inside()] = SOFT
    _paint_soft_tissue(tissue, head, rng)
    _paint_bone(tissue, head, rng)
    _paint_orbits(tissue, head)
    depth = -head.skin.distance
    tissue[(depth > 0) & (depth < frame.skin_mm) & (head.bone.distance > 0)] = SKIN
    _paint_air(tissue, head, rng)
    tissue[head.ears.inside() & (head.skin.distance >= -frame.skin_mm)] = SKIN
    canal = frame.path([(63, -71, -17), (56, -68, -20), (44, -67, -21)], [3.0, 2.4, 2.2])
    _paint_shape(tissue, canvas, canal, 0, mirror=True)
    paint_brain(tissue, frame, canvas, head.dura, rng)
    return tissue


def _paint_shape(tissue, canvas: Canvas, shape: Shape, value: int, over=None, *, mirror: bool = False) -> None:
    for part in (shape, shape.mirrored()) if mirror else (shape,):
        window = canvas.window(part, 1.0)
        if window is not None:
            hit = part.distance(*canvas.points(window)) < 0
            if over is not None:
                hit &= np.isin(tissue[window], over)
            tissue[window][hit] = value


def _distance_to_sheets(rng: np.random.Generator, canvas: Canvas, wavelength_mm: float) -> np.ndarray:
    """Distance (mm, near a sheet) from the zero sheets of a smooth random field."""
    field = smooth_noise(rng, canvas.axes, wavelength_mm)[0]
    slope = np.sqrt(sum(g ** 2 for g in np.gradient(field, canvas.spacing)))
    return np.abs(field) / np.maximum(slope, 0.02)


def _paint_soft_tissue(tissue: np.ndarray, head: Head, rng: np.random.Generator) -> None:
    """Subcutaneous fat, fat pads, muscles and vessels in what is soft."""
    f, canvas = head.frame, head.canvas
    _, y, z = canvas.points()
    face = smoothstep((y / f.scale + 75) / 40) * smoothstep((8 - z / f.scale) / 25)
    fat_mm = 0.38 * f.scalp_mm + face * (1.6 + 3.5 * f.growth.cheek_fat) + 1.0 * smoothstep((-z / f.scale - 50) / 40)
    soft = tissue == SOFT
    tissue[soft & (-head.skin.distance < f.skin_mm + fat_mm)] = FAT
    pad = f.ellipsoid((34, -9, -44), np.array((9, 13, 12)) * (1 + 0.3 * f.growth.cheek_fat))
    _paint_shape(tissue, canvas, pad, DEEP_FAT, [SOFT], mirror=True)
    _paint_shape(tissue, canvas, f.ellipsoid((0, -112, -100), (9, 14, 60)), DEEP_FAT, [SOFT])
    _paint_shape(tissue, canvas, f.path([(0, -30, -94), (0, 2, -92)], [9, 6]), DEEP_FAT, [SOFT])
    for points, radii in _MUSCLES:
        _paint_shape(tissue, canvas, f.path(points, radii), MUSCLE, [SOFT, FAT, DEEP_FAT], mirror=True)
    _paint_shape(tissue, canvas, f.ellipsoid((0, -14, -62), (21, 28, 17), 2.3), MUSCLE, [SOFT, FAT, DEEP_FAT])
    # What no named muscle fills is muscle as well, in bellies parted by planes of fat and connective tissue.
    parted = _distance_to_sheets(rng, canvas, 34.0 * f.scale)
    rest = tissue == SOFT
    tissue[rest & (parted > 1.7 * f.scale)] = MUSCLE
    tissue[rest & (parted < 0.8 * f.scale)] = DEEP_FAT
    for center, radii in _GLANDS:
        _paint_shape(tissue, canvas, f.ellipsoid(center, radii), SOFT, [MUSCLE, DEEP_FAT], mirror=True)
    for label, points, radii in _VESSELS:
        _paint_shape(tissue, canvas, f.path(points, radii), label, mirror=True)


def _paint_bone(tissue: np.ndarray, head: Head, rng: np.random.Generator) -> None:
    f, canvas = head.frame, head.canvas
    under_skin = head.skin.distance < -0.8
    bone = head.bone.inside() & under_skin
    tissue[bone] = BONE
    # Bone is compact outside and holds marrow where it is thick; within the vault that is the diploe.
    tissue[bone & (head.bone.distance < -(1.3 + 0.9 * f.scale))] = MARROW
    for (x, y), age in zip(_TEETH, _TEETH_AGES):
        if f.growth.age_years >= age:
            for z in (-51.5, -62.5):
                _paint_shape(tissue, canvas, f.ellipsoid((x, y, z), (3.4, 3.6, 6.2), 3), TEETH, _NOT_TOOTH, mirror=True)
    cells = smooth_noise(rng, canvas.axes, 7.0 * f.scale)[0]
    mastoid = canvas.field().add(f.path([(54, -80, -16), (52, -83, -34)], [9, 4]), mirror=True)
    tissue[bone & (mastoid.distance < 0) & (cells > 1.0 - 1.0 * f.growth.sinus_air) & (f.growth.sinus_air > 0.1)] = 0


def _paint_orbits(tissue: np.ndarray, head: Head) -> None:
    """Orbital fat with the globe, its lens, muscles and nerve."""
    f, canvas = head.frame, head.canvas
    tissue[head.orbits.inside() & (head.skin.distance < -f.skin_mm - 1.0)] = DEEP_FAT
    eye, apex = f.place((30, 0, 0)), f.place((16, -35, 4))
    r = f.globe_mm
    for offset in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        side = np.array([offset[0], 0, offset[1]])
        belly = 0.55 * eye + 0.45 * apex + 0.75 * r * side
        rectus = path([eye + r * side * 1.02, belly, apex + 2 * side], [1.3, 2.0, 1.5])
        _paint_shape(tissue, canvas, rectus, MUSCLE, mirror=True)
    nerve = [eye + [-0.25 * r, -0.9 * r, 0], 0.5 * (eye + apex) + [1.0, 0, 0], apex, f.place((9, -52, 9))]
    _paint_shape(tissue, canvas, path(nerve, 2.0 * f.scale), NERVE, mirror=True)
    _paint_shape(tissue, canvas, ellipsoid(eye, np.full(3, r)), EYE, mirror=True)
    _paint_shape(tissue, canvas, ellipsoid(eye + [0, 0.66 * r, 0], r * np.array([0.40, 0.17, 0.40])), LENS, mirror=True)


def _paint_air(tissue: np.ndarray, head: Head, rng: np.random.Generator) -> None:
    """Sinuses and airway, with the mucosa that lines them and the turbinates and septum in the nose."""
    f, canvas = head.frame, head.canvas
    deep = head.skin.distance < -3.5
    apart = (head.orbits.distance > 1.2) & (head.dura.distance > 1.5)
    sinus = head.sinuses.inside() & deep & apart
    tissue[sinus] = MUCOSA
    tissue[sinus & (head.sinuses.distance < -0.7)] = 0
    # Ethmoid cells: a labyrinth of air between thin walls, half of it still marrow in the youngest.
    walls_mm = _distance_to_sheets(rng, canvas, 13.0 * f.scale)
    later = smooth_noise(rng, canvas.axes, 13.0 * f.scale)[0] > 1.6 * f.growth.sinus_air ** (1 / 3) - 0.2
    cells = head.ethmoid.inside() & deep & apart & ~later & (head.airway.distance > 0)
    tissue[cells & (walls_mm > 0.5)] = MUCOSA
    tissue[cells & (walls_mm > 1.1) & (head.ethmoid.distance < -1.0)] = 0
    airway = head.airway.inside() & (head.skin.distance < -0.5) & apart
    tissue[airway] = MUCOSA
    walls = Field(canvas, -head.airway.distance + np.float32(-1.3 * f.scale))
    for center, radii in _TURBINATES:
        walls.add(f.ellipsoid(center, radii), mirror=True)
    x, y, _ = canvas.points()
    septum = np.abs(x) < 1.3 * f.scale
    tissue[airway & (walls.distance > 0) & ~(septum & (y > -34 * f.scale))] = 0


def phantom_maps(count: int, seed: int = 0, spacing_mm: float = 1.0, ages_years=None):
    """Yield ``count`` heads as (PhantomHead, regions), of ages drawn as for training or the given ones in turn."""
    rng = np.random.default_rng(seed)
    for n in range(count):
        drawn, sex, head_seed = sample_age(rng), str(rng.choice(["F", "M"])), int(rng.integers(2 ** 31))
        head = make_head(ages_years[n % len(ages_years)] if ages_years else drawn, sex, head_seed, spacing_mm)
        yield head, head.regions()


def common_labels(tissue: np.ndarray) -> np.ndarray:
    """The map in the labels training knows: teeth as compact bone, the lens as part of the globe."""
    out = tissue.copy()
    out[tissue == TEETH], out[tissue == LENS] = BONE, EYE
    return out


def save_nifti(array: np.ndarray, affine: np.ndarray, file: Path) -> None:
    """Write a gzip-compressed NIfTI whose bytes depend on its content only."""
    file.write_bytes(nifti_bytes(nibabel.Nifti1Image(array, affine)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write phantom heads as pairs of tissue and region maps.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--count", type=int, default=8, help="number of heads (default 8)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first draw (default 1)")
    parser.add_argument("--spacing-mm", type=float, default=1.0, help="voxel size (default 1)")
    parser.add_argument("--ages", type=lambda text: [float(a) for a in text.split(",")],
                        help="ages in years, comma separated, used in turn (default: drawn as for training)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for n, (head, regions) in enumerate(phantom_maps(options.count, options.seed, options.spacing_mm, options.ages), 1):
        save_nifti(common_labels(head.tissue), head.affine, options.out / f"phantom-{n:02d}_tissue.nii.gz")
        save_nifti(regions, head.affine, options.out / f"phantom-{n:02d}_regions.nii.gz")
        print(f"phantom-{n:02d}: {head.growth.age_years:.1f} years, {head.sex}, {head.tissue.shape}", flush=True)


if __name__ == "__main__":
    main()
