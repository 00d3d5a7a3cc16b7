"""Runs the network on whole volumes: in one pass, or in overlapping tiles as the program does when memory is short."""
from pathlib import Path

import numpy as np
import torch

from network import CLASSES, FacemaskNet
from preprocessing import MULTIPLE, SPACING_MM, ModelGrid, pad_to_multiple


def load_network(weights: Path, device: str = "cpu") -> torch.nn.Module:
    """The network in evaluation mode, from a training checkpoint (its averaged weights) or an exported TorchScript file."""
    try:
        net = torch.jit.load(str(weights), map_location=device)
    except RuntimeError:
        state = torch.load(weights, map_location=device, weights_only=True)
        net = FacemaskNet(state["width"], state["deep"]).to(device)
        net.load_state_dict(state["average"])
    return net.eval()


def training_step(weights: Path):
    """How many steps a checkpoint was trained for; None for an exported network."""
    try:
        torch.jit.load(str(weights), map_location="cpu")
        return None
    except RuntimeError:
        return torch.load(weights, map_location="cpu", weights_only=True)["step"]


def model_affine(grid: ModelGrid, shape) -> np.ndarray:
    """World position in mm of voxel (x, y, z) of a scan's model grid, whose shape is [z, y, x]."""
    old, new = np.array(grid.scan.shape[::-1]), np.array(shape[::-1])
    step = SPACING_MM / grid.spacing[::-1]
    inner = np.diag(np.append(step, 1.0))
    inner[:3, 3] = (old - 1) / 2 - (new - 1) / 2 * step
    return grid.affine @ inner


def probabilities(net: torch.nn.Module, volume: np.ndarray, device: str = "cpu") -> np.ndarray:
    """Class probabilities [C, z, y, x] of a normalised volume [z, y, x], in one pass."""
    padded = torch.from_numpy(pad_to_multiple(volume)).to(device)
    with torch.no_grad():
        result = net(padded[None, None])[0].softmax(0).cpu().numpy()
    return result[(slice(None),) + tuple(slice(n) for n in volume.shape)]


def tile_starts(size: int, tile: int, overlap: float) -> list:
    """First voxels of the fewest evenly spread tiles that cover an axis and overlap by at least the given fraction."""
    if tile >= size:
        return [0]
    count = int(np.ceil((size - tile) / (tile * (1 - overlap)))) + 1
    return [round(i * (size - tile) / (count - 1)) for i in range(count)]


def tile_weights(shape) -> np.ndarray:
    """A Gaussian bump over a tile, standard deviation an eighth of each side, never below a thousandth."""
    bump = np.ones((1, 1, 1), np.float32)
    for axis, n in enumerate(shape):
        at = (np.arange(n) - (n - 1) / 2) / (n / 8)
        bump = bump * np.exp(-0.5 * at * at).reshape([-1 if a == axis else 1 for a in range(3)])
    return np.maximum(bump, 1e-3).astype(np.float32)


def tiled_probabilities(net, volume: np.ndarray, tile: int = 96, overlap: float = 0.25, device: str = "cpu") -> np.ndarray:
    """As `probabilities`, from tiles of at most tile^3 voxels whose answers are averaged with Gaussian weights."""
    padded = pad_to_multiple(volume)
    shape = [min(n, tile // MULTIPLE * MULTIPLE) for n in padded.shape]
    weights = tile_weights(shape)
    total = np.zeros((len(CLASSES),) + padded.shape, np.float32)
    weight_sum = np.zeros(padded.shape, np.float32)
    for z in tile_starts(padded.shape[0], shape[0], overlap):
        for y in tile_starts(padded.shape[1], shape[1], overlap):
            for x in tile_starts(padded.shape[2], shape[2], overlap):
                box = tuple(slice(start, start + n) for start, n in zip((z, y, x), shape))
                total[(slice(None),) + box] += probabilities(net, padded[box], device) * weights
                weight_sum[box] += weights
    return (total / weight_sum)[(slice(None),) + tuple(slice(n) for n in volume.shape)]
