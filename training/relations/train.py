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


def train(arguments: argparse.Namespace) -> None:
    """All of it: first stage, final model, cross-validation, calibration."""
    torch.set_num_threads(arguments.threads)
    data, folder = Path(arguments.data), Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    pieces = Pieces(load_tokenizer())
    plv, roots, quads = read_plv(data / "relations/plv_train.tsv")
    own, modes = read_own(HERE.parent / "sentences")
    if not (HERE / "folds.tsv").exists():
        write_folds(HERE / "folds.tsv", roots)
    folds = read_folds(HERE / "folds.tsv")
    held = [p for i, p in enumerate(own) if hash_of(p) % 10 == 0] if arguments.measure_own else []
    kept = [p for p in own if not held or hash_of(p) % 10 != 0]
    say({"plv": len(plv), "own": len(own), "held": len(held), "modes": modes})
    begun = time.time()

    def fresh() -> Relations:
        model = Relations(len(TYPES), len(modes), len(STATUSES))
        model.encoder.load_base()
        return model.to(device)

    torch.manual_seed(0)
    base = fresh()
    fit(base, own_epochs(kept, arguments.first, 1), pieces, 1e-4, seed=1)
    save(base, modes, 1.0, folder / "first_stage.pt")
    say({"first_stage": score_plv(predict(base, plv, pieces)[0], roots, quads), "minutes": minutes_since(begun),
         "held": score_own(predict(base, held, pieces), held) if held else None})  # fmt: skip

    def second(rows: list[Pair], seed: int) -> Relations:
        model = copy.deepcopy(base)
        fit(model, second_stage(rows, kept, seed, arguments.second, arguments.share), pieces, 1e-4, seed)
        return model

    final = [second(plv, seed) for seed in range(arguments.seeds)]
    model = average(final) if len(final) > 1 else final[0]
    save(model, modes, 1.0, folder / "relations.pt")
    say({"final": arguments.seeds, "minutes": minutes_since(begun),
         "held": score_own(predict(model, held, pieces), held) if held else None})  # fmt: skip
    scores = np.zeros((len(plv), len(TYPES)))
    for fold in range(arguments.folds):
        rows = [p for i, p in enumerate(plv) if folds[i] != fold]
        test = [i for i in range(len(plv)) if folds[i] == fold]
        trained = [second(rows, seed) for seed in range(arguments.seeds)]
        scores[test] = predict(average(trained), [plv[i] for i in test], pieces)[0]
        done = [i for i in range(len(plv)) if folds[i] <= fold]
        figures = score_plv(scores[done], [roots[i] for i in done], [quads[i] for i in done])
        say({"fold": fold, "minutes": minutes_since(begun), **figures})
    if arguments.folds == 5:
        temperature, curve = calibrate(scores, [p.types for p in plv])
        save(model, modes, temperature, folder / "relations.pt")
        result = {"cross_validation": score_plv(scores, roots, quads), "temperature": temperature, "reliability": curve}
        (folder / "figures.json").write_text(json.dumps(result, indent=1), "utf8")
        np.save(folder / "cross_validation.npy", scores)
        say(result)


def hash_of(pair: Pair) -> int:
    """A number that depends on the sentence alone, so that its lines fall on the same side."""
    return sum((i + 1) * ord(c) for i, c in enumerate("".join(pair.words)))


def minutes_since(begun: float) -> float:
    """Minutes, one place."""
    return round((time.time() - begun) / 60, 1)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--first", type=int, default=5, help="epochs over the own sentences")
    parser.add_argument("--second", type=int, default=6, help="epochs over PLV with a share of the own sentences")
    parser.add_argument("--share", type=float, default=0.25, help="share of the own sentences in the second stage")
    parser.add_argument("--seeds", type=int, default=1, help="second stages whose weights are averaged")
    parser.add_argument("--folds", type=int, default=5, help="folds of the cross-validation to run; 0: none")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--measure-own", action="store_true", help="keep a tenth of the own sentences for measuring")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
