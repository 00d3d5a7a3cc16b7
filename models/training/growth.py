"""Growth of the human head from birth to adulthood, as scale factors for warping an adult head.

The tables hold absolute sizes (millimetres, mean of healthy children) so that a reader can check them; the factors a
warp needs are derived from them in code. Two kinds of number stand in the tables, and each table says which:

* "published": medians of a public standard, or ages and percentages a paper states;
* "approximated from": curves drawn by the authors of this module through the ages, percentages or adult means that
  the cited source reports, and interpolated by eye elsewhere. They are good enough to spread training shapes over
  the range of real heads. They are no clinical reference, and must not be cited as the values of the source.

Tables are interpolated linearly. Ages above 21 years are adult. GROWTH.md beside this file lists the sources, what
was taken from each, and which of them were only known at second hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

YOUNGEST_YEARS = 0.0
"""Youngest age the tables describe: birth at term."""

ADULT_YEARS = 21.0
"""Above this age a head is adult and only individual variation is left."""

AGES_YEARS = np.array([0, 0.33, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 21])
"""Ages of the columns of every table below."""


def _table(male: list[float], female: list[float] | None = None) -> np.ndarray:
    """Stack a male and a female row; one row alone serves both sexes."""
    return np.array([male, male if female is None else female], dtype=float)


# Head circumference, mm. Published to 5 years: medians of the WHO Child Growth Standards (2007), rounded to 1 mm.
# Approximated from Nellhaus (1968), Roche et al. (1987), Rollins et al. (2010) and, in adults (about 572 and 552 mm),
# Bushby et al. (1992) from 6 years on, joined smoothly to the WHO curve; these references differ
# from each other by up to 10 mm, which the individual variation covers.
HEAD_CIRCUMFERENCE_MM = _table(
    [345, 416, 433, 461, 483, 495, 502, 507, 514, 525, 533, 540, 550, 560, 566, 570],
    [339, 406, 422, 449, 472, 485, 493, 499, 506, 517, 527, 536, 544, 548, 551, 552])

# Face height nasion-gnathion, mm. Approximated from the adult means of Farkas (1994), the course described by
# Farkas, Posnick & Hreczko (1992, face: gradual growth after 5 years, mature at 15 in boys, about 13 in girls) and the
# growth after 6 years in Ferrario et al. (1998). Below 2 years: our extrapolation.
FACE_HEIGHT_MM = _table(
    [50, 61, 65.5, 75, 84, 90, 94, 97.5, 100.5, 106, 110, 113.5, 117.5, 121.5, 123.5, 124.5],
    [48.5, 59, 63.5, 73, 81.5, 87, 90.5, 93.5, 96, 100.5, 104.5, 107.5, 110, 111, 111.5, 111.5])

# Height of nasion above the line through the eyes, mm: what of the face height lies above the eyes. Our approximation.
NASION_ABOVE_EYES_MM = _table([5.5, 6, 6.2, 6.7, 7.2, 7.5, 7.7, 7.9, 8, 8.3, 8.5, 8.7, 8.9, 9, 9, 9])

# Face breadth zygion-zygion, mm. Approximated from Farkas (1994; adult means) and Farkas et al. (1992, face).
FACE_BREADTH_MM = _table(
    [74, 86, 90, 98, 104, 108, 111, 113.5, 116, 120, 123.5, 127, 131, 134.5, 136, 137],
    [72.5, 84, 88, 96, 102, 106, 109, 111.5, 113.5, 117.5, 121, 124.5, 127.5, 129, 130, 130])

# Depth of the middle face tragion-subnasale, mm. Approximated from Farkas (1994) and Farkas et al. (1992, face).
FACE_DEPTH_MM = _table(
    [66, 78, 82, 91, 97, 100.5, 103.5, 106, 108, 112.5, 116, 119.5, 124, 127.5, 129, 130],
    [64.5, 76, 80, 88, 94, 97.5, 100.5, 103, 105, 109, 112.5, 116, 119, 121, 122, 122])

# Nasal tip protrusion subnasale-pronasale, mm. Approximated from Zankl et al. (2002) and Farkas (1994).
NOSE_PROTRUSION_MM = _table(
    [8.6, 9.3, 9.6, 10.5, 11.5, 12.3, 13, 13.6, 14.2, 15.2, 16.3, 17.4, 18.4, 19.2, 19.5, 19.6])

# Mandible height stomion-gnathion, mm. Published: 66.6 % of the adult height "by 1 year" (Farkas et al. 1992, face),
# set at 1.5 years here because we take that age group to be the completed year. Approximated from the same paper
# (marked growth from 1 to 5 years) and the adult means of Farkas (1994) elsewhere.
MANDIBLE_HEIGHT_MM = _table(
    [18, 22.5, 25, 30, 35, 37.3, 38.8, 40, 41, 42.8, 44, 45.5, 47.5, 49.5, 50.3, 50.7],
    [17.3, 21.5, 24, 28, 32, 34.3, 35.8, 37, 38, 39.6, 41, 42.3, 43, 43.3, 43.4, 43.4])

# Depth of the lower face tragion-gnathion, mm. Approximated from Farkas (1994) and Farkas et al. (1992, face).
MANDIBLE_DEPTH_MM = _table(
    [66, 80, 85, 97, 104, 108.5, 112.5, 115.5, 118.5, 124.5, 129, 134, 140.5, 146, 149, 150],
    [64.5, 78, 83, 94, 101, 105, 109, 112, 114.5, 120, 125, 130, 134.5, 137, 138, 138])

# Axial length of the globe, mm. Published: means at 6, 9 and 15 years and in adults of Tideman et al. (2018; 22.36,
# 23.10, 23.41, 23.67 mm). Approximated from Fledelius & Christensen (1996; about 20 mm at 1, 22 mm at 3 years) and
# Gordon & Donzis (1985; about 0.4 mm a year from 2 to 5 years) below.
GLOBE_LENGTH_MM = _table(
    [16.8, 18.8, 19.2, 20.2, 21.3, 21.8, 22.0, 22.2, 22.36, 22.87, 23.2, 23.3, 23.38, 23.44, 23.55, 23.67])

# Ear length superaurale-subaurale, mm. Approximated from Farkas (1994) and Farkas, Posnick & Hreczko (1992, ear), at
# second hand: about three quarters of the adult length at 1 year, 85 to 90 % at 6. Kalcioglu et al. (2003)
# report the end of growth earlier (girls 11, boys 12 years) than this curve has it.
EAR_LENGTH_MM = _table(
    [36.5, 43, 45, 48, 50, 51.5, 52.7, 53.8, 54.8, 56.5, 58, 59.3, 60.8, 61.8, 62.3, 62.6],
    [35.5, 41.5, 43.5, 46, 48, 49.5, 50.6, 51.5, 52.3, 54, 55.4, 56.7, 57.6, 58.2, 58.5, 58.5])

# Thickness of the calvaria, mm, mean over the vault. Approximated from Li et al. (2015; first three years), Roche
# (1953) and Domenech-Fernandez et al. (2021: from birth to maturity the vault grows to 3.0-3.7 times its thickness,
# but for its sides, which grow to 1.6 times).
SKULL_THICKNESS_MM = _table([1.5, 2.0, 2.2, 2.7, 3.2, 3.6, 3.9, 4.1, 4.4, 4.8, 5.1, 5.4, 5.8, 6.2, 6.5, 6.6])

# Thickness of the scalp, mm. Our approximation: no growth curve of the scalp alone was at hand. Beauchamp et al.
# (2011) show that the distance from brain to scalp about doubles from birth to 12 years, mostly not by the scalp.
SCALP_THICKNESS_MM = _table([2.4, 2.8, 2.9, 3.1, 3.3, 3.5, 3.7, 3.9, 4.1, 4.4, 4.7, 5.0, 5.3, 5.5, 5.7, 5.8])

# Extra fat of the cheek (buccal pad), 0 adult to 1 infant. Our approximation: only the prominence of the pad in the
# newborn has a source (Tostevin & Ellis 1995), its decline with age is drawn by us.
CHEEK_FAT = _table([1, 1, 1, 0.95, 0.8, 0.65, 0.5, 0.4, 0.33, 0.22, 0.15, 0.1, 0.05, 0.02, 0, 0])

# Pneumatization: volume of the maxillary sinus as a fraction of the adult's (about 15 mL a side). Approximated from
# Adibelli et al. (2011) and Lorkiewicz-Muszynska et al. (2015); the ages 9 to 14 agree with Kalaskar et al. (8.4 mL at
# 9-10, 12.3 mL at 13-14 years), the first year with the dimensions in a Korean MRI study (2000). It
# stands for all sinuses, though the frontal one appears only at about 6 years.
SINUS_FRACTION = _table([0.01, 0.02, 0.03, 0.06, 0.13, 0.2, 0.27, 0.33, 0.4, 0.5, 0.58, 0.68, 0.82, 0.93, 1, 1])

# Standard deviation between individuals of one age and sex, as a fraction of the mean (of the range for the last
# two). head: WHO and Nellhaus (about 15 mm). height, breadth, nose, ear: adult SDs of Farkas (1994; 5.7 of 124.7,
# 4.3 of 137, 1.9 of 19.5, about 4 of 62 mm). eye: 0.86 of 23.4 mm (Tideman). The others are our approximation.
SPREAD = {
    "head": 0.028, "face_height": 0.045, "face_breadth": 0.031, "face_projection": 0.04, "nose_projection": 0.10,
    "mandible": 0.055, "orbit": 0.035, "ear": 0.06, "skull": 0.15, "scalp": 0.15, "cheek_fat": 0.12, "sinus": 0.12}

# A long face is as a rule also a deep one with a large chin. Our approximation: half the variance is shared.
_FACE_SHARED_VARIANCE = 0.5
_SHARES_FACE_SIZE = ("face_height", "face_projection", "nose_projection", "mandible")
_WIDEST_DEVIATION = 2.5


@dataclass(frozen=True)
class Growth:
    """How a head of one age differs from the average adult, the mean of the adult man and woman.

    Every "relative" factor refers to the adult head after its uniform scaling by ``head_scale``: the absolute size of
    a part is adult size * head_scale * factor. ``mandible`` is relative to the scaled cranium too, not to the face.
    """

    age_years: float
    head_scale: float
    """Linear scale of the cranium: ratio of head circumferences to the average adult."""
    face_height: float
    """Height of the face from the eyes to the chin, relative to the scaled adult."""
    face_breadth: float
    """Breadth across the cheekbones, relative to the scaled adult."""
    face_projection: float
    """Depth of the middle face, from the ear canals forward, relative to the scaled adult."""
    nose_projection: float
    """Distance of the nasal tip from the base of the nose, relative to the scaled adult."""
    mandible: float
    """Height and depth of the chin and lower jaw (their geometric mean), relative to the scaled adult."""
    orbit_scale: float
    """Size of globe and orbit, relative to the scaled cranium; above 1 in children."""
    ear_scale: float
    """Length of the pinna, relative to the scaled cranium."""
    skull_thickness: float
    """Ratio of the thickness of the calvaria in millimetres to the adult's."""
    scalp_thickness: float
    """Ratio of the thickness of the scalp in millimetres to the adult's."""
    cheek_fat: float
    """Extra fat of the cheek, 0 (adult) to 1 (infant)."""
    sinus_air: float
    """Degree of pneumatization, 0 (none) to 1 (adult)."""


def _female_weight(sex: str) -> float:
    """Weight of the female row: 1 for "F", 0 for "M", one half for "U" (unknown)."""
    weights = {"m": 0.0, "f": 1.0, "u": 0.5}
    try:
        return weights[sex[:1].lower()]
    except KeyError:
        raise ValueError(f"sex is {sex!r}; use 'M', 'F' or 'U' (unknown).") from None


def at_age(table: np.ndarray, age_years: float, sex: str = "U") -> float:
    """Value of a table at an age and sex, in the unit of the table; ages outside are held at the first or last one."""
    weight = _female_weight(sex)
    return float(np.interp(age_years, AGES_YEARS, (1 - weight) * table[0] + weight * table[1]))


def fraction_of_adult(table: np.ndarray, age_years: float, sex: str = "U") -> float:
    """Absolute size at an age and sex over that of the average adult (mean of the adult man and woman)."""
    return at_age(table, age_years, sex) / at_age(table, ADULT_YEARS, "U")


def growth(age_years: float, sex: str, rng: np.random.Generator | None = None, variation: float = 1.0) -> Growth:
    """Growth factors of a head of the given age in years (0 or more) and sex ("M", "F", or "U" for unknown).

    Without ``rng`` the mean of that age and sex; with it one individual, whose deviations are log-normal with the
    standard deviations SPREAD times ``variation`` and end at 2.5 standard deviations. A call always draws the same
    number of values, so a seeded generator gives the same sequence whatever the ages are.
    """
    if not age_years >= YOUNGEST_YEARS:
        raise ValueError(f"age is {age_years} years; the growth tables begin at {YOUNGEST_YEARS} years.")
    if not variation >= 0:
        raise ValueError(f"variation is {variation}; use 0 (mean head) or more.")

    head = fraction_of_adult(HEAD_CIRCUMFERENCE_MM, age_years, sex)

    def relative(table: np.ndarray) -> float:
        return fraction_of_adult(table, age_years, sex) / head

    deviations = _deviations(rng, variation)
    vary = {name: float(np.exp(deviation)) for name, deviation in deviations.items()}
    sinus = at_age(SINUS_FRACTION, age_years, sex)
    # An unpneumatized sinus varies less than a half-grown one, and an adult one may be larger but not more than full.
    sinus_deviation = deviations["sinus"] * 2 * np.sqrt(sinus * (1.05 - sinus))
    fat = at_age(CHEEK_FAT, age_years, sex)
    return Growth(
        age_years=float(age_years),
        head_scale=head * vary["head"],
        face_height=relative(FACE_HEIGHT_MM - NASION_ABOVE_EYES_MM) * vary["face_height"],
        face_breadth=relative(FACE_BREADTH_MM) * vary["face_breadth"],
        face_projection=relative(FACE_DEPTH_MM) * vary["face_projection"],
        nose_projection=relative(NOSE_PROTRUSION_MM) * vary["nose_projection"],
        mandible=float(np.sqrt(relative(MANDIBLE_HEIGHT_MM) * relative(MANDIBLE_DEPTH_MM))) * vary["mandible"],
        orbit_scale=relative(GLOBE_LENGTH_MM) * vary["orbit"],
        ear_scale=relative(EAR_LENGTH_MM) * vary["ear"],
        skull_thickness=fraction_of_adult(SKULL_THICKNESS_MM, age_years, sex) * vary["skull"],
        scalp_thickness=fraction_of_adult(SCALP_THICKNESS_MM, age_years, sex) * vary["scalp"],
        cheek_fat=float(np.clip(fat + deviations["cheek_fat"], 0, 1)),
        sinus_air=float(np.clip(sinus + sinus_deviation, 0, 1)))


def _deviations(rng: np.random.Generator | None, variation: float) -> dict[str, float]:
    """One individual's deviation per part of SPREAD, times its standard deviation; all zero without rng."""
    if rng is None:
        return dict.fromkeys(SPREAD, 0.0)
    shared = rng.standard_normal()
    own = dict(zip(SPREAD, rng.standard_normal(len(SPREAD))))
    for name in _SHARES_FACE_SIZE:
        own[name] = np.sqrt(_FACE_SHARED_VARIANCE) * shared + np.sqrt(1 - _FACE_SHARED_VARIANCE) * own[name]
    return {name: variation * SPREAD[name] * float(np.clip(z, -_WIDEST_DEVIATION, _WIDEST_DEVIATION))
            for name, z in own.items()}


def sample_age(rng: np.random.Generator) -> float:
    """Draw an age in years for training: a fifth each below 2, 2 to 6, 7 to 12, 13 to 20, and adult (21 to 75).

    Uniform within each band, except below 2 years where more are drawn of the youngest, since growth is fastest there.
    """
    band = int(rng.integers(5))
    if band == 0:
        return float(np.exp(rng.uniform(np.log(0.25), np.log(2.25))) - 0.25)
    youngest, oldest = ((2.0, 7.0), (7.0, 13.0), (13.0, ADULT_YEARS), (ADULT_YEARS, 75.0))[band - 1]
    return float(rng.uniform(youngest, oldest))
