"""The face laid anew: on a ball it is a shell that a formula gives, and a field of view that cuts it changes nothing."""
import numpy as np
import pytest
import torch

from face_layer import lay_face, zone_box
from growth import growth
from preprocessing import SPACING_MM
from regions import FACE, UprightFrame
from synthesize import rotation
from warp import Warp

UNIT_MM, RADIUS_MM = 1.1, 80.0
CENTER = np.array([0.0, -70.0, 0.0])


def frame():
    return UprightFrame(np.zeros(3), rotation(0.2, 0.05, -0.1).T, UNIT_MM)


def ball(first_mm, size, radius_mm=RADIUS_MM):
    """Signed distance to a ball on a grid x y z, as [z, y, x], and positions."""
    axes = [np.arange(n) * SPACING_MM + a for n, a in zip(size, first_mm)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1).transpose(2, 1, 0, 3)
    return np.linalg.norm(points - CENTER, axis=-1) - radius_mm, points


def laid(first_mm, size):
    labels = np.zeros(size[::-1], np.uint8)
    labels[ball(first_mm, size, 40.0)[0] < 0] = 1
    box = zone_box(labels.shape, frame(), first_mm)
    surface, _ = ball([f + a * SPACING_MM for f, (a, _) in zip(first_mm, box)], [b - a for a, b in box])
    return lay_face(labels, box, surface.astype(np.float32), np.ones(surface.shape, bool), frame(), first_mm)


FIRST, SIZE = np.array([-95.0, -165.0, -95.0]), (96, 98, 96)


def test_on_a_ball_the_face_is_a_shell():
    distance, points = ball(FIRST, SIZE)
    right, forward, up = np.moveaxis(points @ frame().axes.T, -1, 0) / UNIT_MM
    zone = (up < 32) & (up > -130) & (forward > np.interp(up, (-130, -60, -20, 0, 15, 32), (-40, -52, -55, -45, -28, -8)))
    shell = zone & (distance < 0) & (distance + 15 * UNIT_MM > 0.5)
    face = laid(FIRST, SIZE) == FACE
    inside = distance < 0
    assert 2 * (face & shell).sum() / ((face & inside).sum() + shell.sum()) > 0.98
    # the air before it is as high as the definition says, and nowhere else
    assert distance[face].max() == pytest.approx(5 * UNIT_MM - 0.5, abs=SPACING_MM / 2)
    assert ((face & ~inside).sum() / (zone & (distance >= 0) & (distance < 5 * UNIT_MM - 0.5)).sum()) == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize("axis, low, high", [(1, 0, 66), (2, 40, 96), (0, 30, 80)])
def test_a_cut_field_of_view_keeps_what_lies_in_it(axis, low, high):
    whole = laid(FIRST, SIZE)
    size, first = list(SIZE), FIRST.copy()
    size[axis], first[axis] = high - low, FIRST[axis] + low * SPACING_MM
    cut = tuple(slice(low, high) if a == 2 - axis else slice(None) for a in range(3))
    np.testing.assert_array_equal(laid(first, tuple(size)), whole[cut])


def test_a_field_of_view_beside_the_face_holds_none():
    assert zone_box((20, 20, 20), frame(), (0.0, -200.0, 60.0)) is None


@pytest.mark.parametrize("age, seed", [(0.5, 1), (6.0, 2), (40.0, 3)])
def test_landmarks_are_found_in_a_warped_head(heads, age, seed):
    head, = heads
    rng = np.random.default_rng(seed)
    distance = torch.from_numpy(head.brain_distance)[None, None]
    warp = Warp(head, distance, rotation(0.3, -0.1, 0.2), np.full(3, 0.8), seed == 2, growth(age, "F", rng), rng)
    landmarks = warp.landmarks()
    np.testing.assert_allclose(warp(warp.find(landmarks)), landmarks, atol=0.3)
    assert 0.6 * head.unit_mm < warp.frame().unit_mm < 1.05 * head.unit_mm
