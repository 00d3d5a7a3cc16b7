"""The measure of frames: no error for the true one, the known one for a frame that was turned, and a line for each basis."""
import numpy as np
import pytest

from frames import VIEWS, basis_of, errors, measure, render
from regions import UprightFrame
from synthesize import rotation
from upright import Basis, Brain, HeadPose

TRUE = UprightFrame(np.array([90.0, 150.0, 60.0]), rotation(0.2, -0.1, 0.05), 1.1)


def test_errors_are_those_of_a_frame_moved_on_purpose():
    assert errors(TRUE, TRUE) == pytest.approx((0, 0, 0), abs=1e-5)
    moved = UprightFrame(TRUE.origin + [0, 3, 4], rotation(np.radians(7), 0, 0) @ TRUE.axes, 1.21)
    assert errors(moved, TRUE) == pytest.approx((7, 5, 10), abs=1e-4)


def test_a_basis_is_called_by_what_the_frame_rests_on():
    def pose(basis):
        return HeadPose(TRUE, basis, (9, 9, 9), 2.0)

    whole, cut = Brain(TRUE.origin, 130.0, 3.0), Brain(TRUE.origin, 130.0, 60.0)
    assert basis_of(pose(Basis.EYES_AND_BRAIN), whole) == "both eyes, center of the brain"
    assert basis_of(pose(Basis.EYES_AND_BRAIN), cut) == "both eyes, surface of a cut brain"
    assert basis_of(pose(Basis.BRAIN_SURFACE), cut) == "surface of the brain"


def test_each_view_with_a_frame_is_a_line_of_the_table(heads):
    records = measure(heads, 1)
    assert 1 <= len(records) <= len(VIEWS)
    assert np.isfinite([found for _, found in records]).all()
    lines = render(records).splitlines()[2:]
    assert {line.split("|")[1].strip() for line in lines} == {basis for basis, _ in records}
    assert sum(int(line.split("|")[2]) for line in lines) == len(records)
    assert records == measure(heads, 1)
