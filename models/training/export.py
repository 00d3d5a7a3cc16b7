"""Writes the bundled model folder (bioimage.io model description 0.5) from a training checkpoint.

    python export.py --weights runs/main/checkpoint.pt --to ../pediatric-facemask

The network is scripted, not traced, so that every size the description allows works; it is neither frozen nor optimised for
one machine, since such files cannot be moved to another device or loaded by another build of libtorch.
"""
import argparse
import hashlib
import shutil
from pathlib import Path

import numpy as np
import torch
import yaml

from pictures import draw_cover
from description import describe
from inference import load_network, probabilities
from network import FacemaskNet
from phantom import make_head
from phantom_render import Scan, render
from preprocessing import SPACING_MM, normalise
from script_file import save_script
from simple_head import simple_head

HERE = Path(__file__).resolve().parent
BUNDLED = HERE.parent / "pediatric-facemask"
TEST_SHAPE = (48, 64, 64)
CHECKED_SHAPES = (TEST_SHAPE, (96, 112, 112), (64, 48, 80))
TOLERANCE = 1e-4
LARGEST_FOLDER_BYTES = 20_000_000


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def check_reloaded(file: Path, net: torch.nn.Module) -> float:
    """Largest difference between the stored network and the one in memory over several sizes; refuses more than TOLERANCE."""
    stored = torch.jit.load(str(file))
    largest = 0.0
    with torch.no_grad():
        for shape in CHECKED_SHAPES:
            image = torch.rand((1, 1) + shape, generator=torch.Generator().manual_seed(sum(shape)))
            largest = max(largest, float((stored(image) - net(image)).abs().max()))
    if not largest <= TOLERANCE:
        raise SystemExit(f"{file}: the stored network differs from the trained one by {largest:.2g}; nothing was exported.")
    return largest


def load_trained(weights: Path):
    """The network with averaged weights, and how many steps it was trained for."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    net = FacemaskNet(state["width"], state["deep"])
    net.load_state_dict(state["average"])
    return net.eval(), state["step"]


def phantom_child() -> np.ndarray:
    """A T1-weighted head of five years made from formulas, [z, y, x] at the model's spacing."""
    head = make_head(5.0, "F", 7)
    affine = np.diag([SPACING_MM, SPACING_MM, SPACING_MM, 1.0])
    affine[:3, 3] = head.affine[:3, 3] + (SPACING_MM - 1.0) / 2
    shape = tuple(int(n / SPACING_MM) for n in head.tissue.shape)
    return render(head.tissue, head.affine, 5.0, Scan("T1", shape, affine)).transpose(2, 1, 0)


def export(weights: Path, folder: Path, version: str, cover_head: np.ndarray) -> Path:
    """Writes all files of the model folder but its README.md, which is copied from the bundled model where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    net, steps = load_trained(weights)
    script = folder / "pediatric-facemask.pt"
    save_script(torch.jit.script(net), script)
    difference = check_reloaded(script, net)

    head = simple_head(TEST_SHAPE)
    np.save(folder / "test-input.npy", head[None, None])
    with torch.no_grad():
        logits = net(torch.from_numpy(normalise(head))[None, None]).numpy()
    np.save(folder / "test-output.npy", logits)

    whole = normalise(cover_head)
    draw_cover(whole, probabilities(load_network(script), whole).argmax(0), folder / "cover.png")
    if not (folder / "README.md").exists():
        shutil.copyfile(BUNDLED / "README.md", folder / "README.md")
    parameters = sum(p.numel() for p in net.parameters())
    files = {name: sha256(folder / name) for name in ("pediatric-facemask.pt", "test-input.npy", "test-output.npy")}
    (folder / "rdf.yaml").write_text(yaml.safe_dump(describe(files, version, steps, parameters), sort_keys=False, width=120))
    size = sum(f.stat().st_size for f in folder.iterdir())
    if size > LARGEST_FOLDER_BYTES:
        raise SystemExit(f"{folder} holds {size} bytes, more than the {LARGEST_FOLDER_BYTES} that the program may ship.")
    print(f"{folder}: step {steps}, {parameters} parameters, {size / 1e6:.1f} MB, reloaded to within {difference:.1g}")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="checkpoint.pt of train.py")
    parser.add_argument("--to", type=Path, default=BUNDLED, help="model folder to write")
    parser.add_argument("--version", default="0.2.0")
    args = parser.parse_args()
    export(args.weights, args.to, args.version, phantom_child())


if __name__ == "__main__":
    main()
