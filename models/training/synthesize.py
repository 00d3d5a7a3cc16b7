"""Synthetic head MRI from label maps: pose, age, contrast, artefacts and field of view drawn at random.

A sample is a normalised image and its region labels on the model grid. The order follows a scanner: anatomy, signal, lesions,
coil, resolution, ghosts, noise, reconstruction, field of view; then the program's own normalisation.
"""
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

import contrast
from cushions import put_around
from ears import FLATTEST, EarShape, ears_of
from face_layer import lay_face, zone_box
from growth import growth, sample_age
from heads import DISTANCE_STEP, INDEX, TISSUES
from preprocessing import CLIP_MAX, LEAST_RANGE, MAX_PERCENTILE, MIN_PERCENTILE, SPACING_MM
from regions import EARS, FACE
from scanner import Scanner
from warp import Warp, covered, nearest, trilinear

# The adult head in the upright frame of the eyes, mm (right, anterior, superior): low and high corner.
HEAD_BOX = np.array([(-84.0, -190.0, -125.0), (84.0, 32.0, 118.0)])
LARGEST_SIDE_MM = 256.0
TEETH_UNITS = np.array([0.0, -10.0, -62.0])  # of the upright frame: where braces leave a void


@dataclass
class Sample:
    """image and labels: [z, y, x] float32 / uint8 tensors; the rest says how they were drawn."""
    image: torch.Tensor
    labels: torch.Tensor
    age_years: float
    head: str
    cut: str
    notes: dict = field(default_factory=dict)


@dataclass
class Recipe:
    """Fixed choices for a validation sample; None draws at random."""
    age_years: float = None
    weighting: str = None
    thickness_mm: float = None   # slice thickness along axis 0 (z); 0 for isotropic
    cut: str = None              # see Synthesizer._box
    pose_degrees: float = None   # standard deviation of the head's rotation


@dataclass
class Scene:
    """What lies where before there is a signal: a head by number, its warp, and a grid of the model's spacing.

    first_mm: its first voxel in the scanner, x y z; size: voxels along x y z; scale: of the head against the map.
    """
    which: int
    age_years: float
    cut: str
    warp: Warp
    scale: float
    first_mm: np.ndarray
    size: np.ndarray
    thinner: float  # the flattest ear, by how many times


def rotation(pitch: float, roll: float, yaw: float) -> np.ndarray:
    """Rotation about the right, anterior and superior axes in turn, radians."""
    c, s = np.cos, np.sin
    about_x = np.array([[1, 0, 0], [0, c(pitch), -s(pitch)], [0, s(pitch), c(pitch)]])
    about_y = np.array([[c(roll), 0, s(roll)], [0, 1, 0], [-s(roll), 0, c(roll)]])
    about_z = np.array([[c(yaw), -s(yaw), 0], [s(yaw), c(yaw), 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


class Synthesizer:
    """Draws samples from prepared heads; all randomness comes from the generator given to `sample`."""

    def __init__(self, heads: list):
        self.heads = heads
        self._distances = [torch.from_numpy(h.brain_distance)[None, None] for h in heads]
        self._tissues = [torch.from_numpy(h.tissue) for h in heads]
        self._maps = [torch.from_numpy(h.tissue + np.uint8(len(TISSUES)) * h.regions) for h in heads]
        self._ears = [ears_of(h) for h in heads]
        self._surfaces = [torch.from_numpy(h.surface.astype(np.float32))[None, None] for h in heads]

    def scene(self, rng: np.random.Generator, recipe: Recipe = Recipe()) -> Scene:
        """Draws a head, its age and pose, and the field of view."""
        which = int(rng.integers(len(self.heads)))
        head = self.heads[which]
        age = recipe.age_years if recipe.age_years is not None else sample_age(rng)
        grown = growth(age if not head.name.startswith("phantom") else 30.0, str(rng.choice(["F", "M"])), rng)
        turn = self._pose(rng, recipe)
        scale = grown.head_scale * np.exp(0.03 * rng.standard_normal(3))
        low, high, cut = self._box(rng, turn, grown.head_scale, recipe.cut)
        size = np.maximum(2, np.round((high - low) / SPACING_MM)).astype(int)
        mirror = rng.random() < 0.5
        ears = self._ears[which] if recipe.weighting is None and rng.random() < 0.6 else []
        shapes = [EarShape.draw(rng) for _ in ears]
        warp = Warp(head, self._distances[which], turn, scale, mirror, grown, rng, ears, shapes)
        return Scene(which, age, cut, warp, float(scale.mean()), low + SPACING_MM / 2, size, max([s.thinner for s in shapes], default=1.0))

    def mapped(self, scene: Scene):
        """Where in its map a scene's voxels lie, and their tissue and regions; the face is that of the map."""
        to_voxel = scene.warp.grid(scene.first_mm, scene.size)
        packed = nearest(self._maps[scene.which], to_voxel)
        return to_voxel, packed % len(TISSUES), packed // len(TISSUES)

    def sample(self, rng: np.random.Generator, recipe: Recipe = Recipe()) -> Sample:
        scene = self.scene(rng, recipe)
        which, age, cut = scene.which, scene.age_years, scene.cut
        to_voxel, tissue, labels = self.mapped(scene)
        frame = scene.warp.frame()
        labels = self._with_face(which, labels, scene.warp, frame, scene.first_mm, scene.scale)
        if scene.thinner > FLATTEST:
            labels = self._with_air(labels, tissue)
        kind, teeth = self._hard(rng, recipe, frame, scene.first_mm)
        image, valid = self._paint(which, to_voxel, tissue, age, rng, kind)
        if recipe.weighting is None and rng.random() < 0.15:
            image = put_around(image, tissue, labels, rng)
        image = Scanner(rng).acquire(image, tissue, labels, recipe.thickness_mm, kind, teeth)
        image = image * valid
        labels = labels * valid
        image, labels = self._drop_empty_planes(image, labels, valid)
        if cut == "tight" and rng.random() < 0.3:
            image, labels = self._fold_over(image, labels, rng)
        image = normalise(image)
        if cut == "patch":
            image, labels = self._patch(image, labels, rng)
        return Sample(image, labels, age, self.heads[which].name, cut, {"valid": float(valid.float().mean())})

    @staticmethod
    def _hard(rng, recipe: Recipe, frame, first_mm):
        """The weighting where one is chosen, and the voxel z y x of a dental void, or None for either."""
        if recipe.weighting is not None:
            return recipe.weighting, None
        kind = str(rng.choice(("UNI", "64 mT", ""), p=(0.05, 0.06, 0.89))) or None
        teeth = None
        if rng.random() < 0.08:
            at_mm = frame.origin + frame.axes.T @ (rng.normal(TEETH_UNITS, 4.0) * frame.unit_mm)
            teeth = ((at_mm - first_mm) / SPACING_MM)[::-1]
        return kind, teeth

    @staticmethod
    def _with_air(labels, tissue) -> torch.Tensor:
        """Ears grown by a voxel of air: where an ear is pressed flat, so is the air around it that counts as ear."""
        grown = F.max_pool3d((labels == EARS).float()[None, None], 3, 1, 1)[0, 0] > 0
        return torch.where(grown & (labels == 0) & (tissue == 0), EARS, labels)

    @staticmethod
    def _pose(rng, recipe: Recipe) -> np.ndarray:
        if recipe.pose_degrees is not None:
            angles = rng.standard_normal(3) * recipe.pose_degrees
        elif rng.random() < 0.2:
            angles = rng.uniform(-38, 38, 3)
        else:
            angles = rng.standard_normal(3) * (13.0, 7.0, 8.0)
        return rotation(*np.deg2rad(angles))

    @staticmethod
    def _box(rng, turn, scale, cut):
        """Field of view in scanner coordinates (mm from the eyes, x y z): low and high corner, and the kind of cut."""
        corners = np.array([[HEAD_BOX[i, 0], HEAD_BOX[j, 1], HEAD_BOX[k, 2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
        corners = corners * 0.88 @ turn.T * scale  # a head is rounder than its box
        air = 50.0 if rng.random() < 0.15 else 18.0  # most scans are cropped closely, some hold much air
        low = corners.min(0) - rng.uniform(2, air, 3)
        high = corners.max(0) + rng.uniform(2, air, 3)
        kinds = ("whole", "sides", "slab", "patch", "tight", "crown", "cheeks", "ears")
        cut = cut or str(rng.choice(kinds, p=(0.18, 0.21, 0.10, 0.24, 0.07, 0.05, 0.08, 0.07)))
        if cut == "sides":
            for side in rng.choice(("front", "top", "bottom", "left", "right", "back"), rng.integers(1, 3), replace=False,
                                   p=(0.25, 0.17, 0.30, 0.09, 0.09, 0.10)):
                if side == "front":
                    high[1] = rng.uniform(-35, 22) * scale
                elif side == "top":
                    high[2] = rng.uniform(15, 100) * scale
                elif side == "bottom":
                    low[2] = rng.uniform(-95, 15) * scale
                elif side == "left":
                    low[0] = -rng.uniform(35, 80) * scale
                elif side == "right":
                    high[0] = rng.uniform(35, 80) * scale
                else:
                    low[1] = -rng.uniform(95, 180) * scale
        elif cut == "tight":
            shrink = rng.uniform(0, 28, (2, 3)) * scale
            low, high = low + 12 + shrink[0], high - 12 - shrink[1]
        elif cut == "ears":  # the sides of the field of view cut the ears, as those of sagittal scans do
            if (which := rng.random()) < 0.7:
                low[0] = -rng.uniform(58, 88) * scale
            if which > 0.3:
                high[0] = rng.uniform(58, 88) * scale
        elif cut == "crown":  # little of the face is left, and no eye says where it ends
            low[2] = rng.uniform(-10, 35) * scale
        elif cut == "cheeks":  # the field of view ends behind the eyes: only brain and skull say how the head is turned
            high[1] = rng.uniform(-45, -5) * scale
            if rng.random() < 0.5:
                low[2] = rng.uniform(-95, 0) * scale
            elif rng.random() < 0.5:
                high[2] = rng.uniform(15, 100) * scale
        elif cut == "slab":
            axis = rng.choice(3, p=(0.15, 0.2, 0.65))
            thickness = rng.uniform(60, 150)
            start = rng.uniform(low[axis], max(low[axis] + 1, high[axis] - thickness))
            low[axis], high[axis] = start, start + thickness
        high = np.maximum(high, low + 24 * SPACING_MM)
        high = np.minimum(high, low + LARGEST_SIDE_MM)
        return low, high, cut

    def _with_face(self, which, labels, warp: Warp, frame, first_mm, scale) -> torch.Tensor:
        """Brain, eyes and ears where the warp takes them, the face laid anew by its definition."""
        box = zone_box(labels.shape, frame, first_mm)
        if box is None:
            return labels * (labels != FACE)
        voxel = warp.grid([f + a * SPACING_MM for f, (a, _) in zip(first_mm, box)], [b - a for a, b in box])
        surface = trilinear(self._surfaces[which], voxel / DISTANCE_STEP, "border").numpy() * scale
        known = covered(self.heads[which], voxel).numpy()
        return torch.from_numpy(lay_face(labels.numpy(), box, surface, known, frame, first_mm))

    def _paint(self, which, voxel, tissue, age, rng, weighting):
        """Signal with partial volume, and which voxels the map covers."""
        levels = contrast.realistic(rng, age, weighting) if weighting else contrast.sample_levels(rng, age)
        if age < 6:  # sinuses are not yet air: they hold marrow and mucosa
            filled = rng.random() < 0.7
            if filled:
                levels[INDEX["inner_air"]] = levels[INDEX["marrow"]] * rng.uniform(0.4, 1.1)
        # Where maps of scans end, the scans still show a fifth of the skin's signal: their border lies in the partial volume.
        levels[INDEX["skin_edge"]] = levels[INDEX["skin"]] * rng.uniform(0.0, 0.4)
        levels[INDEX["skin_below_edge"]] = levels[INDEX["skin"]] * rng.uniform(0.3, 0.9)
        signal = self._partial_volume(which, voxel, torch.from_numpy(levels))
        spread = torch.from_numpy((levels * rng.uniform(0.0, 0.16, len(TISSUES))).astype(np.float32))
        shape = tissue.shape
        texture = _noise(shape, rng) + 0.8 * F.interpolate(
            _noise([max(2, n // 3) for n in shape], rng)[None, None], size=shape, mode="trilinear")[0, 0]
        return signal + spread[tissue.long()] * texture, covered(self.heads[which], voxel)

    def _partial_volume(self, which, voxel, levels) -> torch.Tensor:
        """The map painted at 1 mm, averaged to 2 mm (on finer grids not) and sampled: boundaries hold fractions of both tissues."""
        tissue = self._tissues[which]
        low = [int(max(0, np.floor(float(voxel[a].min())) - 3)) // 2 * 2 for a in (2, 1, 0)]
        high = [int(np.ceil(float(voxel[a].max()))) + 4 for a in (2, 1, 0)]
        box = tuple(slice(min(a, n - 2), max(min(b, n), min(a, n - 2) + 2)) for a, b, n in zip(low, high, tissue.shape))
        part = tissue[box]
        step = 2 if SPACING_MM >= 2 else 1
        fine = torch.from_numpy(np.take(levels.numpy(), part.numpy()))  # five times as fast as torch's indexing
        painted = F.avg_pool3d(fine[None, None], step, ceil_mode=True, count_include_pad=False)
        origin = torch.tensor([box[2].start, box[1].start, box[0].start], dtype=torch.float32).view(3, 1, 1, 1)
        return trilinear(painted, (voxel - origin - (step - 1) / 2) / step, "zeros")

    @staticmethod
    def _drop_empty_planes(image, labels, valid):
        """Cuts planes that the map does not cover off the ends, as a scan would end there."""
        for axis in range(3):
            other = tuple(a for a in range(3) if a != axis)
            share = valid.float().mean(other)
            keep = torch.nonzero(share > 0.5).flatten()
            if len(keep) >= 16:
                image = image.narrow(axis, int(keep[0]), int(keep[-1] - keep[0]) + 1)
                labels = labels.narrow(axis, int(keep[0]), int(keep[-1] - keep[0]) + 1)
                valid = valid.narrow(axis, int(keep[0]), int(keep[-1] - keep[0]) + 1)
        return image, labels

    @staticmethod
    def _fold_over(image, labels, rng):
        """A field of view too short from front to back: what lies before it, mostly the nose, appears behind the head."""
        planes = int(rng.integers(3, 16))
        if image.shape[1] < 48 + planes:
            return image, labels
        strength, short = float(rng.uniform(0.4, 1.0)), image.shape[1] - planes
        folded = image[:, :short].clone()
        folded[:, :planes] += strength * image[:, short:]
        return folded, labels[:, :short]

    @staticmethod
    def _patch(image, labels, rng):
        """A tile as large volumes are cut into, two in three around a voxel of the facemask."""
        face = torch.nonzero(labels >= 2) if rng.random() < 0.67 else []
        centre = face[int(rng.integers(len(face)))].tolist() if len(face) else None
        for axis in range(3):
            n = image.shape[axis]
            size = min(n, int(rng.integers(48, 89)))
            start = int(rng.integers(0, n - size + 1))
            if centre:
                start = int(np.clip(centre[axis] - rng.integers(size // 4, size - size // 4 + 1), 0, n - size))
            image, labels = image.narrow(axis, start, size), labels.narrow(axis, start, size)
        return image, labels


def normalise(image: torch.Tensor) -> torch.Tensor:
    """The program's intensity rule (see preprocessing.normalise), on a tensor."""
    flat = image.flatten()
    n = len(flat)
    low = flat.kthvalue(max(1, int(round((n - 1) * MIN_PERCENTILE / 100)) + 1)).values
    high = flat.kthvalue(min(n, int(round((n - 1) * MAX_PERCENTILE / 100)) + 1)).values
    return ((image - low) / (high - low).clamp(min=LEAST_RANGE)).clamp(0.0, CLIP_MAX)


def _noise(shape, rng) -> torch.Tensor:
    return torch.randn(tuple(shape), generator=torch.Generator().manual_seed(int(rng.integers(2**62))))
