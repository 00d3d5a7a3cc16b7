"""Measures what spacing, stem and width cost in the forward pass over a whole head, and writes the table of the model card.

    python cost.py --card ../pediatric-facemask/README.md
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1, help="waiting threads count as processor time")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--shipped-width", type=int, default=32, help="width of the network in the model folder, at 2 mm")
    parser.add_argument("--card", type=Path, help="model card whose marked section is written anew")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rows = []
    for name, kind, spacing, width, deep in VARIANTS:
        shape = tuple(math.ceil(mm / spacing / MULTIPLE) * MULTIPLE for mm in HEAD_MM)
        net = kind(width, deep).eval()
        spent = forward_cpu_seconds(net, shape, args.repeats)
        shipped = kind is FacemaskNet and spacing == 2.0 and width == args.shipped_width
        rows.append((name + (" (**shipped**)" if shipped else ""), f"{spacing:g}", width, " x ".join(map(str, shape)),
                     f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f}", number(spent, 2),
                     "see above" if shipped else "not trained"))
        print(*rows[-1], sep="  ", flush=True)
    text = (f"Forward pass over a head of {' x '.join(map(str, HEAD_MM))} mm, sides padded to multiples of {MULTIPLE}, "
            f"{args.threads} thread{'s' if args.threads > 1 else ''}, PyTorch {torch.__version__.split('+')[0]}, medians of {args.repeats}.\n\n"
            + table(("stem and head", "spacing mm", "width", "voxels", "million parameters", "CPU-seconds", "accuracy"), rows)
            + "\nOnly the shipped variant was trained to the end; no accuracy is claimed for the others.\n")
    if args.card:
        write_section(args.card, BEGIN, END, text)


if __name__ == "__main__":
    main()
