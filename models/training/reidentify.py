"""Does a face recognizer name a head from what is published of it? Measured once per release.

    python reidentify.py --real SCANS --program ../../target/app/bin/deface --out runs/reidentification --same adi_t1,adi_t2 --card ../../README.md

The gallery is every scan before defacing, rendered at 15 angles and 3 levels; each probe is shown at 10 other angles. Probes: the scan before,
at other levels; and for this program, for its hole that follows the facemask (`--removal facemask`), and for the peers of peers.py: the defaced
scan and the casts of casts.py. Where no face is found the box is drawn by hand, at the place of the face, so that a name is got for
every view. Controls, in which there is no face: the backs of the heads, as gallery and as probes; and heads with all taken off before a plane
that stands upright 25 u behind the eyes, or 110 u, behind the ears, too. What they give is told by the rest of a head and the grain of its scan.

Needs, beside requirements.txt, `pip install dlib-bin==20.0.1.post1 face-recognition-models==0.3.0` and, without --no-peers, what peers.py needs.
Writes results.json and table.md into --out, the table into the marked section of --card, and a sheet per probe into --pictures: those are of
real people, never to be shared. What the recognizer said of a scan is kept in --out/cache under a checksum of all it came from, so that a run can be
stopped and gone on with; the program defaces anew in every run, the peers once. `--from results.json --card CARD` only writes the table again.
"""
import argparse
import hashlib
import json
import subprocess
from pathlib import Path

import nibabel
import numpy as np

import casts
import peers
from face_views import EYES_VOXEL, Pose
from identification import measured
from tables import write_section

GALLERY_VIEWS = ((-40, -20, 0, 20, 40), (-15, 0, 15))  # yaws, pitches in degrees
PROBE_VIEWS = ((0, -30, -10, 10, 30), (5, -10))
FACE_CENTER = EYES_VOXEL + (0, 5, -28)                 # of the box that is drawn by hand
OWN = {"this program": (), "--removal facemask": ("--removal", "facemask")}
PEERS = {"Quickshear": peers.quickshear, "niimath": peers.niimath}
BEFORE, DEFACED, BACK = "scan before", "defaced scan", "back of the head"
CUTS_UNITS = {"head cut 25 u behind the eyes": 25, "head cut behind the ears": 110}
SOURCES = ("face_views.py", "casts.py", "recognizer.py")
SHEET_EVERY = 3
BEGIN, END = "<!-- reidentification: begin -->", "<!-- reidentification: end -->"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, help="folder of NAME.nii.gz with NAME_regions.nii.gz")
    parser.add_argument("--program", type=Path, help="the built program, target/app/bin/deface")
    parser.add_argument("--out", type=Path, help="folder of results, defaced scans and cache")
    parser.add_argument("--from", dest="stored", type=Path, help="results of an earlier run, instead of measuring")
    parser.add_argument("--card", type=Path, help="page whose marked section is written anew")
    parser.add_argument("--scans", help="comma-separated names of the scans to use (default: all)")
    parser.add_argument("--same", action="append", default=[], help="comma-separated names of scans of one person")
    parser.add_argument("--no-peers", action="store_true", help="leave Quickshear and niimath out")
    parser.add_argument("--pictures", type=Path, help="folder for PNGs; of real people: never in the repository")
    return parser.parse_args()


def persons(names: list, same: list) -> list:
    """Of each scan: the first name of the person."""
    groups = [group.split(",") for group in same]
    return [next((group[0] for group in groups if name in group), name) for name in names]


def deface_own(program: Path, real: Path, names: list, out: Path, options: tuple) -> str:
    """Defaces all scans anew, those that fail, too; returns the program's summary."""
    command = [program, *(real / f"{name}.nii.gz" for name in names), "--out", out, "--overwrite", "--write-failed", *options]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip().splitlines()
    missing = [name for name in names if not (out / f"{name}_defaced.nii.gz").exists()]
    if missing:
        raise SystemExit(f"{program} wrote nothing for {', '.join(missing)}: {lines[-1] if lines else 'it said nothing'}")
    return lines[-1]


def deface_peer(defacer, real: Path, names: list, out: Path, work: Path):
    left = [name for name in names if not (peers.private(out) / f"{name}_removed.nii.gz").exists()]
    if left:
        peers.prepare(real, left, work)
        peers.run_peer(defacer, left, work, out)


class Probes:
    """Shows heads to the recognizer and keeps what it said: found [view], embeddings [view, 128] and a sheet of some views."""

    def __init__(self, real: Path, cache: Path):
        self._real, self._cache = real, cache
        self._recognizer = None
        here = Path(__file__).resolve().parent
        shown = repr((GALLERY_VIEWS, PROBE_VIEWS, FACE_CENTER.tolist()))
        self._code = b"".join((here / source).read_bytes() for source in SOURCES) + shown.encode()
        self._views = {kind: casts.views(*angles) for kind, angles in (("gallery", GALLERY_VIEWS), ("probe", PROBE_VIEWS))}
        cache.mkdir(parents=True, exist_ok=True)

    def gallery(self, name: str, turned: bool = False) -> dict:
        levels = casts.GALLERY_LEVELS[1:2] if turned else casts.GALLERY_LEVELS
        return self._kept(name, (self._scan(name),), ("gallery", turned),
                          lambda pose, scan: self._shown(pose, scan, levels, "gallery"), turned)

    def head(self, name: str, file: Path = None, turned: bool = False) -> dict:
        levels = casts.PROBE_LEVELS[:1] if turned else casts.PROBE_LEVELS
        return self._kept(name, (file or self._scan(name),), ("head", turned),
                          lambda pose, scan: self._shown(pose, scan, levels, "probe"), turned)

    def cut(self, name: str, units: float) -> dict:
        return self._kept(name, (self._scan(name),), ("cut", units),
                          lambda pose, scan: self._shown(pose, scan, casts.PROBE_LEVELS[:1], "probe", units))

    def cast(self, name: str, cast: str, defaced: Path, removed: Path) -> dict:
        return self._kept(name, (defaced, removed), (cast,),
                          lambda pose, *images: self._recognized(casts.pictures(cast, pose, *images, self._views["probe"]), "probe"))

    def _scan(self, name: str) -> Path:
        return self._real / f"{name}.nii.gz"

    def _shown(self, pose, scan, levels, kind, cut_units=None):
        surfaces = casts.heads(pose, scan, levels, cut_units)
        return self._recognized((view.picture(surface) for surface in surfaces for view in self._views[kind]), kind)

    def _recognized(self, pictures, kind: str) -> dict:
        from recognizer import Recognizer
        self._recognizer = self._recognizer or Recognizer()
        shown = list(pictures)
        views = self._views[kind]
        faces = [self._recognizer.face(picture, views[i % len(views)].pixel(FACE_CENTER), kind == "probe")
                 for i, picture in enumerate(shown)]
        return {"found": np.array([face.found for face in faces]), "embeddings": np.stack([face.embedding for face in faces]),
                "sheet": np.hstack(shown[::SHEET_EVERY])}

    def _kept(self, name: str, files: tuple, settings: tuple, compute, turned: bool = False) -> dict:
        regions = self._real / f"{name}_regions.nii.gz"
        key = hashlib.sha256(self._code + repr(settings).encode() + b"".join(file.read_bytes() for file in (regions, *files))).hexdigest()
        kept = self._cache / f"{key}.npz"
        if not kept.exists():
            pose = Pose.of(nibabel.load(regions))
            result = compute(pose.turned() if turned else pose, *(nibabel.load(file) for file in files))
            partial = kept.with_suffix(".tmp.npz")
            np.savez_compressed(partial, **result)
            partial.replace(kept)
        with np.load(kept) as result:
            return dict(result)


def stacked(records: list) -> tuple:
    return np.stack([record["found"] for record in records]), np.stack([record["embeddings"] for record in records])


def method_files(method: str, out: Path) -> tuple:
    """Folders of NAME_defaced.nii.gz and NAME_removed.nii.gz."""
    folder = out / method.strip("-").replace(" ", "_")
    return folder, peers.private(folder) if method in PEERS else folder


def measure(args, names: list) -> dict:
    probes, who = Probes(args.real, args.out / "cache"), persons(names, args.same)
    results = {"scans": names, "persons": len(set(who)), "chance": 1 / len(set(who)), "verdicts": {}, "probes": {}}

    def add(method: str, probe: str, records: list, gallery: np.ndarray):
        results["probes"].setdefault(method, {})[probe] = measured(*stacked(records), gallery, who)
        print(method, probe, {k: v and round(v[0], 3) for k, v in results["probes"][method][probe].items()}, flush=True)
        if args.pictures:
            from PIL import Image
            args.pictures.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.vstack([record["sheet"] for record in records])).save(args.pictures / f"{method} {probe}.png".replace(" ", "_"))

    shown = [probes.gallery(name) for name in names]
    gallery = stacked(shown)[1]
    results["gallery_detection"] = float((stacked(shown)[0] > 0).mean())
    add("none", BEFORE, [probes.head(name) for name in names], gallery)
    for method in (*OWN, *(() if args.no_peers else PEERS)):
        defaced, removed = method_files(method, args.out)
        if method in OWN:
            results["verdicts"][method] = deface_own(args.program, args.real, names, defaced, OWN[method])
        else:
            deface_peer(PEERS[method], args.real, names, defaced, args.out / "work")
        pairs = [(name, defaced / f"{name}_defaced.nii.gz", removed / f"{name}_removed.nii.gz") for name in names]
        add(method, DEFACED, [probes.head(name, scan) for name, scan, _ in pairs], gallery)
        for cast in casts.CASTS:
            add(method, cast, [probes.cast(name, cast, scan, hole) for name, scan, hole in pairs], gallery)
    for control, units in CUTS_UNITS.items():
        add("none", control, [probes.cut(name, units) for name in names], gallery)
    backs = stacked([probes.gallery(name, turned=True) for name in names])[1]
    add("none", BACK, [probes.head(name, turned=True) for name in names], backs)
    return results


def best_cast(rates: dict) -> str:
    """The cast that gives the recognizer most: of the largest area under the curve."""
    return max(casts.CASTS, key=lambda cast: rates[cast]["auc"][0])


def cell(rate: list, percent: bool = True) -> str:
    if rate is None:
        return "none found"
    return f"{100 * rate[0]:.0f} % ({100 * rate[1]:.0f} to {100 * rate[2]:.0f})" if percent else f"{rate[0]:.2f} ({rate[1]:.2f} to {rate[2]:.2f})"


def table(results: dict) -> str:
    lines = [f"| {len(results['scans'])} heads of {results['persons']} persons, chance {100 * results['chance']:.0f} % | a face is found "
             "| right name, where one is found | right name, all views | right name, of heads | ROC-AUC |", "| --- " * 6 + "|"]

    def line(title: str, rates: dict):
        lines.append(f"| {title} | " + " | ".join(cell(rates[key]) for key in ("detection", "rank1_detected", "rank1", "rank1_heads"))
                     + f" | {cell(rates['auc'], percent=False)} |")

    line(BEFORE, results["probes"]["none"][BEFORE])
    for method, rates in results["probes"].items():
        if method != "none":
            best = best_cast(rates)
            for probe, title in ((DEFACED, DEFACED), ("outer", "outer surface of what was removed"), ("inner", "its inner surface"),
                                 (best, f"best cast ({best})")):
                line(f"{method}: {title}", rates[probe])
    for control in (*CUTS_UNITS, BACK):
        line(f"control: {control}", results["probes"]["none"][control])
    return "\n".join(lines) + "\n"


def main():
    args = arguments()
    if args.stored:
        results = json.loads(args.stored.read_text())
    else:
        if not (args.real and args.program and args.out):
            raise SystemExit("Nothing to measure: give --real, --program and --out, or --from results.json.")
        names = args.scans.split(",") if args.scans else sorted(f.name[:-len("_regions.nii.gz")] for f in args.real.glob("*_regions.nii.gz"))
        args.out.mkdir(parents=True, exist_ok=True)
        results = measure(args, names)
        (args.out / "results.json").write_text(json.dumps(results, indent=1) + "\n")
        (args.out / "table.md").write_text(table(results))
    print(table(results))
    if args.card:
        write_section(args.card, BEGIN, END, table(results))


if __name__ == "__main__":
    main()
