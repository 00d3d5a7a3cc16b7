"""Measures the facemask model on held-out label maps, on real scans, and on both with cut fields of view.

    python evaluate.py --weights runs/main/checkpoint.pt --maps MAPS --real SCANS --out results.json --card ../pediatric-facemask/README.md

Scores are of the argmax classes on the grid of the reference, raw and after `cleaning`; see metrics.py for definitions.
`--from results.json --card CARD` writes the tables again without computing anything.
"""
import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch

from calibration import confidences
from cases import ahead, cut_map_cases, cut_real_cases, hard_map_cases, map_cases, real_cases
from cleaning import clean, guarded
from heads import VALIDATION_HEADS, load_heads
from inference import load_network, model_affine, probabilities, tiled_probabilities, training_step
from metrics import FACE, dice, score, volume_ml
from pictures import draw_case
from preprocessing import SPACING_MM
from surroundings import Surroundings
from tables import write_card

HERE = Path(__file__).resolve().parent
SPEED_SHAPE = (96, 112, 112)  # 192 x 224 x 224 mm
TILE_EDGE, TILE_OVERLAP = 96, 0.25


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, help="checkpoint.pt of a training, or an exported .pt")
    parser.add_argument("--maps", type=Path, help="folder of label maps; only the held-out heads are used")
    parser.add_argument("--real", type=Path, help="folder of NAME.nii.gz with NAME_regions.nii.gz")
    parser.add_argument("--phantoms", type=Path, help="such a folder of phantoms: ../../test-images")
    parser.add_argument("--scans", help="comma-separated names of the scans to use (default: all)")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="prepared heads")
    parser.add_argument("--out", type=Path, default=HERE / "runs" / "results.json")
    parser.add_argument("--resume", action="store_true", help="go on with the results in --out")
    parser.add_argument("--from", dest="stored", type=Path, help="results of an earlier run, instead of measuring")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    parser.add_argument("--pictures", type=Path, help="folder for PNGs; of real people: never in the repository")
    parser.add_argument("--probabilities", type=Path, help="folder for NAME_probs.npz of the real scans")
    parser.add_argument("--quick", action="store_true", help="a subset: every 7th rendering, 3 scans, no cut scans")
    parser.add_argument("--no-cuts", action="store_true", help="leave the cut fields of view out")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args()


class Evaluation:
    """Runs cases and collects one record each; they are stored after every case, so that a stopped run can go on."""

    def __init__(self, args):
        self.args = args
        self.net = load_network(args.weights, args.device)
        self.results = {"weights": args.weights.name, "step": training_step(args.weights),
                        "tile": {"edge": TILE_EDGE, "overlap": TILE_OVERLAP}, "records": []}
        if args.resume and args.out.exists():
            stored = json.loads(args.out.read_text())
            if stored["step"] != self.results["step"]:
                raise SystemExit(f"{args.out} measured step {stored['step']}, not {self.results['step']}; use another --out.")
            self.results["records"] = stored["records"]
        self.known = {record["name"] for record in self.results["records"]}
        args.out.parent.mkdir(parents=True, exist_ok=True)

    def store(self):
        temporary = self.args.out.with_suffix(".tmp")
        temporary.write_text(json.dumps(self.results, indent=1))
        os.replace(temporary, self.args.out)

    def run(self, cases, tiles_every: int = 1):
        """Scores cases one by one; every n-th is also segmented in tiles."""
        for number, case in enumerate(ahead(cases)):
            if case.name in self.known:
                continue
            found = probabilities(self.net, case.network_input, self.args.device)
            record = {"name": case.name, **case.tags, **self._scores(case, found)}
            if number % tiles_every == 0:
                tiled = tiled_probabilities(self.net, case.network_input, TILE_EDGE, TILE_OVERLAP, self.args.device)
                record["tiles_dice"] = dice(tiled.argmax(0) >= FACE, found.argmax(0) >= FACE)
            self.results["records"].append(record)
            self.store()
            print(f"{case.name}: Dice {record['raw']['dice']:.3f}, cleaned {record['cleaned']['dice']:.3f}, "
                  f"brain in the mask {record['raw']['brain_in_mask']}", flush=True)

    def _scores(self, case, found) -> dict:
        truth, counted = case.truth, case.counted
        tissue = case.image_on_truth() > Surroundings(found.argmax(0), case.network_input, SPACING_MM).threshold
        classes = case.classes_on_truth(found)
        cleaned = guarded(case.classes_on_truth(clean(found, case.network_input)), case.spacing_mm)
        if self.args.pictures:
            draw_case(case, classes, cleaned, self.args.pictures)
        if self.args.probabilities and case.tags["set"] == "real":
            self.args.probabilities.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(self.args.probabilities / f"{case.name}_probs.npz", probabilities=found.astype(np.float16),
                                affine=model_affine(case.grid, found.shape[1:]))
        return {"reference_ml": case.reference_ml,
                "predicted_ml": volume_ml((cleaned >= FACE) & counted, case.spacing_mm),
                "raw": score(classes, truth, case.spacing_mm, counted, tissue),
                "cleaned": score(cleaned, truth, case.spacing_mm, counted, tissue),
                "confidence": confidences(found)}


def forward_cost(net, device: str, repeats: int = 3) -> dict:
    """Wall and processor seconds of one forward pass over a whole head, medians after one warm-up."""
    image = torch.rand((1, 1) + SPEED_SHAPE, device=device)
    wall, processor = [], []
    with torch.no_grad():
        for _ in range(repeats + 1):
            began, used = time.perf_counter(), time.process_time()
            float(net(image).sum())
            wall.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
    return {"shape": SPEED_SHAPE, "wall_s": float(np.median(wall[1:])), "cpu_s": float(np.median(processor[1:])),
            "threads": torch.get_num_threads()}


def measure(args) -> dict:
    evaluation = Evaluation(args)
    every = 7 if args.quick else 1  # coprime to the cycles of the cases
    if args.maps:
        heads = load_heads(args.maps, args.cache, [f"head_{name}" for name in VALIDATION_HEADS])
        evaluation.run(map_cases(heads, every), tiles_every=10)
        evaluation.run(hard_map_cases(heads), tiles_every=10)
        if not args.no_cuts:
            evaluation.run(cut_map_cases(heads, every), tiles_every=10)
    if args.phantoms:
        evaluation.run(real_cases(args.phantoms, set_name="phantoms"))
    if args.real:
        chosen = args.scans.split(",") if args.scans else None
        if args.quick and not chosen:
            chosen = sorted(f.name.replace("_regions.nii.gz", "") for f in args.real.glob("*_regions.nii.gz"))[:3]
        evaluation.run(real_cases(args.real, chosen), tiles_every=5)
        if not (args.quick or args.no_cuts):
            evaluation.run(cut_real_cases(args.real, chosen), tiles_every=20)
    evaluation.results["cost"] = forward_cost(evaluation.net, args.device)
    evaluation.store()
    return evaluation.results


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    if args.stored:
        results = json.loads(args.stored.read_text())
    else:
        if not (args.weights and (args.maps or args.real or args.phantoms)):
            raise SystemExit("Nothing to measure: give --weights and --maps, --phantoms or --real, or --from results.json.")
        results = measure(args)
    if args.card:
        write_card(results, args.card)


if __name__ == "__main__":
    main()
