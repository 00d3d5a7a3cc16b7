"""Pictures of heads with regions drawn over them: the model's cover, and cases to look at."""
import re
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

COLORS = {1: "#4daf4a", 2: "#ff7f00", 3: "#377eb8", 4: "#e41a1c"}  # brain, face, eyes, ears


def draw_planes(axes, image: np.ndarray, classes: np.ndarray, centre, spacing=(1.0, 1.0, 1.0), line: str = "solid"):
    """Axial, coronal and sagittal planes of [z, y, x] arrays through a voxel, with an outline per class."""
    views = ((image[centre[0]], classes[centre[0]], spacing[1] / spacing[2]),
             (image[:, centre[1]], classes[:, centre[1]], spacing[0] / spacing[2]),
             (image[:, :, centre[2]], classes[:, :, centre[2]], spacing[0] / spacing[1]))
    for axis, (plane, labels, aspect) in zip(axes, views):
        axis.imshow(plane, cmap="gray", origin="lower", vmin=0, vmax=1.1, aspect=aspect, interpolation="bilinear")
        for label, color in COLORS.items():
            if (labels == label).any():
                axis.contour(labels == label, levels=[0.5], colors=color, linewidths=1.2, linestyles=line)
        axis.set_axis_off()


def draw_cover(image: np.ndarray, classes: np.ndarray, file: Path):
    """Writes a picture twice as wide as high."""
    figure, axes = pyplot.subplots(1, 3, figsize=(8, 4), facecolor="black")
    draw_planes(axes, image, classes, [n // 2 for n in image.shape])
    figure.text(0.5, 0.06, "brain, face, eyes and ears found in a digital phantom", color="white", ha="center", fontsize=11)
    figure.subplots_adjust(0.01, 0.1, 0.99, 0.98, 0.02)
    figure.savefig(file, dpi=100, facecolor="black", metadata={"Software": None})
    pyplot.close(figure)


def draw_case(case, classes: np.ndarray, cleaned: np.ndarray, folder: Path):
    """One PNG per case on the grid of its reference: reference, raw and cleaned classes, each in three planes."""
    folder.mkdir(parents=True, exist_ok=True)
    image = case.image_on_truth()
    where = np.argwhere(case.truth >= 2)
    centre = [int(np.clip(round(c), 0, n - 1)) for c, n in zip(where.mean(0) if len(where) else np.array(image.shape) / 2, image.shape)]
    figure, axes = pyplot.subplots(3, 3, figsize=(12, 12), facecolor="black")
    for row, (title, labels) in zip(axes, (("reference", case.truth), ("network", classes), ("cleaned", cleaned))):
        draw_planes(row, image, labels, centre, case.spacing_mm)
        row[0].set_title(title, color="white", loc="left")
    figure.suptitle(case.name, color="white")
    figure.tight_layout()
    figure.savefig(folder / (re.sub(r"[^A-Za-z0-9_.-]+", "_", case.name) + ".png"), dpi=70, facecolor="black")
    pyplot.close(figure)
