"""Numbers that a program can compute without a reference, and how well each tells bad facemasks from good ones."""
import numpy as np
from scipy import ndimage, stats

from masks import surface, within_mm
from metrics import BRAIN, FACE

BAND_VOXELS = 2.0
BAD_DICE = 0.85
FAILED_DICE = 0.75


def confidences(probabilities: np.ndarray) -> dict:
    """Candidates for one confidence per scan, higher is better, from probabilities [C, z, y, x] on the model grid."""
    classes = probabilities.argmax(0)
    mask, brain = classes >= FACE, classes == BRAIN
    of_mask = probabilities[FACE:].sum(0)
    if not mask.any():
        return {name: 0.0 for name in ("certainty", "surface_certainty", "expected_dice", "brain_contact", "one_piece")}
    near = of_mask > 0.05
    shell = surface(mask)
    band = within_mm(shell, (1, 1, 1), BAND_VOXELS)
    sharp = np.clip(probabilities[:, band], 1e-7, 1.0)
    entropy = -(sharp * np.log(sharp)).sum(0) / np.log(len(probabilities))
    contact = shell & ndimage.binary_dilation(brain)
    marks, _ = ndimage.label(mask & (classes != 4), np.ones((3, 3, 3)))
    pieces = np.bincount(marks.ravel())[1:]
    return {
        # mean of the largest class probability where the facemask is at all likely
        "certainty": float(probabilities.max(0)[near].mean()),
        # one minus the mean entropy (0..1) within two voxels of the facemask's surface
        "surface_certainty": 1.0 - float(entropy.mean()),
        # the Dice to be expected if the probabilities are right
        "expected_dice": 2.0 * float(of_mask[mask].sum()) / float(of_mask.sum() + mask.sum()),
        # one minus the share of the facemask's surface that touches brain: there is skull between them
        "brain_contact": 1.0 - float(contact.sum()) / float(shell.sum()),
        # share of face and eyes in their largest component
        "one_piece": float(pieces.max()) / float(pieces.sum()) if len(pieces) else 0.0,
    }


def flagging(confidence: np.ndarray, dice: np.ndarray) -> dict:
    """Rank correlation with Dice, and the lowest threshold at which every case below BAD_DICE is flagged."""
    correlation = stats.spearmanr(confidence, dice).statistic if np.ptp(confidence) > 0 and np.ptp(dice) > 0 else float("nan")
    bad = dice < BAD_DICE
    result = {"cases": len(dice), "bad": int(bad.sum()), "spearman": float(correlation)}
    failed = dice < FAILED_DICE
    if failed.any():
        result["area_failed"] = _separation(confidence, failed)
    if bad.any():
        threshold = float(confidence[bad].max())
        result.update(threshold=threshold, flagged_good=int((confidence[~bad] <= threshold).sum()),
                      area_under_curve=_separation(confidence, bad))
    return result


def _separation(confidence: np.ndarray, bad: np.ndarray) -> float:
    """Probability that a bad case has the lower confidence of a random bad and good pair (area under the ROC curve)."""
    if bad.all():
        return float("nan")
    return float(stats.mannwhitneyu(confidence[~bad], confidence[bad]).statistic / (bad.sum() * (~bad).sum()))
