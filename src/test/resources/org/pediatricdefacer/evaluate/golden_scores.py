"""Writes golden_scores.json: scores of mask pairs by MONAI, and by their definitions in numpy and scipy.

Run once, with monai, torch, numpy and scipy installed:  python golden_scores.py golden_scores.json
The two ways must agree before anything is written. Masks are stored as packed bits, x-fastest, in base64.
"""
import base64
import json
import sys

import monai
import numpy as np
import scipy
import torch
from monai.metrics import (compute_average_surface_distance, compute_hausdorff_distance, compute_surface_dice, get_confusion_matrix)
from monai.metrics.confusion_matrix import compute_confusion_matrix_metric
from scipy import ndimage, stats

TOLERANCE_MM = 2.0


def blob(rng, size, sigma, share):
    field = ndimage.gaussian_filter(rng.standard_normal(size), sigma, mode="wrap")
    return field > np.quantile(field, 1 - share)


def shifted(mask, shift):
    return np.roll(mask, shift, axis=(0, 1, 2))


def cases():
    rng = np.random.default_rng(20261)
    for name, size, spacing in [("isotropic", (24, 20, 18), (1, 1, 1)), ("thick slices", (26, 22, 9), (0.7, 0.9, 4.4)),
                                ("sagittal", (11, 25, 24), (2.5, 1.1, 1.05)), ("coarse", (12, 12, 12), (3.0, 3.5, 2.8))]:
        reference = blob(rng, size, 2, 0.2)
        yield f"{name}, blobs", spacing, reference, blob(rng, size, 2, 0.15)
        yield f"{name}, shifted", spacing, reference, shifted(reference, (1, -2, 1))
        yield f"{name}, noise", spacing, rng.random(size) < 0.3, rng.random(size) < 0.5
    few = np.zeros((16, 16, 16), bool)
    few[3, 4, 5] = few[12, 12, 1] = True
    one = np.zeros_like(few)
    one[3, 4, 9] = True
    yield "few voxels", (1.3, 0.8, 2.0), few, one
    full = np.ones((8, 9, 7), bool)
    yield "full against its core", (1, 2, 3), full, ndimage.binary_erosion(full)
    yield "identical", (0.9, 0.9, 1.7), few, few.copy()


def surface(mask):
    return mask & ~ndimage.binary_erosion(mask)


def by_definition(reference, predicted, spacing):
    shared = (reference & predicted).sum()
    to_predicted = ndimage.distance_transform_edt(~surface(predicted), sampling=spacing)[surface(reference)]
    to_reference = ndimage.distance_transform_edt(~surface(reference), sampling=spacing)[surface(predicted)]
    both = np.concatenate([to_predicted, to_reference])
    return {
        "dice": 2 * shared / (reference.sum() + predicted.sum()),
        "sensitivity": shared / reference.sum(),
        "precision": shared / predicted.sum(),
        "hd95_mm": max(np.percentile(to_predicted, 95), np.percentile(to_reference, 95)),
        "assd_mm": both.mean(),
        "surface_dice": (both <= TOLERANCE_MM).mean(),
    }


def by_monai(reference, predicted, spacing):
    y, x = (torch.from_numpy(m)[None, None].double() for m in (reference, predicted))
    confusion = get_confusion_matrix(x, y, include_background=True)
    rate = lambda name: compute_confusion_matrix_metric(name, confusion).item()
    return {
        "dice": rate("f1 score"),
        "sensitivity": rate("sensitivity"),
        "precision": rate("precision"),
        "hd95_mm": compute_hausdorff_distance(x, y, include_background=True, percentile=95, spacing=spacing).item(),
        "assd_mm": compute_average_surface_distance(x, y, include_background=True, symmetric=True, spacing=spacing).item(),
        "surface_dice": compute_surface_dice(x, y, [TOLERANCE_MM], include_background=True, spacing=spacing).item(),
    }


def packed(mask):
    return base64.b64encode(np.packbits(mask.ravel(order="F"), bitorder="little")).decode()


def statistics():
    """Summary numbers and signed-rank tests of paired samples without ties."""
    rng = np.random.default_rng(7)
    for n in (8, 15, 40):
        first = np.round(rng.normal(0.8, 0.05, n), 6)
        second = np.round(first + rng.normal(0.01, 0.03, n), 6)
        yield {
            "first": first.tolist(), "second": second.tolist(),
            "median": float(np.median(first)), "mean": float(first.mean()), "sd": float(first.std(ddof=1)),
            "p_exact": float(stats.wilcoxon(first, second, method="exact").pvalue),
            "p_normal": float(stats.wilcoxon(first, second, method="approx", correction=True).pvalue),
        }


def main(path):
    scores = []
    for name, spacing, reference, predicted in cases():
        definition, library = (f(reference, predicted, spacing) for f in (by_definition, by_monai))
        for key, value in definition.items():
            # MONAI computes in single precision, and so does the position of its percentile between two distances.
            if not np.isclose(value, library[key], rtol=5e-6 if key == "hd95_mm" else 3e-7, atol=1e-12):
                raise SystemExit(f"{name}: {key} is {value} by definition, {library[key]} by MONAI")
        scores.append({"name": name, "size": reference.shape, "spacing_mm": spacing, "reference": packed(reference), "predicted": packed(predicted),
                       "scores": {key: float(value) for key, value in definition.items()}, "monai": library})
    versions = {"monai": monai.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"versions": versions, "cases": scores, "statistics": list(statistics())}, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
