"""A doll's head as a label map: nested ellipsoids with the tissue labels of the SynthSeg maps, small enough for quick tests."""
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SHAPE = (86, 104, 100)  # x, y, z voxels of 1 mm


def _ellipsoid(grid, center, axes):
    return sum(((g - c) / a) ** 2 for g, c, a in zip(grid, center, axes)) <= 1


def tissue_and_regions():
    """Tissue labels and regions [x, y, z]; the head looks to +y, and its parts touch as those of a real one do."""
    grid = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in SHAPE), indexing="ij")
    tissue = np.zeros(SHAPE, np.int16)
    head = _ellipsoid(grid, (43, 50, 58), (34, 42, 38)) | _ellipsoid(grid, (43, 62, 34), (26, 32, 32))
    ears = _ellipsoid(grid, (8, 46, 44), (4, 7, 10)) | _ellipsoid(grid, (78, 46, 44), (4, 7, 10))
    tissue[head | ears] = 507
    tissue[_ellipsoid(grid, (43, 48, 60), (30, 37, 34))] = 515
    intracranial = _ellipsoid(grid, (43, 48, 60), (28, 35, 32))
    tissue[intracranial] = 24
    tissue[_ellipsoid(grid, (43, 48, 60), (26, 33, 30))] = 3
    tissue[_ellipsoid(grid, (43, 48, 60), (21, 28, 25))] = 2
    eyes = _ellipsoid(grid, (29, 84, 43), (6, 6, 6)) | _ellipsoid(grid, (57, 84, 43), (6, 6, 6))
    tissue[eyes] = 506
    regions = np.zeros(SHAPE, np.uint8)
    regions[head & (grid[1] > 70) & (grid[2] < 58) & ~intracranial] = 2
    regions[intracranial] = 1
    regions[eyes] = 3
    regions[ears & (regions == 0)] = 4
    return tissue, regions


def write_map(folder: Path, name: str = "small_01"):
    """Writes NAME_tissue.nii.gz and NAME_regions.nii.gz, as the training reads them."""
    for kind, array in zip(("tissue", "regions"), tissue_and_regions()):
        nib.save(nib.Nifti1Image(array, np.eye(4)), folder / f"{name}_{kind}.nii.gz")
