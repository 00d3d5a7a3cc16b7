"""Compares defaced DICOM files with those they were made from, element by element, with pydicom.

Usage: compare_dicom.py BEFORE AFTER SALT [--new-uids]

BEFORE and AFTER are folders, SALT is the text that was given as --uid-salt. Prints what differs and how often; fails if something differs that the program does not list, if a file of
AFTER has no source, or if pydicom cannot read its pixels. Knows the program's rules by itself and shares no code with it.
"""
import collections
import hashlib
import os
import sys

import pydicom

CHANGED = {0x00080008, 0x00080018, 0x0008103E, 0x00082111, 0x00120063, 0x00120064, 0x0020000E, 0x00280106, 0x00280107, 0x00280108,
           0x00280109, 0x00280302, 0x00082112}
REMOVED = {0x00880200, 0xFFFAFFFA, 0x04000561, 0x4FFE0001}
PIXELS = {0x7FE00001, 0x7FE00002, 0x7FE00010}
FRAME_TYPE = 0x00089007


def new_uid(uid):
    digest = bytearray(hashlib.sha256(sys.argv[3].encode() + b"\0" + str(uid).encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return "2.25." + str(int.from_bytes(digest, "big"))


def files(folder):
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            try:
                yield pydicom.dcmread(os.path.join(root, name))
            except pydicom.errors.InvalidDicomError:
                pass


def value(dataset, tag):
    """The decoded value, or its bytes where pydicom cannot decode it."""
    try:
        return dataset[tag].VR, dataset[tag].value
    except Exception:
        raw = dataset.get_item(tag)
        return raw.VR, raw.value


def compare(before, after, path, all_uids, seen, wrong):
    for tag in {int(t) for t in before.keys()} | {int(t) for t in after.keys()}:
        here = path + "(%04X,%04X)" % (tag >> 16, tag & 0xFFFF)
        top = not path
        if tag in PIXELS and top or (tag >> 16) % 2 == 0 and tag & 0xFFFF == 0:
            continue
        if tag not in after or tag not in before:
            listed = tag in REMOVED if tag not in after else top and tag in CHANGED
            (seen if listed else wrong)[("lost " if tag not in after else "new ") + here] += 1
            continue
        (vr, old), (new_vr, new) = value(before, tag), value(after, tag)
        if vr != new_vr:
            wrong["other kind " + here] += 1
        elif vr == "SQ" and not (top and tag in CHANGED):
            if len(old) != len(new):
                wrong["other number of items " + here] += 1
            for a, b in zip(old, new):
                compare(a, b, here, all_uids, seen, wrong)
        elif repr(old) != repr(new):
            mapped = all_uids and vr == "UI" and new == new_uid(old)
            listed = top and tag in CHANGED or tag == FRAME_TYPE or mapped
            (seen if listed else wrong)["changed " + here] += 1


def main(before, after, all_uids):
    sources = {new_uid(dataset.SOPInstanceUID): dataset for dataset in files(before) if "SOPInstanceUID" in dataset}
    seen, wrong = collections.Counter(), collections.Counter()
    count = 0
    for dataset in files(after):
        source = sources.get(dataset.SOPInstanceUID)
        if source is None:
            wrong["no source"] += 1
            continue
        count += 1
        compare(source, dataset, "", all_uids, seen, wrong)
        if dataset.pixel_array.shape[-2:] != (source.Rows, source.Columns):
            wrong["other size of pixels"] += 1
    for name, counter in (("listed", seen), ("WRONG", wrong)):
        for key in sorted(counter):
            print(name, counter[key], key)
    print(count, "files compared,", sum(wrong.values()), "differences that are not listed")
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--new-uids" in sys.argv))
