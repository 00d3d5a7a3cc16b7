"""The heads that the model is measured on: held-out label maps rendered anew, real scans, and both cut in fixed ways."""
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nibabel as nib
import numpy as np
from scipy import ndimage

from metrics import BRAIN, EYES, FACE, volume_ml
from preprocessing import SPACING_MM, ModelGrid, normalise
from synthesize import Recipe, Synthesizer, rotation

WEIGHTINGS = ("T1", "T1CE", "T2", "FLAIR", "PD")
HARD = ("UNI", "64 mT")  # ratios of MP2RAGE with noise for air, and ultra-low fields
AGES = {"<2": (0.4, 1.9), "2-6": (2.0, 6.9), "7-12": (7.0, 12.9), "13-21": (13.0, 20.9), "adult": (22.0, 70.0)}
THICKNESS_MM = (0.0, 5.0)
REFERENCE_UNIT_MM = 78.0  # from the eyes to the centre of the brain in an adult: 78 units of the reference protocol

# Where the field of view ends, relative to the point midway between the eyes: (axis x y z, low, high, in units or mm).
CUTS = {
    "front ends at the nose": [("y", None, 8, "u")],
    "bottom ends at the nose": [("z", -25, None, "u")],
    "bottom ends at the mouth": [("z", -65, None, "u")],
    "bottom ends at the brow": [("z", 15, None, "u")],
    "top ends at the brow": [("z", None, 30, "u")],
    "top ends below the crown": [("z", None, 70, "u")],
    "one ear outside": [("x", -60, None, "u")],
    "tight on all sides": [("x", -66, 66, "u"), ("y", -150, 12, "u"), ("z", -70, 75, "u")],
    "axial slab of 8 cm": [("z", -40, 40, "mm")],
    "axial slab of 12 cm, upper": [("z", -20, 100, "mm")],
    "axial slab of 15 cm, lower": [("z", -110, 40, "mm")],
    "coronal slab of 10 cm": [("y", -70, 30, "mm")],
    "sagittal slab of 8 cm": [("x", -40, 40, "mm")],
}
# Turns of the head in the field of view, degrees: pitch, roll, yaw.
TURNS = {"oblique, pitch 35": (35, 0, 0), "oblique, pitch -25": (-25, 0, 0), "oblique, roll 20 and yaw 25": (0, 20, 25)}
_SMALLEST_SIDE = 8


@dataclass
class Case:
    """One head to segment. `network_input` is [z, y, x] on the model grid; `truth` lies on the grid that is scored."""
    name: str
    tags: dict
    network_input: np.ndarray
    truth: np.ndarray
    spacing_mm: tuple
    counted: np.ndarray  # voxels of truth that the scan covers
    to_truth: object = field(default=lambda classes: classes, repr=False)
    grid: ModelGrid = None

    @property
    def reference_ml(self) -> float:
        """Volume of what the scan covers of the reference's facemask."""
        return volume_ml((self.truth >= FACE) & self.counted, self.spacing_mm)

    def classes_on_truth(self, probabilities: np.ndarray) -> np.ndarray:
        """Class of each voxel of the scored grid from probabilities [C, z, y, x] on the model grid."""
        return self.to_truth(self.grid.classes(probabilities) if self.grid else probabilities.argmax(0).astype(np.uint8))

    def image_on_truth(self) -> np.ndarray:
        """The normalised image on the scored grid, to look at."""
        return self.to_truth(self.grid.back(self.network_input[None])[0]) if self.grid else self.network_input


def ahead(cases):
    """The cases, each of them made while the one before it is measured."""
    cases = iter(cases)
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, cases, None)
        while (case := coming.result()) is not None:
            coming = maker.submit(next, cases, None)
            yield case


def cut_slices(kind: str, shape, spacing_mm, eyes, unit_mm: float):
    """Slices (z, y, x) that a cut leaves of an array; None where too little or nothing would go. eyes: voxel (z, y, x)."""
    slices = [slice(0, n) for n in shape]
    for axis_name, low, high, measure in CUTS[kind]:
        axis = "zyx".index(axis_name)
        factor = (unit_mm if measure == "u" else 1.0) / spacing_mm[axis]
        first = 0 if low is None else max(0, int(round(eyes[axis] + low * factor)))
        end = shape[axis] if high is None else min(shape[axis], int(round(eyes[axis] + high * factor)) + 1)
        if end - first < _SMALLEST_SIDE:
            return None
        slices[axis] = slice(first, end)
    return None if all(s == slice(0, n) for s, n in zip(slices, shape)) else tuple(slices)


def landmarks(truth: np.ndarray, spacing_mm):
    """Voxel (z, y, x) midway between the eyes and the unit of the reference protocol in mm."""
    eyes = np.argwhere(truth == EYES).mean(0)
    brain = np.argwhere(truth == BRAIN).mean(0)
    return eyes, float(np.linalg.norm((brain - eyes) * spacing_mm)) / REFERENCE_UNIT_MM


class RecordingSynthesizer(Synthesizer):
    """Keeps what a sample does not carry: the image before normalisation and the voxels that the map covers."""

    turn = None

    def _drop_empty_planes(self, image, labels, valid):
        marked = labels + 8 * valid.to(labels.dtype)
        image, marked = Synthesizer._drop_empty_planes(image, marked, valid)
        self.raw, self.covered = image.numpy(), (marked >= 8).numpy()
        return image, marked % 8

    def _pose(self, rng, recipe):
        if self.turn is None:
            return Synthesizer._pose(rng, recipe)
        return rotation(*np.deg2rad(self.turn))


def _map_case(source, name, tags, rng, recipe, turn=None) -> Case:
    source.turn = turn
    sample = source.sample(rng, recipe)
    return Case(name, tags, sample.image.numpy(), sample.labels.numpy(), (SPACING_MM,) * 3, source.covered)


def map_cases(heads: list, every: int = 1):
    """Each weighting, age band, slice thickness and field of view once, the held-out heads in turn; every n-th of them."""
    sources = [RecordingSynthesizer([head]) for head in heads]
    combinations = [(w, a, t, c) for w in WEIGHTINGS for a in AGES for t in THICKNESS_MM for c in ("whole", "sides")]
    for number, (weighting, band, thickness, cut) in list(enumerate(combinations))[::every]:
        rng = np.random.default_rng((1705, number))
        age = float(rng.uniform(*AGES[band]))
        # 20 combinations per weighting: shift the heads so that each meets every weighting, age and cut
        source = sources[(number + number // 4 + number // 20) % len(sources)]
        view = "whole" if cut == "whole" else "cut"
        tags = {"set": "maps", "weighting": weighting, "age": band, "slices": "5 mm" if thickness else "isotropic", "view": view}
        name = f"{source.heads[0].name} {weighting} {age:.1f} y {tags['slices']} {view}"
        yield _map_case(source, name, tags, rng, Recipe(age, weighting, thickness, cut, 8.0))


def hard_map_cases(heads: list):
    """Held-out heads as uniform images of MP2RAGE and as at 64 mT, one of each age band."""
    for number, (kind, band) in enumerate((k, b) for k in HARD for b in AGES):
        rng = np.random.default_rng((1707, number))
        age = float(rng.uniform(*AGES[band]))
        source = RecordingSynthesizer([heads[number % len(heads)]])
        tags = {"set": "maps, hard", "weighting": kind, "age": band, "slices": "isotropic", "view": "whole"}
        yield _map_case(source, f"{source.heads[0].name} {kind} {age:.1f} y", tags, rng, Recipe(age, kind, 0.0, "whole", 8.0))


def cut_map_cases(heads: list, every: int = 1):
    """Held-out heads in each cut of CUTS and turn of TURNS, weightings and ages in turn."""
    number = 0
    for head in heads:
        source = RecordingSynthesizer([head])
        for kind in list(CUTS) + list(TURNS):
            number += 1
            if number % every:
                continue
            rng = np.random.default_rng((1706, number))
            weighting, band = WEIGHTINGS[number % 5], list(AGES)[(number // 2) % 5]
            thickness = THICKNESS_MM[(number // 3) % 2]
            recipe = Recipe(float(rng.uniform(*AGES[band])), weighting, thickness, "whole", 6.0)
            tags = {"set": "maps, cut", "weighting": weighting, "age": band, "view": kind,
                    "slices": "5 mm" if thickness else "isotropic"}
            case = _map_case(source, f"{head.name} {weighting} {band} y, {kind}", tags, rng, recipe, TURNS.get(kind))
            if kind in CUTS:
                eyes, unit = landmarks(case.truth, case.spacing_mm)
                box = cut_slices(kind, case.truth.shape, case.spacing_mm, eyes, unit)
                if box is None:
                    continue
                case.network_input = normalise(source.raw[box])
                case.truth, case.counted = case.truth[box], case.counted[box]
            yield case


def real_case(name: str, image: nib.Nifti1Image, reference: nib.Nifti1Image, tags: dict, filled=None) -> Case:
    """A scan and its reference on another grid. filled: array of the image's shape, False where it holds no scan data."""
    grid = ModelGrid(image)
    ras = nib.as_closest_canonical(image)
    known = None if filled is None else nib.as_closest_canonical(nib.Nifti1Image(filled.astype(np.uint8), image.affine))
    labels = nib.as_closest_canonical(reference)
    truth = np.asarray(labels.dataobj).astype(np.uint8).transpose(2, 1, 0)
    to_scan = np.linalg.inv(ras.affine) @ labels.affine
    z, y, x = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in truth.shape), indexing="ij")
    index, inside = [], np.ones(truth.shape, bool)
    for row, n in zip(to_scan[:3], grid.scan.shape[::-1]):
        at = np.round(row[0] * x + row[1] * y + row[2] * z + row[3]).astype(np.int32)
        inside &= (at >= 0) & (at < n)
        index.append(np.clip(at, 0, n - 1))
    index = tuple(index[::-1])
    if known is not None:
        inside &= np.asarray(known.dataobj).transpose(2, 1, 0)[index] > 0
    spacing = tuple(np.sqrt((labels.affine[:3, :3] ** 2).sum(0))[::-1].tolist())
    return Case(name, tags, grid.network_input(), truth, spacing, inside, lambda classes: np.where(inside, classes[index], 0), grid)


def _names(folder: Path) -> list:
    return [file.name.replace("_regions.nii.gz", "") for file in sorted(folder.glob("*_regions.nii.gz"))]


def _scans(folder: Path, chosen=None):
    for name in _names(folder):
        if chosen is None or name in chosen:
            yield name, _in_memory(folder / f"{name}.nii.gz"), _in_memory(folder / f"{name}_regions.nii.gz")


def _in_memory(file: Path) -> nib.Nifti1Image:
    """An image whose voxels are read from the disk once, however often it is cut."""
    image = nib.load(file)
    return nib.Nifti1Image(np.asanyarray(image.dataobj), image.affine)


def real_cases(folder: Path, chosen=None, set_name: str = "real"):
    """Every scan NAME.nii.gz of a folder that has a NAME_regions.nii.gz, but for those whose reference quality.json calls unfit."""
    graded = folder / "quality.json"
    grades = {name: entry["grade"] for name, entry in json.loads(graded.read_text()).items()} if graded.exists() else {}
    chosen = [name for name in (chosen or _names(folder)) if grades.get(name) != "unfit"]
    for name, image, reference in _scans(folder, chosen):
        yield real_case(name, image, reference, {"set": set_name, "view": "as published", **({"grade": grades[name]} if name in grades else {})})


def cut_real_cases(folder: Path, chosen=None):
    """Real scans in each cut of CUTS, and resampled into turned fields of view."""
    for name, image, reference in _scans(folder, chosen):
        ras = nib.as_closest_canonical(image)
        labels = nib.as_closest_canonical(reference)
        truth = np.asarray(labels.dataobj)
        spacing = np.sqrt((labels.affine[:3, :3] ** 2).sum(0))
        eyes, unit = landmarks(truth, spacing)  # arrays are x, y, z here
        at = (np.linalg.inv(ras.affine) @ labels.affine @ np.append(eyes, 1.0))[:3]
        steps = np.sqrt((ras.affine[:3, :3] ** 2).sum(0))
        for kind in CUTS:
            box = cut_slices(kind, ras.shape[2::-1], steps[::-1], at[::-1], unit)
            if box is not None:
                yield real_case(f"{name}, {kind}", ras.slicer[box[::-1]], reference, {"set": "real, cut", "view": kind})
        for kind, degrees in TURNS.items():
            turned, filled = _turned(ras, degrees)
            yield real_case(f"{name}, {kind}", turned, reference, {"set": "real, cut", "view": kind}, filled)


def _turned(ras: nib.Nifti1Image, degrees):
    """The scan resampled into a field of view turned about its center, and where that holds scan data."""
    data = np.asarray(ras.dataobj, dtype=np.float32)
    while data.ndim > 3:
        data = data[..., 0]
    center = ras.affine @ np.append((np.array(data.shape) - 1) / 2, 1.0)
    turn = np.eye(4)
    turn[:3, :3] = rotation(*np.deg2rad(degrees)).T
    turn[:3, 3] = center[:3] - turn[:3, :3] @ center[:3]
    affine = turn @ ras.affine
    matrix = np.linalg.inv(ras.affine) @ affine
    moved = ndimage.affine_transform(data, matrix[:3, :3], matrix[:3, 3], order=1, mode="constant", cval=0.0)
    filled = ndimage.affine_transform(np.ones(data.shape, np.uint8), matrix[:3, :3], matrix[:3, 3], order=0, cval=0)
    return nib.Nifti1Image(moved, affine), filled
