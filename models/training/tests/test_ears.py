"""Ears of another shape: thinner, folded or larger ones show the map where they should, and nothing else moves."""
import numpy as np
import pytest
import torch

from ears import Ear, EarShape, ears_of, shaped
from heads import INDEX, TISSUES
from regions import EARS
from synthesize import Recipe, Synthesizer

RIGHT = Ear(1, np.array([74.0, -90.0, -25.0]), 70.0)


def points(*at):
    return torch.tensor(at, dtype=torch.float32).T.reshape(3, 1, 1, -1)


def test_a_thinner_ear_shows_what_stands_off_farther():
    shape = EarShape(2.0, 0.0, 1.0)
    moved = shaped(points((78.0, -90.0, -25.0), (70.0, -90.0, -25.0), (60.0, -90.0, -25.0)), [RIGHT], [shape])[0, 0, 0]
    assert moved.tolist() == pytest.approx([86.0, 70.0, 60.0], abs=1e-4)


def test_nothing_moves_far_from_an_ear_or_on_the_other_side():
    shape = EarShape(2.5, 0.5, 1.2)
    far = points((78.0, 20.0, -25.0), (78.0, -90.0, 80.0), (-78.0, -90.0, -25.0), (0.0, 0.0, 0.0))
    assert float((shaped(far, [RIGHT], [shape]) - far).abs().max()) < 0.05


def test_a_larger_ear_shows_what_lies_nearer_to_its_center():
    up = points((76.0, -90.0, -5.0))
    assert float(shaped(up, [RIGHT], [EarShape(1.0, 0.0, 1.25)])[2]) == pytest.approx(-25 + 20 * (1 - 0.2 * np.exp(-400 / (2 * 26 ** 2))), abs=0.1)


def test_shapes_cover_flat_and_standing_ears():
    shapes = [EarShape.draw(np.random.default_rng(seed)) for seed in range(200)]
    thinner = np.array([s.thinner for s in shapes])
    assert thinner.min() < 0.8 and thinner.max() > 2.3
    assert abs(np.mean([s.folded for s in shapes])) < 0.1


def test_ears_of_a_map(heads):
    head, = heads
    found = ears_of(head)
    at = np.argwhere((head.regions == EARS) & (head.tissue > 0))[:, ::-1]
    assert len(found) <= 2 and all(ear.scalp_mm > 0 for ear in found)
    if len(at) < 2000:  # the doll's ears are smaller than those of a head
        assert found == []


def test_a_named_weighting_leaves_the_ears_as_they_are(heads):
    source = Synthesizer(heads)
    assert all(source.scene(np.random.default_rng(seed), Recipe(weighting="T1")).thinner == 1.0 for seed in range(5))


@pytest.mark.parametrize("kind", ("UNI", "64 mT"))
def test_hard_images_can_be_asked_for(heads, kind):
    sample = Synthesizer(heads).sample(np.random.default_rng(3), Recipe(9.0, kind, 0.0, "whole", 5.0))
    air = sample.image[(sample.labels == 0)]
    assert torch.isfinite(sample.image).all()
    if kind == "UNI":  # the air is noise in the middle of the range
        assert 0.2 < float(air.median()) < 0.8


def test_the_noise_of_a_uniform_image_is_where_there_is_no_signal():
    from scanner import Scanner
    tissue = torch.zeros(30, 30, 30, dtype=torch.uint8)
    tissue[:, :, :15] = INDEX["white_matter"]
    signal = torch.where(tissue > 0, 0.8, 0.0)
    image = Scanner(np.random.default_rng(2)).acquire(signal, tissue, torch.zeros_like(tissue), kind="UNI")
    inside, outside = image[:, :, 2:12], image[:, :, 18:]
    assert float(inside.std()) < 0.5 * float(outside.std())
    assert float(inside.mean()) > 0.7 and 0.4 < float(outside.mean()) < 0.6
    assert len(TISSUES) * 6 < 256  # tissue and region of a voxel share a byte
