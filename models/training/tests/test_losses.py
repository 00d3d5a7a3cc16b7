"""The loss against its plain form, and voxels of which nothing is known."""
import pytest
import torch
import torch.nn.functional as F

from heads import UNKNOWN
from losses import CLASS_WEIGHTS, segmentation_loss


def plain(logits, labels):
    """Weighted cross entropy and mean soft Dice, with every tensor written out."""
    cross_entropy = F.cross_entropy(logits, labels, weight=torch.tensor(CLASS_WEIGHTS))
    probabilities, truth = logits.softmax(1)[0], F.one_hot(labels[0], 5).permute(3, 0, 1, 2)
    axes = (1, 2, 3)
    overlap, total = (probabilities * truth).sum(axes), probabilities.sum(axes) + truth.sum(axes)
    return cross_entropy + (1 - (2 * overlap + 1) / (total + 1))[truth.sum(axes) > 20].mean()


def drawn(seed, classes=5):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn((1, 5, 8, 10, 12), generator=generator, requires_grad=True), torch.randint(0, classes, (1, 8, 10, 12), generator=generator)


@pytest.mark.parametrize("classes", (2, 5))
def test_the_loss_and_its_gradient_are_those_of_the_plain_form(classes):
    logits, labels = drawn(classes, classes)
    expected = plain(logits, labels)
    gradient, = torch.autograd.grad(expected, logits)
    loss = segmentation_loss(logits, labels)
    assert float(loss) == pytest.approx(float(expected), rel=1e-5)
    torch.testing.assert_close(torch.autograd.grad(loss, logits)[0], gradient, rtol=1e-4, atol=1e-7)


def test_unknown_voxels_have_no_say():
    logits, labels = drawn(3)
    labels[:, :, :4] = UNKNOWN
    loss = segmentation_loss(logits, labels)
    gradient, = torch.autograd.grad(loss, logits)
    assert not gradient[:, :, :, :4].any() and gradient[:, :, :, 4:].abs().min() > 0
    assert float(loss) == pytest.approx(float(plain(logits[:, :, :, 4:], labels[:, :, 4:])), rel=1e-5)
