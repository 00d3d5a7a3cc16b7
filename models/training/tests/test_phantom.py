"""Phantom heads: shapes against closed forms, anatomy against known proportions, regions against brute force."""

import importlib.util
import os
import sys
from dataclasses import replace
from pathlib import Path

import nibabel
import numpy as np
import pytest

TRAINING = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TRAINING))
IMAGES = TRAINING.parents[1] / "test-images"
HEADS = Path(os.environ.get("HEADS_DIR", TRAINING.parents[2] / "shared" / "heads"))

import make_test_images  # noqa: E402
import phantom_render as rendering  # noqa: E402
import regions  # noqa: E402
from phantom import common_labels, make_head  # noqa: E402
from phantom_anatomy import BONE, EYE, FAT, LENS, MUSCLE, SKIN, TEETH, HeadFrame  # noqa: E402
from sdf import FAR_MM, Canvas, ellipsoid, path, smooth_min, smooth_noise  # noqa: E402

COARSE_MM = 4.0
_INTRADURAL = [*range(2, 19), 24, 26, 28, *range(41, 55), 58, 60, 512]


@pytest.fixture(scope="module")
def infant():
    return make_head(0.7, "F", seed=3, spacing_mm=COARSE_MM)


@pytest.fixture(scope="module")
def infant_regions(infant):
    return infant.regions()


@pytest.fixture(scope="module")
def teenager():
    return make_head(16, "M", seed=3, spacing_mm=COARSE_MM)


def _canvas(n=21, spacing=1.0):
    return Canvas([spacing * (np.arange(n) - n // 2)] * 3)


def test_sphere_has_its_exact_distance():
    x, y, z = np.meshgrid(*[np.linspace(-9, 9, 10)] * 3)
    found = ellipsoid((1, 2, 3), (5, 5, 5)).distance(*(a.astype(np.float32) for a in (x, y, z)))
    expected = np.sqrt((x - 1) ** 2 + (y - 2) ** 2 + (z - 3) ** 2) - 5
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_superellipsoid_is_zero_on_its_surface_and_first_order_near_it():
    r, n = np.array([4.0, 6.0, 9.0]), 3.0
    q = np.array([0.6, 0.5, 0.0])
    q[2] = (1 - (q[:2] ** n).sum()) ** (1 / n)
    p = q * r
    normal = q ** (n - 1) / r
    normal /= np.linalg.norm(normal)
    shape = ellipsoid((0, 0, 0), r, n)
    for step in (-0.05, 0.0, 0.05):
        at = (p + step * normal).astype(np.float32)
        assert shape.distance(*(at[i:i + 1] for i in range(3)))[0] == pytest.approx(step, abs=2e-3)


def test_tube_matches_brute_force_over_its_length():
    a, b, ra, rb = np.array([-4.0, 0, 1]), np.array([5.0, 3, -2]), 2.0, 1.0
    rng = np.random.default_rng(0)
    points = rng.uniform(-8, 8, (50, 3))
    t = np.linspace(0, 1, 20001)[:, None]
    axis = a + t * (b - a)
    for p in points:
        d = np.linalg.norm(p - axis, axis=1)
        nearest = int(d.argmin())
        expected = d[nearest] - (ra + (rb - ra) * t[nearest, 0])
        found = path([a, b], [ra, rb]).distance(*(np.array([v], np.float32) for v in p))[0]
        assert found == pytest.approx(expected, abs=1e-3)


def test_blend_only_adds_and_only_near_the_seam():
    a, b = np.meshgrid(np.linspace(-10, 10, 41), np.linspace(-10, 10, 41))
    blended = smooth_min(a, b, 4.0)
    assert (blended <= np.minimum(a, b)).all() and blended.min() >= -11
    far = np.abs(a - b) >= 4
    np.testing.assert_array_equal(blended[far], np.minimum(a, b)[far])


def test_field_adds_and_cuts_mirrored_shapes():
    ball = ellipsoid((5, 0, 0), (3, 3, 3))
    solid = _canvas().field().add(ball, mirror=True)
    np.testing.assert_array_equal(solid.inside(), solid.inside()[::-1])
    assert solid.inside().sum() == 2 * _canvas().field().add(ball).inside().sum()
    assert solid.distance.max() <= FAR_MM
    assert not solid.cut(ellipsoid((0, 0, 0), (12, 12, 12))).inside().any()


def test_noise_is_fixed_in_space_whatever_the_voxel_size():
    fine = smooth_noise(np.random.default_rng(5), [np.arange(-10, 11, 1.0)] * 3, 30.0)[0]
    coarse = smooth_noise(np.random.default_rng(5), [np.arange(-10, 11, 5.0)] * 3, 30.0)[0]
    np.testing.assert_allclose(fine[::5, ::5, ::5], coarse, atol=1e-3)


def test_same_seed_same_head_other_seed_other_head(infant):
    again = make_head(0.7, "F", seed=3, spacing_mm=COARSE_MM)
    np.testing.assert_array_equal(again.tissue, infant.tissue)
    other = make_head(0.7, "F", seed=4, spacing_mm=COARSE_MM)
    assert other.tissue.shape != infant.tissue.shape or (other.tissue != infant.tissue).mean() > 0.01


def test_head_has_every_part(teenager):
    present = set(np.unique(teenager.tissue))
    assert {0, 2, 3, 41, 42, 4, 43, 7, 46, 8, 47, 10, 49, 16, 24, BONE, EYE, SKIN, FAT, MUSCLE, TEETH} <= present
    eyes, count = regions.ndimage.label(teenager.tissue == EYE)
    assert count == 2 and np.ptp(np.bincount(eyes.ravel())[1:]) <= 0.25 * (eyes == 1).sum()


def test_pharynx_is_outside_the_brain_case(infant, teenager):
    for head in (infant, teenager):
        frame = HeadFrame(head.growth)
        roof = frame.place([(x, y, -27) for x in (-9, 0, 9) for y in (-48, -42, -36)])
        voxels = np.rint((roof - head.affine[:3, 3]) / COARSE_MM).astype(int)
        assert not np.isin(head.tissue[tuple(voxels.T)], _INTRADURAL).any()


def test_sizes_follow_age(infant, teenager):
    def litres(head, labels):
        return np.isin(head.tissue, labels).sum() * COARSE_MM ** 3 / 1e6

    assert 0.55 < litres(infant, _INTRADURAL) < 1.05 < litres(teenager, _INTRADURAL) < 1.75

    def face_share(head):
        masks = regions.masks_of_tissue(head.tissue, COARSE_MM, whole_grid=True)
        height = (np.nonzero(head.tissue == EYE)[2].mean() - np.nonzero(head.tissue == TEETH)[2].mean())
        return height * COARSE_MM / (masks.frame.unit_mm * regions.EYE_TO_BRAIN_UNITS)

    assert face_share(infant) < 0.9 * face_share(teenager)


def test_common_labels_leave_only_what_training_knows(teenager):
    common = common_labels(teenager.tissue)
    assert not np.isin(common, [TEETH, LENS]).any()
    np.testing.assert_array_equal(common[teenager.tissue == TEETH], BONE)


def test_regions_keep_the_guard_and_take_the_skin(teenager):
    found = teenager.regions()
    assert set(np.unique(found)) == {0, 1, 2, 3, 4}
    masks = regions.masks_of_tissue(teenager.tissue, COARSE_MM, whole_grid=True)
    brain = np.argwhere(masks.intracranial) * COARSE_MM
    removed = np.argwhere(found >= 2) * COARSE_MM
    from scipy.spatial import cKDTree
    assert cKDTree(brain).query(removed)[0].min() > regions.BRAIN_GUARD_MM
    assert (found == regions.EARS)[: found.shape[0] // 2].any() and (found == regions.EARS)[found.shape[0] // 2:].any()


def test_growing_and_shrinking_match_brute_force():
    rng = np.random.default_rng(1)
    mask = rng.random((9, 8, 7)) > 0.9
    where, all_points = np.argwhere(mask), np.argwhere(np.ones_like(mask))
    nearest = np.sqrt(((all_points[:, None] - where[None]) ** 2).sum(-1)).min(1).reshape(mask.shape)
    np.testing.assert_array_equal(regions.grow(mask, 1.5), nearest <= 1.5)
    np.testing.assert_array_equal(regions.shrink(~mask, 1.5), nearest > 1.5)
    assert not regions.grow(np.zeros_like(mask), 2).any()


def test_upright_frame_has_the_brain_19_degrees_up():
    frame = regions.UprightFrame.between((70, 150, 80), (130, 150, 80), (100, 70, 95), voxel_mm=1.0)
    np.testing.assert_allclose(frame.axes @ frame.axes.T, np.eye(3), atol=1e-12)
    right, forward, up = frame.axes @ (np.array([100, 70, 95]) - frame.origin) / frame.unit_mm
    assert right == pytest.approx(0, abs=1e-9)
    assert np.hypot(forward, up) == pytest.approx(78)
    assert np.degrees(np.arctan2(up, -forward)) == pytest.approx(19)


def test_map_without_eyes_is_refused(infant):
    blind = np.where(infant.tissue == EYE, 507, infant.tissue)
    with pytest.raises(ValueError, match="needs two"):
        regions.masks_of_tissue(blind, COARSE_MM)


def test_contrasts_order_the_tissues_as_known():
    t1, t2, flair = (rendering.signal_table(c, 20.0) for c in ("T1", "T2", "FLAIR"))
    assert t1[601] > t1[2] > t1[3] > t1[24] and t2[24] > t2[3] > t2[2] and flair[24] < 0.2 * flair[2]
    assert rendering.signal_table("T1CE", 20.0)[rendering.ENHANCING_RIM] > 1.5 * t1[rendering.ENHANCING_RIM]
    infant = rendering.signal_table("T2", 0.5)
    assert infant[2] / infant[3] > t2[2] / t2[3]
    with pytest.raises(ValueError, match="T1CE"):
        rendering.signal_table("T9", 1.0)


def test_thick_slices_are_means_of_thin_ones():
    rng = np.random.default_rng(2)
    level = rng.random((6, 5, 20)).astype(np.float32)
    affine = np.eye(4)
    thick = np.diag([1.0, 1.0, 4.0, 1.0])
    thick[2, 3] = 1.5
    scan = rendering.Scan("T1", (6, 5, 5), thick)
    np.testing.assert_allclose(rendering._average_over_voxels(level, affine, scan),
                               level.reshape(6, 5, 5, 4).mean(-1), atol=1e-6)


def test_tumor_changes_only_the_brain_around_it(teenager):
    center = np.argwhere(teenager.tissue == 41).mean(0)
    changed = rendering.add_tumor(teenager.tissue, center, 16.0, COARSE_MM, seed=1) != teenager.tissue
    assert changed.any() and not np.isin(teenager.tissue[changed], [0, 24, BONE, SKIN]).any()
    assert np.linalg.norm((np.argwhere(changed) - center) * COARSE_MM, axis=1).max() < 16 + 9 + 15


def _coarse(name):
    image = make_test_images.IMAGES[name]
    return replace(image, spacing_mm=tuple(3 * s for s in image.spacing_mm))


@pytest.mark.parametrize("name", sorted(make_test_images.IMAGES))
def test_image_and_regions_share_the_grid_they_promise(name, infant, infant_regions):
    wanted = _coarse(name)
    files = make_test_images.make_image(name, wanted, infant, infant_regions)
    image, labels = (nibabel.Nifti1Image.from_bytes(rendering.gzip.decompress(b)) for b in files.values())
    np.testing.assert_allclose(image.affine, labels.affine)
    assert image.shape[:3] == labels.shape
    np.testing.assert_allclose(image.header.get_zooms()[:3], wanted.spacing_mm, rtol=1e-5)
    assert "".join(nibabel.aff2axcodes(image.affine)) == wanted.axes
    assert image.ndim == (4 if len(wanted.contrasts) > 1 else 3)
    if wanted.big_endian_slope:
        assert image.header.endianness == ">" and (image.dataobj.slope, image.dataobj.inter) == (0.25, 2.0)


def test_same_image_has_same_bytes(infant, infant_regions):
    image = _coarse("infant_t1")
    first, second = (make_test_images.make_image("infant_t1", image, infant, infant_regions) for _ in range(2))
    assert first == second


def test_readme_names_every_image():
    assert all(f"`{name}.nii.gz`" in make_test_images.readme() for name in make_test_images.IMAGES)


@pytest.mark.parametrize("name", sorted(make_test_images.IMAGES))
def test_committed_image_is_on_the_grid_of_its_regions(name):
    image, labels = nibabel.load(IMAGES / f"{name}.nii.gz"), nibabel.load(IMAGES / f"{name}_regions.nii.gz")
    assert image.shape[:3] == labels.shape and image.get_data_dtype().newbyteorder("=") == np.int16
    np.testing.assert_allclose(image.affine, labels.affine)
    np.testing.assert_array_equal(np.unique(labels.dataobj), range(5))
    pixels, found = np.asarray(image.dataobj), np.asarray(labels.dataobj)
    air = min(pixels[:4, :4, :4].mean(), pixels[-4:, -4:, -4:].mean())
    assert pixels[found == regions.BRAIN].mean() > 5 * air > 0


def test_committed_images_are_small():
    files = list(IMAGES.glob("*.nii.gz"))
    assert len(files) == 2 * len(make_test_images.IMAGES)
    assert sum(f.stat().st_size for f in files) <= make_test_images.MOST_BYTES
    assert (IMAGES / "README.md").read_text() == make_test_images.readme()


@pytest.mark.skipif(not (HEADS / "protocol.py").is_file(), reason="the heads' protocol is not on this machine")
def test_regions_equal_the_protocol_on_a_phantom(tmp_path):
    spec = importlib.util.spec_from_file_location("protocol", HEADS / "protocol.py")
    protocol = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(protocol)
    # The protocol takes every voxel for 1 mm and knows no labels from 600 on.
    tissue = common_labels(make_head(16, "M", seed=3, spacing_mm=3.0).tissue)
    tissue[tissue >= regions.FIRST_PHANTOM_LABEL] = 507
    file = tmp_path / "head.nii.gz"
    nibabel.save(nibabel.Nifti1Image(tissue, np.eye(4)), file)
    _, _, head, inside, eyes, view, origin, axes, unit = protocol.from_map(file)
    expected, _, _ = protocol.annotate(head, inside, eyes, origin, axes, unit, view)
    np.testing.assert_array_equal(regions.regions_of_tissue(tissue), expected)
