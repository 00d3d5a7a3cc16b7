"""Synthetic samples: the same for the same seed, different for another, labels and image on one grid."""
import numpy as np
import pytest
import torch
from scipy import ndimage

from cases import CUTS, RecordingSynthesizer, cut_slices, landmarks, real_case
from heads import INDEX, TISSUES
from preprocessing import CLIP_MAX
from scanner import Scanner
from synthesize import Recipe, Synthesizer, rotation


def test_prepared_head(heads):
    head, = heads
    assert head.tissue.shape == head.regions.shape
    assert head.tissue.max() < len(TISSUES)
    assert {INDEX["white_matter"], INDEX["cortex"], INDEX["eye"], INDEX["compact_bone"]} <= set(np.unique(head.tissue))
    np.testing.assert_allclose(head.axes @ head.axes.T, np.eye(3), atol=1e-6)
    assert head.axes[1, 1] > 0.9  # the doll looks to +y
    np.testing.assert_allclose(head.eyes_mid, (43, 84, 43), atol=0.5)


@pytest.mark.parametrize("seed", range(6))
def test_a_sample_is_drawn_from_its_seed_alone(heads, seed):
    first = Synthesizer(heads).sample(np.random.default_rng(seed))
    again = Synthesizer(heads).sample(np.random.default_rng(seed))
    other = Synthesizer(heads).sample(np.random.default_rng(seed + 1000))
    assert torch.equal(first.image, again.image) and torch.equal(first.labels, again.labels)
    assert first.image.shape != other.image.shape or not torch.equal(first.image, other.image)


@pytest.mark.parametrize("seed, weighting", list(enumerate(("T1", "T1CE", "T2", "FLAIR", "PD", "T2*"))))
def test_image_and_labels_share_a_grid_and_a_range(heads, seed, weighting):
    sample = Synthesizer(heads).sample(np.random.default_rng(seed), Recipe(5.0, weighting, 5.0 * (seed % 2), "whole", 5.0))
    assert sample.image.shape == sample.labels.shape and sample.image.dtype == torch.float32
    assert torch.isfinite(sample.image).all()
    assert float(sample.image.min()) == 0 and float(sample.image.max()) <= CLIP_MAX
    assert set(sample.labels.unique().tolist()) == {0, 1, 2, 3, 4}
    inside, outside = sample.image[sample.labels == 1].mean(), sample.image[sample.labels == 0].mean()
    assert inside > 2 * outside  # there is a brain where the labels say so


def test_younger_heads_are_smaller(heads):
    volumes = [np.mean([float((Synthesizer(heads).sample(np.random.default_rng(s), Recipe(age, "T1", 0.0, "whole", 0.0)).labels == 1).sum())
                        for s in range(4)]) for age in (0.4, 30.0)]
    assert volumes[0] < 0.6 * volumes[1]


def test_the_skin_is_split_by_its_distance_to_the_air(heads):
    head, = heads
    air = head.tissue == 0
    edge, below = (head.tissue == INDEX[name] for name in ("skin_edge", "skin_below_edge"))
    assert edge.sum() > 1000 and below.sum() > 1000
    assert (ndimage.binary_dilation(air)[edge]).all()
    assert not (ndimage.binary_dilation(air)[below]).any() and (ndimage.binary_dilation(air, iterations=2)[below]).all()


def test_the_reach_of_a_coil_ends_smoothly():
    for seed in range(20):
        field = Scanner(np.random.default_rng(seed))._fall_off((40, 50, 30))
        assert field.shape == (40, 50, 30) and 0 < float(field.min()) <= float(field.max()) <= 1
        assert max(float(torch.diff(field, dim=axis).abs().max()) for axis in range(3)) < 0.25
    means = [Scanner(np.random.default_rng(seed))._fall_off((40, 50, 30)).mean((1, 2)) for seed in range(60)]
    assert np.mean([float(m[-1] - m[0]) for m in means]) > 0.2  # it sinks towards the chin as a rule


def test_a_nose_beyond_the_field_of_view_appears_behind_the_head():
    image = torch.zeros(20, 80, 16)
    image[:, 79] = 1.0
    labels = (torch.arange(80) > 70).to(torch.uint8).view(1, 80, 1).expand(20, 80, 16)
    folded, kept = Synthesizer._fold_over(image, labels, np.random.default_rng(3))
    planes = 80 - folded.shape[1]
    assert 3 <= planes < 16 and folded.shape == kept.shape
    assert (folded[:, planes - 1] >= 0.4).all() and float(folded.sum()) == pytest.approx(float(folded[:, planes - 1].sum()))
    assert torch.equal(kept, labels[:, :80 - planes])
    short = image[:, :48]
    assert Synthesizer._fold_over(short, short, np.random.default_rng(3))[0] is short


def test_rotation_is_one():
    turn = rotation(0.3, -0.2, 0.5)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1)


def test_the_recording_synthesizer_draws_the_same_samples(heads):
    recipe = Recipe(8.0, "T2", 0.0, "whole", 8.0)
    source = RecordingSynthesizer(heads)
    sample = source.sample(np.random.default_rng(4), recipe)
    plain = Synthesizer(heads).sample(np.random.default_rng(4), recipe)
    assert torch.equal(sample.image, plain.image) and torch.equal(sample.labels, plain.labels)
    assert source.covered.shape == source.raw.shape == tuple(sample.labels.shape)
    assert not sample.labels.numpy()[~source.covered].any()


def test_cuts_end_where_they_say():
    shape, spacing, eyes = (100, 110, 90), (2.0, 2.0, 2.0), np.array([40.0, 80.0, 45.0])
    assert cut_slices("front ends at the nose", shape, spacing, eyes, 1.0) == (slice(0, 100), slice(0, 85), slice(0, 90))
    assert cut_slices("bottom ends at the mouth", shape, spacing, eyes, 0.9)[0] == slice(40 - 29, 100)
    assert cut_slices("axial slab of 8 cm", shape, spacing, eyes, 0.5)[0] == slice(20, 61)
    assert cut_slices("top ends below the crown", (60, 110, 90), spacing, eyes, 1.0) is None  # the scan ends before
    assert all(len(cut) for cut in CUTS.values())


def test_landmarks_of_a_reference():
    truth = np.zeros((60, 60, 60), np.uint8)
    truth[20, 40, 20] = truth[20, 40, 30] = 3
    truth[20:41, 9:12, 24:27] = 1
    eyes, unit = landmarks(truth, (2.0, 2.0, 2.0))
    np.testing.assert_allclose(eyes, (20, 40, 25))
    assert unit == pytest.approx(np.hypot(20, 60) / 78)


def test_a_reference_on_another_grid_is_met_in_world_coordinates():
    import nibabel as nib
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 5, (12, 14, 10)).astype(np.uint8)
    reference = nib.Nifti1Image(labels, np.diag([4.0, 4.0, 4.0, 1.0]))
    # the scan: the same space at 2 mm, stored from right to left, without the last 4 mm in z
    fine = np.repeat(np.repeat(np.repeat(labels, 2, 0), 2, 1), 2, 2)[:, :, :-2]
    affine = np.array([[-2.0, 0, 0, 45.0], [0, 2.0, 0, -1.0], [0, 0, 2.0, -1.0], [0, 0, 0, 1.0]])
    case = real_case("grid", nib.Nifti1Image(fine[::-1].astype(np.float32) + 1, affine), reference, {"set": "real"})
    one_hot = np.eye(5, dtype=np.float32)[case.grid.scan.astype(int) - 1].transpose(3, 0, 1, 2)
    found = case.classes_on_truth(one_hot)
    np.testing.assert_array_equal(found[case.counted], case.truth[case.counted])
    assert case.counted[:9].all() and not case.counted[9].any()
