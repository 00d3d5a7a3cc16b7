"""The program's cleaning of the facemask in numpy, so that scores say what its users get.

It follows the Java classes of the package `mask` rule by rule with the program's defaults (all regions, no margin, 4 mm of air or 5 u,
3 mm around the brain): face and ears win where they are nearly as probable as what is kept; the face is held to the upright face
zone and to the outer layer of the head, completed by that layer where the frame is firm and the network saw none, and rid of
islands; at most one ear a side is kept; ears and globes are made whole; a little air is added in front; what may be brain is taken out, with the guard around it.
What it leaves out is what the program measures on the way for its verdict.
"""
import numpy as np
from scipy import ndimage

from masks import CORNERS, fill_holes, select, within_mm
from metrics import BRAIN, EARS, EYES, FACE, GUARD_MM
from preprocessing import SPACING_MM
from regions import FACE_AIR_UNITS, FACE_DEPTH_UNITS
from surroundings import Surroundings
from upright import Basis, Brain, HeadPose, head_pose

IN_DOUBT = np.float32(1.5)  # weight of face and ears: a face left behind does more harm than a little more of the head removed
LARGE_BRAIN_MM3, NEAR_BRAIN_MM = 2000.0, 10.0
SLACK_UNITS = {Basis.EYES_AND_BRAIN: 1.0, Basis.EYES: 35.0, Basis.BRAIN_SURFACE: 4.0}
AROUND_EYES_MM = 6.0
MOST_FENCED = {Basis.EYES_AND_BRAIN: 0.2, Basis.EYES: 0.1, Basis.BRAIN_SURFACE: 0.5}
INSET_UNITS, LEAST_AGREEMENT = 1.0, 0.6
LAYER_NEAR_BRAIN_MM, LEAST_HINT = 20.0, np.float32(0.1)
STEEP_DEGREES = -40.0
LEAST_THICK_UNITS, SKIN_UNITS = 6.0, 10.0
OPEN_UNITS = 8.0
THICK_UNITS, NEAR_FOUND_MM, WALL_MM = 8.0, 4.0, 5.0
LEAST_PIECE_MM3, LEAST_PIECE_SHARE, EYE_WEIGHT = 1000.0, 0.1, 20
EAR_MM3, EAR_NEAR_MM = (400.0, 55000.0), 8.0
EAR_SLACK_UNITS, EAR_SLACK_UPRIGHT_UNITS = 12.0, 30.0
EAR_DEPTH_UNITS, EAR_AIR_UNITS = 8.0, 3.5
GLOBE_UNITS, AROUND_GLOBE_MM = 10.2, 2.5
AIR_MM = 4.0
BORDER = 2
POSSIBLE_BRAIN, POSSIBLE_BRAIN_REACH_MM = np.float32(0.1), 8.0


class _Head:
    """Probabilities and classes; a voxel is given another class by exchanging two of its probabilities, as the program does."""

    def __init__(self, probabilities: np.ndarray, spacing_mm: float):
        self.probabilities = probabilities.copy()
        self.probabilities[[FACE, EARS]] *= IN_DOUBT
        self.classes = self.probabilities.argmax(0).astype(np.uint8)
        self.spacing_mm = spacing_mm

    def within(self, mask: np.ndarray, radius_mm: float) -> np.ndarray:
        return within_mm(mask, (self.spacing_mm,) * 3, radius_mm)

    @property
    def face(self) -> np.ndarray:
        """Voxels of face and eyes, as they are now."""
        return np.isin(self.classes, (FACE, EYES))

    def mm3(self, voxels):
        return voxels * self.spacing_mm ** 3

    def reclassify(self, where: np.ndarray, label) -> None:
        at = np.nonzero(where)
        had = self.classes[at]
        label = np.broadcast_to(np.asarray(label, np.uint8), had.shape)
        lost, won = self.probabilities[(had,) + at], self.probabilities[(label,) + at]
        self.probabilities[(had,) + at], self.probabilities[(label,) + at] = won, lost
        self.classes[at] = label

    def most_probable_but(self, where: np.ndarray, label: int) -> np.ndarray:
        others = self.probabilities[:, where]
        others[label] = -1
        return others.argmax(0)


def clean(probabilities: np.ndarray, intensities: np.ndarray, spacing_mm: float = SPACING_MM) -> np.ndarray:
    """Cleaned, weighted probabilities [class, z, y, x] on the model's grid from the network's and the normalized head [z, y, x] it saw."""
    head = _Head(probabilities, spacing_mm)
    possible = head.probabilities[BRAIN] > POSSIBLE_BRAIN
    brain = _clean_brain(head)
    settled = head.classes == BRAIN
    pose = head_pose(head.classes, brain, spacing_mm)
    surroundings = Surroundings(head.classes, intensities, spacing_mm)
    _clean_face(head, pose, surroundings, brain)
    _clean_ears(head, pose)
    _complete_ears(head, pose, surroundings)
    _complete_globes(head, pose)
    _add_air(head, pose, surroundings)
    _reach_border(head)
    possible &= head.within(settled, POSSIBLE_BRAIN_REACH_MM)
    head.reclassify(head.within(possible, GUARD_MM) & (head.classes > BRAIN), 0)
    return head.probabilities


def guarded(classes: np.ndarray, spacing_mm) -> np.ndarray:
    """Classes without what of the facemask lies near the brain."""
    near = within_mm(classes == BRAIN, spacing_mm, GUARD_MM)
    return np.where((classes >= FACE) & near, 0, classes)


def _clean_brain(head: _Head) -> Brain:
    """Drops specks that are small and far from the brain, fills its cavities."""
    found = head.classes == BRAIN
    parts, count = ndimage.label(found)
    if not count:
        return Brain.of(found, head.spacing_mm)
    sizes = np.bincount(parts.ravel())
    kept = head.mm3(sizes) >= LARGE_BRAIN_MM3
    kept[1 + sizes[1:].argmax()] = True
    if count > 1:
        main = parts == 1 + sizes[1:].argmax()
        kept[parts[head.within(main, NEAR_BRAIN_MM)]] = True
    mask = fill_holes(select(parts, kept))
    head.reclassify(mask & ~found, BRAIN)
    dropped = found & ~mask
    head.reclassify(dropped, head.most_probable_but(dropped, BRAIN))
    return Brain.of(mask, head.spacing_mm)


def _clean_face(head: _Head, pose: HeadPose, surroundings: Surroundings, brain: Brain) -> None:
    trusted = _fence(head, pose, surroundings)
    if trusted and pose is not None and pose.firm and surroundings.visible:
        _complete(head, pose, surroundings)
    face = head.face
    parts, count = ndimage.label(face, CORNERS)
    kept = select(parts, _kept_pieces(head, parts, count, pose, brain)) if count else face
    head.reclassify(face & ~kept, 0)
    head.reclassify(fill_holes(kept) & (head.classes == 0), FACE)


def _fence(head: _Head, pose: HeadPose, surroundings: Surroundings) -> bool:
    """Takes away face outside the face zone or deeper in the head than face is; returns whether both borders are believed.

    A border that would take away much of the face is not believed: then frame or depth are wrong. Nor is deep what is the skin of a thick
    face: then there is a ghost in the air before it.
    """
    if pose is None or pose.basis == Basis.BRAIN:
        return True
    trusted, face = True, head.face
    fenced = face & ~head.within(head.classes == EYES, AROUND_EYES_MM)
    outside = [~pose.zone(SLACK_UNITS[pose.basis])]
    if surroundings.visible:
        deep = surroundings.least_depth_mm > FACE_DEPTH_UNITS * pose.frame.unit_mm
        outward = _Outward(face & ~surroundings.exterior, pose)
        outside.append(deep & ((outward.depth > SKIN_UNITS) | (outward.thickness < LEAST_THICK_UNITS)))
    for stray in outside:
        stray &= fenced
        if stray.sum() <= MOST_FENCED[pose.basis] * face.sum():
            head.reclassify(stray & head.face, 0)
        else:
            trusted = False
    return trusted


def _complete(head: _Head, pose: HeadPose, surroundings: Surroundings) -> None:
    """Adds what is missing of the outer layer in the face zone, if the network found most of that layer by itself.

    Near the brain, where it may be a cavity or a dark lesion, it is only added where the network hints at face. In a direction in
    which a thick face was found, what lies apart from it is none: a ghost in the air before it, or the wall of a throat behind it, of
    which only the surface goes. Depths are those below the open air: a void of metal or a dark jaw behind the face that was found is none.
    """
    open_air = surroundings.open_before(head.face, OPEN_UNITS * pose.frame.unit_mm)
    depth_mm = ndimage.distance_transform_edt(~open_air) * head.spacing_mm if open_air.any() else np.full(open_air.shape, np.inf)
    layer = ~surroundings.exterior & (depth_mm <= FACE_DEPTH_UNITS * pose.frame.unit_mm)
    layer &= pose.zone(-INSET_UNITS) & (head.classes != BRAIN)
    missing = layer & (head.classes == 0)
    if layer.sum() - missing.sum() >= LEAST_AGREEMENT * layer.sum():
        doubtful = head.within(head.classes == BRAIN, LAYER_NEAR_BRAIN_MM) & (head.probabilities[FACE] < LEAST_HINT)
        found = head.face & ~surroundings.exterior
        outward = _Outward(found, pose)
        wall = outward.behind & (depth_mm <= WALL_MM)
        apart = (outward.thickness >= THICK_UNITS) & ~head.within(found, NEAR_FOUND_MM) & ~wall
        head.reclassify(missing & ~doubtful & ~apart, FACE)


class _Outward:
    """How far away and how thick a face was found, by direction from the middle of the head, in u."""

    def __init__(self, found: np.ndarray, pose: HeadPose):
        away, around, cone = pose.rays
        nearest, farthest = np.full(cone.max() + 1, np.inf), np.zeros(cone.max() + 1)
        np.minimum.at(nearest, cone[found], away[found])
        np.maximum.at(farthest, cone[found], away[found])
        self.thickness = (farthest - nearest)[cone]  # of the face in the direction of each voxel; negative where there is none
        self.behind = away < farthest[cone]
        # Of each voxel below the outer end of that face; downwards a face ends with the field of view or the neck, not with its skin.
        self.depth = np.where(around < STEEP_DEGREES, np.inf, farthest[cone] - away)


def _kept_pieces(head: _Head, parts: np.ndarray, count: int, pose: HeadPose, brain: Brain) -> np.ndarray:
    firm = pose is not None and pose.firm
    if firm:
        inside = pose.zone(0.0)
    else:
        front = 0.0 if brain.center_mm is None else brain.center_mm[1]
        inside = np.broadcast_to((np.arange(parts.shape[1]) * head.spacing_mm > front)[:, None], parts.shape)
    sizes = np.bincount(parts.ravel())
    weights = sizes + (EYE_WEIGHT - 1) * np.bincount(parts[head.classes == EYES], minlength=count + 1)
    main = 1 + weights[1:].argmax()
    least = LEAST_PIECE_MM3 if firm else max(LEAST_PIECE_MM3, LEAST_PIECE_SHARE * head.mm3(sizes[main]))
    kept = (head.mm3(sizes) >= least) & (2 * np.bincount(parts[inside], minlength=count + 1) > sizes)
    kept[main] = True
    return kept


def _clean_ears(head: _Head, pose: HeadPose) -> None:
    """Keeps the largest ear a side where ears can be; fragments near each other are one."""
    ears = head.classes == EARS
    parts, count = ndimage.label(head.within(ears, EAR_NEAR_MM / 2), CORNERS)
    sizes = np.bincount(parts[ears], minlength=count + 1)
    kept = np.zeros(count + 1, bool)
    centers = np.array(ndimage.center_of_mass(ears, parts, range(1, count + 1))).reshape(-1, 3)[:, ::-1] * head.spacing_mm
    for side in (-1, 1):
        fits = [k for k, center in enumerate(centers, 1)
                if EAR_MM3[0] <= head.mm3(sizes[k]) <= EAR_MM3[1] and _ear_place(center, side, pose, head)]
        if fits:
            kept[max(fits, key=lambda k: sizes[k])] = True
    false = ears & ~select(parts, kept)
    other = head.most_probable_but(false, EARS)
    head.reclassify(false, np.where(other == BRAIN, 0, other))  # the brain was settled before


def _complete_ears(head: _Head, pose: HeadPose, surroundings: Surroundings) -> None:
    """Grows the ears that were found by a voxel of the tissue around them, down to the scalp carried on beneath, so that no stump stays,
    and takes a voxel of the air around them away where it lies farther from their tissue than their margin."""
    if not surroundings.visible:
        return
    unit_mm = 1.0 if pose is None else pose.frame.unit_mm
    tissue = ~surroundings.exterior & (surroundings.depth_mm <= EAR_DEPTH_UNITS * unit_mm)
    head.reclassify(head.within(head.classes == EARS, head.spacing_mm) & tissue & (head.classes == 0), EARS)
    ears = head.classes == EARS
    near = head.within(ears & ~surroundings.exterior, EAR_AIR_UNITS * unit_mm)
    head.reclassify(ears & ~near & head.within(~ears, head.spacing_mm), 0)


def _complete_globes(head: _Head, pose: HeadPose) -> None:
    """Draws both globes as balls around what was found of them, as large as the larger, and no smaller than a globe is."""
    if pose is None or pose.eyes is None:
        return
    radius_mm = max(max((0.75 * mm3 / np.pi) ** (1 / 3) for mm3, _ in pose.eyes), GLOBE_UNITS * pose.frame.unit_mm) + AROUND_GLOBE_MM
    z, y, x = (np.arange(n) * head.spacing_mm for n in head.classes.shape)
    for _, center in pose.eyes:
        away = ((z - center[2]) ** 2)[:, None, None] + ((y - center[1]) ** 2)[:, None] + (x - center[0]) ** 2
        head.reclassify((away <= radius_mm ** 2) & np.isin(head.classes, (0, FACE)), EYES)


def _ear_place(center_mm: np.ndarray, side: int, pose: HeadPose, head: _Head) -> bool:
    if pose is None:
        return side * (center_mm[0] - (head.classes.shape[2] - 1) / 2 * head.spacing_mm) > 0
    x, y, z = pose.frame.axes @ (center_mm - pose.frame.origin) / pose.frame.unit_mm
    slack = EAR_SLACK_UNITS if pose.basis in (Basis.EYES_AND_BRAIN, Basis.BRAIN_SURFACE) else EAR_SLACK_UPRIGHT_UNITS
    return side * x > 0 and abs(x) > 55 - slack and -130 - slack < y < -45 + slack and -80 - slack < z < 35 + slack


def _add_air(head: _Head, pose: HeadPose, surroundings: Surroundings) -> None:
    skin = head.face & ~surroundings.exterior
    reach_mm = max(AIR_MM, FACE_AIR_UNITS * pose.frame.unit_mm) if pose is not None and pose.firm else AIR_MM
    head.reclassify(head.within(skin, reach_mm) & surroundings.exterior & (head.classes == 0), FACE)


def _reach_border(head: _Head) -> None:
    """Continues face, eyes and ears straight to the border where they end just before it."""
    classes = head.classes
    for axis, n in enumerate(classes.shape):
        if n <= 2 * BORDER:
            continue
        for source, step in ((BORDER, -1), (n - 1 - BORDER, 1)):
            ends = classes.take(source, axis)
            for k in range(1, BORDER + 1):
                there = (slice(None),) * axis + (source + k * step,)
                where = np.zeros(classes.shape, bool)
                where[there] = (ends > BRAIN) & (classes[there] == 0)
                head.reclassify(where, ends[where[there]])
