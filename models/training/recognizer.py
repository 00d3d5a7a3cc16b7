"""A ready face recognizer: dlib's two face detectors and its embedding, from the packages dlib-bin and face-recognition-models.

Faces are looked for by gradients (HOG), and where those find none by a network (MMOD). An embedding is 128 numbers; those of one person
lie nearer to each other than those of two. Pictures are uint8 [row, column].
"""
from dataclasses import dataclass

import dlib
import face_recognition_models
import numpy as np
from scipy import ndimage

NETWORK_SCALE = 0.7  # a face of 130 pixels is large enough for the network at this size
BOX_PIXELS = 150     # of faces that are found in the pictures of `face_views`
NOBODY, BY_GRADIENTS, BY_NETWORK = 0, 1, 2


@dataclass(frozen=True)
class Face:
    """How a face was found, and its embedding; of a face that was not found the embedding is of the box that was drawn by hand."""

    found: int
    embedding: np.ndarray


class Recognizer:
    def __init__(self):
        self._gradients = dlib.get_frontal_face_detector()
        self._network = dlib.cnn_face_detection_model_v1(face_recognition_models.cnn_face_detector_model_location())
        self._points = dlib.shape_predictor(face_recognition_models.pose_predictor_five_point_model_location())
        self._embedding = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def face(self, picture: np.ndarray, center, with_network: bool = True) -> Face:
        """The likeliest face of a picture; center (column, row) is where the box is drawn if none is found."""
        found, box = self._found(picture, with_network)
        if box is None:
            left, top = (int(round(c - BOX_PIXELS / 2)) for c in center)
            box = dlib.rectangle(left, top, left + BOX_PIXELS - 1, top + BOX_PIXELS - 1)
        color = np.repeat(picture[..., None], 3, 2)
        return Face(found, np.array(self._embedding.compute_face_descriptor(color, self._points(color, box)), np.float32))

    def _found(self, picture: np.ndarray, with_network: bool):
        boxes, scores, _ = self._gradients.run(picture, 0, 0.0)
        if len(boxes):
            return BY_GRADIENTS, boxes[int(np.argmax(scores))]
        if not with_network:
            return NOBODY, None
        small = ndimage.zoom(picture, NETWORK_SCALE, order=1)
        hits = self._network(np.repeat(small[..., None], 3, 2), 0)
        if not len(hits):
            return NOBODY, None
        best = max(hits, key=lambda hit: hit.confidence).rect
        return BY_NETWORK, dlib.rectangle(*(int(round(edge / NETWORK_SCALE)) for edge in (best.left(), best.top(), best.right(), best.bottom())))
