"""Measures what spacing, stem and width cost in the forward pass over a whole head, and writes the table of the model card.

    python cost.py --threads 2 --card ../pediatric-facemask/README.md
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from network import CLASSES, MULTIPLE, FacemaskNet
from tables import number, table, write_section

BEGIN, END = "<!-- cost: begin -->", "<!-- cost: end -->"
HEAD_MM = (192, 224, 224)


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


VARIANTS = (  # stem and head, class, spacing mm, width, deep
    ("fold 2, pixel shuffle", FacemaskNet, 2.0, 16, 128), ("fold 2, pixel shuffle", FacemaskNet, 2.0, 24, 128),
    ("fold 2, pixel shuffle", FacemaskNet, 2.0, 32, 128), ("fold 2, trilinear logits", TrilinearHeadNet, 2.0, 32, 128),
    ("fold 2, pixel shuffle", FacemaskNet, 2.5, 32, 128), ("fold 2, pixel shuffle", FacemaskNet, 1.5, 24, 128),
    ("fold 2, pixel shuffle", FacemaskNet, 1.5, 32, 128), ("no fold", UnstridedNet, 2.0, 16, 128),
)


def forward_seconds(net: nn.Module, shape, repeats: int) -> tuple:
    """Median processor and wall seconds of one forward pass after a warm-up."""
    image = torch.rand((1, 1) + shape)
    processor, wall = [], []
    with torch.no_grad():
        for _ in range(repeats + 1):
            used, began = time.process_time(), time.perf_counter()
            net(image)
            processor.append(time.process_time() - used)
            wall.append(time.perf_counter() - began)
    return float(np.median(processor[1:])), float(np.median(wall[1:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--shipped-width", type=int, default=32, help="width of the network in the model folder, at 2 mm")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rows = []
    for name, kind, spacing, width, deep in VARIANTS:
        shape = tuple(math.ceil(mm / spacing / MULTIPLE) * MULTIPLE for mm in HEAD_MM)
        net = kind(width, deep).eval()
        processor, wall = forward_seconds(net, shape, args.repeats)
        shipped = kind is FacemaskNet and spacing == 2.0 and width == args.shipped_width
        rows.append((name + (" (**shipped**)" if shipped else ""), f"{spacing:g}", width, " x ".join(map(str, shape)),
                     f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f}", number(processor, 2), number(wall, 2),
                     "see above" if shipped else "not trained"))
        print(*rows[-1], sep="  ", flush=True)
    text = (f"Forward pass over a head of {' x '.join(map(str, HEAD_MM))} mm, sides padded to multiples of {MULTIPLE}, "
            f"{args.threads} threads, PyTorch {torch.__version__.split('+')[0]}, medians of {args.repeats}.\n\n"
            + table(("stem and head", "spacing mm", "width", "voxels", "million parameters", "CPU-seconds", "seconds", "accuracy"), rows)
            + "\nOnly the shipped variant was trained to the end; no accuracy is claimed for the others.\n")
    if args.card:
        write_section(args.card, BEGIN, END, text)


if __name__ == "__main__":
    main()
