"""Tests of the growth model: tables against published figures, trends, and the spread between individuals."""

import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import growth as model  # noqa: E402
from growth import AGES_YEARS, Growth, at_age, fraction_of_adult, growth, sample_age  # noqa: E402

GROWING = ["head_scale", "face_height", "face_breadth", "face_projection", "mandible", "skull_thickness",
           "scalp_thickness", "sinus_air"]


def test_average_adult_is_one():
    adult = asdict(growth(40, "U"))
    assert adult.pop("age_years") == 40
    assert adult.pop("cheek_fat") == 0
    for name, value in adult.items():
        assert value == pytest.approx(1, abs=1e-9), name


@pytest.mark.parametrize("sex", ["M", "F"])
def test_adult_of_either_sex_is_near_one(sex):
    adult = asdict(growth(30, sex))
    for name in set(adult) - {"age_years", "cheek_fat"}:
        assert adult[name] == pytest.approx(1, abs=0.08), name


def test_adult_men_are_larger_than_adult_women():
    man, woman = growth(30, "M"), growth(30, "F")
    assert man.head_scale > woman.head_scale
    assert man.face_height > woman.face_height
    assert man.mandible > woman.mandible


@pytest.mark.parametrize("sex", ["M", "F", "U"])
@pytest.mark.parametrize("name", GROWING)
def test_factor_grows_with_age(sex, name):
    # The face outgrows the cranium, hence its relative factors rise; 0.6 % are left for kinks of the interpolation.
    values = np.array([getattr(growth(age, sex), name) for age in np.linspace(0.33, 21, 200)])
    assert np.all(np.diff(values) > -0.0015)
    assert np.all(np.maximum.accumulate(values) - values < 0.006)
    assert values[-1] > values[0] + 0.1


@pytest.mark.parametrize("name", [n for n in vars(model) if n.endswith("_MM")])
def test_absolute_sizes_never_shrink(name):
    table = getattr(model, name)
    assert table.shape == (2, len(AGES_YEARS))
    assert np.all(np.diff(table, axis=1) >= 0)


def test_infant_has_large_cranium_large_eyes_and_small_face():
    infant = growth(0.5, "U")
    assert 0.72 < infant.head_scale < 0.80
    assert infant.orbit_scale > 1.05
    assert 0.62 < infant.face_height < 0.75
    assert infant.mandible < infant.face_projection
    assert infant.face_breadth > infant.face_height
    assert infant.nose_projection < infant.face_projection
    assert infant.cheek_fat == 1
    assert infant.sinus_air < 0.05
    assert infant.skull_thickness < 0.4


def test_a_newborn_is_smaller_than_an_infant_in_all_its_sizes():
    for name, table in vars(model).items():
        if name.endswith("_MM"):
            assert np.all(table[:, 0] < table[:, 1]), name
    newborn = growth(0.0, "U")
    assert 0.58 < newborn.head_scale < 0.64
    assert 1.1 < newborn.orbit_scale < 1.2  # its globes have seven tenths of the adult's length


def test_eyes_shrink_relative_to_the_cranium():
    assert growth(0.33, "U").orbit_scale > growth(5, "U").orbit_scale > growth(21, "U").orbit_scale


@pytest.mark.parametrize("age, sex, expected_mm", [
    (0, "M", 345), (0.5, "M", 433), (1, "M", 461), (2, "M", 483), (5, "M", 507),
    (0, "F", 339), (0.5, "F", 422), (1, "F", 449), (2, "F", 472), (5, "F", 499)])
def test_head_circumference_is_the_who_median(age, sex, expected_mm):
    assert at_age(model.HEAD_CIRCUMFERENCE_MM, age, sex) == expected_mm


def test_published_percentages():
    # Farkas, Posnick & Hreczko 1992: the height of the mandible in the age group 1 year is 66.6 % of the adult's.
    assert fraction_of_adult(model.MANDIBLE_HEIGHT_MM, 1.5) == pytest.approx(0.666, abs=0.01)
    # Tideman et al. 2018: axial length at 6, 9 and 15 years and in adults.
    for age, length_mm in [(6, 22.36), (9, 23.10), (15, 23.41), (57, 23.67)]:
        assert at_age(model.GLOBE_LENGTH_MM, age) == pytest.approx(length_mm, abs=0.08)
    # Farkas: ear length reaches 85 to 90 % of the adult's at 6 years.
    assert 0.85 <= fraction_of_adult(model.EAR_LENGTH_MM, 6) <= 0.90
    # Kalaskar et al.: maxillary sinus of 8.4 mL at 9 to 10 years, 12.3 mL at 13 to 14 years; adult about 15 mL.
    assert at_age(model.SINUS_FRACTION, 9.5) == pytest.approx(8.4 / 15, abs=0.05)
    assert at_age(model.SINUS_FRACTION, 14) == pytest.approx(12.3 / 15, abs=0.05)


def test_relative_factor_times_head_scale_gives_back_the_absolute_size():
    child = growth(6, "F")
    assert child.face_breadth * child.head_scale * 133.5 == pytest.approx(113.5)
    assert child.ear_scale * child.head_scale * 60.55 == pytest.approx(52.3)


def test_same_seed_gives_the_same_individual():
    first = growth(3, "M", np.random.default_rng(7))
    assert first == growth(3, "M", np.random.default_rng(7))
    assert first != growth(3, "M", np.random.default_rng(8))
    assert growth(3, "M", np.random.default_rng(7), variation=0) == growth(3, "M")


def test_spread_and_mean_of_individuals():
    rng = np.random.default_rng(1)
    heads = [growth(8, "M", rng) for _ in range(4000)]
    mean = growth(8, "M")
    for name, part in [("head_scale", "head"), ("face_height", "face_height"), ("ear_scale", "ear"),
                       ("skull_thickness", "skull")]:
        logs = np.log([getattr(head, name) for head in heads])
        assert np.std(logs) == pytest.approx(model.SPREAD[part], rel=0.08), name
        assert np.mean(logs) == pytest.approx(np.log(getattr(mean, name)), abs=0.1 * model.SPREAD[part]), name
        assert np.max(np.abs(logs - np.log(getattr(mean, name)))) <= 2.5 * model.SPREAD[part] + 1e-9
    heights, mandibles = [h.face_height for h in heads], [h.mandible for h in heads]
    assert np.corrcoef(heights, mandibles)[0, 1] == pytest.approx(0.5, abs=0.08)


def test_fractions_stay_fractions():
    rng = np.random.default_rng(2)
    for _ in range(500):
        head = growth(sample_age(rng), "U", rng, variation=2)
        assert 0 <= head.cheek_fat <= 1
        assert 0 <= head.sinus_air <= 1
        assert all(np.isfinite(value) and value >= 0 for value in asdict(head).values())


def test_sampled_ages_fill_five_bands_equally():
    rng = np.random.default_rng(3)
    ages = np.array([sample_age(rng) for _ in range(10000)])
    counts, _ = np.histogram(ages, [0, 2, 7, 13, 21, 75])
    assert counts.sum() == len(ages)
    assert np.all(np.abs(counts / len(ages) - 0.2) < 0.02)


@pytest.mark.parametrize("age", [-0.1, -1, float("nan")])
def test_ages_below_the_tables_are_refused(age):
    with pytest.raises(ValueError, match="growth tables begin"):
        growth(age, "M")


def test_unknown_sex_letter_and_negative_variation_are_refused():
    with pytest.raises(ValueError, match="use 'M', 'F' or 'U'"):
        growth(5, "x")
    with pytest.raises(ValueError, match="variation"):
        growth(5, "M", np.random.default_rng(0), variation=-1)


def test_growth_is_immutable():
    with pytest.raises(AttributeError):
        growth(5, "M").age_years = 6
    assert isinstance(growth(5, "M"), Growth)


def test_table_in_the_documentation_is_the_one_of_the_code():
    text = (Path(model.__file__).parent / "GROWTH.md").read_text(encoding="utf-8")
    rows = [line.strip("| \n").split(" | ") for line in text.splitlines() if line[:3].strip("| ").isdigit()]
    header = next(line for line in text.splitlines() if line.startswith("| age")).strip("| ").split(" | ")
    assert len(rows) >= 10
    for row in rows:
        mean = asdict(growth(float(row[0]), "U"))
        assert row[1:] == [f"{mean[name]:.2f}" for name in header[1:]]
