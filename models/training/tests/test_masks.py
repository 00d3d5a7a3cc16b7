"""Operations on masks against brute force."""
import numpy as np
import pytest

from masks import bounding_box, fill_holes, surface, within_mm

SPACING = (2.5, 1.0, 0.7)


def blobs(seed, shape=(9, 11, 10)):
    return np.random.default_rng(seed).random(shape) < 0.2


def brute_force_distance(a, b, spacing):
    """Distances from each point of a to the nearest of b."""
    pa, pb = np.argwhere(a) * spacing, np.argwhere(b) * spacing
    return np.sqrt(((pa[:, None] - pb[None]) ** 2).sum(2)).min(1)


def brute_force_surface(mask):
    padded = np.pad(mask, 1)
    inner = np.ones(mask.shape, bool)
    for axis in range(3):
        for step in (-1, 1):
            inner &= np.roll(padded, step, axis)[1:-1, 1:-1, 1:-1]
    return mask & ~inner


@pytest.mark.parametrize("seed", range(4))
def test_surface_against_brute_force(seed):
    np.testing.assert_array_equal(surface(blobs(seed)), brute_force_surface(blobs(seed)))


@pytest.mark.parametrize("spacing, radius", [(SPACING, 3.0), (SPACING, 0.5), ((1.0, 1.0, 1.0), 3.0), ((0.7, 2.5, 1.0), 5.0)])
def test_within_mm_against_brute_force(spacing, radius):
    mask = blobs(9)
    mask[:, :, 5:] = False
    everywhere = np.ones(mask.shape, bool)
    expected = brute_force_distance(everywhere, mask, spacing).reshape(mask.shape) <= radius
    np.testing.assert_array_equal(within_mm(mask, spacing, radius), expected)
    assert not within_mm(np.zeros((2, 2, 2), bool), spacing, 9).any()


def test_only_closed_cavities_are_filled():
    box = np.zeros((8, 8, 8), bool)
    box[1:6, 1:6, 1:6] = True
    hollow = box.copy()
    hollow[2:5, 2:5, 2:5] = False
    np.testing.assert_array_equal(fill_holes(hollow), box)
    hollow[3, 3, :3] = False  # a tunnel
    np.testing.assert_array_equal(fill_holes(hollow), hollow)


def test_a_box_is_widened_where_the_array_goes_on():
    mask = np.zeros((5, 6, 7), bool)
    mask[0, 2:4, 6] = True
    assert bounding_box(mask) == (slice(0, 2), slice(1, 5), slice(5, 7))
    assert bounding_box(mask, (0, 0, 3)) == (slice(0, 1), slice(2, 4), slice(3, 7))
