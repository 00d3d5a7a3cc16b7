"""The program's verdicts beside the Dice of its facemasks; a small script stands for the program."""
import stat
import sys
from itertools import islice

import nibabel as nib
import numpy as np
import pytest

from cases import map_cases
from preprocessing import SPACING_MM
from tables import SMALLEST_REFERENCE_ML
from verdicts import LEVELS, measure, render, write_scan

# Removes the front half of every scan; says that the first one failed, and that a second one is fine.
PROGRAM = """#!{python}
import json, sys
from pathlib import Path
import nibabel as nib
import numpy as np
scans, out, private = (Path(sys.argv[at]) for at in (1, 3, 5))
for number, file in enumerate(sorted(scans.iterdir())[:{most}]):
    scan = nib.load(file)
    mask = np.zeros(scan.shape, np.uint8)
    mask[:, scan.shape[1] // 2:] = 255
    name = file.name.replace(".nii.gz", "")
    nib.save(nib.Nifti1Image(mask, scan.affine), private / (name + "_facemask.nii.gz"))
    reasons = [dict(kind="face_left", weight="fail", text=""), dict(kind="ear_not_in_view", weight="pass", text="")]
    told = dict(Status="fail", Reasons=reasons) if number == 0 else dict(Status="pass", Reasons=[])
    (out / (name + "_defaced.json")).write_text(json.dumps(told))
sys.exit(1)
"""


def program(folder, most):
    script = folder / "deface"
    script.write_text(PROGRAM.format(python=sys.executable, most=most))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


@pytest.fixture(scope="module")
def cases(heads):
    large = (case for case in map_cases(heads, 9) if case.reference_ml >= SMALLEST_REFERENCE_ML)
    return list(islice(large, 2))


def test_verdicts_stand_beside_what_was_removed(cases, tmp_path):
    first, second = measure(cases, program(tmp_path, 2), tmp_path / "run")
    assert (first["name"], first["verdict"], first["kinds"]) == (cases[0].name, "fail", ["face_left"])
    assert (second["name"], second["verdict"], second["kinds"]) == (cases[1].name, "pass", [])
    front = np.zeros(cases[1].truth.shape, bool)
    front[:, front.shape[1] // 2:] = True
    face = cases[1].truth >= 2
    overlap = (front & face & cases[1].counted).sum()
    assert second["dice"] == pytest.approx(2 * overlap / ((front & cases[1].counted).sum() + (face & cases[1].counted).sum()))
    assert second["brain"] == (front & (cases[1].truth == 1)).sum()
    told = render([first, second])
    assert "Passed below 0.85: " + second["name"] in told
    assert first["name"] not in told


def test_a_scan_without_a_record_is_an_error(cases, tmp_path):
    with pytest.raises(FileNotFoundError, match="scan_001"):
        measure(cases, program(tmp_path, 1), tmp_path / "run")


def test_a_rendering_is_written_on_its_own_grid(cases, tmp_path):
    write_scan(cases[0], tmp_path / "scan.nii.gz")
    scan = nib.load(tmp_path / "scan.nii.gz")
    assert scan.header.get_zooms() == (SPACING_MM,) * 3
    assert nib.aff2axcodes(scan.affine) == ("R", "A", "S")
    np.testing.assert_allclose(np.asarray(scan.dataobj).transpose(2, 1, 0) / LEVELS, cases[0].network_input, atol=0.5 / LEVELS)
