"""What touches a head in the scanner and gives signal: pads beside the ears, blankets and swaddling around cheeks and neck."""
import numpy as np
import torch
import torch.nn.functional as F

from regions import EARS

THICKEST = 8  # voxels


def put_around(signal, tissue, labels, rng) -> torch.Tensor:
    """The signal [z, y, x] with a pad beside an ear, or a layer of cloth around one side of the head; only air is painted."""
    solid = (tissue > 0).float()[None, None]
    ears = torch.nonzero(labels == EARS)
    first, last = int(rng.integers(0, 3)), int(rng.integers(3, THICKEST + 1))
    if len(ears) and rng.random() < 0.65:
        reach = rng.uniform(8.0, 26.0)
        where = _ball(signal.shape, ears[int(rng.integers(len(ears)))].tolist(), reach, rng)
    else:
        last = min(last, first + 3)
        where = _half(signal.shape, rng)
    near = _dilated(solid, first)[0, 0] < 0.5
    near &= _dilated(solid, last)[0, 0] > 0.5
    bright = float(signal.max()) * rng.uniform(0.05, 0.7)
    texture = 1.0 + 0.3 * torch.randn(signal.shape, generator=torch.Generator().manual_seed(int(rng.integers(2**62))))
    return torch.where(near & where, bright * texture.clamp(min=0.0), signal)


def _dilated(solid, steps: int) -> torch.Tensor:
    """Grown by voxels, alternately along the axes and over the corners: nearly a ball."""
    for step in range(steps):
        if step % 2:
            solid = F.max_pool3d(solid, 3, 1, 1)
        else:
            solid = torch.maximum(torch.maximum(F.max_pool3d(solid, (3, 1, 1), 1, (1, 0, 0)), F.max_pool3d(solid, (1, 3, 1), 1, (0, 1, 0))),
                                  F.max_pool3d(solid, (1, 1, 3), 1, (0, 0, 1)))
    return solid


def _ball(shape, center, reach, rng) -> torch.Tensor:
    z, y, x = (((torch.arange(n, dtype=torch.float32) - float(c)) / (reach * rng.uniform(0.6, 1.5))) ** 2 for n, c in zip(shape, center))
    return z.view(-1, 1, 1) + y.view(1, -1, 1) + x.view(1, 1, -1) < 1.0


def _half(shape, rng) -> torch.Tensor:
    """A side of the field of view, mostly that of the back or the neck."""
    toward = rng.standard_normal(3) + np.array([-0.7, -0.7, 0.0])
    toward /= np.linalg.norm(toward)
    z, y, x = (float(t) * torch.linspace(-1.0, 1.0, n) for t, n in zip(toward, shape))
    return z.view(-1, 1, 1) + y.view(1, -1, 1) + x.view(1, 1, -1) > rng.uniform(-0.3, 0.5)
