"""Writes the project's test images: phantom heads of four children, scanned in eight ways, with reference regions.

    python make_test_images.py --out ../../test-images

Each NAME.nii.gz comes with NAME_regions.nii.gz on its own grid (0 rest, 1 brain, 2 face, 3 eyes, 4 ears). The images
are made from formulas; no data of any person is in them. The same command gives the same bytes with the same versions
of numpy and scipy.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import nibabel
import numpy as np

from phantom import PhantomHead, make_head
from phantom_render import Scan, add_tumor, labels_on, nifti_bytes, render

MOST_BYTES = 6_000_000
GREY_LEVELS_PER_UNIT = 0.28
"""Few grey levels (white matter near 70) keep the noise cheap to compress."""

CHILDREN = {"infant": (0.7, "F", 21), "toddler": (2.3, "M", 26), "school": (7.0, "M", 33), "teenager": (15.0, "M", 24)}
"""Age in years, sex and seed."""


@dataclass(frozen=True)
class TestImage:
    """One file: whose head, which contrasts (several make a 4D image), and on which grid."""

    child: str
    contrasts: tuple[str, ...]
    spacing_mm: tuple[float, float, float]
    note: str
    axes: str = "RAS"
    tilt_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    tumor: bool = False
    cut_below_nose: bool = False
    big_endian_slope: float = 0.0


IMAGES = {
    "infant_t1": TestImage("infant", ("T1",), (1.5, 1.5, 1.5), "8 months, T1w, isotropic"),
    "infant_t2_thick": TestImage("infant", ("T2",), (1.0, 1.0, 5.0), "8 months, T2w, axial slices of 5 mm"),
    "toddler_flair_lpi": TestImage("toddler", ("FLAIR",), (1.6, 1.6, 1.6), "2 years, FLAIR, stored LPI",
                                   axes="LPI"),
    "toddler_t2_oblique": TestImage("toddler", ("T2",), (1.7, 1.7, 2.2),
                                    "2 years, T2w, oblique: turned by 18, -12 and 9 degrees",
                                    tilt_deg=(18.0, -12.0, 9.0)),
    "school_t1ce_tumor": TestImage("school", ("T1CE",), (1.7, 1.7, 1.7),
                                   "7 years, T1w with contrast agent, a tumor with enhancing rim and edema",
                                   tumor=True),
    "school_pd_t2_4d": TestImage("school", ("PD", "T2"), (2.0, 2.0, 3.0),
                                 "7 years, dual echo: PDw and T2w in one 4D file"),
    "teenager_t1_cut": TestImage("teenager", ("T1",), (1.8, 1.8, 1.8), "15 years, T1w, field of view ends at the nose",
                                 cut_below_nose=True),
    "teenager_flair_scaled": TestImage("teenager", ("FLAIR",), (2.0, 2.0, 2.0),
                                       "15 years, FLAIR, big-endian int16 with scl_slope 0.25 and scl_inter 2",
                                       big_endian_slope=0.25),
}


def rotation(degrees) -> np.ndarray:
    """Rotation about the x, then y, then z axis."""
    result = np.eye(3)
    for axis, angle in enumerate(np.deg2rad(degrees)):
        turn = np.eye(3)
        i, j = [(1, 2), (2, 0), (0, 1)][axis]
        turn[i, i] = turn[j, j] = np.cos(angle)
        turn[i, j], turn[j, i] = -np.sin(angle), np.sin(angle)
        result = turn @ result
    return result


def grid_over(head: PhantomHead, image: TestImage) -> tuple[tuple[int, int, int], np.ndarray]:
    """Shape and affine of the grid that just holds a head (6 mm of air) in the directions of an image."""
    size = np.array(head.tissue.shape)
    box = np.stack([np.zeros(3), size - 1])
    used = np.nonzero(head.tissue)
    box[0, :2] = [used[0].min() - 6, used[1].min() - 6]
    box[1] = [used[0].max() + 6, used[1].max() + 10, used[2].max() + 6]
    if image.cut_below_nose:
        eyes = np.nonzero(head.tissue == 506)[2].mean()
        box[0, 2] = eyes - 38.0 * head.growth.head_scale * head.growth.face_height
    corners = np.array([[box[a, 0], box[b, 1], box[c, 2]] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
    corners = nibabel.affines.apply_affine(head.affine, corners)
    signs = np.array([1 if code in "RAS" else -1 for code in image.axes])
    columns = rotation(image.tilt_deg) * signs
    along = corners @ columns
    shape = np.ceil(np.ptp(along, axis=0) / image.spacing_mm).astype(int) + 1
    middle = columns @ ((along.max(0) + along.min(0)) / 2)
    affine = np.eye(4)
    affine[:3, :3] = columns * image.spacing_mm
    affine[:3, 3] = middle - affine[:3, :3] @ ((shape - 1) / 2)
    return tuple(int(n) for n in shape), affine


def _nifti(pixels: np.ndarray, affine: np.ndarray, image: TestImage) -> nibabel.Nifti1Image:
    header = nibabel.Nifti1Header(endianness=">" if image.big_endian_slope else "<")
    header.set_data_dtype(pixels.dtype)
    header.set_xyzt_units("mm", "sec")
    header["descrip"] = b"phantom head made from formulas"
    nifti = nibabel.Nifti1Image(pixels, affine, header)
    if image.big_endian_slope:
        nifti.header.set_slope_inter(image.big_endian_slope, 2.0)
    nifti.set_sform(affine, 1)
    nifti.set_qform(affine, 1)
    return nifti


def make_image(name: str, image: TestImage, head: PhantomHead, regions: np.ndarray) -> dict[str, bytes]:
    """File names and bytes of one test image and its regions."""
    shape, affine = grid_over(head, image)
    tissue = head.tissue
    if image.tumor:
        tissue = add_tumor(tissue, _tumor_center(head), 13.0, float(head.affine[0, 0]), seed=5)
    volumes = []
    for contrast in image.contrasts:
        scan = Scan(contrast, shape, affine, noise=0.011, seed=sum(name.encode()))
        volumes.append(np.rint(render(tissue, head.affine, head.growth.age_years, scan) * GREY_LEVELS_PER_UNIT))
    pixels = (np.stack(volumes, -1) if len(volumes) > 1 else volumes[0]).astype(np.int16)
    labels = labels_on(regions, head.affine, scan)
    plain = replace(image, big_endian_slope=0.0)
    return {f"{name}.nii.gz": nifti_bytes(_nifti(pixels, affine, image)),
            f"{name}_regions.nii.gz": nifti_bytes(_nifti(labels, affine, plain))}


def _tumor_center(head: PhantomHead) -> np.ndarray:
    """Voxel of a place in the white matter of the right hemisphere, behind and above its middle."""
    white = np.argwhere(head.tissue == 41)
    return white.mean(0) + head.growth.head_scale * np.array([4.0, -22.0, 12.0]) / head.affine[0, 0]


def readme() -> str:
    """Text of the README beside the images."""
    rows = "\n".join(f"| `{name}.nii.gz` | {image.note} | {' x '.join(f'{s:g}' for s in image.spacing_mm)} |"
                     for name, image in IMAGES.items())
    return f"""# Test images

Digital phantom heads. They are computed from formulas (ellipsoids, tubes and smooth noise blended into the shape of a
child's head); no image of a patient or volunteer went into them. Use them to try the program, and in tests.

| file | what it shows | voxel, mm |
| --- | --- | --- |
{rows}

Beside each lies `NAME_regions.nii.gz`, the reference on the same grid: 0 rest, 1 brain, 2 face, 3 eyes, 4 ears. The
definition of the regions stands in `models/training/regions.py`.

Made by (the same versions of numpy and scipy give the same bytes):

    cd models/training
    python make_test_images.py --out ../../test-images

The heads come from `models/training/phantom.py`, which makes others of any age from 4 months on; the growth figures
and their sources are in `models/training/GROWTH.md`.

`before_after.png` shows one of them before and after, made by

    target/app/bin/deface test-images/school_t1ce_tumor.nii.gz --out target/defaced
    target/app/bin/deface render test-images/school_t1ce_tumor.nii.gz target/defaced/school_t1ce_tumor_defaced.nii.gz \\
        --views THREE_QUARTER_RIGHT --pixel-mm 0.5 --threshold 10 --overwrite --out test-images/before_after.png

`panel.png` shows the defacing panel with one of them, made after the build by

    mvn -q dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
    xvfb-run -a -s "-screen 0 1600x1200x24" java -cp "target/test-classes:target/classes:$(cat target/classpath.txt)" \\
        org.pediatricdefacer.panel.PanelPicture test-images/infant_t1.nii.gz test-images/panel.png

`qc_report.png` shows the QC report on the same one, made by the first command above and

    target/app/bin/deface report target/defaced --scans test-images --no-before --pixel-mm 1.25 --out target/report/qc.html
    chromium --headless --hide-scrollbars --virtual-time-budget=3000 --window-size=800,950 \\
        --screenshot=test-images/qc_report.png "file://$PWD/target/report/qc.html#1"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the project's test images.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    total = 0
    for child, (age, sex, seed) in CHILDREN.items():
        head = make_head(age, sex, seed)
        regions = head.regions()
        for name, image in ((n, i) for n, i in IMAGES.items() if i.child == child):
            for file, content in make_image(name, image, head, regions).items():
                (options.out / file).write_bytes(content)
                total += len(content)
                print(f"{file}: {len(content) / 1e3:.0f} kB", flush=True)
    (options.out / "README.md").write_text(readme())
    if total > MOST_BYTES:
        raise SystemExit(f"the images take {total / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB are meant to.")


if __name__ == "__main__":
    main()
