"""Train the relation model and measure it: `python -m training.relations.train --data ../shared/data --out DIR`.

Two stages: first the project's own sentences (types, modes, statuses, NONE), then PLV's training rows with a share
of them. Cross-validation repeats the second stage only: the first sees no PLV row.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder import load_tokenizer
from training.reader.train import say
from training.reader.windows import Pieces
from training.relations.network import Relations
from training.relations.pairs import (
    QUADS,
    ROOTS,
    STATUSES,
    TYPES,
    Pair,
    encode,
    read_folds,
    read_own,
    read_plv,
    swapped,
    write_folds,
)  # fmt: skip

HERE = Path(__file__).parent
Floats = NDArray[np.float64]


def collate(pairs: Sequence[Pair], pieces: Pieces, rng: random.Random | None, device: torch.device) -> list[Tensor]:
    """ids, mask, shape, source, target as the network takes them."""
    rows = [encode(p, pieces, rng) for p in pairs]
    longest = max(len(r[0]) for r in rows)

    def pad(k: int) -> Tensor:
        return torch.tensor([list(r[k]) + [0] * (longest - len(r[0])) for r in rows])  # type: ignore[call-overload]

    mask = torch.tensor([[1] * len(r[0]) + [0] * (longest - len(r[0])) for r in rows])
    tensors = [pad(0), mask, pad(1), torch.tensor([r[2] for r in rows]), torch.tensor([r[3] for r in rows])]
    return [t.to(device) for t in tensors]


def loss_of(
    model: Relations, pairs: Sequence[Pair], pieces: Pieces, rng: random.Random, device: torch.device
) -> Tensor:
    """Summed probability of the allowed types (smoothed), modes and statuses where they are known."""
    with torch.autocast(device.type, dtype=torch.bfloat16):
        kinds, modes, statuses = model(*collate(pairs, pieces, rng, device))
    allowed = torch.tensor([[p.types >> k & 1 for k in range(len(TYPES))] for p in pairs], device=device)
    weight = torch.tensor([p.weight for p in pairs], device=device)
    logp = kinds.float().log_softmax(-1)
    hit = -torch.logsumexp(logp.masked_fill(allowed == 0, -1e4), -1)
    loss = ((0.9 * hit - 0.1 * logp.mean(-1)) * weight).sum() / weight.sum().clamp(min=1)
    for scores, gold, share in ((modes, [p.mode for p in pairs], 0.5), (statuses, [p.status for p in pairs], 0.5)):
        target = torch.tensor(gold, device=device)
        if (target >= 0).any():
            part = F.cross_entropy(scores.float(), target, ignore_index=-100)
            loss = loss + share * part * (target >= 0).float().mean()
    return loss


def grouped(pairs: Sequence[Pair], size: int, rng: random.Random) -> list[list[Pair]]:
    """Shuffled batches of pairs of like length."""
    order = sorted(pairs, key=lambda p: len(p.words) + 8 * rng.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    return groups


def fit(model: Relations, epochs: Sequence[list[Pair]], pieces: Pieces, rate: float, seed: int, size: int = 24) -> None:
    """Train in place over the given epochs of pairs; warm up, then decay to nothing."""
    device = next(model.parameters()).device
    rng = random.Random(seed)
    torch.manual_seed(seed)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    head = list(model.head.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": rate * 5}], weight_decay=0.01, fused=True
    )
    groups = [g for epoch in epochs for g in grouped(epoch, size, rng)]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: max(min((s + 1) / (0.1 * len(groups)), (len(groups) - s) / (0.9 * len(groups))), 0.0)
    )
    model.train()
    for group in groups:
        loss = loss_of(model, group, pieces, rng, device)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(body + head, 1.0)
        optimiser.step()
        schedule.step()


def predict(model: Relations, pairs: Sequence[Pair], pieces: Pieces) -> tuple[Floats, Floats, Floats]:
    """Scores (before softmax) of types, modes and statuses, in the order of the pairs."""
    model.eval()
    device = next(model.parameters()).device
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].words))
    out: list[list[NDArray[np.float32]]] = [[], [], []]
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        for i in range(0, len(order), 32):
            group = [pairs[k] for k in order[i : i + 32]]
            for part, values in zip(out, model(*collate(group, pieces, None, device)), strict=True):
                part.append(values.float().cpu().numpy())
    back = np.argsort(order)
    return tuple(np.concatenate(p)[back].astype(np.float64) for p in out)  # type: ignore[return-value]


def soft(scores: Floats, temperature: float = 1.0) -> Floats:
    """Softmax over the last axis."""
    wide = scores / temperature
    powers = np.exp(wide - wide.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result


def by_root(probabilities: Floats) -> Floats:
    """Probabilities over ROOTS: NONE left out, CONCEDE and RETREAT summed as YIELD."""
    columns = [
        probabilities[:, [TYPES.index("CONCEDE"), TYPES.index("RETREAT")]].sum(1)
        if r == "YIELD"
        else probabilities[:, TYPES.index(r)]
        for r in ROOTS
    ]
    stacked: Floats = np.stack(columns, 1)
    return stacked


def macro_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    """Macro F1 in percent over the classes of the gold labels."""
    values = []
    for label in sorted(set(gold), key=str):
        hit = sum(g == f == label for g, f in zip(gold, found, strict=True))
        total = sum(g == label for g in gold) + sum(f == label for f in found)
        values.append(2 * hit / total)
    return round(100 * sum(values) / len(values), 2)


def score_plv(types: Floats, roots: list[str], quads: list[int]) -> dict[str, object]:
    """Macro F1 by root (15), quad (4) and binary, each by summed probabilities; F1 by root; micro accuracy by root."""
    p = by_root(soft(types))
    found = [ROOTS[k] for k in p.argmax(1)]
    sums = np.stack([p[:, [QUADS[r] == q for r in ROOTS]].sum(1) for q in (1, 2, 3, 4)], 1)
    quad = (sums.argmax(1) + 1).tolist()
    binary = ["coop" if s[0] + s[1] > s[2] + s[3] else "conflict" for s in sums]
    each = {
        r: round(
            200 * sum(g == f == r for g, f in zip(roots, found, strict=True)) / (roots.count(r) + found.count(r) or 1)
        )
        for r in ROOTS
    }
    return {
        "root_macro": macro_f1(roots, found),
        "root_micro": round(100 * float(np.mean([g == f for g, f in zip(roots, found, strict=True)])), 2),
        "quad_macro": macro_f1(quads, quad),
        "binary_macro": macro_f1(["coop" if q < 3 else "conflict" for q in quads], binary),
        "by_root": dict(sorted(each.items(), key=lambda x: x[1])),
    }


def calibrate(scores: Floats, allowed: Sequence[int]) -> tuple[float, list[dict[str, float]]]:
    """The temperature with the least log loss on held-out scores, and the reliability curve at that temperature."""
    member = np.array([[a >> k & 1 for k in range(scores.shape[1])] for a in allowed], dtype=bool)

    def log_loss(t: float) -> float:
        return float(-np.log(np.maximum((soft(scores, t) * member).sum(1), 1e-9)).mean())

    best = min((round(0.4 + 0.05 * i, 2) for i in range(40)), key=log_loss)
    p = soft(scores, best)
    top, right = p.max(1), member[np.arange(len(p)), p.argmax(1)]
    curve = []
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (top > low) & (top <= low + 0.1)
        if inside.any():
            curve.append(
                {
                    "from": round(float(low), 1),
                    "pairs": int(inside.sum()),
                    "confidence": round(float(top[inside].mean()), 3),
                    "accuracy": round(float(right[inside].mean()), 3),
                }
            )
    return best, curve


def score_own(scores: tuple[Floats, Floats, Floats], pairs: Sequence[Pair]) -> dict[str, float]:
    """On own sentences: macro F1 of types with NONE, F1 of NONE, accuracy of mode and status."""
    gold = [TYPES[p.types.bit_length() - 1] for p in pairs]
    found = [TYPES[k] for k in scores[0].argmax(1)]
    none = [g == "NONE" for g in gold], [f == "NONE" for f in found]
    hit = sum(a and b for a, b in zip(*none, strict=True))
    out = {"type_macro": macro_f1(gold, found), "none_f1": round(200 * hit / max(sum(none[0]) + sum(none[1]), 1), 2)}
    for name, values, labels in (
        ("mode", scores[1], [p.mode for p in pairs]),
        ("status", scores[2], [p.status for p in pairs]),
    ):
        known = [i for i, v in enumerate(labels) if v >= 0]
        out[name] = round(100 * float(np.mean([values[i].argmax() == labels[i] for i in known])), 2)
    return out


def own_epochs(own: list[Pair], count: int, seed: int, share: float = 1.0) -> list[list[Pair]]:
    """Epochs of own sentences, each with a fresh third of the possible exchanged pairs."""
    rng = random.Random(seed)
    others = [s for p in own if (s := swapped(p)) is not None]
    return [
        rng.sample(own, round(share * len(own))) + rng.sample(others, round(share * len(others) / 3))
        for _ in range(count)
    ]


def second_stage(plv: list[Pair], own: list[Pair], seed: int, count: int, share: float) -> list[list[Pair]]:
    """Epochs of PLV's rows with a share of the own sentences."""
    return [list(plv) + extra for extra in own_epochs(own, count, seed, share)]


def average(models: Sequence[Relations]) -> Relations:
    """The mean of the weights."""
    merged = copy.deepcopy(models[0])
    states = [m.state_dict() for m in models]
    merged.load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    return merged


def save(model: Relations, modes: list[str], temperature: float, path: Path) -> None:
    """Weights with what is needed to name the scores."""
    torch.save({"weights": model.state_dict(), "modes": modes, "temperature": temperature}, path)


class Run:
    """One run in a folder. What the folder already holds (first stage, final model, folds) is kept, not made again."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        data, self.folder, self.options = Path(arguments.data), Path(arguments.out), arguments
        self.folder.mkdir(parents=True, exist_ok=True)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.pieces = Pieces(load_tokenizer())
        self.plv, self.roots, self.quads = read_plv(data / "relations/plv_train.tsv")
        own, self.modes = read_own(HERE.parent / "sentences")
        if not (HERE / "folds.tsv").exists():
            write_folds(HERE / "folds.tsv", self.roots)
        self.folds = read_folds(HERE / "folds.tsv")
        self.held = [p for p in own if hash_of(p) % 10 == 0] if arguments.measure_own else []
        self.kept = [p for p in own if not self.held or hash_of(p) % 10 != 0]
        self.begun = time.time()
        say({"plv": len(self.plv), "own": len(self.kept), "held": len(self.held), "modes": self.modes})

    def _model(self, path: Path | None = None) -> Relations:
        torch.manual_seed(0)
        model = Relations(len(TYPES), len(self.modes), len(STATUSES))
        if path is None:
            model.encoder.load_base()
        else:
            saved = torch.load(path, map_location="cpu", weights_only=True)
            if saved["modes"] != self.modes:
                raise ValueError(f"{path.name} was trained on other modes than the sentences now have")
            model.load_state_dict(saved["weights"])
        return model.to(self.device)

    def report(self, name: str, model: Relations) -> None:
        """Figures of a model on the kept tenth of the own sentences."""
        figures = score_own(predict(model, self.held, self.pieces), self.held) if self.held else None
        say({"model": name, "minutes": round((time.time() - self.begun) / 60, 1), "held": figures})

    def first_stage(self) -> Relations:
        """Trained on the project's own sentences only, in cycles of warming up and cooling down."""
        model = self._model()
        for cycle in range(self.options.cycles):
            path = self.folder / f"first_stage-{cycle}.pt"
            if path.exists():
                model = self._model(path)
                continue
            fit(
                model,
                own_epochs(self.kept, self.options.first, cycle + 1),
                self.pieces,
                1e-4 * (1 + cycle / 2),
                cycle + 1,
            )
            save(model, self.modes, 1.0, path)
            self.report(f"first stage, cycle {cycle + 1}", model)
        return model

    def second_stage(self, base: Relations, rows: list[Pair]) -> Relations:
        """Trained further on PLV rows, mixed with a share of the own sentences."""
        trained = []
        for seed in range(self.options.seeds):
            model = copy.deepcopy(base)
            epochs = second_stage(rows, self.kept, seed, self.options.second, self.options.share)
            fit(model, epochs, self.pieces, 1e-4, seed)
            trained.append(model)
        return average(trained) if len(trained) > 1 else trained[0]

    def validate(self, base: Relations) -> Floats:
        """Scores of every PLV row by a model that did not see its fold."""
        scores = np.zeros((len(self.plv), len(TYPES)))
        for fold in range(self.options.folds):
            path = self.folder / f"fold-{fold}.npy"
            test = [i for i, f in enumerate(self.folds) if f == fold]
            if not path.exists():
                model = self.second_stage(base, [p for i, p in enumerate(self.plv) if self.folds[i] != fold])
                np.save(path, predict(model, [self.plv[i] for i in test], self.pieces)[0])
            scores[test] = np.load(path)
            done = [i for i, f in enumerate(self.folds) if f <= fold]
            figures = score_plv(scores[done], [self.roots[i] for i in done], [self.quads[i] for i in done])
            say({"folds": fold + 1, "minutes": round((time.time() - self.begun) / 60, 1), **figures})
        return scores

    def calibrate(self, scores: Floats) -> None:
        """Set the final model's temperature on the held-out scores; write the figures."""
        done = [i for i, f in enumerate(self.folds) if f < self.options.folds]
        temperature, curve = calibrate(scores[done], [self.plv[i].types for i in done])
        save(self._model(self.folder / "relations.pt"), self.modes, temperature, self.folder / "relations.pt")
        figures = score_plv(scores[done], [self.roots[i] for i in done], [self.quads[i] for i in done])
        result = {"cross_validation": figures, "temperature": temperature, "reliability": curve}
        (self.folder / "figures.json").write_text(json.dumps(result, indent=1), "utf8")
        say(result)


def train(arguments: argparse.Namespace) -> None:
    """All of it: first stage, final model, cross-validation, calibration."""
    torch.set_num_threads(arguments.threads)
    run = Run(arguments)
    base = run.first_stage()
    final = run.folder / "relations.pt"
    if not final.exists():
        model = run.second_stage(base, run.plv)
        save(model, run.modes, 1.0, final)
        run.report("final", model)
    if arguments.folds:
        run.calibrate(run.validate(base))


def hash_of(pair: Pair) -> int:
    """A number that depends on the sentence alone, so that its lines fall on the same side."""
    return sum((i + 1) * ord(c) for i, c in enumerate("".join(pair.words)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--first", type=int, default=4, help="epochs over the own sentences")
    parser.add_argument("--cycles", type=int, default=2, help="times the first stage warms up and cools down")
    parser.add_argument("--second", type=int, default=5, help="epochs over PLV with a share of the own sentences")
    parser.add_argument("--share", type=float, default=0.25, help="share of the own sentences in the second stage")
    parser.add_argument("--seeds", type=int, default=1, help="second stages whose weights are averaged")
    parser.add_argument("--folds", type=int, default=5, help="folds of the cross-validation to run; 0: none")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--measure-own", action="store_true", help="keep a tenth of the own sentences for measuring")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
