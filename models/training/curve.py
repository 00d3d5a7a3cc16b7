"""Draws the validation Dice over training steps into the model folder and its card.

    python curve.py --run runs/main --card ../pediatric-facemask/README.md
"""
import argparse
import json
from pathlib import Path

import matplotlib

from tables import write_section

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

BEGIN, END = "<!-- curve: begin -->", "<!-- curve: end -->"
COLORS = {"facemask": "#000000", "brain": "#4daf4a", "face": "#ff7f00", "eyes": "#377eb8", "ears": "#e41a1c"}


def read_log(run: Path) -> list:
    """The entries of log.jsonl by step; where a run was resumed, what was written later about a step counts.

    A line {"step": N, "note": "..."} added by hand marks a change of the training or its data.
    """
    entries = {}
    for line in (run / "log.jsonl").read_text().splitlines():
        entry = json.loads(line)
        entries.setdefault(entry["step"], {}).update(entry)
    return [entries[step] for step in sorted(entries)]


def draw(entries: list, file: Path):
    validated = [e for e in entries if "validation" in e]
    figure, left = pyplot.subplots(figsize=(8, 4))
    for name, color in COLORS.items():
        points = [(e["step"], *e["validation"][name]) for e in validated if name in e["validation"]]
        steps, medians, worst = zip(*points)
        left.plot(steps, medians, color=color, label=name, linewidth=2 if name == "facemask" else 1.2)
        if name == "facemask":
            left.plot(steps, worst, color=color, linestyle=":", label="facemask, worst of 10")
    for entry in entries:
        if "note" in entry:
            left.axvline(entry["step"], color="#888888", linewidth=0.8)
            left.text(entry["step"], 0.03, entry["note"] + " ", fontsize=8, color="#555555", ha="right")
    left.set(xlabel="training step", ylabel="Dice on held-out heads, median of 10", ylim=(0, 1))
    left.grid(alpha=0.3)
    left.legend(loc="lower right", fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=100, metadata={"Software": None})
    pyplot.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True, help="folder of log.jsonl")
    parser.add_argument("--card", type=Path, required=True, help="model card; the picture goes beside it")
    args = parser.parse_args()
    entries = read_log(args.run)
    draw(entries, args.card.parent / "curve.png")
    last = [e for e in entries if "validation" in e][-1]
    rows = ", ".join(f"{name} {median:.3f}" for name, (median, _) in last["validation"].items())
    write_section(args.card, BEGIN, END, f"![Dice over training steps](curve.png)\n\nOne image a step, {entries[-1]['step']} steps. "
                  f"Dice on ten fixed renderings of the held-out heads at step {last['step']}, medians: {rows}.")


if __name__ == "__main__":
    main()
