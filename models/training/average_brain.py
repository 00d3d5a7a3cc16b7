"""Fits the surface of the average brain (`brain_shape.RADIUS_UNITS`) to the brains of the training heads, warped to all ages.

    python average_brain.py --maps MAPS
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from brain_shape import CENTER_UNITS
from growth import growth, sample_age
from heads import load_heads, to_train_on
from regions import BRAIN
from warp import Warp, nearest


def _directions(count: int) -> np.ndarray:
    """Unit vectors [n, 3] spread evenly over the sphere: a Fibonacci lattice."""
    number = np.arange(count) + 0.5
    superior, angle = 1 - 2 * number / count, np.pi * (1 + 5 ** 0.5) * number
    return np.stack([np.sqrt(1 - superior ** 2) * np.sin(angle), np.sqrt(1 - superior ** 2) * np.cos(angle), superior], 1)


def _radii(head, directions: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Where rays from the center leave the brain of a head warped to a random age, in u."""
    grown = growth(sample_age(rng), str(rng.choice(["F", "M"])), rng)
    distance = torch.from_numpy(head.brain_distance)[None, None]
    warp = Warp(head, distance, np.eye(3), grown.head_scale * np.exp(0.03 * rng.standard_normal(3)), False, grown, rng)
    frame, steps = warp.frame(), np.arange(20.0, 130.0, 0.5)
    points = (CENTER_UNITS + directions[:, None] * steps[:, None]) @ frame.axes * frame.unit_mm + frame.origin
    voxel = warp(torch.from_numpy(points.astype(np.float32)).permute(2, 0, 1)[..., None])
    inside = (nearest(torch.from_numpy(head.regions), voxel)[..., 0] == BRAIN).numpy()
    return steps[inside.shape[1] - 1 - inside[:, ::-1].argmax(1)]


def coefficients(heads: list, count: int = 96, degree: int = 6) -> np.ndarray:
    """RADIUS_UNITS from heads warped `count` times: the median along each direction, well-known directions weighing more."""
    directions, rng = _directions(2000), np.random.default_rng(99)
    radii = np.stack([_radii(heads[i % len(heads)], directions, rng) for i in range(count)])
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
    terms = np.stack([directions[:, 1] ** i * directions[:, 2] ** j for i, j in powers], 1)
    spread = np.maximum(radii.std(0), 1.0)
    fit = np.linalg.lstsq(terms / spread[:, None], np.median(radii, 0) / spread, rcond=None)[0]
    table = np.zeros((degree + 1, degree + 1))
    table[tuple(np.transpose(powers))] = fit
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True, help="folder of label maps; the held-out heads are left out")
    parser.add_argument("--cache", type=Path, default=Path(__file__).resolve().parent / ".cache", help="prepared heads")
    args = parser.parse_args()
    for row in coefficients(to_train_on(load_heads(args.maps, args.cache))):
        print("    [" + ", ".join(f"{value:.1f}" for value in row) + "],")


if __name__ == "__main__":
    main()
