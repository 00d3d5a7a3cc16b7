"""The peers' frame, with defacers that are known."""

import nibabel
import numpy as np
import peers

AFFINE = np.array([[0, 0, 2.0, -7], [-2, 0, 0, 9], [0, 2, 0, -8], [0, 0, 0, 1]])


def test_a_scan_of_other_axes_gets_back_what_a_defacer_removed(tmp_path):
    rng = np.random.default_rng(1)
    stored = rng.integers(-3, 100, (10, 9, 8)).astype(np.int16)
    nibabel.Nifti1Image(stored, AFFINE).to_filename(tmp_path / 'a.nii.gz')
    regions = np.zeros((10, 9, 8), dtype=np.uint8)
    regions[2:5, 3:8, 4:7] = 1
    regions[6:8] = 2
    nibabel.Nifti1Image(regions, AFFINE).to_filename(tmp_path / 'a_regions.nii.gz')
    work = tmp_path / 'work'
    peers.prepare(tmp_path, ['a'], work)
    before = nibabel.load(work / 'before' / 'a.nii.gz')
    assert nibabel.aff2axcodes(before.affine) == ('L', 'P', 'S')
    brain = nibabel.load(work / 'brain' / 'a_brain.nii.gz').get_fdata()
    back = np.flip(brain, 0).transpose(1, 2, 0)
    assert np.array_equal(back > 0, regions == 1)

    def front_off(scan, _, out):
        image = nibabel.load(scan)
        values = image.get_fdata(dtype=np.float32)
        assert (values.ravel()[1:] >= 1).all() and values.min() == 0, 'air must be told from what is removed'
        values[:, 7:] = values.min()
        nibabel.Nifti1Image(values, image.affine).to_filename(out)

    assert len(peers.run_peer(front_off, ['a'], work, tmp_path / 'out')) == 1
    mask = nibabel.load(tmp_path / 'out_private' / 'a_facemask.nii.gz').get_fdata()
    removed = nibabel.load(tmp_path / 'out_private' / 'a_removed.nii.gz').get_fdata()
    assert removed[:, 7:].all() and not removed[:, :7].any()
    defaced = nibabel.load(tmp_path / 'out' / 'a_defaced.nii.gz').get_fdata()
    near = peers.near_head(before.get_fdata(), (2, 2, 2))
    assert np.array_equal(mask[:, 7:] > 0, near[:, 7:]) and not mask[:, :7].any()
    assert np.array_equal(defaced[:, :7], before.get_fdata()[:, :7]) and not defaced[:, 7:].any()


def test_far_air_does_not_count():
    values = np.zeros((30, 20, 20))
    values[10:15, 5:15, 5:15] = 100
    values[25, 10, 10] = 100
    near = peers.near_head(values, (2, 2, 2))
    assert near[7:18, 10, 10].all() and not near[6, 10, 10] and not near[18:, 10, 10].any()


def test_a_line_takes_medians_and_leaves_out_what_was_not_in_view():
    checks = [{'verdict': 'pass', 'face_residual': '0.1', 'brain_removed_voxels': '0', **{f + '_residual': '0.2' for f in peers.FEATURES},
               'left_ear_residual': '', 'right_ear_residual': '0.5'} for _ in range(3)]
    scores = [{'dice': d, 'sensitivity': '1'} for d in ('0.5', '0.7', '0.9')]
    assert peers.line('x', scores, checks, [1, 3, 9]) == '| x | 3 | 0.700 | 1.000 | 10.0 % | 20 % | 50 % | 0 (most 0) | 3/0/0 | 3.0 |'
