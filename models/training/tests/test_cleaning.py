"""What cleaning keeps and what it drops."""
import numpy as np

from cleaning import clean
from metrics import BRAIN, EARS, EYES, FACE

SPACING = (2.0, 2.0, 2.0)


def head():
    classes = np.zeros((40, 50, 50), np.uint8)
    classes[15:35, 8:30, 13:37] = BRAIN
    classes[5:15, 34:45, 12:38] = FACE
    classes[14:18, 34:38, 16:20] = EYES
    classes[10:18, 15:20, 5:8] = EARS
    classes[10:18, 15:20, 42:45] = EARS
    return classes


def test_a_clean_head_stays_as_it_is():
    np.testing.assert_array_equal(clean(head(), SPACING), head())


def test_islands_go():
    classes = head()
    classes[36:38, 2:4, 2:4] = FACE
    classes[2:4, 15:20, 24:27] = EARS  # under the head, in the middle
    classes[30:32, 44:46, 4] = EARS    # lateral but tiny
    np.testing.assert_array_equal(clean(classes, SPACING), head())


def test_face_near_the_brain_goes():
    classes = head()
    classes[20:25, 30:34, 20:25] = FACE  # a bridge from face to brain
    classes[15, 31:34, 20:25] = FACE
    cleaned = clean(classes, SPACING)
    brain_end = 30
    assert not (cleaned[20:25, brain_end:brain_end + 1] >= FACE).any()  # 2 mm from it
    assert (cleaned == BRAIN).sum() == (head() == BRAIN).sum()


def test_nothing_found_is_no_error():
    assert not clean(np.zeros((5, 5, 5), np.uint8), SPACING).any()
    only_brain = np.full((5, 5, 5), BRAIN, np.uint8)
    np.testing.assert_array_equal(clean(only_brain, SPACING), only_brain)
