"""Writes the average face of the training heads in the head's frame, against which the program measures what a hole tells.

    python average_face.py --maps MAPS --out ../../src/main/resources/org/pediatricdefacer/privacy/average_face.csv

Each row is a height z, each column a distance from the midline, both in u and in steps of 4; a cell is how far the skin lies
before the eyes there (y in u), averaged over the heads and both sides; empty where fewer than half of the heads show it.
"""
import argparse
from pathlib import Path

import numpy as np
from scipy import ndimage

from heads import load_heads, to_train_on

STEP = 4.0
ACROSS = np.arange(0, 77, STEP)
HEIGHTS = np.arange(-112, 33, STEP)
FRONT = np.arange(60, -60, -0.5)  # from the air inward


def skin(head) -> np.ndarray:
    """y of the skin for each height and each x from -76 to 76; NaN where the map does not show it."""
    solid = ndimage.binary_fill_holes(head.tissue > 0)
    seen = np.zeros(solid.shape, bool)
    seen[tuple(slice(first, end) for first, end in head.valid.T)] = True
    z, x, y = np.meshgrid(HEIGHTS, np.concatenate([-ACROSS[:0:-1], ACROSS]), FRONT, indexing="ij")
    voxels = head.eyes_mid + head.unit_mm * np.stack([x, y, z], -1) @ head.axes
    at = np.moveaxis(voxels[..., ::-1], -1, 0)
    tissue = ndimage.map_coordinates(solid.astype(np.uint8), at, order=0, cval=0) > 0
    covered = ndimage.map_coordinates(seen.astype(np.uint8), at, order=0, cval=0) > 0
    first = np.argmax(tissue, -1)
    air = np.take_along_axis(covered, np.maximum(first - 2, 0)[..., None], -1)[..., 0]
    return np.where(tissue.any(-1) & (first > 2) & air, FRONT[first], np.nan)


def average(heads: list) -> np.ndarray:
    """Mean over heads and sides; NaN where fewer than half of the heads show the skin."""
    faces = np.stack([skin(head) for head in heads])
    faces = np.concatenate([faces, faces[:, :, ::-1]])[:, :, len(ACROSS) - 1:]
    shown = np.isfinite(faces).sum(0)
    return np.where(2 * shown >= len(faces), np.nansum(faces, 0) / np.maximum(shown, 1), np.nan)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path(__file__).resolve().parent / ".cache")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    heads = to_train_on(load_heads(args.maps, args.cache))
    rows = [["z"] + [f"{x:.0f}" for x in ACROSS]]
    for height, row in zip(HEIGHTS, average(heads)):
        rows.append([f"{height:.0f}"] + ["" if np.isnan(cell) else f"{cell:.1f}" for cell in row])
    args.out.write_text("".join(",".join(row) + "\n" for row in rows))
    print(f"{len(heads)} heads")


if __name__ == "__main__":
    main()
