"""The model grid and the intensity rule against their definitions."""
import nibabel as nib
import numpy as np
import pytest

from inference import model_affine
from preprocessing import ModelGrid, back_matrix, normalise, pad_to_multiple, resampling_matrix

AXES = [(37, 1.0), (176, 1.2), (24, 5.5), (7, 2.0), (1, 3.0), (90, 0.45)]


@pytest.mark.parametrize("n, spacing", AXES)
def test_resampling_keeps_constants_and_has_the_size_of_the_rule(n, spacing):
    matrix = resampling_matrix(n, spacing)
    assert matrix.shape == (max(1, int(np.floor(n * spacing / 2 + 0.5))), n)
    np.testing.assert_allclose(matrix.sum(1), 1, atol=1e-6)
    assert (matrix >= 0).all()


@pytest.mark.parametrize("n, spacing", AXES)
def test_weights_are_the_triangle_of_the_rule(n, spacing):
    matrix = resampling_matrix(n, spacing)
    m = len(matrix)
    for i in range(m):
        at = (i - (m - 1) / 2) * 2 / spacing + (n - 1) / 2
        expected = np.array([max(0.0, 1 - abs(at - j) / max(1.0, 2 / spacing)) for j in range(n)])
        np.testing.assert_allclose(matrix[i], expected / expected.sum(), atol=1e-5)


def test_same_spacing_changes_nothing():
    np.testing.assert_array_equal(resampling_matrix(13, 2.0), np.eye(13, dtype=np.float32))
    np.testing.assert_array_equal(back_matrix(13, 2.0), np.eye(13, dtype=np.float32))


@pytest.mark.parametrize("n, spacing", [(40, 1.0), (30, 5.0), (64, 1.3)])
def test_a_ramp_survives_the_way_there_and_back(n, spacing):
    ramp = np.arange(n, dtype=np.float32)
    back = back_matrix(n, spacing) @ (resampling_matrix(n, spacing) @ ramp)
    inner = slice(4, n - 4)
    # a sampled triangle of fractional width is linear to within a few hundredths of a voxel
    np.testing.assert_allclose(back[inner], ramp[inner], atol=0.05)


def test_fine_detail_is_averaged_before_it_is_dropped():
    stripes = np.arange(100) % 2.0
    np.testing.assert_allclose((resampling_matrix(100, 0.5) @ stripes)[2:-2], 0.5, atol=0.02)


def test_normalise_follows_the_percentiles():
    values = np.random.default_rng(3).normal(300, 80, (20, 21, 22)).astype(np.float32)
    low, high = np.percentile(values, 0.5), np.percentile(values, 99.5)
    np.testing.assert_allclose(normalise(values), np.clip((values - low) / (high - low), 0, 1.5), atol=1e-6)
    np.testing.assert_allclose(normalise(values * 7 + 100), normalise(values), atol=1e-4)
    np.testing.assert_array_equal(normalise(values * 2.0 ** -40), normalise(values))


def test_a_constant_is_no_image():
    with pytest.raises(ValueError, match="constant"):
        normalise(np.full((4, 4, 4), 3.0))


def test_padding_adds_zeros_at_the_high_end():
    volume = np.ones((2, 17, 16, 1), np.float32)
    padded = pad_to_multiple(volume)
    assert padded.shape == (2, 32, 16, 16)
    assert padded[:, :17, :16, :1].all() and padded.sum() == volume.sum()


def test_the_axes_of_storage_do_not_matter():
    data = np.random.default_rng(5).random((18, 22, 26)).astype(np.float32)
    affine = np.diag([1.5, 1.0, 3.0, 1.0])
    expected = ModelGrid(nib.Nifti1Image(data, affine)).network_input()
    other = nib.orientations.axcodes2ornt(("P", "S", "L"))
    stored = np.ascontiguousarray(nib.orientations.apply_orientation(data, other))
    grid = ModelGrid(nib.Nifti1Image(stored, affine @ nib.orientations.inv_ornt_aff(other, data.shape)))
    np.testing.assert_allclose(grid.network_input(), expected, atol=1e-6)
    assert tuple(grid.spacing) == (3.0, 1.0, 1.5)


def test_classes_are_those_of_the_largest_probability_at_the_scan():
    rng = np.random.default_rng(2)
    grid = ModelGrid(nib.Nifti1Image(rng.random((18, 22, 9)).astype(np.float32), np.diag([1.5, 1.0, 5.0, 1.0])))
    probabilities = rng.random((5,) + grid.network_input().shape).astype(np.float32)
    np.testing.assert_array_equal(grid.classes(probabilities), grid.back(probabilities).argmax(0))
    assert not grid.classes(np.ones_like(probabilities)).any()


def test_model_affine_keeps_the_center_of_the_scan():
    affine = np.array([[0.9, 0.1, 0, -40], [-0.1, 1.1, 0.05, 12], [0, -0.05, 4.0, 7], [0, 0, 0, 1.0]])
    grid = ModelGrid(nib.Nifti1Image(np.random.default_rng(1).random((31, 42, 17)).astype(np.float32), affine))
    shape = grid.network_input().shape
    world = model_affine(grid, shape)
    center = np.append((np.array(shape[::-1]) - 1) / 2, 1)
    np.testing.assert_allclose(world @ center, affine @ [15, 20.5, 8, 1], atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(world[:3, :3], axis=0), 2.0, atol=1e-9)
