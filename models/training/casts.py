"""What a stranger can make of a defaced scan: surfaces to show to a face recognizer, from the published files alone.

`outer` and `inner` are the surfaces of what was removed: where it begins in the air before the face, and where it ends in the head.
`pushed N` is what is left of the head, grown by N u into what was removed: a face that was cut N u below its skin comes back so, since
a surface and one parallel to it look alike. A fill that can be told from air tells what was removed and no more, so that needs no attack
of its own: where no removed region is published, it is taken for known.
"""
import nibabel
import numpy as np
from scipy import ndimage

from face_views import EYES_VOXEL, SHAPE, Pose, Surface, View, largest_piece, otsu

GALLERY_LEVELS = (0.25, 0.35, 0.5)  # of the level that parts head and air best
PROBE_LEVELS = (0.3, 0.42)
TISSUE_LEVEL = 0.35
PUSHED_UNITS = (8, 15)
PUSHED_SMOOTHING = 2.0              # u; growing makes bumps of grains
CASTS = ("outer", "inner", *(f"pushed {units}" for units in PUSHED_UNITS))
EVERY = 2                           # voxels of the grid on which distances are measured
CLOSING = 3


def heads(pose: Pose, scan: nibabel.Nifti1Image, levels, cut_units: float = None) -> list:
    """The surface of the head in a scan at every level; with a cut all that lies less than so far behind the eyes is taken off."""
    volume = pose.sampled(scan, outside=float(np.min(scan.dataobj)))
    least = float(volume.min())
    parting = otsu(volume) - least
    if cut_units is not None:
        volume[:, int(EYES_VOXEL[1] - cut_units):] = least
    return [Surface.of_head(volume, least + level * parting) for level in levels]


def removed_surfaces(pose: Pose, removed: nibabel.Nifti1Image) -> tuple:
    """What was removed, and what was not of the field of view."""
    erased = pose.sampled(removed)
    seen = nibabel.Nifti1Image(np.ones(removed.shape[:3], np.float32), removed.affine)
    return Surface(erased, 0.5), Surface(pose.sampled(seen, order=0) - erased, 0.5)


def pushed(pose: Pose, defaced: nibabel.Nifti1Image, removed: nibabel.Nifti1Image, units: float) -> Surface:
    """The head that is left, its holes closed, grown by some u into what was removed."""
    volume = pose.sampled(defaced, outside=float(np.min(defaced.dataobj)))
    erased = pose.sampled(removed) > 0.5
    level = volume.min() + TISSUE_LEVEL * (otsu(volume) - volume.min())
    tissue = (ndimage.gaussian_filter(volume, 1) > level) & ~erased
    coarse = largest_piece(tissue[::EVERY, ::EVERY, ::EVERY])
    closed = ndimage.binary_closing(np.pad(coarse, CLOSING), iterations=CLOSING)[(slice(CLOSING, -CLOSING),) * 3]
    into = ndimage.distance_transform_edt(~(coarse | closed & ~erased[::EVERY, ::EVERY, ::EVERY])) * EVERY
    outside = ndimage.distance_transform_edt(coarse) * EVERY
    depth = np.where(erased[::EVERY, ::EVERY, ::EVERY], units - into, np.minimum(outside, units) - 0.5).astype(np.float32)
    whole = ndimage.zoom(depth, EVERY, order=1, grid_mode=True, mode="nearest")
    return Surface(whole[tuple(slice(n) for n in SHAPE)], 0.0, PUSHED_SMOOTHING)


def pictures(cast: str, pose: Pose, defaced: nibabel.Nifti1Image, removed: nibabel.Nifti1Image, views: list):
    """Yields a picture per view of one of `CASTS`."""
    if cast.startswith("pushed"):
        surface = pushed(pose, defaced, removed, float(cast.split()[1]))
        yield from (view.picture(surface) for view in views)
        return
    erased, kept = removed_surfaces(pose, removed)
    for view in views:
        yield view.picture(erased) if cast == "outer" else view.picture_behind(erased, kept)


def views(yaws, pitches) -> list:
    return [View(yaw, pitch) for yaw in yaws for pitch in pitches]
