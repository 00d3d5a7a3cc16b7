"""Tiles cover a volume and give back what a network without context gives in one pass."""
import numpy as np
import pytest
import torch

from inference import probabilities, tile_starts, tile_weights, tiled_probabilities


class Pointwise(torch.nn.Module):
    """Logits that depend on the voxel alone, so that tiles cannot differ from one pass."""

    def forward(self, x):
        return torch.cat([x, 2 * x, -x, x * x, 1 - x], 1)


@pytest.mark.parametrize("size, tile, overlap", [(128, 96, 0.25), (97, 96, 0.25), (300, 64, 0.5), (64, 64, 0.25), (10, 64, 0.25)])
def test_tiles_cover_every_voxel_and_overlap(size, tile, overlap):
    starts = tile_starts(size, tile, overlap)
    assert starts[0] == 0 and starts[-1] == max(0, size - tile)
    assert all(b - a <= tile * (1 - overlap) + 1 for a, b in zip(starts, starts[1:]))


def test_tiles_equal_one_pass_for_a_pointwise_network():
    volume = np.random.default_rng(0).random((50, 33, 70)).astype(np.float32)
    once = probabilities(Pointwise(), volume)
    np.testing.assert_allclose(tiled_probabilities(Pointwise(), volume, 32, 0.25), once, atol=1e-5)
    np.testing.assert_allclose(once.sum(0), 1, atol=1e-5)
    np.testing.assert_allclose(once[1] / once[0], np.exp(volume), rtol=1e-4)


def test_weights_are_positive_and_symmetric():
    weights = tile_weights((16, 32, 48))
    assert weights.min() > 0 and weights.max() <= 1
    for axis in range(3):
        np.testing.assert_allclose(weights, np.flip(weights, axis), atol=1e-6)
