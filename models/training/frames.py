"""How near the frame found for a head comes to the true one, by what it rests on.

    python frames.py --maps MAPS --card ../pediatric-facemask/README.md

Held-out heads of all ages lie in whole and cut fields of view that hold some of the face; eyes and brain are those of the
reference, so this is what the program can do with a network that errs nowhere. The true frame is that of the warped head, eyes
and brain uncut.
"""
import argparse
from pathlib import Path

import numpy as np

from cases import AGES
from heads import held_out, load_heads
from metrics import BRAIN, FACE, volume_ml
from preprocessing import SPACING_MM
from regions import UprightFrame
from synthesize import Recipe, Synthesizer
from tables import SMALLEST_REFERENCE_ML, table, write_section
from upright import MOST_CUT_CM2, Basis, Brain, head_pose

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- frames: begin -->", "<!-- frames: end -->"
VIEWS = ("whole", "sides", "tight", "slab", "crown", "cheeks")
POSE_DEGREES = 8.0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True, help="folder of label maps; the held-out heads are used")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="prepared heads")
    parser.add_argument("--count", type=int, default=10, help="fields of view of each kind and head")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    return parser.parse_args()


def basis_of(pose, brain: Brain) -> str:
    if pose.basis == Basis.EYES_AND_BRAIN:
        return "both eyes, center of the brain" if brain.cut_cm2 <= MOST_CUT_CM2 else "both eyes, surface of a cut brain"
    return {Basis.BRAIN_SURFACE: "surface of the brain", Basis.EYES: "both eyes, taken for upright",
            Basis.BRAIN: "center of the brain, taken for upright"}[pose.basis]


def errors(found, true) -> tuple:
    """Angle in degrees, distance of the origin in mm, and error of the unit in percent."""
    turn = found.axes @ true.axes.T
    angle = np.degrees(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)))
    return float(angle), float(np.linalg.norm(found.origin - true.origin)), float(100 * abs(found.unit_mm / true.unit_mm - 1))


def measure(heads: list, count: int) -> list:
    """(basis, errors) of each field of view that holds a face worth the name and in which there is a frame."""
    records = []
    for head in heads:
        source = Synthesizer([head])
        for view in VIEWS:
            for number in range(count):
                rng = np.random.default_rng((1707, number))
                age = float(rng.uniform(*list(AGES.values())[number % len(AGES)]))
                scene = source.scene(rng, Recipe(age_years=age, cut=view, pose_degrees=POSE_DEGREES))
                regions = source.mapped(scene)[2].numpy()
                if volume_ml(regions >= FACE, (SPACING_MM,) * 3) < SMALLEST_REFERENCE_ML:
                    continue
                brain = Brain.of(regions == BRAIN, SPACING_MM)
                pose = head_pose(regions, brain, SPACING_MM)
                if pose is not None:
                    true = scene.warp.frame()
                    from_first = UprightFrame(true.origin - scene.first_mm, true.axes, true.unit_mm)
                    records.append((basis_of(pose, brain), errors(pose.frame, from_first)))
    return records


def render(records: list) -> str:
    rows = []
    for basis in sorted({b for b, _ in records}, key=lambda b: np.median([e[0] for c, e in records if c == b])):
        found = np.array([e for b, e in records if b == basis])
        middle, most = np.median(found, 0), np.percentile(found, 90, 0)
        rows.append((basis, len(found), *(f"{a:.1f} ({b:.1f})" for a, b in zip(middle, most))))
    return table(("a frame rests on", "fields of view", "degrees", "mm of the origin", "% of the unit"), rows)


def main():
    args = arguments()
    records = measure(held_out(load_heads(args.maps, args.cache)), args.count)
    text = "Medians (90th percentiles):\n\n" + render(records)
    print(text)
    if args.card:
        write_section(args.card, BEGIN, END, text)


if __name__ == "__main__":
    main()
