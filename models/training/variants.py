"""Compares variants of the network: the same number of steps on the same samples, then the same heads to find faces in.

    python variants.py --maps MAPS --real SCANS --run runs/variants --steps 600
    python cost.py --accuracy runs/variants/accuracy.json --card ../pediatric-facemask/README.md

A few hundred steps do not finish a network: the figures rank variants, they do not say how good one would become. Variants of
one spacing learn side by side from each sample; every spacing runs in a process of its own, with FACEMASK_SPACING_MM set to it.
Held-out heads are rendered once at 1 mm, and each variant meets them, like the real scans, by the program's resampling.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nibabel as nib
import numpy as np
import torch
from torch import nn

from cases import ahead, map_cases, real_case, real_cases
from heads import held_out, load_heads, to_train_on
from inference import probabilities
from losses import segmentation_loss
from metrics import BRAIN, EARS, FACE, dice, sensitivity
from network import CLASSES, FacemaskNet
from preprocessing import SPACING_MM
from train import Samples, descend, learning_rate, padded, save

HERE = Path(__file__).resolve().parent
RENDERING_MM = 1.0
SAVE_EVERY = 50


class TrilinearHeadNet(FacemaskNet):
    """The network with logits at half resolution, enlarged linearly, in place of the pixel shuffle."""

    def __init__(self, width: int, deep: int):
        super().__init__(width, deep)
        self.head = nn.Conv3d(width, len(CLASSES), 3, padding=1)

    def _unfold(self, x):
        return self._grow(x)


class UnstridedNet(FacemaskNet):
    """The network without the fold: all four levels one resolution higher."""

    def __init__(self, width: int, deep: int):
        super().__init__(width, deep)
        self.stem = nn.Conv3d(1, width, 3, padding=1)
        self.head = nn.Conv3d(width, len(CLASSES), 3, padding=1)

    def _unfold(self, x):
        return x


@dataclass(frozen=True)
class Variant:
    """One way to build the network. compared: cheap enough (2.5 CPU-seconds a head) to be worth training."""
    title: str
    kind: type
    spacing_mm: float
    width: int
    compared: bool = True

    def network(self) -> FacemaskNet:
        return self.kind(self.width, 128)

    @property
    def key(self) -> str:
        return f"{self.title}, {self.spacing_mm:g} mm, width {self.width}"


VARIANTS = (
    Variant("fold 2, pixel shuffle", FacemaskNet, 2.0, 16), Variant("fold 2, pixel shuffle", FacemaskNet, 2.0, 24),
    Variant("fold 2, pixel shuffle", FacemaskNet, 2.0, 32), Variant("fold 2, trilinear logits", TrilinearHeadNet, 2.0, 32),
    Variant("fold 2, pixel shuffle", FacemaskNet, 2.5, 32), Variant("fold 2, pixel shuffle", FacemaskNet, 1.5, 24),
    Variant("fold 2, pixel shuffle", FacemaskNet, 1.5, 32, False), Variant("no fold", UnstridedNet, 2.0, 16, False),
)

SHIPPED = VARIANTS[2]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True, help="folder of label maps; the held-out ones are measured on")
    parser.add_argument("--real", type=Path, help="folder of NAME.nii.gz with NAME_regions.nii.gz, to measure on")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "variants", help="renderings, checkpoints, log, accuracy.json")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="prepared heads")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=3, help="every n-th held-out rendering of evaluate.py")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--workers", type=int, default=1, help="threads that draw samples ahead; 0 draws in the loop")
    parser.add_argument("--stage", choices=("render", "compare"), help="used by the program itself: what to do at this spacing")
    return parser.parse_args()


def render(args):
    """Writes held-out renderings NAME.nii.gz, NAME_regions.nii.gz and NAME_filled.nii.gz (what the map covers)."""
    folder = args.run / "renderings"
    folder.mkdir(parents=True, exist_ok=True)
    heads = load_heads(args.maps, args.cache)
    affine = np.diag([SPACING_MM, SPACING_MM, SPACING_MM, 1.0])
    for case in map_cases(held_out(heads) or heads, args.every):
        if (folder / f"{case.name}_filled.nii.gz").exists():
            continue
        for ending, volume in (("", case.network_input), ("_regions", case.truth), ("_filled", case.counted.astype(np.uint8))):
            nib.save(nib.Nifti1Image(volume.transpose(2, 1, 0), affine), folder / f"{case.name}{ending}.nii.gz")


def rendered_cases(folder: Path):
    for file in sorted(folder.glob("*_filled.nii.gz")):
        name = file.name.replace("_filled.nii.gz", "")
        image, regions, filled = (nib.load(folder / f"{name}{ending}.nii.gz") for ending in ("", "_regions", "_filled"))
        yield real_case(name, image, regions, {"set": "renderings"}, np.asarray(filled.dataobj) > 0)


def train(args, variants) -> list:
    """The networks of the variants, all of them shown the same samples; goes on from a checkpoint."""
    heads = to_train_on(load_heads(args.maps, args.cache))
    nets, optimizers, step = [], [], 0
    for variant in variants:
        torch.manual_seed(args.seed)
        nets.append(variant.network().to(args.device).train())
        optimizers.append(torch.optim.AdamW(nets[-1].parameters(), lr=args.rate, weight_decay=1e-4))
    checkpoint = args.run / f"spacing_{SPACING_MM:g}.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=args.device, weights_only=True)
        step = state["step"]
        for net, optimizer, weights, moments in zip(nets, optimizers, state["nets"], state["optimizers"]):
            net.load_state_dict(weights)
            optimizer.load_state_dict(moments)
    samples, began, losses = Samples(heads, [], args.seed, args.workers, step), time.time(), []
    skipped = dict.fromkeys((v.key for v in variants), 0)
    while step < args.steps:
        sample = samples.get(step)
        image, labels = (tensor.to(args.device) for tensor in padded(sample.image, sample.labels))
        losses.append([])
        for variant, net, optimizer in zip(variants, nets, optimizers):
            optimizer.param_groups[0]["lr"] = learning_rate(step, args.steps, args.rate)
            loss = segmentation_loss(net(image), labels)
            skipped[variant.key] += not descend(net, optimizer, loss)
            losses[-1].append(float(loss))
        step += 1
        if step % SAVE_EVERY == 0 or step == args.steps:
            save(checkpoint, nets=[n.state_dict() for n in nets], optimizers=[o.state_dict() for o in optimizers], step=step)
            with open(args.run / "log.jsonl", "a") as log:
                log.write(json.dumps({"spacing_mm": SPACING_MM, "step": step, "minutes": round((time.time() - began) / 60, 2),
                                      "loss": dict(zip((v.key for v in variants), np.mean(losses, 0).round(4).tolist())),
                                      "skipped, gradient not finite": skipped}) + "\n")
            losses = []
    return [net.eval() for net in nets]


def scores(case, found) -> dict:
    """Raw scores of one head on the grid of its reference."""
    classes, truth = (np.where(case.counted, labels, 0) for labels in (case.classes_on_truth(found), case.truth))
    return {"dice": dice(classes >= FACE, truth >= FACE), "sensitivity": sensitivity(classes >= FACE, truth >= FACE),
            "ears_dice": dice(classes == EARS, truth == EARS), "brain_dice": dice(classes == BRAIN, truth == BRAIN)}


def compare(args):
    """Trains and measures the variants of this process's spacing; writes one result."""
    variants = [v for v in VARIANTS if v.compared and v.spacing_mm == SPACING_MM]
    nets, records = train(args, variants), []
    sources = [rendered_cases(args.run / "renderings")] + ([real_cases(args.real)] if args.real else [])
    for source in sources:
        for case in ahead(source):
            for variant, net in zip(variants, nets):
                found = probabilities(net, case.network_input, args.device)
                records.append({"variant": variant.key, "set": case.tags["set"], "name": case.name, **scores(case, found)})
    (args.run / f"spacing_{SPACING_MM:g}.json").write_text(json.dumps(records, indent=1))


def summary(records: list) -> dict:
    """Medians by variant, set of heads and score; undefined scores (no ear in view) are left out."""
    result = {}
    for variant in dict.fromkeys(r["variant"] for r in records):
        for name in dict.fromkeys(r["set"] for r in records):
            chosen = [r for r in records if r["variant"] == variant and r["set"] == name]
            medians = {score: float(np.nanmedian([r[score] for r in chosen]))
                       for score in ("dice", "sensitivity", "ears_dice", "brain_dice")}
            result.setdefault(variant, {})[name] = {"cases": len(chosen), **medians}
    return result


def ears_against(records: list, other: str) -> dict:
    """By variant, mean and standard error over the renderings of its Dice of the ears less that of another variant."""
    found = {(r["variant"], r["name"]): r["ears_dice"] for r in records if r["set"] == "renderings"}
    result = {}
    for variant in dict.fromkeys(v for v, _ in found):
        gained = np.array([score - found[other, name] for (v, name), score in found.items() if v == variant])
        gained = gained[np.isfinite(gained)]
        result[variant] = [float(gained.mean()), float(gained.std() / np.sqrt(len(gained)))]
    return result


def at_spacing(spacing_mm: float, stage: str):
    """Runs one stage of this program at a spacing of its own."""
    subprocess.run([sys.executable, *sys.argv, "--stage", stage], check=True,
                   env={**os.environ, "FACEMASK_SPACING_MM": str(spacing_mm)})


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    args.run.mkdir(parents=True, exist_ok=True)
    if args.stage:
        (render if args.stage == "render" else compare)(args)
        return
    at_spacing(RENDERING_MM, "render")
    records = []
    for spacing in dict.fromkeys(v.spacing_mm for v in VARIANTS if v.compared):
        at_spacing(spacing, "compare")
        records += json.loads((args.run / f"spacing_{spacing:g}.json").read_text())
    (args.run / "accuracy.json").write_text(json.dumps(
        {"steps": args.steps, "medians": summary(records), "ears_against_shipped": ears_against(records, SHIPPED.key)}, indent=1))


if __name__ == "__main__":
    main()
