"""The facemask network: a 3D U-Net with a strided stem and a pixel-shuffle head.

Thin layers at full resolution are what makes 3D networks slow on CPUs. The stem folds each 2x2x2 block of voxels into
channels, everything between runs at half resolution or below, and the head unfolds channels back into voxels, so that the
answer is as sharp as the input without a single convolution at full resolution.
"""
import torch
from torch import nn, Tensor

CLASSES = ("rest", "brain", "face", "eyes", "ears")
MULTIPLE = 16  # each side of the input is a multiple of this: stem 2, then three halvings


class ConvBlock(nn.Module):
    """3x3x3 convolution, instance normalisation, leaky ReLU; adds its input when the widths agree."""

    def __init__(self, width_in: int, width_out: int, stride: int = 1):
        super().__init__()
        self.conv = nn.Conv3d(width_in, width_out, 3, stride=stride, padding=1, bias=False)
        self.norm = nn.InstanceNorm3d(width_out, affine=True)
        self.act = nn.LeakyReLU(0.01, inplace=True)
        self.residual = stride == 1 and width_in == width_out

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(self.conv(x))
        if self.residual:
            y = y + x
        return self.act(y)


class FacemaskNet(nn.Module):
    """Maps a normalised head [N, 1, Z, Y, X] to class logits [N, 5, Z, Y, X]; every side a multiple of 16."""

    def __init__(self, width: int = 24, deep: int = 128):
        super().__init__()
        widths = (width, 2 * width, 4 * width, deep)
        self.stem = nn.Conv3d(1, width, 2, stride=2)
        self.enc0 = nn.Sequential(ConvBlock(width, width))
        self.enc1 = nn.Sequential(ConvBlock(width, widths[1], 2), ConvBlock(widths[1], widths[1]))
        self.enc2 = nn.Sequential(ConvBlock(widths[1], widths[2], 2), ConvBlock(widths[2], widths[2]))
        self.enc3 = nn.Sequential(ConvBlock(widths[2], widths[3], 2), ConvBlock(widths[3], widths[3]),
                                  ConvBlock(widths[3], widths[3]))
        self.up2 = nn.Conv3d(widths[3], widths[2], 1)
        self.dec2 = nn.Sequential(ConvBlock(widths[2], widths[2]), ConvBlock(widths[2], widths[2]))
        self.up1 = nn.Conv3d(widths[2], widths[1], 1)
        self.dec1 = nn.Sequential(ConvBlock(widths[1], widths[1]), ConvBlock(widths[1], widths[1]))
        self.up0 = nn.Conv3d(widths[1], width, 1)
        self.dec0 = nn.Sequential(ConvBlock(width, width), ConvBlock(width, width))
        self.head = nn.Conv3d(width, 8 * len(CLASSES), 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        x0 = self.enc0(x)
        x1 = self.enc1(x0)
        x2 = self.enc2(x1)
        x3 = self.enc3(x2)
        y = self.dec2(x2 + self._grow(self.up2(x3)))
        y = self.dec1(x1 + self._grow(self.up1(y)))
        y = self.dec0(x0 + self._grow(self.up0(y)))
        return self._unfold(self.head(y + x))

    def _grow(self, x: Tensor) -> Tensor:
        return nn.functional.interpolate(x, scale_factor=2.0, mode="trilinear", align_corners=False)

    def _unfold(self, x: Tensor) -> Tensor:
        """[N, 8 C, Z, Y, X] -> [N, C, 2 Z, 2 Y, 2 X]: a pixel shuffle in three dimensions."""
        n, channels, z, y, x_size = x.shape
        x = x.reshape(n, channels // 8, 2, 2, 2, z, y, x_size)
        return x.permute(0, 1, 5, 2, 6, 3, 7, 4).reshape(n, channels // 8, 2 * z, 2 * y, 2 * x_size)
