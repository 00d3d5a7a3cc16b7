"""Two other defacers on the same heads in one run, measured by this program's own measures.

Quickshear (Schimke and Hale, USENIX HealthSec 2011) shears the face off in front of a brain mask; it is given the
reference's. niimath registers a template by an affine map and removes what the template's facemask holds; it is given template and
facemask of pydeface. Neither is part of this program or its build; install them with

    pip install quickshear==1.2.0 niimath==1.0.20261016 nibabel scipy && pip install --no-deps pydeface==2.1.0

and run, with NAME.nii.gz and NAME_regions.nii.gz in a folder,

    python models/training/peers.py scans out target/app/bin/deface [NAME ...]

Both peers see the scan along LPS axes, which Quickshear expects, and raised by one, with one corner voxel of 0: one fills with 0,
the other with the smallest value, so every voxel that they remove is known, air too. Of that air only 6 mm around the head counts
for Dice, as in the references. Seconds are of the wall, whole processes.
"""

import csv
import statistics
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import nibabel
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform
from nibabel.processing import resample_from_to
from scipy import ndimage

BRAIN = 1
AIR_MM = 6
FEATURES = ('forehead_brow', 'eyes', 'nose', 'mouth_chin', 'cheeks')
EARS = ('left_ear', 'right_ear')


def quickshear(scan, brain, out):
    """Its buffer of 10 voxels is meant for voxels of 1 mm."""
    buffer = 10 / nibabel.load(scan).header.get_zooms()[1]
    subprocess.run(['quickshear', scan, brain, out, str(buffer)], check=True, capture_output=True)


def niimath(scan, _, out):
    data = files('pydeface') / 'data'
    subprocess.run(['niimath', scan, '-deface', data / 'mean_reg2mean.nii.gz', data / 'facemask.nii.gz', out], check=True,
                   capture_output=True)


def save(values, like, path):
    nibabel.Nifti1Image(values, like.affine).to_filename(path)


def with_axes(image, codes):
    """The image with its axes swapped and flipped to those of the codes; Quickshear takes any image for LPS."""
    turn = ornt_transform(io_orientation(image.affine), axcodes2ornt(codes))
    return image.as_reoriented(turn)


def prepare(folder, names, work):
    """Writes each scan plus one, and the reference's brain mask on the scan's grid."""
    for sub in ('raised', 'brain', 'before'):
        (work / sub).mkdir(parents=True, exist_ok=True)
    for name in names:
        scan = with_axes(nibabel.load(folder / f'{name}.nii.gz'), 'LPS')
        values = np.asarray(scan.dataobj, dtype=np.float32).reshape(scan.shape[:3])
        save(values, scan, work / 'before' / f'{name}.nii.gz')
        raised = values - values.min() + 1
        raised[0, 0, 0] = 0
        save(raised, scan, work / 'raised' / f'{name}.nii.gz')
        regions = nibabel.load(folder / f'{name}_regions.nii.gz')
        brain = nibabel.Nifti1Image((np.asarray(regions.dataobj) == BRAIN).astype(np.uint8), regions.affine)
        carried = resample_from_to(brain, (values.shape, scan.affine), order=0)
        save(np.asarray(carried.dataobj).astype(np.uint8), scan, work / 'brain' / f'{name}_brain.nii.gz')


def near_head(values, spacing_mm):
    """Voxels of the head, the largest piece above a tenth of the bright ones, and up to 6 mm around it."""
    pieces, _ = ndimage.label(values > 0.1 * np.percentile(values, 98))
    head = pieces == np.argmax(np.bincount(pieces.ravel())[1:]) + 1
    return ndimage.distance_transform_edt(~head, spacing_mm) <= AIR_MM


def private(out):
    """What identifies lies beside a folder of results, where this program writes it, too."""
    return out.with_name(out.name + '_private')


def run_peer(deface, names, work, out):
    """Defaces each scan; returns the seconds."""
    for folder in (out, private(out)):
        folder.mkdir(parents=True, exist_ok=True)
    seconds = []
    for name in names:
        result = out / 'result.nii.gz'
        begin = time.perf_counter()
        deface(work / 'raised' / f'{name}.nii.gz', work / 'brain' / f'{name}_brain.nii.gz', result)
        seconds.append(time.perf_counter() - begin)
        scan = nibabel.load(work / 'before' / f'{name}.nii.gz')
        removed = np.asarray(nibabel.load(result).dataobj) < 0.5
        removed[0, 0, 0] = False
        save(np.where(removed, 0, np.asarray(scan.dataobj)).astype(np.float32), scan, out / f'{name}_defaced.nii.gz')
        save(removed.astype(np.uint8), scan, private(out) / f'{name}_removed.nii.gz')
        near = near_head(np.asarray(scan.dataobj), scan.header.get_zooms())
        save((removed & near).astype(np.uint8), scan, private(out) / f'{name}_facemask.nii.gz')
        result.unlink()
    return seconds


def run_own(program, names, work, out):
    seconds = []
    for name in names:
        begin = time.perf_counter()
        subprocess.run([program, work / 'before' / f'{name}.nii.gz', '--out', out, '--private', private(out), '--overwrite',
                        '--write-failed'], stdout=subprocess.DEVNULL, check=False)
        seconds.append(time.perf_counter() - begin)
    return seconds


def rows(path):
    with open(path, newline='', encoding='utf-8') as lines:
        return list(csv.DictReader(lines))


def numbers(table, columns):
    """Numbers of some columns of all rows; empty cells, which were not in view, are left out."""
    return [float(row[column]) for row in table for column in columns if row[column]]


def measure(program, folder, names, work, out):
    """Dice against the references; residuals and brain by the check, the face placed by the references' labels."""
    masks = out / 'masks'
    masks.mkdir(exist_ok=True)
    references = work / 'reference'
    references.mkdir(exist_ok=True)
    for name in names:
        for link, target in ((masks / f'{name}_facemask.nii.gz', private(out) / f'{name}_facemask.nii.gz'),
                             (references / f'{name}_regions.nii.gz', folder / f'{name}_regions.nii.gz')):
            link.unlink(missing_ok=True)
            link.symlink_to(target.resolve())
    subprocess.run([program, 'evaluate', '--predicted', masks, '--reference', references, '--out', out / 'scores'],
                   stdout=subprocess.DEVNULL, check=False)
    subprocess.run([program, 'check', '--before', work / 'before', '--after', out, '--labels', references, '--brain', work / 'brain',
                    '--out', out / 'check'], stdout=subprocess.DEVNULL, check=False)
    scores = [row for row in rows(out / 'scores' / 'scores.csv') if row['region'] == 'facemask']
    return scores, rows(out / 'check' / 'privacy.csv')


def line(method, scores, checks, seconds):
    lost = numbers(checks, ['brain_removed_voxels'])
    verdicts = [row['verdict'] for row in checks]
    median = statistics.median
    return (f"| {method} | {len(checks)} | {median(numbers(scores, ['dice'])):.3f} | {median(numbers(scores, ['sensitivity'])):.3f} "
            f"| {100 * median(numbers(checks, ['face_residual'])):.1f} % "
            f"| {100 * max(numbers(checks, [f + '_residual' for f in FEATURES])):.0f} % "
            f"| {100 * median(numbers(checks, [e + '_residual' for e in EARS])):.0f} % "
            f"| {median(lost):.0f} (most {max(lost):.0f}) | {'/'.join(str(verdicts.count(v)) for v in ('pass', 'review', 'fail'))} "
            f'| {median(seconds):.1f} |')


def main(folder, out, program, *names):
    folder, out = Path(folder), Path(out)
    names = names or sorted(path.name[:-len('_regions.nii.gz')] for path in folder.glob('*_regions.nii.gz'))
    work = out / 'work'
    prepare(folder, names, work)
    print('| defacer | scans | Dice | sensitivity | face residual | worst feature | ears residual | brain voxels lost | pass/review/fail '
          '| seconds |\n' + '| --- ' * 10 + '|')
    for method, defacer in (('Quickshear', quickshear), ('niimath', niimath)):
        seconds = run_peer(defacer, names, work, out / method)
        print(line(method, *measure(program, folder, names, work, out / method), seconds), flush=True)
    seconds = run_own(program, names, work, out / 'own')
    print(line('this program', *measure(program, folder, names, work, out / 'own'), seconds), flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
