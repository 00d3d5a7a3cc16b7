"""Measures what spacing, stem and width cost in the forward pass over a whole head, and writes the table of the model card.

    python cost.py --accuracy runs/variants/accuracy.json --card ../pediatric-facemask/README.md

The accuracy beside the cost comes from variants.py.
"""
import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from network import MULTIPLE
from tables import number, table, write_section
from variants import SHIPPED, VARIANTS

BEGIN, END = "<!-- cost: begin -->", "<!-- cost: end -->"
HEAD_MM = (192, 224, 224)


def forward_cpu_seconds(net: nn.Module, shape, repeats: int) -> float:
    """Median processor time of one forward pass after a warm-up: unlike wall time it says the same on a busy machine."""
    image = torch.rand((1, 1) + shape)
    spent = []
    with torch.no_grad():
        for _ in range(repeats + 1):
            began = time.process_time()
            net(image)
            spent.append(time.process_time() - began)
    return float(np.median(spent[1:]))


def accuracy(medians) -> list:
    """Four cells of a variant: Dice of facemask and ears on both sets of heads."""
    sets = [(medians or {}).get(name, {}) for name in ("renderings", "real")]
    return [number(found.get(score)) for found in sets for score in ("dice", "ears_dice")]


def gain(against) -> str:
    """Mean and standard error of a difference."""
    return f"{against[0]:+.3f} ± {against[1]:.3f}" if against and against[1] else "–"


def explained(measured: dict) -> str:
    """What the accuracy of the table is."""
    if not measured["medians"]:
        return "No variant was trained to compare."
    cases = next(iter(measured["medians"].values()))
    heads = " and ".join(f"{cases[name]['cases']} {title}" for name, title in
                         (("renderings", "renderings of held-out heads"), ("real", "real scans")) if name in cases)
    return (f"Dice: raw medians over {heads} after the same {measured['steps']} steps on the same samples, from scratch (`variants.py`). "
            "So short a training ranks variants; what a finished one reaches stands above, for the shipped one alone.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1, help="waiting threads count as processor time")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--accuracy", type=Path, help="accuracy.json of variants.py")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    nothing = {"steps": 0, "medians": {}, "ears_against_shipped": {}}
    measured = json.loads(args.accuracy.read_text()) if args.accuracy else nothing
    rows = []
    for variant in VARIANTS:
        shape = tuple(math.ceil(mm / variant.spacing_mm / MULTIPLE) * MULTIPLE for mm in HEAD_MM)
        net = variant.network().eval()
        spent = forward_cpu_seconds(net, shape, args.repeats)
        rows.append((variant.title + (" (**shipped**)" if variant is SHIPPED else ""), f"{variant.spacing_mm:g}", variant.width,
                     " x ".join(map(str, shape)), f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f}", number(spent, 2),
                     *accuracy(measured["medians"].get(variant.key)), gain(measured["ears_against_shipped"].get(variant.key))))
        print(*rows[-1], sep="  ", flush=True)
    head = ("stem and head", "spacing mm", "width", "voxels", "million parameters", "CPU-seconds", "Dice, renderings", "ears, renderings",
            "Dice, real", "ears, real", "ears against shipped, renderings")
    text = (f"Forward pass over a head of {' x '.join(map(str, HEAD_MM))} mm, sides padded to multiples of {MULTIPLE}, "
            f"{args.threads} thread{'s' if args.threads > 1 else ''}, PyTorch {torch.__version__.split('+')[0]}, medians of {args.repeats}. "
            + explained(measured) + "\n\n" + table(head, rows))
    if args.card:
        write_section(args.card, BEGIN, END, text)


if __name__ == "__main__":
    main()
