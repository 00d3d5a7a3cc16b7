"""Re-identification: surfaces with closed forms, rates that can be counted by hand, and the recognizer where it is installed."""
import casts
import identification
import nibabel
import numpy as np
import pytest
import reidentify
from face_views import CAMERA_UNITS, CENTER, EYES_VOXEL, HEIGHT, SHAPE, WIDTH, Pose, Surface, View, otsu

PLAIN = Pose(np.eye(4))
RADIUS = 60.0


def ball(center=CENTER, radius=RADIUS) -> np.ndarray:
    """How deep every voxel lies in a ball."""
    away = sum((np.arange(n).reshape([-1 if axis == k else 1 for k in range(3)]) - center[axis]) ** 2 for axis, n in enumerate(SHAPE))
    return (radius - np.sqrt(away)).astype(np.float32)


def image(values) -> nibabel.Nifti1Image:
    return nibabel.Nifti1Image(np.asarray(values, np.float32), np.eye(4))


def middle(distances: np.ndarray) -> float:
    return float(distances.reshape(HEIGHT, WIDTH)[HEIGHT // 2 - 1:HEIGHT // 2 + 1, WIDTH // 2 - 1:WIDTH // 2 + 1].mean())


@pytest.mark.parametrize("angles", [(0, 0), (35, 0), (-20, 15)])
def test_a_ball_is_met_where_it_begins_from_every_side(angles):
    view = View(*angles)
    distances = view.distances(Surface(ball(), 0.0, smoothing=0))
    along = view.rays @ (CENTER - view.origin)
    aside2 = CAMERA_UNITS ** 2 - along ** 2
    true = np.where(aside2 < RADIUS ** 2, along - np.sqrt(np.maximum(RADIUS ** 2 - aside2, 0)), np.nan)
    clear = np.abs(np.sqrt(np.maximum(aside2, 0)) - RADIUS) > 2
    assert np.array_equal(np.isnan(distances[clear]), np.isnan(true[clear]))
    inner = aside2 < (0.9 * RADIUS) ** 2
    assert np.abs(distances - true)[inner].max() < 0.1


def test_a_ball_is_brightest_where_the_light_falls_and_air_is_black():
    picture = View(0, 0).picture(Surface(ball(), 0.0, smoothing=0))
    row, column = np.unravel_index(np.argmax(picture), picture.shape)
    assert HEIGHT * 0.2 < row < HEIGHT / 2 and abs(column - WIDTH / 2) < 5
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    inner = np.hypot(rows - (HEIGHT - 1) / 2, columns - (WIDTH - 1) / 2) < RADIUS
    assert picture[0, 0] == 0 and np.abs(picture.astype(int) - picture[:, ::-1])[inner].max() <= 3


def test_the_right_of_a_head_is_on_the_left_and_turns_into_view():
    knob = ball(CENTER + (50, 30, 0), 8)
    both = np.maximum(ball(), knob)
    column = {yaw: View(yaw, 0).pixel(CENTER + (50, 30, 0))[0] for yaw in (0, 30)}
    assert column[0] < WIDTH / 2 and abs(column[30] - WIDTH / 2) < abs(column[0] - WIDTH / 2)
    seen = View(0, 0).distances(Surface(both, 0.0, smoothing=0)) < View(0, 0).distances(Surface(ball(), 0.0, smoothing=0)) - 5
    assert seen.reshape(HEIGHT, WIDTH)[:, :WIDTH // 2].any() and not seen.reshape(HEIGHT, WIDTH)[:, WIDTH // 2:].any()


def test_specks_in_the_air_are_not_looked_at():
    speck = ball(CENTER + (0, 62, 0), 3)
    whole, bare = Surface.of_head(np.maximum(ball(radius=40), speck), 0.5), Surface.of_head(ball(radius=40), 0.5)
    assert np.array_equal(View(0, 0).picture(whole), View(0, 0).picture(bare))


def test_the_pose_puts_the_eyes_where_they_belong():
    turn = np.array([[0.0, -2, 0], [2, 0, 0], [0, 0, 2]])
    affine = nibabel.affines.from_matvec(turn, (11, -7, 3))
    labels = np.zeros((60, 60, 60), np.uint8)
    labels[40:43, 18:21, 20:23] = 3
    labels[40:43, 38:41, 20:23] = 3
    labels[10:20, 24:35, 26:36] = 1
    scan = np.zeros(labels.shape, np.float32)
    scan[41, 29, 21] = 1
    pose = Pose.of(nibabel.Nifti1Image(labels, affine))
    eyes = nibabel.affines.apply_affine(affine, (41, 29, 21))
    assert np.allclose(nibabel.affines.apply_affine(pose.to_world, EYES_VOXEL), eyes)
    right = nibabel.affines.apply_affine(pose.to_world, EYES_VOXEL + (1, 0, 0)) - eyes
    assert right[0] > 0 and np.allclose(right[1:], 0)
    found = pose.sampled(nibabel.Nifti1Image(scan, affine))
    assert np.allclose(np.argwhere(found > 0.9 * found.max()).mean(0), EYES_VOXEL, atol=1)


def test_a_turned_head_has_its_back_where_its_face_was():
    marked = np.zeros(SHAPE, np.float32)
    marked[60, 10, 100] = 1
    turned = PLAIN.turned().sampled(image(marked))
    assert np.argwhere(turned > 0.5).tolist() == [[2 * 95 - 60, 2 * 40 - 10, 100]]


def test_otsu_parts_two_levels():
    values = np.concatenate([np.random.default_rng(1).normal(10, 2, 5000), np.random.default_rng(2).normal(100, 15, 3000)])
    assert 20 < otsu(values) < 60


def test_casts_tell_where_a_region_begins_and_ends_and_growing_brings_skin_back():
    depth = 12
    inside = ball()
    removed = ((inside > -4) & (inside < depth) & (np.arange(SHAPE[1])[:, None] > CENTER[1] + 10)).astype(np.float32)
    defaced = image(np.where(removed > 0, 0, 100 * np.clip(inside + 0.5, 0, 1)))
    view = View(0, 0)
    erased, kept = casts.removed_surfaces(PLAIN, image(removed))
    assert middle(view.distances(erased)) == pytest.approx(CAMERA_UNITS - RADIUS - 4, abs=1)
    assert middle(view.distances(kept, view.distances(erased) + 1)) == pytest.approx(CAMERA_UNITS - RADIUS + depth, abs=1)
    head = casts.heads(PLAIN, defaced, (0.5,))[0]
    assert middle(view.distances(head)) == pytest.approx(CAMERA_UNITS - RADIUS + depth, abs=1)
    grown = casts.pushed(PLAIN, defaced, image(removed), depth)
    assert middle(view.distances(grown)) == pytest.approx(CAMERA_UNITS - RADIUS, abs=2)
    shown = list(casts.pictures("inner", PLAIN, defaced, image(removed), [view]))
    assert shown[0].shape == (HEIGHT, WIDTH) and shown[0].any()


def test_a_cut_takes_off_all_before_a_plane():
    noise = np.random.default_rng(5).normal(0, 10, SHAPE)
    surface = casts.heads(PLAIN, image(100 * (ball() > 0) + noise), (1.0,), cut_units=25)[0]
    plane = EYES_VOXEL[1] - 25
    assert middle(View(0, 0).distances(surface)) == pytest.approx(CAMERA_UNITS - (plane - CENTER[1]), abs=1.5)


def test_area_under_curve_counts_pairs():
    rng = np.random.default_rng(3)
    same, other = rng.integers(0, 6, 30), rng.integers(2, 9, 50)
    pairs = [1.0 if a < b else 0.5 if a == b else 0.0 for a in same for b in other]
    assert identification.area_under_curve(same, other) == pytest.approx(np.mean(pairs))
    assert np.isnan(identification.area_under_curve(same, other[:0]))


def test_rates_are_those_counted_by_hand():
    found = np.array([[1, 0], [2, 0], [0, 0]])
    far = np.array([[[0.1, 0.5, 0.6], [0.7, 0.2, 0.9]], [[0.5, 0.3, 0.9], [0.9, 0.4, 0.6]], [[0.3, 0.4, 0.5], [0.6, 0.7, 0.1]]])
    rates = identification.rates(found, far, np.array([0, 1, 2]))
    assert rates["detection"] == pytest.approx(2 / 6) and rates["detected_heads"] == pytest.approx(2 / 3)
    assert rates["rank1"] == pytest.approx(4 / 6) and rates["rank1_detected"] == 1 and rates["rank1_heads"] == 1
    same, other = [0.1, 0.7, 0.3, 0.4, 0.5, 0.1], [0.5, 0.6, 0.2, 0.9, 0.5, 0.9, 0.9, 0.6, 0.3, 0.4, 0.6, 0.7]
    assert rates["auc"] == pytest.approx(identification.area_under_curve(np.array(same), np.array(other)))


def test_two_scans_of_one_person_are_one_name():
    rng = np.random.default_rng(4)
    faces = rng.normal(size=(3, 1, 128))
    gallery = np.concatenate([faces, faces[:1] + 3]) + 0.01 * rng.normal(size=(4, 5, 128))
    probes = np.concatenate([faces[:1] + 3, faces[1:], faces[:1]]) + 0.01 * rng.normal(size=(4, 2, 128))
    who = ["a", "b", "c", "a"]
    assert identification.distances(probes, gallery, who).shape == (4, 2, 3)
    measured = identification.measured(np.ones((4, 2)), probes, gallery, who)
    assert measured["rank1"] == [1, 1, 1] and measured["auc"][0] == 1
    unknown = rng.normal(size=(4, 2, 128))
    strangers = identification.measured(np.zeros((4, 2)), unknown, gallery, who)
    assert strangers["rank1_detected"] is None and strangers["auc"][1] < strangers["auc"][0] < strangers["auc"][2]
    assert strangers == identification.measured(np.zeros((4, 2)), unknown, gallery, who)


def test_names_given_as_one_person_share_their_first_name():
    assert reidentify.persons(["a", "b", "c", "d"], ["b,d"]) == ["a", "b", "c", "b"]


def test_what_is_known_of_a_scan_is_kept_until_its_files_change(tmp_path):
    for name in ("x.nii.gz", "x_regions.nii.gz"):
        labels = np.zeros((20, 20, 20), np.float32)
        labels[4:6, 15, 10] = labels[14:16, 15, 10] = 3
        labels[8:12, 4:8, 10:14] = 1
        nibabel.Nifti1Image(labels, np.eye(4)).to_filename(tmp_path / name)
    probes = reidentify.Probes(tmp_path, tmp_path / "cache")
    asked = []

    def compute(pose, scan):
        asked.append(scan.shape)
        return {"found": np.array([1])}

    def ask():
        return probes._kept("x", (tmp_path / "x.nii.gz",), ("test",), compute)["found"].tolist()

    assert ask() == ask() == [1] and len(asked) == 1
    nibabel.Nifti1Image(np.ones((20, 20, 20), np.float32), np.eye(4)).to_filename(tmp_path / "x.nii.gz")
    ask()
    assert len(asked) == 2 and not list((tmp_path / "cache").glob("*.tmp*"))


def test_the_table_names_the_cast_that_gives_most():
    def rate(auc):
        return {"detection": [0.25, 0.2, 0.3], "detected_heads": [1, 1, 1], "rank1_detected": None, "rank1": [0.5, 0.4, 0.6],
                "rank1_heads": [0.5, 0.4, 0.6], "auc": [auc, auc - 0.1, auc + 0.1]}

    method = {cast: rate(0.5) for cast in (reidentify.DEFACED, *casts.CASTS)}
    method["pushed 8"] = rate(0.7)
    none = {probe: rate(0.9) for probe in (reidentify.BEFORE, reidentify.BACK, *reidentify.CUTS_UNITS)}
    lines = reidentify.table({"scans": ["a", "b"], "persons": 2, "chance": 0.5, "probes": {"none": none, "this program": method}}).splitlines()
    assert "| this program: best cast (pushed 8) | 25 % (20 to 30) | none found | 50 % (40 to 60) | 50 % (40 to 60) | 0.70 (0.60 to 0.80) |" in lines
    assert len({line.count("|") for line in lines}) == 1 and "chance 50 %" in lines[0]


def test_the_recognizer_finds_no_face_in_nothing_and_knows_a_picture_again():
    pytest.importorskip("dlib")
    pytest.importorskip("face_recognition_models")
    from recognizer import Recognizer
    recognizer = Recognizer()
    picture = View(0, 0).picture(Surface(ball(), 0.0, smoothing=0))
    first, again, other = (recognizer.face(p, (WIDTH / 2, HEIGHT / 2)) for p in (picture, picture, 255 - picture))
    assert first.found == 0 and first.embedding.shape == (128,)
    assert np.array_equal(first.embedding, again.embedding) and np.linalg.norm(first.embedding - other.embedding) > 0.1
