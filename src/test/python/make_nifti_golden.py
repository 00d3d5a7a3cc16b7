"""Makes the NIfTI files that NiftiGoldenTest reads, and what nibabel says of them.

Usage: python make_nifti_golden.py ../resources/org/pediatricdefacer/io/golden
Each line of expected.csv: file, datatype, sizes, 12 numbers of the affine (row-major), real values of the first, a middle and
the last voxel in file order, sum of all real values.
"""
import os
import sys

import nibabel as nib
import numpy as np
from nibabel.nifti1 import Nifti1Extension

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(7)
lines = []


def rotation(x, y, z):
    return nib.eulerangles.euler2mat(z, y, x)


def affine(rot, zooms, offset, flip=(1, 1, 1)):
    a = np.eye(4)
    a[:3, :3] = rot @ np.diag(np.multiply(zooms, flip))
    a[:3, 3] = offset
    return a


def save(name, cls, data, qform=None, sform=None, endian='<', stored=None, extension=None):
    header = cls.header_class(endianness=endian)
    image = cls(data, None, header)
    image.header.set_data_dtype(stored or data.dtype)
    image.header.set_xyzt_units('mm', 'sec')
    image.set_sform(sform, 1 if sform is not None else 0)
    image.set_qform(qform, 1 if qform is not None else 0)
    if qform is None and sform is not None:
        image.header['pixdim'][1:4] = np.linalg.norm(sform[:3, :3], axis=0)
    if extension:
        image.header.extensions.append(Nifti1Extension('comment', extension))
    image.to_filename(os.path.join(out, name))
    loaded = nib.load(os.path.join(out, name))
    values = loaded.get_fdata().ravel(order='F')
    numbers = list(loaded.affine[:3].ravel()) + [values[0], values[len(values) // 2], values[-1], values.sum()]
    lines.append(';'.join([name, loaded.get_data_dtype().newbyteorder('=').name, 'x'.join(map(str, loaded.shape))] +
                          [repr(float(v)) for v in numbers]))


oblique = affine(rotation(0.3, -0.2, 0.9), (0.9, 1.1, 2.5), (-12.5, 33.25, 7))
flipped = affine(rotation(-1.2, 0.1, 2.5), (1, 1.25, 3), (80, -20, 4.5), (1, 1, -1))
sheared = oblique.copy()
sheared[0, 2] += 0.4

ints = rng.integers(-3000, 3000, (7, 6, 5)).astype(np.int16)
save('qform_oblique.nii.gz', nib.Nifti1Image, ints, qform=oblique)
save('qform_left_handed.nii', nib.Nifti1Image, ints, qform=flipped, endian='>', extension=b'a comment')
save('sform_sheared.nii.gz', nib.Nifti1Image, rng.normal(0, 9, (6, 5, 4, 3)).astype(np.float32), sform=sheared)
save('both.nii.gz', nib.Nifti2Image, rng.integers(0, 1 << 40, (5, 6, 4)).astype(np.uint64), qform=flipped, sform=flipped, endian='>')
# nibabel chooses slope and intercept when real values are to be stored as integers.
save('scaled.nii', nib.Nifti1Image, rng.normal(5, 2, (5, 6, 4)), qform=oblique, sform=oblique, stored=np.uint8)
save('pair.hdr', nib.Nifti1Pair, rng.integers(-100, 100, (5, 6, 4)).astype(np.int8), qform=oblique, extension=b'of a pair')
save('version2.nii', nib.Nifti2Image, rng.normal(0, 1, (5, 6, 4)), qform=oblique)

with open(os.path.join(out, 'expected.csv'), 'w') as f:
    f.write('\n'.join(lines) + '\n')
