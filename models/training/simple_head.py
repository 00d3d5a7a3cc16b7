"""The smallest head that can test a network: nested ellipsoids with eyes, nose and ears, from one formula each."""
import numpy as np

from preprocessing import SPACING_MM

# centre (right, anterior, superior; mm), semi-axes (mm), signal; later ones are painted over earlier ones
_PARTS = (
    ((0, 0, -95), (52, 55, 70), 620), ((0, 15, -40), (62, 78, 85), 620),
    ((0, 93, -48), (11, 16, 18), 600), ((-72, -5, -45), (7, 14, 26), 560), ((72, -5, -45), (7, 14, 26), 560),
    ((0, 0, 15), (76, 95, 88), 640), ((0, 0, 15), (71, 89, 83), 120), ((0, 0, 15), (67, 84, 79), 210),
    ((0, 0, 15), (63, 80, 75), 520), ((0, 0, 15), (56, 72, 67), 720), ((-8, 0, 20), (5, 26, 12), 200), ((8, 0, 20), (5, 26, 12), 200),
    ((0, 62, -58), (22, 18, 16), 60), ((-31, 78, -28), (12, 12, 12), 230), ((31, 78, -28), (12, 12, 12), 230),
)


def simple_head(shape, spacing_mm: float = SPACING_MM) -> np.ndarray:
    """A T1-like head [z, y, x] with x to the right, y anterior and z superior, float32, centred in the volume.

    The head fills about nine tenths of the shorter sides: small shapes hold a small head, not a piece of one.
    """
    extent = np.array(shape, float) * spacing_mm
    scale = 0.9 * min(extent / (270.0, 215.0, 175.0))
    axes = [((np.arange(n) - (n - 1) / 2) * spacing_mm / scale + offset).astype(np.float32)
            for n, offset in zip(shape, (-25.0, 5.0, 0.0))]
    z, y, x = np.meshgrid(*axes, indexing="ij")
    softness = 2 * spacing_mm / scale
    image = np.zeros(shape, np.float32)
    for (cx, cy, cz), (ax, ay, az), signal in _PARTS:
        radius = np.sqrt(((x - cx) / ax) ** 2 + ((y - cy) / ay) ** 2 + ((z - cz) / az) ** 2)
        inside = np.clip((1 - radius) * min(ax, ay, az) / softness + 0.5, 0, 1)
        image += inside * (signal - image)
    ripple = 12 * np.sin(0.31 * x + 0.2) * np.sin(0.27 * y) * np.sin(0.23 * z + 0.5)
    return np.maximum(image + ripple + 12, 0).astype(np.float32)
