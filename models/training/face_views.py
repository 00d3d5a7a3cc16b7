"""Renderings of a head's surface as a viewer shows it, in the frame of the head, by casting rays in numpy.

Volumes are float32 arrays [x, y, z] on a grid of the head's frame: x to the right, y forward, z up, one u per voxel, the point midway
between the eyes at `EYES_VOXEL`. A surface is where a volume first rises above a level along a ray. Pictures are uint8 [row, column],
seen from the front: the head's right is on the left.
"""
from dataclasses import dataclass

import nibabel
import numpy as np
from scipy import ndimage

from regions import BRAIN, EYES, UprightFrame

SHAPE = (190, 170, 230)
LAST = np.array(SHAPE, np.float32) - 1
EYES_VOXEL = np.array([95.0, 120.0, 125.0])
TURNED_ABOUT = np.array([0.0, -80.0, 0.0])  # in u from the eyes: the middle of a head
CENTER = EYES_VOXEL + (0, -20, -28)         # what the camera looks at
CAMERA_UNITS = 650.0
PIXELS_PER_UNIT = 1.25
WIDTH, HEIGHT = 220, 250
NEAR, FAR = 130.0, 60.0                     # in front of and behind the center, in u
BLOCK = 2                                   # voxels of the grid in which empty space is skipped
STEP_UNITS = 1.5
SMOOTHING_UNITS = 0.8
AMBIENT, LIGHT_FROM_ABOVE = 0.25, 0.4


@dataclass(frozen=True)
class Pose:
    """Where the head of a scan lies: voxels of the grid of the frame to world mm."""

    to_world: np.ndarray

    @classmethod
    def of(cls, regions: nibabel.Nifti1Image) -> "Pose":
        """From reference regions: the globes and the center of the brain."""
        labels = np.asarray(regions.dataobj)
        eyes = nibabel.affines.apply_affine(regions.affine, np.argwhere(labels == EYES))
        middle = (eyes[:, 0].min() + eyes[:, 0].max()) / 2
        brain = nibabel.affines.apply_affine(regions.affine, np.argwhere(labels == BRAIN)).mean(0)
        frame = UprightFrame.between(eyes[eyes[:, 0] < middle].mean(0), eyes[eyes[:, 0] >= middle].mean(0), brain)
        linear = frame.axes.T * frame.unit_mm
        return cls(nibabel.affines.from_matvec(linear, frame.origin - linear @ EYES_VOXEL))

    def turned(self) -> "Pose":
        """The pose in which the back of the head is where its face was."""
        place = EYES_VOXEL + TURNED_ABOUT
        half = np.diag([-1.0, -1.0, 1.0])
        return Pose(self.to_world @ nibabel.affines.from_matvec(half, place - half @ place))

    def sampled(self, image: nibabel.Nifti1Image, outside: float = 0.0, order: int = 1) -> np.ndarray:
        """The first volume of an image on the grid of the frame; out of view lies `outside`."""
        values = np.asarray(image.dataobj, np.float32)
        values = values.reshape(*values.shape[:3], -1)[..., 0]
        to_voxel = np.linalg.inv(image.affine) @ self.to_world
        return ndimage.affine_transform(values, to_voxel[:3, :3], to_voxel[:3, 3], SHAPE, order=order, mode="constant", cval=outside)


def largest_piece(mask: np.ndarray) -> np.ndarray:
    pieces, count = ndimage.label(mask)
    return pieces == np.argmax(np.bincount(pieces.ravel())[1:]) + 1 if count else mask


def otsu(values: np.ndarray) -> float:
    """The level that parts values best in dark and bright ones (Otsu 1979), after the brightest 0.5 % are clipped."""
    counts, edges = np.histogram(np.minimum(values, np.percentile(values, 99.5)), 256)
    centers = (edges[:-1] + edges[1:]) / 2
    below, sums = np.cumsum(counts)[:-1], np.cumsum(counts * centers)[:-1]
    above, rest = counts.sum() - below, (counts * centers).sum() - sums
    between = below * above * (sums / np.maximum(below, 1) - rest / np.maximum(above, 1)) ** 2
    return float(edges[1 + np.argmax(between)])


class Surface:
    """A surface to look at: where a volume rises above a level."""

    def __init__(self, volume: np.ndarray, level: float, smoothing: float = SMOOTHING_UNITS):
        self.volume = ndimage.gaussian_filter(volume, smoothing) if smoothing else volume
        self.level = level
        blocks = np.pad(self.volume > level, [(0, -n % BLOCK) for n in SHAPE])
        blocks = blocks.reshape([d for n in blocks.shape for d in (n // BLOCK, BLOCK)]).any((1, 3, 5))
        self.empty_blocks = ndimage.distance_transform_cdt(~np.pad(blocks, 1), "chessboard")[1:-1, 1:-1, 1:-1] if blocks.any() \
            else np.full(blocks.shape, max(blocks.shape), np.int32)

    @classmethod
    def of_head(cls, volume: np.ndarray, level: float) -> "Surface":
        """Of the largest piece above a level: specks in the air are nothing to look at."""
        smooth = ndimage.gaussian_filter(volume, SMOOTHING_UNITS)
        bright = smooth > level
        return cls(np.where(bright & ~largest_piece(bright), np.float32(level), smooth), level, smoothing=0)

    def _at(self, places: np.ndarray) -> np.ndarray:
        return ndimage.map_coordinates(self.volume, places.T, order=1, mode="nearest")

    def hits(self, origin: np.ndarray, rays: np.ndarray, begin: np.ndarray, end: float) -> np.ndarray:
        """How far along each ray (unit vectors) the surface lies, in u; nan where it is not met between begin and end."""
        far = np.full(len(rays), np.nan, np.float32)
        active = np.flatnonzero(np.isfinite(begin))
        t = begin[active].astype(np.float32)
        last_t = t.copy()
        while len(active):
            at = origin + rays[active] * t[:, None]
            within = np.clip(at, 0, LAST)
            inside = (within == at).all(1)
            index = within.astype(np.int32) // BLOCK
            blocks = self.empty_blocks[index[:, 0], index[:, 1], index[:, 2]]
            step = np.maximum((blocks - 1) * BLOCK - 1, STEP_UNITS).astype(np.float32)
            value = np.full(len(t), np.float32(-np.inf))
            near = inside & (blocks <= 1)  # elsewhere all voxels around are below the level
            value[near] = self._at(at[near])
            hit = value > self.level
            before = self._at(origin + rays[active[hit]] * last_t[hit, None])
            share = (self.level - before) / np.maximum(value[hit] - before, 1e-9)
            far[active[hit]] = last_t[hit] + (t - last_t)[hit] * np.clip(share, 0, 1)
            go_on = ~hit & (t + step < end)
            active, last_t, t = active[go_on], t[go_on], (t + step)[go_on]
        return far


class View:
    """A camera that looks at the face from a yaw (positive: from the head's right) and a pitch (positive: from above), in degrees."""

    def __init__(self, yaw: float, pitch: float):
        y, p = np.radians([yaw, pitch])
        about_up = np.array([[np.cos(y), np.sin(y), 0], [-np.sin(y), np.cos(y), 0], [0, 0, 1]])
        about_right = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
        self.turn = about_up @ about_right
        self.origin = (CENTER + self.turn @ (0, CAMERA_UNITS, 0)).astype(np.float32)
        rows, columns = np.mgrid[:HEIGHT, :WIDTH]
        aside = -(columns.ravel() - (WIDTH - 1) / 2) / PIXELS_PER_UNIT
        up = -(rows.ravel() - (HEIGHT - 1) / 2) / PIXELS_PER_UNIT
        rays = np.stack([aside, np.full(aside.shape, -CAMERA_UNITS), up], 1)
        self.rays = ((rays / np.linalg.norm(rays, axis=1, keepdims=True)) @ self.turn.T).astype(np.float32)
        self.begin = np.full(len(self.rays), CAMERA_UNITS - NEAR)

    def pixel(self, place) -> tuple:
        """Column and row of a place on the grid of the frame."""
        aside, depth, up = self.turn.T @ (np.asarray(place) - CENTER)
        scale = PIXELS_PER_UNIT * CAMERA_UNITS / (CAMERA_UNITS - depth)
        return (WIDTH - 1) / 2 - aside * scale, (HEIGHT - 1) / 2 - up * scale

    def distances(self, surface: Surface, begin: np.ndarray = None) -> np.ndarray:
        return surface.hits(self.origin, self.rays, self.begin if begin is None else begin, CAMERA_UNITS + FAR)

    def shaded(self, distances: np.ndarray) -> np.ndarray:
        """A picture lit from the camera and from above; black where nothing is met."""
        at = (self.origin + self.rays * distances[:, None]).reshape(HEIGHT, WIDTH, 3)
        normal = np.cross(np.gradient(at, axis=0), np.gradient(at, axis=1))
        normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
        light = self.turn @ np.array([0, 1, LIGHT_FROM_ABOVE])
        bright = AMBIENT + (1 - AMBIENT) * np.clip(normal @ (light / np.linalg.norm(light)), 0, 1)
        met = np.isfinite(distances).reshape(HEIGHT, WIDTH)
        return (255 * np.where(met, np.nan_to_num(bright, nan=AMBIENT), 0)).astype(np.uint8)

    def picture(self, surface: Surface) -> np.ndarray:
        return self.shaded(self.distances(surface))

    def picture_behind(self, front: Surface, back: Surface) -> np.ndarray:
        """The surface `back` as it is seen through `front`: where rays that entered front leave it."""
        return self.shaded(self.distances(back, self.distances(front) + 1))
