"""Head label maps prepared for synthesis: merged tissue classes, regions, distances and the upright frame of each head."""
from dataclasses import dataclass
from pathlib import Path

import nibabel as nib
import numpy as np
from scipy import ndimage

from regions import BRAIN, EARS, EYE_TO_BRAIN_UNITS, FACE

VALIDATION_HEADS = ("08", "12", "17")
# The source of map 27 shows no skull, and its intracranial space runs far down the neck.
UNFIT_HEADS = ("27",)
# Maps whose field of view ends at the ears (x: left, right), and those whose ears it leaves only in part: what they are is unknown.
CUT_AT_EARS = {"head_01": (True, True), "head_15": (True, False), "head_28": (True, True), "head_29": (True, True)}
UNKNOWN_EARS = ("head_28", "head_29")
UNKNOWN = 5  # beside the region labels: neither for nor against any class
AROUND_UNKNOWN_MM = 6.0

# Merged classes, each painted with one intensity distribution. The value is the index used in the prepared maps.
TISSUES = ("air", "white_matter", "cortex", "deep_grey", "cerebellar_white", "cerebellar_cortex", "brainstem", "csf",
           "venous_sinus", "artery", "eye", "optic_nerve", "mucosa", "skin", "cord", "compact_bone", "marrow",
           "subcutaneous_fat", "deep_fat", "muscle", "other_soft", "inner_air", "skin_edge", "skin_below_edge")
INDEX = {name: i for i, name in enumerate(TISSUES)}
_SOURCE_LABELS = {
    "white_matter": (2, 41, 77, 85, 251, 252, 253, 254, 255), "cortex": (3, 42),
    "deep_grey": (10, 11, 12, 13, 17, 18, 26, 28, 49, 50, 51, 52, 53, 54, 58, 60, 136, 137, 163, 164),
    "cerebellar_white": (7, 46), "cerebellar_cortex": (8, 47), "brainstem": (16,), "csf": (4, 5, 14, 15, 24, 43, 44, 30, 62),
    "venous_sinus": (514,), "artery": (502,), "eye": (506, 606), "optic_nerve": (508, 530), "mucosa": (509,), "skin": (511,),
    "cord": (512,), "compact_bone": (515, 605), "marrow": (516,), "other_soft": (507,), "subcutaneous_fat": (601,),
    "muscle": (602,), "inner_air": (603,), "deep_fat": (604,),
}
EXTRACRANIAL = (502, 506, 507, 508, 509, 511, 512, 515, 516, 514, 530)
CACHE_VERSION = 4  # of the fields of Head
DISTANCE_STEP = 2  # distances are kept at every second voxel
FARTHEST_MM = 50.0


@dataclass
class Head:
    """One prepared head; arrays are z, y, x at 1 mm, x to the right, y anterior, z superior."""
    name: str
    tissue: np.ndarray          # uint8 index into TISSUES
    regions: np.ndarray         # uint8 0..4, 5 unknown
    brain_distance: np.ndarray  # float32 mm to the brain region, every second voxel
    valid: np.ndarray           # [2, 3] first and past-the-end voxel (z, y, x) of what the map covers
    eyes_mid: np.ndarray        # x, y, z voxel midway between the eyes
    axes: np.ndarray            # rows: right, anterior, superior of the upright frame, in voxel axes x, y, z
    unit_mm: np.ndarray         # the unit of the face's definition
    surface: np.ndarray         # float16 mm to the skin, negative inside the head, every second voxel


def held_out(heads: list) -> list:
    """The heads that are never trained on."""
    return [h for h in heads if h.name.split("_")[-1] in VALIDATION_HEADS]


def to_train_on(heads: list) -> list:
    """The heads that are neither held out nor unfit."""
    return [h for h in heads if h.name.split("_")[-1] not in VALIDATION_HEADS + UNFIT_HEADS]


def _ball_smooth_noise(shape, sigma, rng):
    coarse = rng.standard_normal([max(2, int(n / sigma) + 2) for n in shape]).astype(np.float32)
    zoom = [n / c for n, c in zip(shape, coarse.shape)]
    return ndimage.zoom(coarse, zoom, order=1, mode="nearest", grid_mode=True)


def _split_soft_tissue(tissue, depth, rng):
    """Divides the single soft-tissue label into subcutaneous fat, deep fat, muscle and the rest by depth and smooth noise."""
    soft = tissue == INDEX["other_soft"]
    layer = 5.0 + 2.0 * _ball_smooth_noise(tissue.shape, 25.0, rng)
    streaks = _ball_smooth_noise(tissue.shape, 9.0, rng)
    tissue[soft & (streaks > 0.45)] = INDEX["deep_fat"]
    tissue[soft & (streaks < -0.05)] = INDEX["muscle"]
    tissue[soft & (depth < layer)] = INDEX["subcutaneous_fat"]


def _box(shape, limits):
    """A mask of the voxels between limits [2, 3], first and past the end."""
    mask = np.zeros(shape, bool)
    mask[tuple(slice(max(0, first), end) for first, end in limits.T)] = True
    return mask


def _mark_skin_edge(tissue, covered):
    """Makes the two outermost voxels of the head tissues of their own: a map calls skin what an image shows as half air."""
    beyond = (tissue == 0) & covered
    for name in ("skin_edge", "skin_below_edge"):
        reached = ndimage.binary_dilation(beyond)
        tissue[reached & ~beyond & (tissue > 0) & (tissue != INDEX["inner_air"])] = INDEX[name]
        beyond = reached


def upright_frame(labels_xyz: np.ndarray):
    """Midpoint of the eyes, the upright axes (x through both eyes, brain centre 19 degrees above the horizontal) and the unit, mm."""
    eyes = ndimage.binary_opening(np.isin(labels_xyz, (506, 606)))
    marks, count = ndimage.label(eyes)
    sizes = ndimage.sum(eyes, marks, range(1, count + 1))
    largest = np.argsort(sizes)[::-1][:2] + 1
    left, right = sorted((np.array(ndimage.center_of_mass(marks == k)) for k in largest), key=lambda c: c[0])
    brain = (labels_xyz > 0) & ~np.isin(labels_xyz, EXTRACRANIAL + (24, 601, 602, 603, 604, 605, 606))
    middle = (left + right) / 2
    x = (right - left) / np.linalg.norm(right - left)
    back = np.array(ndimage.center_of_mass(brain)) - middle
    back -= x * (back @ x)
    unit = np.linalg.norm(back) / EYE_TO_BRAIN_UNITS
    back /= np.linalg.norm(back)
    normal = np.cross(x, -back)
    normal /= np.linalg.norm(normal)
    if normal[2] < 0:
        normal = -normal
    elevation = np.deg2rad(19.0)
    y = -np.cos(elevation) * back + np.sin(elevation) * normal
    z = np.sin(elevation) * back + np.cos(elevation) * normal
    return middle, np.stack([x, y, z]), unit


def prepare(tissue_file: Path) -> Head:
    """Reads a tissue map and its regions and derives what the synthesis needs; deterministic."""
    image = nib.as_closest_canonical(nib.load(tissue_file))
    labels = np.asarray(image.dataobj).astype(np.int16)
    regions_file = tissue_file.with_name(tissue_file.name.replace("_tissue", "_regions"))
    regions = np.asarray(nib.as_closest_canonical(nib.load(regions_file)).dataobj).astype(np.uint8)
    middle, axes, unit = upright_frame(labels)
    labels, regions = labels.transpose(2, 1, 0), np.ascontiguousarray(regions.transpose(2, 1, 0))

    table = np.full(int(labels.max()) + 1, INDEX["deep_grey"], np.uint8)
    table[0] = 0
    for name, values in _SOURCE_LABELS.items():
        for value in values:
            if value < len(table):
                table[value] = INDEX[name]
    tissue = table[labels]

    where = np.argwhere(tissue > 0)
    valid = np.stack([where.min(0), where.max(0) + 1])
    covered = _box(tissue.shape, valid)
    padded = np.pad(tissue > 0, 8, mode="edge")
    solid = (ndimage.distance_transform_edt(ndimage.distance_transform_edt(~padded) <= 5) > 5)[8:-8, 8:-8, 8:-8] | (tissue > 0)
    marks, count = ndimage.label(~solid & covered)
    sizes = ndimage.sum(marks > 0, marks, range(1, count + 1))
    exterior = marks == 1 + int(np.argmax(sizes))
    depth = ndimage.distance_transform_edt(~exterior).astype(np.float32)
    tissue[(tissue == 0) & ~exterior & covered] = INDEX["inner_air"]
    _split_soft_tissue(tissue, depth, np.random.default_rng(int(where.size % 2**31)))

    step = slice(None, None, DISTANCE_STEP)
    distance = ndimage.distance_transform_edt(regions[step, step, step] != 1).astype(np.float32) * DISTANCE_STEP
    within = covered & ~exterior
    surface = np.where(within, 0.5 - ndimage.distance_transform_edt(within), ndimage.distance_transform_edt(~within) - 0.5)
    surface = surface[step, step, step].clip(-FARTHEST_MM, FARTHEST_MM).astype(np.float16)
    low, high = valid
    full = np.array(tissue.shape)
    name = tissue_file.name.split("_tissue")[0]
    whole = name.split("_")[1]
    # Only below the head (and in front of a map cut at the nose) does the field of view end; elsewhere lies air.
    limits = np.stack([np.array([low[0], -10_000, -10_000]), np.array([10_000, 10_000, 10_000])])
    if whole == "01":
        limits[1, 1] = high[1]
    if whole in ("03", "04", "07", "09", "13", "20") and high[1] >= full[1] - 9:
        front = tissue[:, high[1] - 1, :] > 0
        if front.sum() > 150:
            limits[1, 1] = high[1]
    for end, cut in enumerate(CUT_AT_EARS.get(name, ())):
        if cut:
            limits[end, 2] = valid[end, 2]
    if name in UNKNOWN_EARS:
        near = ndimage.distance_transform_edt(regions != EARS) <= AROUND_UNKNOWN_MM
        regions[near & (regions != BRAIN) & (regions != FACE)] = UNKNOWN
    _mark_skin_edge(tissue, _box(tissue.shape, limits))
    return Head(name, tissue, regions, distance, limits, middle, axes,
                np.float32(unit), surface)


def load_heads(folder: Path, cache: Path, names=None) -> list:
    """All heads of a folder (`*_tissue.nii.gz` with `*_regions.nii.gz`), prepared once and cached as npz."""
    cache.mkdir(parents=True, exist_ok=True)
    heads = []
    for file in sorted(folder.glob("*_tissue.nii.gz")):
        name = file.name.split("_tissue")[0]
        if names is not None and name not in names:
            continue
        stored = cache / f"{name}.v{CACHE_VERSION}.npz"
        if not stored.exists() or stored.stat().st_mtime < file.stat().st_mtime:
            head = prepare(file)
            np.savez_compressed(stored, **{k: v for k, v in vars(head).items() if k != "name"})
        with np.load(stored) as arrays:
            heads.append(Head(name, **{k: arrays[k] for k in arrays.files}))
    return heads
