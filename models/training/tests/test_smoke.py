"""Train a few steps, stop, resume, export, load again: the numbers stay the same."""
import hashlib
import json
import subprocess
import sys
from argparse import Namespace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from calibration import flagging
from cases import cut_map_cases, map_cases
from evaluate import Evaluation, forward_cost
from export import export
from inference import load_network, probabilities, training_step
from preprocessing import normalise
from simple_head import simple_head
from tables import BEGIN, END, write_card

TRAIN = Path(__file__).resolve().parents[1] / "train.py"


def train(maps, run, cache, steps, *more):
    command = [sys.executable, TRAIN, "--maps", maps, "--run", run, "--cache", cache, "--steps", steps, "--width", 8,
               "--deep", 16, "--threads", 2, "--seed", 3, *more]
    subprocess.run([str(part) for part in command], check=True)
    return torch.load(run / "checkpoint.pt", weights_only=True)


@pytest.fixture(scope="module")
def trained(maps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    return folder, train(maps, folder / "straight", folder / "cache", 3)


def test_a_resumed_training_is_the_unbroken_one(maps, trained):
    folder, straight = trained
    for step in (1, 2, 3):  # the time is up after the first step
        pieces = train(maps, folder / "pieces", folder / "cache", 3, "--stop-after", 1e-4)
        assert pieces["step"] == step
    for name, weights in straight["average"].items():
        torch.testing.assert_close(pieces["average"][name], weights, rtol=1e-4, atol=1e-6)


def test_training_moves_the_weights(trained):
    _, state = trained
    assert state["step"] == 3
    assert any(not torch.equal(state["net"][name], state["average"][name]) for name in state["net"])


def test_a_run_can_start_from_weights(maps, trained):
    folder, straight = trained
    begun = train(maps, folder / "more", folder / "cache", 1004, "--start", folder / "straight" / "checkpoint.pt",
                  "--start-step", 1003, "--rate", 1e-9)
    assert begun["step"] == 1004
    for name, weights in straight["average"].items():
        torch.testing.assert_close(begun["net"][name], weights, rtol=1e-4, atol=1e-6)


def test_the_exported_folder_gives_the_numbers_of_the_checkpoint(trained, tmp_path):
    folder, _ = trained
    checkpoint = folder / "straight" / "checkpoint.pt"
    model = export(checkpoint, tmp_path / "model", "0.0.1", simple_head((48, 64, 48)))
    description = yaml.safe_load((model / "rdf.yaml").read_text())
    for entry in (description["weights"]["torchscript"], description["inputs"][0]["test_tensor"],
                  description["outputs"][0]["test_tensor"]):
        assert hashlib.sha256((model / entry["source"]).read_bytes()).hexdigest() == entry["sha256"]
    assert training_step(checkpoint) == 3 and training_step(model / "pediatric-facemask.pt") is None
    net, stored = load_network(checkpoint), load_network(model / "pediatric-facemask.pt")
    raw, logits = np.load(model / "test-input.npy"), np.load(model / "test-output.npy")
    with torch.no_grad():
        np.testing.assert_allclose(stored(torch.from_numpy(normalise(raw))).numpy(), logits, atol=1e-4)
    for shape in ((33, 47, 20), (64, 40, 49)):
        volume = normalise(simple_head(shape))
        np.testing.assert_allclose(probabilities(stored, volume), probabilities(net, volume), atol=1e-4)


def test_bioimageio_accepts_the_folder(trained, tmp_path):
    core = pytest.importorskip("bioimageio.core", reason="bioimageio.core is not installed")
    folder, _ = trained
    model = export(folder / "straight" / "checkpoint.pt", tmp_path / "model", "0.0.1", simple_head((48, 64, 48)))
    summary = core.test_description(str(model))
    assert summary.status == "passed", summary.display()


def test_measuring_writes_the_tables_and_goes_on_where_it_stopped(trained, heads, tmp_path):
    folder, _ = trained
    args = Namespace(weights=folder / "straight" / "checkpoint.pt", device="cpu", resume=True, out=tmp_path / "results.json",
                     pictures=None, probabilities=None)
    evaluation = Evaluation(args)
    evaluation.run(islice(map_cases(heads), 2))
    stored = json.loads(args.out.read_text())
    again = Evaluation(args)
    again.run(islice(map_cases(heads), 2))
    assert json.dumps(again.results) == json.dumps(stored)  # nothing is measured twice
    again.run(islice(cut_map_cases(heads), 2), tiles_every=5)
    again.results["cost"] = forward_cost(again.net, "cpu", repeats=1)
    assert len(again.results["records"]) == 4 and all(r["raw"]["dice"] < 1 for r in again.results["records"])

    card = tmp_path / "card.md"
    card.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_card(again.results, card)
    text = card.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "\nold\n" not in text
    assert "after 3 training steps" in text and "| small_01" not in text
    assert all(record["name"] in text for record in stored["records"])  # among the worst five


def test_flagging_finds_the_threshold():
    confidence, dice = np.array([0.9, 0.8, 0.7, 0.6, 0.75]), np.array([0.95, 0.93, 0.90, 0.5, 0.80])
    result = flagging(confidence, dice)
    assert result["bad"] == 2 and result["threshold"] == 0.75 and result["flagged_good"] == 1
    assert result["area_under_curve"] == pytest.approx(5 / 6)
