"""Tissue intensities for synthesis: realistic weightings with jitter, or anything at all.

The tables are relative signal levels (air 0, brightest common tissue about 1) typical of clinical 1.5-3 T protocols, read off
published example images and textbook relaxation times; they need to be plausible, not exact, since each sample jitters them.
"""
import numpy as np

from heads import INDEX, TISSUES

#                       T1    T1CE   T2    FLAIR  PD    T2*
_LEVELS = {
    "air":               (0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    "white_matter":      (0.80, 0.75, 0.38, 0.45, 0.60, 0.50),
    "cortex":            (0.58, 0.56, 0.52, 0.58, 0.75, 0.60),
    "deep_grey":         (0.65, 0.63, 0.45, 0.52, 0.68, 0.42),
    "cerebellar_white":  (0.78, 0.74, 0.40, 0.46, 0.62, 0.50),
    "cerebellar_cortex": (0.57, 0.56, 0.52, 0.56, 0.74, 0.60),
    "brainstem":         (0.72, 0.70, 0.42, 0.48, 0.62, 0.50),
    "csf":               (0.18, 0.18, 1.00, 0.10, 0.72, 0.90),
    "venous_sinus":      (0.40, 1.10, 0.20, 0.25, 0.40, 0.35),
    "artery":            (0.40, 0.95, 0.12, 0.15, 0.30, 0.50),
    "eye":               (0.20, 0.22, 0.98, 0.15, 0.75, 0.85),
    "optic_nerve":       (0.60, 0.60, 0.50, 0.50, 0.60, 0.50),
    "mucosa":            (0.50, 0.95, 0.85, 0.75, 0.75, 0.50),
    "skin":              (0.65, 0.75, 0.45, 0.45, 0.60, 0.40),
    "cord":              (0.70, 0.68, 0.42, 0.48, 0.62, 0.50),
    "compact_bone":      (0.10, 0.10, 0.06, 0.07, 0.10, 0.05),
    "marrow":            (0.75, 0.75, 0.45, 0.50, 0.50, 0.20),
    "subcutaneous_fat":  (1.10, 1.05, 0.75, 0.90, 0.75, 0.50),
    "deep_fat":          (1.00, 0.98, 0.70, 0.85, 0.70, 0.45),
    "muscle":            (0.45, 0.52, 0.22, 0.30, 0.45, 0.35),
    "other_soft":        (0.60, 0.68, 0.45, 0.50, 0.58, 0.42),
    "inner_air":         (0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
}
# The synthesis darkens these two, drawing how much for each image.
_LEVELS["skin_edge"] = _LEVELS["skin_below_edge"] = _LEVELS["skin"]
WEIGHTINGS = ("T1", "T1CE", "T2", "FLAIR", "PD", "T2*")
_FATS = [INDEX[n] for n in ("subcutaneous_fat", "deep_fat", "marrow")]
_WHITE = [INDEX[n] for n in ("white_matter", "cerebellar_white", "brainstem")]
_GREY = [INDEX[n] for n in ("cortex", "deep_grey", "cerebellar_cortex")]
_BONE, _AIRS = INDEX["compact_bone"], [INDEX["air"], INDEX["inner_air"]]


def weighting(name: str) -> np.ndarray:
    """The unjittered levels of a weighting, one per entry of TISSUES."""
    column = WEIGHTINGS.index(name)
    return np.array([_LEVELS[t][column] for t in TISSUES], np.float32)


def realistic(rng: np.random.Generator, age_years: float, name: str = None, jitter: float = 0.15) -> np.ndarray:
    """Levels of one clinical weighting for a patient of an age, jittered; fat may be suppressed."""
    name = name or str(rng.choice(WEIGHTINGS, p=(0.28, 0.2, 0.2, 0.18, 0.07, 0.07)))
    name = {"UNI": "T1", "64 mT": str(rng.choice(("T1", "T2", "FLAIR")))}.get(name, name)
    levels = weighting(name)
    if age_years < 2:
        # Unmyelinated white matter: darker than cortex on T1, brighter on T2 and FLAIR, mature by about two years
        # (Barkovich et al., Radiology 1988;166:173-180).
        immature = np.clip((1.6 - age_years) / 1.3, 0.0, 1.0)
        swapped = levels.copy()
        swapped[_WHITE], swapped[_GREY] = levels[_GREY].mean(), levels[_WHITE].mean()
        levels = (1 - immature) * levels + immature * swapped
    if age_years < 10:
        # Red marrow holds less fat (Ricci et al., Radiology 1990;177:83-88).
        levels[INDEX["marrow"]] *= 0.55 + 0.045 * age_years
    if rng.random() < (0.25 if name in ("T1", "T1CE", "PD") else 0.4):
        levels[_FATS] *= rng.uniform(0.1, 0.5)
    if name in ("T2", "PD", "T2*") and rng.random() < 0.35:
        levels[INDEX["skin"]] *= rng.uniform(0.1, 0.6)  # skin of short T2 beneath fat that is none
    levels = levels * (1 + jitter * rng.standard_normal(len(levels))) + 0.03 * rng.standard_normal(len(levels))
    levels[INDEX["air"]] = 0.0  # else it would end where a map ends
    return np.maximum(levels, 0.0).astype(np.float32)


def anything(rng: np.random.Generator) -> np.ndarray:
    """Independent random levels; bone and air are mostly dark, as in every MRI."""
    levels = rng.uniform(0.05, 1.1, len(TISSUES)).astype(np.float32)
    if rng.random() < 0.5:  # brain tissues resemble one another more than they resemble the rest
        brain = _WHITE + _GREY
        levels[brain] = np.clip(rng.uniform(0.2, 1.0) + 0.15 * rng.standard_normal(len(brain)), 0.05, 1.2)
    if rng.random() < 0.85:
        levels[_BONE] = rng.uniform(0.0, 0.25)
    levels[_AIRS] = 0.0
    if rng.random() < 0.05:
        levels[INDEX["inner_air"]] = rng.uniform(0.1, 1.0)  # sinuses filled with mucus
    return levels


def sample_levels(rng: np.random.Generator, age_years: float) -> np.ndarray:
    """Signal levels per tissue for one synthetic scan: three in five realistic, the rest anything."""
    levels = realistic(rng, age_years) if rng.random() < 0.6 else anything(rng)
    blended = [INDEX[n] for n in ("deep_fat", "muscle", "other_soft")]  # their borders in the prepared maps are invented
    levels[blended] += (levels[blended].mean() - levels[blended]) * rng.uniform(0.0, 1.0)
    levels[INDEX["air"]] = 0.0
    return levels
