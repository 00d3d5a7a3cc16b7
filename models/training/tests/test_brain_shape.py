"""The frame of a head by the surface of its brain: found again for the average brain, however it lies and wherever it is cut."""
import numpy as np
import pytest

from average_brain import coefficients
from brain_shape import CENTER_UNITS, EYES_APART_UNITS, LEAST_POINTS, MOST_MISFIT, fitted, radius_units, surface_mm
from heads import load_heads
from metrics import BRAIN, EYES
from regions import UprightFrame
from small_head import write_map
from upright import BRAIN_CENTER_ELEVATION, BRAIN_CENTER_UNITS, Basis, Brain, head_pose

STEP = 2.0
SHAPE = (90, 120, 90)
EYES_AT = np.array([89.0, 180.0, 60.0])


def frame_of(unit_mm, pitch_degrees):
    c, s = np.cos(np.radians(pitch_degrees)), np.sin(np.radians(pitch_degrees))
    return UprightFrame(EYES_AT, np.array([(1, 0, 0), (0, c, -s), (0, s, c)]), unit_mm)


def average_head(frame, seen):
    """Classes of the average brain and two balls for eyes in a frame, of which the slices `seen` (z, y, x) are in view."""
    places = np.stack(np.meshgrid(*(np.arange(n) * STEP for n in SHAPE), indexing="ij")[::-1], -1)
    units = (places - frame.origin) @ frame.axes.T / frame.unit_mm
    away = units - CENTER_UNITS
    radius = np.linalg.norm(away, axis=-1)
    inside = radius < radius_units((away / np.maximum(radius, 1e-9)[..., None]).reshape(-1, 3)).reshape(SHAPE)
    classes = inside.astype(np.uint8) * BRAIN
    for side in (-1, 1):
        classes[np.linalg.norm(units - [side * EYES_APART_UNITS / 2, 0, 0], axis=-1) < 10] = EYES
    return classes[seen]


def brain_of(classes):
    at = np.argwhere(classes == BRAIN)
    return Brain(at.mean(0)[::-1] * STEP, np.ptp(at[:, 2]) * STEP, 99.0)


def farthest_units(a, b):
    """The largest distance between where two frames put brow, chin, ear and back of the head."""
    return max(np.linalg.norm((p * a.unit_mm) @ a.axes + a.origin - (p * b.unit_mm) @ b.axes - b.origin) / a.unit_mm
               for p in np.array([(0, 10, 25), (0, 20, -90), (60, -70, -25), (0, -150, 50)], float))


@pytest.mark.parametrize("unit_mm, pitch", [(1.1, 0), (0.8, 20), (1.0, -25)])
def test_a_brain_without_its_crown_tells_the_pitch(unit_mm, pitch):
    classes = average_head(frame_of(unit_mm, pitch), (slice(0, 45),))
    pose = head_pose(classes, brain_of(classes), STEP)
    assert pose.basis == Basis.EYES_AND_BRAIN
    assert farthest_units(frame_of(unit_mm, pitch), pose.frame) < 4


@pytest.mark.parametrize("unit_mm, pitch", [(1.1, 0), (0.9, 15), (1.05, -15)])
def test_a_brain_whose_front_is_cut_tells_where_the_eyes_were(unit_mm, pitch):
    classes = average_head(frame_of(unit_mm, pitch), (slice(None), slice(0, 75)))
    pose = head_pose(classes, brain_of(classes), STEP)
    assert pose.basis == Basis.BRAIN_SURFACE
    assert farthest_units(frame_of(unit_mm, pitch), pose.frame) < 8


def test_the_center_of_the_average_brain_is_where_frames_expect_it():
    classes = average_head(frame_of(1.1, 0), (slice(None),))
    right, anterior, superior = (np.argwhere(classes == BRAIN).mean(0)[::-1] * STEP - EYES_AT) / 1.1
    assert right == pytest.approx(0, abs=0.5)
    assert np.hypot(anterior, superior) == pytest.approx(BRAIN_CENTER_UNITS, abs=1.5)
    assert np.arctan2(superior, -anterior) == pytest.approx(BRAIN_CENTER_ELEVATION, abs=np.radians(1))


def test_what_is_no_brain_tells_nothing():
    specks = (np.random.default_rng(3).random(SHAPE) < 0.02).astype(np.uint8) * BRAIN
    assert head_pose(specks, brain_of(specks), STEP).basis == Basis.BRAIN
    points = surface_mm(specks == BRAIN, STEP)
    assert len(points) >= LEAST_POINTS and fitted(points, frame_of(1.1, 0))[1] > MOST_MISFIT


def test_the_surface_ends_where_the_field_of_view_does():
    box = np.zeros((12, 12, 12), bool)
    box[:, 4:8, 4:8] = True
    points = surface_mm(box, STEP)
    assert len(points) == 12 * 10
    assert np.isin(points[:, :2], (8, 14)).any(1).all() and points[:, 2].min() == 2 and points[:, 2].max() == 20


def test_coefficients_are_those_of_the_heads(tmp_path):
    write_map(tmp_path)
    table = coefficients(load_heads(tmp_path, tmp_path), count=2, degree=2)
    assert table.shape == (3, 3) and np.isfinite(table).all() and table[0, 0] > 20
