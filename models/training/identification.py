"""Rates of detection and identification with bootstrap intervals over persons.

Probes are embeddings [head, view, 128] of heads whose persons are known, the gallery embeddings [head, item, 128]. A gallery person is as
near to a probe view as the nearest item of any of their heads.
"""
import numpy as np

RESAMPLES, SEED = 1000, 1707
INTERVAL = (2.5, 97.5)


def distances(probes: np.ndarray, gallery: np.ndarray, persons: list) -> np.ndarray:
    """[head, view, person], persons in the order of their first head."""
    order = list(dict.fromkeys(persons))
    items = [np.concatenate([gallery[head] for head, person in enumerate(persons) if person == wanted]) for wanted in order]
    flat = probes.reshape(-1, probes.shape[-1]).astype(np.float64)
    nearest = [np.sqrt(np.maximum((flat ** 2).sum(1)[:, None] + (i.astype(np.float64) ** 2).sum(1) - 2 * flat @ i.T, 0)).min(1) for i in items]
    return np.stack(nearest, 1).reshape(*probes.shape[:2], len(order))


def area_under_curve(same: np.ndarray, other: np.ndarray) -> float:
    """The chance that a distance to the same person is below one to another (ties count half); nan if either is empty."""
    if not len(same) or not len(other):
        return float("nan")
    other = np.sort(other)
    above = len(other) - np.searchsorted(other, same, "right")
    ties = np.searchsorted(other, same, "right") - np.searchsorted(other, same, "left")
    return float((above + ties / 2).sum() / (len(same) * len(other)))


def rates(found: np.ndarray, far: np.ndarray, truth: np.ndarray) -> dict:
    """What can be said of some heads: found [head, view], distances [head, view, person], the right person of each head.

    detection is the share of views with a face, detected_heads that of heads with a face in any view; rank1 the share of views whose nearest
    person is the right one, of all views and of those with a face; rank1_heads names each head by its nearest view.
    """
    right = far.argmin(2) == truth[:, None]
    nearest = far.min(1).argmin(1)
    own = np.zeros(far.shape, bool)
    own[np.arange(len(truth)), :, truth] = True
    seen = found > 0
    return {"detection": float(seen.mean()), "detected_heads": float(seen.any(1).mean()), "rank1": float(right.mean()),
            "rank1_detected": float(right[seen].mean()) if seen.any() else float("nan"),
            "rank1_heads": float((nearest == truth).mean()), "auc": area_under_curve(far[own], far[~own])}


def measured(found: np.ndarray, probes: np.ndarray, gallery: np.ndarray, persons: list) -> dict:
    """name -> [rate, low, high] of `rates`; the interval resamples persons, each with all heads of theirs; None where undefined."""
    order = list(dict.fromkeys(persons))
    truth = np.array([order.index(person) for person in persons])
    far = distances(probes, gallery, persons)
    rng = np.random.default_rng(SEED)
    draws = []
    for _ in range(RESAMPLES):
        chosen = np.concatenate([np.flatnonzero(truth == person) for person in rng.integers(0, len(order), len(order))])
        draws.append(rates(found[chosen], far[chosen], truth[chosen]))
    result = {}
    for name, rate in rates(found, far, truth).items():
        drawn = np.array([draw[name] for draw in draws])
        drawn = drawn[np.isfinite(drawn)]
        result[name] = [rate, *map(float, np.percentile(drawn, INTERVAL))] if np.isfinite(rate) else None
    return result
