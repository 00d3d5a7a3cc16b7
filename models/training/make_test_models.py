"""Makes the tiny model folders that the Java tests run: networks whose answer is known by a formula, and broken ones.

    python models/training/make_test_models.py [src/test/resources/test-models]

Needs torch (2.7.1 wrote the committed files) and numpy. Writing them again with another version changes bytes and
checksums, but not what the networks compute.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from script_file import save_script

MULTIPLE = 4
CLASSES = ["rest", "brain", "face", "eyes", "ears"]

RDF = """\
type: model
format_version: 0.5.4
name: {name}
description: {description}
version: 1.2.3
license: BSD-2-Clause
inputs:
- id: head
  axes:
  - {{type: batch}}
  - {{type: channel, channel_names: [intensity]}}
  - {{type: space, id: z, size: {{min: 4, step: 4}}}}
  - {{type: space, id: y, size: {{min: 4, step: 4}}}}
  - {{type: space, id: x, size: {{min: 4, step: 4}}}}
  test_tensor: {{source: test_input.npy, sha256: {input_sha256}}}
outputs:
- id: logits
  axes:
  - {{type: batch}}
  - {{type: channel, channel_names: [rest, brain, face, eyes, ears]}}
  - {{type: space, id: z, size: {{tensor_id: head, axis_id: z}}}}
  - {{type: space, id: y, size: {{tensor_id: head, axis_id: y}}}}
  - {{type: space, id: x, size: {{tensor_id: head, axis_id: x}}}}
  test_tensor: {{source: test_output.npy, sha256: {output_sha256}}}
weights:
  torchscript: {{source: network.pt, sha256: {weights_sha256}, pytorch_version: {pytorch}}}
config:
  pediatric_defacer:
    format_version: 1
    orientation: RAS
    spacing_mm: 2.0
    patch_size: [16, 12, 8]
    patch_multiple: 4
    overlap: 0.25
    classes: [rest, brain, face, eyes, ears]
    intensity: {{rule: percentile_range, min_percentile: 0.5, max_percentile: 99.5, clip_min: 0.0, clip_max: 1.5}}
    output: logits
"""


class Neighbors(nn.Module):
    """Logits by formula; each spatial axis is looked at by one class, so that exchanged axes give other numbers.

    v(x, y, z) is the input, 0 outside. The logits are v; 2 v(x+1); 1 - v(y+1); v(z+1) / 2; 0.25.
    """

    def __init__(self) -> None:
        super().__init__()
        weight = torch.zeros(5, 1, 3, 3, 3)
        weight[0, 0, 1, 1, 1] = 1
        weight[1, 0, 1, 1, 2] = 2
        weight[2, 0, 1, 2, 1] = -1
        weight[3, 0, 2, 1, 1] = 0.5
        self.conv = nn.Conv3d(1, 5, 3, padding=1)
        self.conv.weight = nn.Parameter(weight)
        self.conv.bias = nn.Parameter(torch.tensor([0, 0, 1, 0, 0.25]))

    def forward(self, head: Tensor) -> Tensor:
        return self.conv(head)


class SmallUnet(nn.Module):
    """Every kind of layer that the facemask network uses, with seeded random weights: for tests of repeatability."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.stem = nn.Conv3d(1, 6, 2, stride=2)
        self.down = nn.Conv3d(6, 6, 3, padding=1)
        self.norm = nn.InstanceNorm3d(6, affine=True)
        self.up = nn.Conv3d(12, 6, 3, padding=1)
        self.classes = nn.Conv3d(6, 5, 1)

    def forward(self, head: Tensor) -> Tensor:
        fine = functional.leaky_relu(self.stem(head), 0.01)
        coarse = functional.leaky_relu(self.norm(self.down(functional.max_pool3d(fine, 2))), 0.01)
        coarse = functional.interpolate(coarse, scale_factor=2.0, mode="trilinear", align_corners=False)
        joined = functional.leaky_relu(self.up(torch.cat([fine, coarse], dim=1)), 0.01)
        return functional.interpolate(self.classes(joined), scale_factor=2.0, mode="trilinear", align_corners=False)


class Fails(nn.Module):
    def forward(self, head: Tensor) -> Tensor:
        if head.numel() > 0:
            raise RuntimeError("the network broke on purpose")
        return head


class FourClasses(nn.Module):
    def forward(self, head: Tensor) -> Tensor:
        return torch.cat([head, head, head, head], dim=1)


class HalfSize(nn.Module):
    def forward(self, head: Tensor) -> Tensor:
        return torch.cat([head, head, head, head, head], dim=1)[:, :, ::2, ::2, ::2]


class TwoOutputs(nn.Module):
    def forward(self, head: Tensor) -> tuple[Tensor, Tensor]:
        return head, head


class Hungry(nn.Module):
    """Asks for more memory than an address space holds if the input has more than 512 voxels; else answers 0, 1, 2, 3, 4."""

    def forward(self, head: Tensor) -> Tensor:
        if head.numel() > 512:
            head = head + torch.zeros([1 << 46])[0]
        return torch.cat([head * 0, head * 0 + 1, head * 0 + 2, head * 0 + 3, head * 0 + 4], dim=1)


MODELS = {
    "neighbors": (Neighbors(), "gives logits known by a formula"),
    "small-unet": (SmallUnet(), "has random weights"),
    "fails": (Fails(), "throws an exception in forward"),
    "four-classes": (FourClasses(), "gives four classes where five are described"),
    "half-size": (HalfSize(), "gives an output of half the size along each axis"),
    "two-outputs": (TwoOutputs(), "gives two tensors"),
    "hungry": (Hungry(), "runs out of memory on inputs of more than 512 voxels"),
}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(folder: Path, name: str, network: nn.Module, description: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_script(torch.jit.freeze(torch.jit.script(network.eval())), folder / "network.pt")
    head = np.random.default_rng(1).uniform(0, 1.5, (1, 1, MULTIPLE, MULTIPLE, 2 * MULTIPLE)).astype(np.float32)
    with torch.no_grad():
        answer = Neighbors()(torch.from_numpy(head)).numpy()  # right for the first model, wrong for the others
    np.save(folder / "test_input.npy", head)
    np.save(folder / "test_output.npy", answer)
    (folder / "rdf.yaml").write_text(RDF.format(
        name=name, description=description, pytorch=torch.__version__.split("+")[0],
        weights_sha256=sha256(folder / "network.pt"), input_sha256=sha256(folder / "test_input.npy"),
        output_sha256=sha256(folder / "test_output.npy")))


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "src/test/resources/test-models")
    for name, (network, description) in MODELS.items():
        write(root / name, name, network, description)
        print(f"{name}: {(root / name / 'network.pt').stat().st_size} bytes")


if __name__ == "__main__":
    main()
