"""What stands between anatomy and image: lesions, voids, coil shading, resolution, ghosts, ringing and noise."""
import numpy as np
import torch
import torch.nn.functional as F

from heads import INDEX, TISSUES
from preprocessing import SPACING_MM


class Scanner:
    """Applies one random set of imaging effects to a signal volume [z, y, x] on the model grid."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng

    def acquire(self, signal, tissue, labels, thickness_mm=None, kind=None, teeth=None) -> torch.Tensor:
        """The image of a signal. kind: "UNI", "64 mT" or None for any other; teeth: voxel z y x of a dental void, or None."""
        rng = self.rng
        if rng.random() < 0.35:
            signal = self._lesions(signal, labels)
        if rng.random() < 0.12:
            signal = self._metal(signal, tissue)
        if teeth is not None:
            signal = self._void(signal, teeth, rng.uniform(4.0, 11.0))
        if kind == "UNI":
            return self._unified(signal, tissue)
        signal = signal * self._bias(signal.shape)
        if rng.random() < 0.2:
            signal = signal * self._fall_off(signal.shape)
        if kind == "64 mT" or rng.random() < 0.5:
            signal = self._blur(signal, rng.uniform(0.25, 0.8) + (0.3 if kind == "64 mT" else 0.0))
        if rng.random() < 0.25:
            signal = self._ghost(signal)
        if rng.random() < 0.08:
            signal = self._ringing(signal)
        if thickness_mm is None:
            thickness_mm = rng.uniform(2.5, 7.0) if rng.random() < 0.4 else 0.0
            axis = int(rng.choice(3, p=(0.6, 0.2, 0.2)))
        else:
            axis = 0
        if kind == "64 mT" and thickness_mm < SPACING_MM and rng.random() < 0.7:
            thickness_mm = 5.0
        noise = float(signal.max()) * rng.choice([0.0, 0.01, 0.03, 0.06], p=(0.15, 0.4, 0.3, 0.15)) * rng.uniform(0.5, 1.2)
        if kind == "64 mT":
            noise = max(noise, float(signal.max()) * rng.uniform(0.02, 0.07))
        if thickness_mm > SPACING_MM:
            signal = self._thick_slices(signal, axis, thickness_mm, noise)
        else:
            signal = self._rician(signal, noise)
        if rng.random() < 0.3:
            signal = signal.clamp(min=0.0) ** float(np.exp(0.25 * rng.standard_normal()))
        if rng.random() < 0.2:
            signal = torch.where(signal < float(signal.max()) * rng.uniform(0.0, 0.06), 0.0, signal)
        return signal

    def _random(self, shape) -> torch.Tensor:
        return torch.randn(tuple(shape), generator=torch.Generator().manual_seed(int(self.rng.integers(2**62))))

    def _smooth(self, shape, cells) -> torch.Tensor:
        return F.interpolate(self._random((1, 1, cells, cells, cells)), size=tuple(shape), mode="trilinear",
                             align_corners=True)[0, 0]

    def _near(self, shape, centre, radius) -> torch.Tensor:
        """1 inside a lumpy ball, falling off over one voxel."""
        axes = [(torch.arange(n, dtype=torch.float32) - float(c)) / (radius * self.rng.uniform(0.7, 1.4))
                for n, c in zip(shape, centre)]
        distance = (axes[0].view(-1, 1, 1) ** 2 + axes[1].view(1, -1, 1) ** 2 + axes[2].view(1, 1, -1) ** 2).sqrt()
        lumpy = distance + 0.25 * self._smooth(shape, 9)
        return ((1.0 - lumpy) * radius + 0.5).clamp(0.0, 1.0)

    def _lesions(self, signal, labels) -> torch.Tensor:
        """Tumours with oedema and rim, cavities and cysts inside the brain."""
        brain = torch.nonzero(labels == 1)
        if len(brain) < 100:
            return signal
        top = float(signal[labels == 1].max())
        for _ in range(int(self.rng.integers(1, 4))):
            centre = brain[int(self.rng.integers(len(brain)))].tolist()
            radius = self.rng.uniform(2.0, 14.0)
            inside = self._near(signal.shape, centre, radius) * (labels == 1)
            core, rim = self.rng.uniform(0.0, 1.2, 2) * top
            signal = signal * (1 - inside) + core * inside
            if self.rng.random() < 0.6:
                ring = inside * (1 - inside) * 4
                signal = signal * (1 - ring) + rim * ring
        return signal

    def _metal(self, signal, tissue) -> torch.Tensor:
        """Signal voids with a bright rim: braces, clips, shunt valves."""
        solid = torch.nonzero(tissue == INDEX["compact_bone"])
        if len(solid) < 100:
            return signal
        for _ in range(int(self.rng.integers(1, 4))):
            centre = solid[int(self.rng.integers(len(solid)))].tolist()
            signal = self._void(signal, centre, self.rng.uniform(2.0, 9.0))
        return signal

    def _void(self, signal, centre, radius) -> torch.Tensor:
        inside = self._near(signal.shape, centre, radius)
        rim = inside * (1 - inside) * 4
        return signal * (1 - inside) + rim * float(signal.max()) * self.rng.uniform(0.0, 1.0)

    def _unified(self, signal, tissue) -> torch.Tensor:
        """A uniform image of MP2RAGE: a ratio, hence without shading, and where there is no signal noise over its whole range.

        Averaged from finer voxels to those of the model, that noise is narrower than its range.
        """
        levels = torch.from_numpy(self.rng.uniform(0.5, 1.0, len(TISSUES)).astype(np.float32))
        for name, most in (("air", 0.0), ("inner_air", 0.0), ("compact_bone", 0.25), ("skin_edge", 0.4)):
            levels[INDEX[name]] = float(self.rng.uniform(0.0, most)) if most else 0.0
        strength = self._blur(levels[tissue.long()], self.rng.uniform(0.3, 0.6)) ** 2
        told = strength / (strength + float(self.rng.uniform(0.05, 0.2)) ** 2)
        empty = 0.5 + self.rng.uniform(0.1, 0.6) * (torch.rand(tuple(signal.shape), generator=torch.Generator().manual_seed(int(self.rng.integers(2**62)))) - 0.5)
        noisy = signal.clamp(0.0, 1.1) + 0.02 * self._random(signal.shape)
        return (told * noisy + (1 - told) * empty).clamp(min=0.0)

    def _bias(self, shape) -> torch.Tensor:
        strength = self.rng.choice([0.1, 0.25, 0.5], p=(0.3, 0.5, 0.2))
        return torch.exp(self._smooth(shape, int(self.rng.integers(2, 5))) * float(strength))

    def _fall_off(self, shape) -> torch.Tensor:
        """The end of a coil's reach: the signal sinks towards one side, mostly the chin and neck."""
        axes = [torch.linspace(-1.0, 1.0, n) for n in shape]
        toward = np.array([-1.0, 0.0, 0.0]) if self.rng.random() < 0.75 else self.rng.standard_normal(3)
        toward = toward / np.linalg.norm(toward) + 0.3 * self.rng.standard_normal(3)
        z, y, x = (float(t) * a for t, a in zip(toward / np.linalg.norm(toward), axes))
        along = z.view(-1, 1, 1) + y.view(1, -1, 1) + x.view(1, 1, -1)
        middle, width, left = self.rng.uniform(0.0, 0.9), self.rng.uniform(0.08, 0.4), self.rng.uniform(0.1, 0.5)
        return left + (1.0 - left) * torch.sigmoid((middle - along) / width)

    @staticmethod
    def _blur(signal, sigma: float) -> torch.Tensor:
        reach = 2
        kernel = torch.exp(-torch.arange(-reach, reach + 1, dtype=torch.float32) ** 2 / (2 * sigma * sigma))
        kernel = kernel / kernel.sum()
        x = signal[None, None]
        for axis in range(3):
            shape = [1, 1, 1, 1, 1]
            shape[2 + axis] = -1
            padding = [0, 0, 0]
            padding[axis] = reach
            x = F.conv3d(x, kernel.view(shape), padding=tuple(padding))
        return x[0, 0]

    def _ghost(self, signal) -> torch.Tensor:
        """Faint shifted copies along one axis, as motion and pulsation leave them, in the air too."""
        axis = int(self.rng.integers(3))
        n = signal.shape[axis]
        amplitude = float(self.rng.uniform(0.01, 0.12))
        for shift in {n // 2, int(self.rng.integers(n // 8 + 1, n // 2 + 2))}:
            signal = signal + amplitude * 0.5 * (torch.roll(signal, shift, axis) + torch.roll(signal, -shift, axis)).abs()
        return signal

    def _ringing(self, signal) -> torch.Tensor:
        """Gibbs ringing: high frequencies of one axis cut off sharply."""
        axis = int(self.rng.integers(3))
        n = signal.shape[axis]
        spectrum = torch.fft.rfft(signal, dim=axis)
        keep = max(4, int(spectrum.shape[axis] * self.rng.uniform(0.45, 0.8)))
        spectrum.narrow(axis, keep, spectrum.shape[axis] - keep).zero_()
        return torch.fft.irfft(spectrum, n=n, dim=axis).abs()

    def _thick_slices(self, signal, axis, thickness_mm, noise) -> torch.Tensor:
        """Averages slabs along an axis, leaves gaps, adds the noise, and comes back as the program resamples: linearly."""
        n = signal.shape[axis]
        spacing = thickness_mm * self.rng.choice([1.0, 1.0, 1.1, 1.25]) / SPACING_MM  # voxels
        m = max(2, int(n / spacing))
        centres = (torch.arange(m) - (m - 1) / 2) * spacing + (n - 1) / 2
        offset = (torch.arange(n)[None, :] - centres[:, None]).abs()
        down = (thickness_mm / SPACING_MM / 2 + 0.5 - offset).clamp(0.0, 1.0)
        down = down / down.sum(1, keepdim=True).clamp(min=1e-6)
        at = ((torch.arange(n) - (n - 1) / 2) / spacing + (m - 1) / 2).clamp(0, m - 1)
        up = (1.0 - (at[:, None] - torch.arange(m)[None, :]).abs()).clamp(min=0.0)
        moved = signal.movedim(axis, 0)
        slices = torch.tensordot(down, moved, dims=([1], [0]))
        slices = self._rician(slices, noise)
        return torch.tensordot(up, slices, dims=([1], [0])).movedim(0, axis)

    def _rician(self, signal, noise: float) -> torch.Tensor:
        if noise <= 0:
            return signal
        return torch.sqrt((signal + noise * self._random(signal.shape)) ** 2 + (noise * self._random(signal.shape)) ** 2)
