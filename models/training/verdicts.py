"""Does the program know when its facemask is bad? Held-out renderings through the program itself, and what its proof says of each.

    python verdicts.py --maps MAPS --program ../../target/app/bin/deface --run runs/verdicts --card ../pediatric-facemask/README.md

The renderings are those of evaluate.py, written as scans of 2 mm; Dice is that of the facemask which the program writes, `pass`,
`review` and `fail` are its verdicts. Scans and masks stay in the folder of the run: they are made from maps of real people.
"""
import argparse
import json
import shutil
import subprocess
from itertools import chain
from pathlib import Path

import nibabel as nib
import numpy as np

from calibration import BAD_DICE
from cases import ahead, cut_map_cases, map_cases
from heads import held_out, load_heads
from metrics import BRAIN, FACE, dice
from preprocessing import SPACING_MM
from tables import SMALLEST_REFERENCE_ML, number, table, write_section

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- verdicts: begin -->", "<!-- verdicts: end -->"
VERDICTS = ("pass", "review", "fail")
LEVELS = 1000  # of a normalised intensity of 1, in the integers of a scan


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True, help="folder of label maps; the held-out heads are used")
    parser.add_argument("--program", type=Path, required=True, help="the built program: target/app/bin/deface")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "verdicts", help="scans, facemasks, records, verdicts.json; emptied first")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="prepared heads")
    parser.add_argument("--every", type=int, default=1, help="every n-th rendering")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    return parser.parse_args()


def write_scan(case, path: Path) -> None:
    values = np.round(case.network_input * LEVELS).astype(np.int16)
    nib.save(nib.Nifti1Image(values.transpose(2, 1, 0), np.diag([SPACING_MM] * 3 + [1.0])), path)


def outcome(case, out: Path, private: Path, name: str) -> dict:
    """What the program made of a scan: its verdict, the Dice of its facemask, brain in that, and what weighed on the verdict."""
    told = json.loads((out / f"{name}_defaced.json").read_text())
    mask = np.asarray(nib.load(private / f"{name}_facemask.nii.gz").dataobj).transpose(2, 1, 0) > 0
    truth = case.truth
    return {"name": case.name, "verdict": told["Status"], "kinds": [r["kind"] for r in told["Reasons"] if r["weight"] != "pass"],
            "dice": dice(mask & case.counted, (truth >= FACE) & case.counted), "brain": int((mask & (truth == BRAIN)).sum())}


def measure(cases, program: Path, run: Path) -> list:
    """Writes the scans, runs the program over their folder and reads what it wrote."""
    scans, out, private = run / "scans", run / "defaced", run / "private"
    for folder in (scans, out, private):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    kept = {}
    for case in ahead(cases):
        if case.reference_ml >= SMALLEST_REFERENCE_ML:
            name = f"scan_{len(kept):03d}"
            kept[name] = case
            write_scan(case, scans / f"{name}.nii.gz")
    # Ends with another status than 0 if a scan failed, which is what is asked here; a scan without a record is an error below.
    subprocess.run([program, scans, "--out", out, "--private", private], check=False)
    records = [outcome(case, out, private, name) for name, case in kept.items()]
    (run / "verdicts.json").write_text(json.dumps(records, indent=1))
    return records


def render(records: list) -> str:
    rows = []
    for verdict in VERDICTS:
        chosen = [r for r in records if r["verdict"] == verdict]
        scores = np.array([r["dice"] for r in chosen])
        rows.append((verdict, len(chosen), number(np.median(scores)) if chosen else "–", number(scores.min()) if chosen else "–",
                     sum(scores < BAD_DICE), sum(r["brain"] > 0 for r in chosen)))
    unseen = [f"{r['name']} ({r['dice']:.3f})" for r in records if r["verdict"] == "pass" and r["dice"] < BAD_DICE]
    return (table(("verdict", "scans", "Dice, median", "Dice, worst", f"Dice below {BAD_DICE}", "with brain in the facemask"), rows)
            + f"\nPassed below {BAD_DICE}: {'; '.join(unseen) or 'none'}.\n")


def main():
    args = arguments()
    heads = held_out(load_heads(args.maps, args.cache))
    records = measure(chain(map_cases(heads, args.every), cut_map_cases(heads, args.every)), args.program.resolve(), args.run)
    text = render(records)
    print(text)
    if args.card:
        write_section(args.card, BEGIN, END, text)


if __name__ == "__main__":
    main()
