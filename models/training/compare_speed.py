"""Times the program against the same steps in Python (nibabel, torch, scipy) on one scan, both started cold, in turns.

    python compare_speed.py SCAN ../../target/app/bin/deface --rounds 7 --threads 2

Each round runs the program, then the Python pipeline, then (with --niimath) niimath's registration of pydeface's template, each as a
process of its own; in every other round in reverse, so that none always has the busier moment. Printed are medians over the rounds
and how many times as long as the program the others took.

The Python pipeline is what a script would do with the bundled model: read, orient, resample, normalize, infer in one pass, clean
(`cleaning.py`, the program's rules in numpy), bring the mask to the scan's grid, guard the brain there, fill with zero, write the
defaced scan and the facemask gzipped. It skips what the program does beside that: the removed region around the facemask, the proof,
reading back what was written, forcing it to the disk, the check of the model's checksum and the record. Seconds are of the wall, or
with --processors of all processors together, whole processes, imports and all.
"""
import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nibabel as nib
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform

MODEL = Path(__file__).resolve().parents[1] / "pediatric-facemask"


def facemask(image: nib.Nifti1Image, weights: Path) -> np.ndarray:
    """Labels (2 face, 3 eyes, 4 ears, else 0) in the scan's own order of voxels."""
    from cleaning import clean, guarded
    from inference import load_network, probabilities
    from metrics import FACE
    from preprocessing import ModelGrid

    grid = ModelGrid(image)
    head = grid.network_input()
    cleaned = clean(probabilities(load_network(weights), head), head)
    classes = guarded(grid.classes(cleaned), grid.spacing)
    labels = np.where(classes >= FACE, classes, 0).transpose(2, 1, 0)
    back = ornt_transform(axcodes2ornt("RAS"), io_orientation(image.affine))
    return np.ascontiguousarray(nib.apply_orientation(labels, back))


def deface(scan: Path, weights: Path, out: Path, threads: int) -> None:
    """Writes the defaced scan, its stored values outside the mask as they are, and the facemask."""
    import torch

    torch.set_num_threads(threads)
    image = nib.load(scan)
    labels = facemask(image, weights)
    stored = np.array(image.dataobj.get_unscaled())
    stored[labels > 0] = 0
    defaced = nib.Nifti1Image(stored, image.affine, image.header)
    defaced.header.set_slope_inter(image.dataobj.slope, image.dataobj.inter)
    nib.save(defaced, out / "python_defaced.nii.gz")
    nib.save(nib.Nifti1Image(labels.astype(np.uint8), image.affine), out / "python_facemask.nii.gz")


def seconds(command: list) -> float:
    """Wall time of a process; a failure ends the comparison."""
    begun = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    spent = time.perf_counter() - begun
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return spent


def processor_seconds(command: list) -> float:
    """Processor time of a process and those that it started; tells more than the wall on a machine that is busy with other work."""
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds(command)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime - begun.ru_utime + ended.ru_stime - begun.ru_stime


def contestants(args, out: Path) -> dict:
    """Name and command of each, this program first."""
    commands = {
        "this program": [args.program, args.scan, "--out", out / "shared", "--private", out / "private", "--overwrite", "--threads", args.threads, "--device", "cpu"],
        "nibabel and torch": [sys.executable, __file__, args.scan, "--alone", out, "--model", args.model, "--threads", args.threads],
    }
    if args.niimath:
        from importlib.resources import files
        data = files("pydeface") / "data"
        commands["niimath"] = ["niimath", args.scan, "-deface", data / "mean_reg2mean.nii.gz", data / "facemask.nii.gz",
                               out / "niimath.nii.gz"]
    return commands


def interleaved(commands: dict, rounds: int, clock=seconds) -> dict:
    """Seconds of each contestant in each round, after one round that warms the file cache; every other round runs backwards."""
    spent = {name: [] for name in commands}
    for number in range(rounds + 1):
        order = list(commands) if number % 2 else list(commands)[::-1]
        for name in order:
            taken = clock(commands[name])
            if number > 0:
                spent[name].append(taken)
    return spent


def overlap(out: Path, scan: Path) -> float:
    """Dice of the two facemasks: the steps are the same only if this is near 1."""
    name = scan.name.removesuffix(".gz").removesuffix(".nii")
    files = (out / "private" / f"{name}_facemask.nii.gz", out / "python_facemask.nii.gz")
    own, other = (np.asarray(nib.load(file).dataobj) > 0 for file in files)
    return 2.0 * float((own & other).sum()) / float(own.sum() + other.sum())


def lines(spent: dict) -> list:
    """A table: median and range of each, and the median over that of the first."""
    first = statistics.median(next(iter(spent.values())))
    rows = ["| | median s | least to most s | times this program |", "| --- | --- | --- | --- |"]
    for name, taken in spent.items():
        median = statistics.median(taken)
        rows.append(f"| {name} | {median:.2f} | {min(taken):.2f} to {max(taken):.2f} | {median / first:.2f} |")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scan", type=Path)
    parser.add_argument("program", type=Path, nargs="?", help="target/app/bin/deface")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the model that the Python pipeline loads")
    parser.add_argument("--processors", action="store_true", help="seconds of all processors instead of those of the wall")
    parser.add_argument("--niimath", action="store_true", help="time niimath, too; peers.py tells how to install it")
    parser.add_argument("--alone", type=Path, metavar="OUT", help="run the Python pipeline once, and write to this folder")
    args = parser.parse_args()
    if args.alone:
        deface(args.scan, args.model / "pediatric-facemask.pt", args.alone, args.threads)
        return
    if args.program is None:
        parser.error("name the program, target/app/bin/deface")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        spent = interleaved(contestants(args, out), args.rounds, processor_seconds if args.processors else seconds)
        print("\n".join(lines(spent)))
        print(f"\nDice of the two facemasks: {overlap(out, args.scan):.4f}; {args.rounds} rounds, {args.threads} threads")


if __name__ == "__main__":
    main()
