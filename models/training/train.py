"""Trains the facemask network on synthetic heads; can be stopped at any time and goes on from its checkpoint.

    python train.py --maps DIR [--phantoms DIR] --run runs/main --steps 6000

Everything random comes from --seed and the step number, so a resumed run draws the samples that an unbroken one would.
"""
import argparse
import copy
import json
import math
import os
import queue
import threading
import time
from pathlib import Path

import numpy as np
import torch

from heads import held_out, load_heads, to_train_on
from inference import load_network
from losses import segmentation_loss
from network import CLASSES, MULTIPLE, FacemaskNet
from synthesize import Recipe, Synthesizer

HERE = Path(__file__).resolve().parent
WARM_UP_STEPS = 150
MOST_SKIPPED = 20  # more gradients that are not finite are a fault, no accident


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=Path, required=True, help="folder of NAME_tissue.nii.gz and NAME_regions.nii.gz")
    parser.add_argument("--phantoms", type=Path, help="a second such folder, of phantoms; a small share of the samples")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "main", help="checkpoints and the log")
    parser.add_argument("--start", type=Path, help="weights to begin a new run with: a checkpoint or an exported network")
    parser.add_argument("--start-step", type=int, default=0, help="steps that those weights were trained for; counting goes on from there")
    parser.add_argument("--cache", type=Path, default=HERE / ".cache", help="prepared heads")
    parser.add_argument("--steps", type=int, default=6000, help="length of the schedule")
    parser.add_argument("--stop-after", type=float, default=math.inf, help="minutes, then save and end")
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--deep", type=int, default=128)
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32",
                        help="of the convolutions; bfloat16 halves a step where the processor or GPU computes in it, weights stay float32")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--workers", type=int, default=0, help="threads that draw samples ahead; 0 draws in the loop")
    parser.add_argument("--validate-every", type=int, default=250)
    parser.add_argument("--heads", help="comma-separated names to train on (default: all but the held-out and unfit)")
    return parser.parse_args()


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Linear warm-up, then a cosine to a hundredth of the peak; both counted from the beginning of the run."""
    if step < WARM_UP_STEPS:
        return peak * (step + 1) / WARM_UP_STEPS
    done = min(1.0, (step - WARM_UP_STEPS) / max(1, steps - WARM_UP_STEPS))
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


def padded(image: torch.Tensor, labels: torch.Tensor):
    """Batch and channel axes, zeros at the high end up to the network's multiple."""
    pad = []
    for size in reversed(image.shape):
        pad += [0, -size % MULTIPLE]
    return (torch.nn.functional.pad(image, pad)[None, None], torch.nn.functional.pad(labels, pad)[None].long())


def dice_per_class(predicted: torch.Tensor, truth: torch.Tensor) -> dict:
    """Dice of the facemask (face, eyes, ears) and of each class; classes that are absent in both are left out."""
    scores = {}
    pairs = {"facemask": (predicted >= 2, truth >= 2)}
    pairs.update({name: (predicted == k, truth == k) for k, name in enumerate(CLASSES) if k})
    for name, (a, b) in pairs.items():
        total = int(a.sum() + b.sum())
        if int(b.sum()):
            scores[name] = 2 * int((a & b).sum()) / total
    return scores


class Samples:
    """Samples by step number: the same for a given seed whether drawn ahead by threads or in the loop."""

    def __init__(self, real: list, phantoms: list, seed: int, workers: int, first_step: int):
        self.sources = [Synthesizer(real)] + ([Synthesizer(phantoms)] if phantoms else [])
        self.seed, self.workers, self.next_step = seed, workers, first_step
        self.ready, self.lock, self.condition = {}, threading.Lock(), threading.Condition()
        self.taken = first_step
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()

    def draw(self, step: int):
        rng = np.random.default_rng((self.seed, step))
        source = self.sources[1] if len(self.sources) > 1 and rng.random() < 0.12 else self.sources[0]
        while True:
            sample = source.sample(rng)
            if min(sample.image.shape) >= 8:
                return sample

    def _work(self):
        while True:
            with self.condition:
                while self.next_step > self.taken + 4 * self.workers:
                    self.condition.wait()
                step, self.next_step = self.next_step, self.next_step + 1
            sample = self.draw(step)
            with self.condition:
                self.ready[step] = sample
                self.condition.notify_all()

    def get(self, step: int):
        if not self.workers:
            return self.draw(step)
        with self.condition:
            self.taken = step
            self.condition.notify_all()
            while step not in self.ready:
                self.condition.wait()
            return self.ready.pop(step)


def validation_set(heads: list, count: int = 10) -> list:
    """Fixed samples of the held-out heads across ages, contrasts, slice thickness and fields of view."""
    ages, weightings = (0.7, 4.0, 10.0, 16.0, 40.0), ("T1", "T2", "FLAIR", "T1CE", "PD")
    cuts = ("whole", "sides", "whole", "slab", "tight")
    source = Synthesizer(heads)
    return [source.sample(np.random.default_rng((77, i)),
                          Recipe(ages[i % 5], weightings[(i + i // 5) % 5], 5.0 if i % 3 == 1 else 0.0, cuts[i % 5], 8.0))
            for i in range(count)]


def validate(net, samples, device) -> dict:
    net.eval()
    collected = {}
    with torch.no_grad():
        for sample in samples:
            image, labels = padded(sample.image, sample.labels)
            predicted = net(image.to(device)).argmax(1).cpu()
            for name, score in dice_per_class(predicted, labels).items():
                collected.setdefault(name, []).append(score)
    net.train()
    return {name: [round(float(np.median(v)), 4), round(float(np.min(v)), 4)] for name, v in collected.items()}


def descend(net, optimizer, loss) -> bool:
    """One step down the gradient of a loss; none, and False, if it is not finite: it would make every weight NaN."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    finite = bool(torch.isfinite(torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)))
    if finite:
        optimizer.step()
    return finite


def save(path: Path, **state):
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    if path.exists():
        os.replace(path, path.with_suffix(".previous.pt"))
    os.replace(temporary, path)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    args.run.mkdir(parents=True, exist_ok=True)
    heads = load_heads(args.maps, args.cache)
    real = [h for h in heads if h.name in args.heads.split(",")] if args.heads else to_train_on(heads)
    phantoms = load_heads(args.phantoms, args.cache) if args.phantoms else []
    torch.manual_seed(args.seed)
    net = FacemaskNet(args.width, args.deep).to(args.device)
    if args.start:
        net.load_state_dict(load_network(args.start, args.device).state_dict())
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=1e-4)
    checkpoint, step = args.run / "checkpoint.pt", args.start_step
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=args.device, weights_only=True)
        net.load_state_dict(state["net"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    unseen = held_out(heads)
    validation = validation_set(unseen) if unseen else []
    samples = Samples(real, phantoms, args.seed, args.workers, step)
    log, began, losses, skipped = open(args.run / "log.jsonl", "a"), time.time(), [], 0
    while step < args.steps and (time.time() - began) / 60 < args.stop_after:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step - args.start_step, args.steps - args.start_step, args.rate)
        sample = samples.get(step)
        image, labels = padded(sample.image, sample.labels)
        with torch.autocast(args.device, torch.bfloat16, enabled=args.precision == "bfloat16"):
            logits = net(image.to(args.device))
        loss = segmentation_loss(logits.float(), labels.to(args.device))
        descended = descend(net, optimizer, loss)
        step += 1
        if not descended:
            log.write(json.dumps({"step": step, "skipped": "gradient not finite", "loss": str(float(loss))}) + "\n")
            skipped += 1
            if skipped > MOST_SKIPPED:
                raise FloatingPointError(f"{skipped} gradients were not finite, the last at step {step}; see {args.run / 'log.jsonl'}")
            continue
        losses.append(float(loss))
        keep = min(0.998, step / (step + 20))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), net.parameters()):
                slow.lerp_(fast, 1 - keep)
        if step % 50 == 0 or step == args.steps:
            entry = {"step": step, "loss": round(float(np.mean(losses)), 4), "minutes": round((time.time() - began) / 60, 2)}
            losses = []
            if validation and (step % args.validate_every == 0 or step == args.steps):
                entry["validation"] = validate(average, validation, args.device)
            log.write(json.dumps(entry) + "\n")
            log.flush()
        if step % 100 == 0 or step == args.steps:
            save(checkpoint, net=net.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
                 step=step, width=args.width, deep=args.deep, seed=args.seed)
    save(checkpoint, net=net.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
         step=step, width=args.width, deep=args.deep, seed=args.seed)


if __name__ == "__main__":
    main()
