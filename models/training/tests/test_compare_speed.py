"""The comparison's frame, with commands and a network that are known."""
import sys

import nibabel as nib
import numpy as np
import pytest

import compare_speed

# A scan whose axes run to the left, to the front and, third, upwards but stored in another order.
AFFINE = np.array([[0, 0, -2.0, 60], [2, 0, 0, -70], [0, 2, 0, -40], [0, 0, 0, 1]])


def test_rounds_alternate_and_the_first_does_not_count():
    calls = []

    def clock(command):
        calls.append(command)
        return float(len(calls))

    spent = compare_speed.interleaved({"a": "A", "b": "B"}, 2, clock)
    assert calls == ["B", "A", "A", "B", "B", "A"]
    assert spent == {"a": [3.0, 6.0], "b": [4.0, 5.0]}


def test_the_table_has_medians_and_their_ratio():
    rows = compare_speed.lines({"a": [4.0, 2.0, 3.0], "b": [6.0, 7.5, 9.0]})
    assert rows[2] == "| a | 3.00 | 2.00 to 4.00 | 1.00 |"
    assert rows[3] == "| b | 7.50 | 6.00 to 9.00 | 2.50 |"


def test_a_failure_is_no_fast_run():
    assert compare_speed.seconds([sys.executable, "-c", "pass"]) > 0
    with pytest.raises(SystemExit, match="ended with 3: so bad"):
        compare_speed.seconds([sys.executable, "-c", "import sys; print('so bad', end=''); sys.exit(3)"])


def test_the_mask_lies_on_the_scan_as_it_is_stored(tmp_path, monkeypatch):
    """With a network that calls a corner of the model's grid face, and no cleaning, the mask is that corner in the scan's axes."""
    rng = np.random.default_rng(2)
    stored = rng.integers(1, 1000, (40, 32, 48)).astype(np.int16)  # 40 to the front, 32 upwards, 48 to the left
    image = nib.Nifti1Image(stored, AFFINE)
    image.header.set_slope_inter(0.5, 3)
    nib.save(image, tmp_path / "scan.nii.gz")

    def found(_, head):
        classes = np.zeros((5,) + head.shape, np.float32)
        classes[0] = 1
        classes[:, 2:9, 25:37, 5:20] = np.array([0, 0, 1, 0, 0])[:, None, None, None]
        return classes

    monkeypatch.setattr("inference.load_network", lambda weights: None)
    monkeypatch.setattr("inference.probabilities", found)
    monkeypatch.setattr("cleaning.clean", lambda probabilities, head: probabilities)
    compare_speed.deface(tmp_path / "scan.nii.gz", tmp_path, tmp_path, 1)
    mask = np.asarray(nib.load(tmp_path / "python_facemask.nii.gz").dataobj)
    expected = np.zeros(stored.shape, bool)
    expected[25:37, 2:9, 48 - 20:48 - 5] = True
    assert np.array_equal(mask == 2, expected) and not mask[~expected].any()
    defaced = nib.load(tmp_path / "python_defaced.nii.gz")
    assert np.array_equal(defaced.dataobj.get_unscaled(), np.where(expected, 0, stored))
    assert (defaced.dataobj.slope, defaced.dataobj.inter) == (0.5, 3.0) and defaced.get_data_dtype() == np.int16

    (tmp_path / "private").mkdir()
    nib.save(nib.Nifti1Image((mask > 0).astype(np.uint8), AFFINE), tmp_path / "private" / "scan_facemask.nii.gz")
    assert compare_speed.overlap(tmp_path, tmp_path / "scan.nii.gz") == 1.0
