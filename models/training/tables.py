"""Markdown tables of an evaluation, written into the marked section of the model card."""
from pathlib import Path

import numpy as np

from calibration import BAD_DICE, FAILED_DICE, flagging

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SMALLEST_REFERENCE_ML = 5.0  # a field of view with less facemask than this has no Dice worth the name
SETS = {"maps": "Held-out label maps, rendered", "maps, hard": "Held-out label maps as MP2RAGE UNI and at 64 mT", "real": "Real scans", "phantoms": "Phantoms of children",
        "maps, cut": "Held-out maps, cut fields of view", "real, cut": "Real scans, cut fields of view"}


def number(value: float, digits: int = 3) -> str:
    return "–" if value is None or not np.isfinite(value) else f"{value:.{digits}f}"


def table(head, rows) -> str:
    lines = ["| " + " | ".join(head) + " |", "| --- " + "| ---: " * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


def values(records, score: str, stage: str = "cleaned") -> np.ndarray:
    """All defined values of a score."""
    found = np.array([r[stage][score] for r in records], float)
    return found[np.isfinite(found)]


def with_face(records) -> list:
    return [r for r in records if r["reference_ml"] >= SMALLEST_REFERENCE_ML]


def _median(records, score, stage="cleaned", digits=3):
    found = values(records, score, stage)
    return number(float(np.median(found)), digits) if len(found) else "–"


def _ears(records) -> str:
    return f"{sum(r['cleaned']['ears_found'] for r in records)}/{sum(r['cleaned']['ears_in_view'] for r in records)}"


_HEAD = ("", "cases", "Dice raw, median", "Dice cleaned, median", "mean ± SD", "worst", "sensitivity", "precision", "HD95 mm",
         "brain Dice", "eyes Dice", "ears Dice", "ears found", "brain voxels in raw mask, worst", "in guarded mask, worst")


def summary_row(title: str, records: list) -> tuple:
    """One line over many cases: medians unless the column says otherwise, cleaned unless it says raw."""
    scores = values(records, "dice")
    return (title, len(records), _median(records, "dice", "raw"), _median(records, "dice"),
            f"{scores.mean():.3f} ± {scores.std():.3f}" if len(scores) > 1 else "–", number(scores.min()), _median(records, "sensitivity"),
            _median(records, "precision"), _median(records, "hd95_mm", digits=1), _median(records, "brain_dice"),
            _median(records, "eyes_dice"), _median(records, "ears_dice"), _ears(records),
            max(r["raw"]["brain_in_mask"] for r in records), max(r["raw"]["brain_in_guarded"] for r in records))


def worst_cases(records: list, count: int = 5) -> str:
    ordered = sorted(records, key=lambda r: r["cleaned"]["dice"])[:count]
    return "Worst by name: " + "; ".join(f"{r['name']} ({r['cleaned']['dice']:.3f})" for r in ordered) + ".\n"


def grouped(records: list, tag: str) -> list:
    groups = {}
    for record in records:
        groups.setdefault(record.get(tag, ""), []).append(record)
    return [summary_row(name, members) for name, members in groups.items()]


def maps_section(records: list) -> str:
    rows = [summary_row("all", records)]
    for tag in ("weighting", "age", "slices", "view"):
        rows += grouped(records, tag)
    return table(_HEAD, rows) + "\n" + worst_cases(records)


def real_section(records: list) -> str:
    text = table(_HEAD, [summary_row("all", records)] + grouped(records, "name")) + "\n" + ears_and_globes(records)
    fair = [r["name"] for r in records if r.get("grade") == "fair"]
    return text + (f"\nReferences graded fair: {', '.join(fair)}.\n" if fair else "")


def ears_and_globes(records: list) -> str:
    """What is removed of each ear, and left of its skin and of the globes, by head and over all."""
    def cells(chosen, worst):
        ears = np.array([ear for r in chosen for ear in r["cleaned"]["ears"]], float).reshape(-1, 3)
        left = values(chosen, "globes_left")
        return [number(f(column[np.isfinite(column)])) if np.isfinite(column).any() else "–" for column, f in
                zip(ears.T, (np.min, np.min, np.max) if worst else (np.median,) * 3)] + [
            number((np.max if worst else np.median)(left)) if len(left) else "–"]

    rows = [("all, median", *cells(records, False)), ("all, worst", *cells(records, True))]
    rows += [(r["name"], *(" / ".join(number(ear[k], 2) for ear in r["cleaned"]["ears"]) or "–" for k in range(3)),
              number(r["cleaned"]["globes_left"])) for r in records]
    return table(("", "ears: recall", "of their tissue", "of their skin left", "of the globes left"), rows)


def cut_section(records: list) -> str:
    faces = with_face(records)
    text = table(_HEAD, [summary_row("all", faces)] + grouped(faces, "view")) + "\n" + worst_cases(faces)
    rest = [r for r in records if r["reference_ml"] < SMALLEST_REFERENCE_ML]
    if rest:
        worst = max(rest, key=lambda r: r["predicted_ml"])
        text += (f"\n{len(rest)} more fields of view hold less than {SMALLEST_REFERENCE_ML:.0f} ml of facemask and have no Dice; the "
                 f"most that was taken for face in them is {worst['predicted_ml']:.1f} ml ({worst['name']}).\n")
    return text


def bars_section(by_set: dict) -> str:
    """The figures this model was built to reach, and what it reaches; cleaned unless they say raw."""
    rows = []

    def add(name, bar, measured, reached):
        rows.append((name, bar, measured, "yes" if reached else "**no**"))

    for key, bar in (("maps", 0.92), ("real", 0.95)):
        records = by_set.get(key)
        if not records:
            continue
        title, scores = SETS[key], values(records, "dice")
        add(f"{title}: facemask Dice, median", f">= {bar}", number(np.median(scores)), np.median(scores) >= bar)
        if key == "maps":
            add(f"{title}: facemask Dice, worst", ">= 0.85", number(scores.min()), scores.min() >= 0.85)
        for score, text, limit, better in (("sensitivity", "sensitivity, median", 0.95 if key == "maps" else 0.97, 1),
                                           ("hd95_mm", "HD95, median mm", 4.0 if key == "maps" else 2.5, -1),
                                           ("brain_dice", "brain Dice, median", 0.95, 1), ("ears_dice", "ears Dice, median", 0.75, 1)):
            if score == "ears_dice" and key == "real":
                continue  # the recall of each ear is asked for below
            median = float(np.median(values(records, score)))
            add(f"{title}: {text}", f"{'>=' if better > 0 else '<='} {limit}", number(median), better * median >= better * limit)
        found, view = (sum(r["cleaned"][k] for r in records) for k in ("ears_found", "ears_in_view"))
        add(f"{title}: ears found", "all in view", f"{found} of {view}", found == view)
        for stage, score, text in (("raw", "brain_in_guarded", "guarded raw"), ("cleaned", "brain_in_mask", "cleaned")):
            lost = sum(r[stage][score] for r in records)
            add(f"{title}: brain voxels in the {text} facemask, all cases", "0", lost, lost == 0)
    for name, bar, measured, reached in _ear_bars(by_set):
        add(name, bar, measured, reached)
    cut = [key for key in ("maps, cut", "real, cut") if with_face(by_set.get(key, []))]
    if cut:
        for key in cut:
            worst = values(with_face(by_set.get(key, [])), "dice").min(initial=1)
            add(f"{SETS[key]}: facemask Dice, worst", ">= 0.80", number(worst), worst >= 0.80)
        for key in cut:
            cases = with_face(by_set.get(key, []))
            bad = sum(r["cleaned"]["brain_in_mask"] > 0 for r in cases)
            add(f"{SETS[key]}: cases with brain in the cleaned facemask", "0", f"{bad} of {len(cases)}", bad == 0)
    return table(("figure", "bar", "measured", "reached"), rows)


def _ear_bars(by_set: dict) -> list:
    """Bars of ears and globes on real scans, and of the hard renderings: name, bar, measured, reached."""
    rows, real = [], by_set.get("real", [])
    ears = np.array([ear[0] for r in real for ear in r["cleaned"]["ears"]])
    if len(ears):
        rows += [("Real scans: facemask Dice, worst", ">= 0.92", number(values(real, "dice").min()), values(real, "dice").min() >= 0.92),
                 ("Real scans: ears, recall, median", ">= 0.93", number(np.median(ears)), np.median(ears) >= 0.93),
                 ("Real scans: ears, recall, worst side", ">= 0.80", number(ears.min()), ears.min() >= 0.80)]
        left = values(real, "globes_left").max()
        rows.append(("Real scans: globes left, worst", "0", number(left), left == 0))
    for kind in dict.fromkeys(r["weighting"] for r in by_set.get("maps, hard", [])):
        scores = values([r for r in by_set["maps, hard"] if r["weighting"] == kind], "dice")
        rows.append((f"Held-out label maps as {kind}: facemask Dice, median", ">= 0.88", number(np.median(scores)), np.median(scores) >= 0.88))
    return rows


def calibration_section(records: list) -> str:
    records = [r for r in with_face(records) if np.isfinite(r["cleaned"]["dice"])]
    scores = np.array([r["cleaned"]["dice"] for r in records])
    rows = []
    for name in records[0]["confidence"]:
        result = flagging(np.array([r["confidence"][name] for r in records]), scores)
        rows.append((name, number(result["spearman"], 2), number(result.get("area_under_curve"), 2), number(result.get("area_failed"), 2),
                     number(result.get("threshold")),
                     f"{result.get('flagged_good', 0)} of {result['cases'] - result['bad']}"))
    return (f"{len(records)} cases of all sets, {int((scores < BAD_DICE).sum())} of them below a cleaned Dice of {BAD_DICE}.\n\n"
            + table(("confidence of a scan", "rank correlation with Dice", f"area under the ROC curve, Dice < {BAD_DICE}",
                     f"the same, Dice < {FAILED_DICE}", "threshold that flags every bad case", "good cases flagged by it"), rows))


def comparison_section(by_set: dict) -> str:
    rows = [("published pediatric nnU-Net (AJNR 2025, doi:10.3174/ajnr.A8581)", "0.801", "0.779 ± 0.074", "0.827", "5.6",
             "its own private scans of children with brain tumors and controls; masks corrected by hand")]
    for key, what in (("real", "scans of sixteen adults and a child from public data sets; masks by the geometric protocol of this project"),
                      ("maps", "synthetic images of three adult maps, warped to all ages; masks by the same protocol")):
        if by_set.get(key):
            scores = values(by_set[key], "dice")
            rows.append((f"this model, {SETS[key].lower()}", number(np.median(scores)), f"{scores.mean():.3f} ± {scores.std():.3f}",
                         _median(by_set[key], "sensitivity"), _median(by_set[key], "hd95_mm", digits=1), what))
    return table(("", "Dice, median", "mean ± SD", "sensitivity", "HD95 mm", "measured on"), rows)


def render(results: dict) -> str:
    by_set = {}
    for record in results["records"]:
        by_set.setdefault(record["set"], []).append(record)
    step = f"after {results['step']} training steps" if results["step"] else "of the exported network"
    parts = [f"Measured {step} by `evaluate.py`.\n", "### Bars\n", bars_section(by_set),
             "### Beside the published network\n", comparison_section(by_set),
             "The two were never run on the same scans: ages, contrasts, pathology and the definition of the mask all differ, so the "
             "table shows an order of magnitude and no ranking.\n"]
    for key, section in (("maps", maps_section), ("maps, hard", maps_section), ("real", real_section), ("phantoms", real_section),
                         ("maps, cut", cut_section), ("real, cut", cut_section)):
        if by_set.get(key):
            parts += [f"### {SETS[key]}\n", section(by_set[key])]
    tiles = [r["tiles_dice"] for r in results["records"] if "tiles_dice" in r]
    if tiles:
        parts += ["### Tiles against one pass\n", f"Facemask Dice between tiles of {results['tile']['edge']}³ voxels with "
                  f"{results['tile']['overlap']:.0%} overlap and one pass, {len(tiles)} cases: median {np.median(tiles):.4f}, "
                  f"worst {min(tiles):.4f}.\n"]
    parts += ["### Does a low confidence flag the bad cases?\n", calibration_section(results["records"])]
    cost = results["cost"]
    parts += ["### Cost\n", f"One forward pass over {' x '.join(map(str, cost['shape']))} voxels (192 x 224 x 224 mm) takes "
              f"{cost['cpu_s']:.2f} CPU-seconds ({cost['wall_s']:.2f} s on {cost['threads']} threads).\n"]
    return "\n".join(parts)


def write_section(card: Path, begin: str, end: str, text: str):
    """Replaces what stands between two markers of a file."""
    content = card.read_text()
    if begin not in content or end not in content:
        raise SystemExit(f"{card}: the markers {begin} and {end} are missing; put them where the tables belong.")
    before, rest = content.split(begin, 1)
    card.write_text(f"{before}{begin}\n{text.strip()}\n{end}{rest.split(end, 1)[1]}")


def write_card(results: dict, card: Path):
    write_section(card, BEGIN, END, render(results))
