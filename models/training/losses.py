"""The training loss: weighted cross entropy plus soft Dice over the classes in view."""
import torch

from heads import UNKNOWN

# Ears and eyes are small: without weight they are learnt last.
CLASS_WEIGHTS = (1.0, 1.0, 1.3, 2.5, 2.5)


def segmentation_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """logits [1, C, z, y, x] and labels [1, z, y, x]; mean over voxels that are known, Dice over classes present in the crop."""
    logarithms = logits[0].flatten(1).log_softmax(0)
    truth = labels.flatten()
    known = truth != UNKNOWN
    if not bool(known.all()):
        logarithms, truth = logarithms[:, known], truth[known]
    weights = torch.tensor(CLASS_WEIGHTS, device=logits.device)[truth]
    cross_entropy = -(logarithms.gather(0, truth[None])[0] * weights).sum() / weights.sum()
    probabilities = logarithms.exp()
    counts = torch.bincount(truth, minlength=len(logarithms))
    overlap = torch.stack([(p * (truth == c)).sum() for c, p in enumerate(probabilities)])
    dice = (2 * overlap + 1.0) / (probabilities.sum(1) + counts + 1.0)
    return cross_entropy + (1 - dice)[counts > 20].mean()
