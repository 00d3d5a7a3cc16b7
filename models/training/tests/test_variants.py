"""Variants of the network learn from the same samples and are measured on the same heads."""
import json
from argparse import Namespace

import numpy as np
import pytest
import torch

import cost
import variants
from network import MULTIPLE
from preprocessing import SPACING_MM

HERE = [v for v in variants.VARIANTS if v.compared and v.spacing_mm == SPACING_MM][:1]
HERE.append(variants.Variant("tiny", variants.TrilinearHeadNet, SPACING_MM, 8))


@pytest.fixture(scope="module")
def compared(maps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("variants")
    args = Namespace(maps=maps, real=None, run=folder, cache=folder / "cache", steps=1, rate=2e-3, seed=1, every=60, device="cpu",
                     workers=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "VARIANTS", HERE)
        variants.render(args)
        variants.compare(args)
    return args


def test_every_variant_answers_on_the_grid_it_was_asked_on():
    image = torch.zeros(1, 1, 2 * MULTIPLE, 2 * MULTIPLE, MULTIPLE)
    for variant in variants.VARIANTS:
        with torch.no_grad():
            assert variant.network().eval()(image).shape == (1, 5) + image.shape[2:]


def test_a_comparison_goes_on_from_its_checkpoint(compared):
    before = (compared.run / "log.jsonl").read_text()
    nets = variants.train(compared, HERE)
    stored = torch.load(compared.run / f"spacing_{SPACING_MM:g}.pt", weights_only=True)
    assert stored["step"] == 1 and (compared.run / "log.jsonl").read_text() == before
    torch.testing.assert_close(nets[0].state_dict()["stem.weight"], stored["nets"][0]["stem.weight"])


def test_every_variant_is_measured_on_every_rendering(compared):
    records = json.loads((compared.run / f"spacing_{SPACING_MM:g}.json").read_text())
    names = {r["name"] for r in records}
    assert len(names) == 2 and len(records) == 2 * len(HERE)
    medians = variants.summary(records)
    key = HERE[0].key
    scores = [r["dice"] for r in records if r["variant"] == key]
    assert medians[key]["renderings"]["cases"] == 2
    assert medians[key]["renderings"]["dice"] == pytest.approx(np.median(scores))


def test_a_variant_is_set_beside_another_head_by_head():
    found = {"a": (0.5, 0.25, float("nan")), "b": (0.75, 0.75, 0.5)}
    records = [{"set": "renderings", "variant": v, "name": str(i), "ears_dice": d} for v, dice in found.items() for i, d in enumerate(dice)]
    against = variants.ears_against(records, "a")
    assert against == {"a": [0.0, 0.0], "b": [0.375, pytest.approx(0.125 / 2 ** 0.5)]}
    assert cost.gain(against["b"]) == "+0.375 ± 0.088" and cost.gain(against["a"]) == cost.gain(None) == "–"


def test_the_table_says_what_was_measured():
    found = {"renderings": {"cases": 2, "dice": 0.5, "ears_dice": 0.25}, "real": {"cases": 1, "dice": 0.75, "ears_dice": float("nan")}}
    assert cost.accuracy(found) == ["0.500", "0.250", "0.750", "–"]
    assert cost.accuracy(None) == ["–"] * 4
    text = cost.explained({"steps": 7, "medians": {"any": found}})
    assert "2 renderings" in text and "1 real scan" in text and "7 steps" in text
    assert "No variant" in cost.explained({"steps": 0, "medians": {}})
