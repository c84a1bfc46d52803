"""Train the act model:
`python -m training.acts.train --data ../shared/data --acts FILE --base RUN/relations.pt --out DIR`.

Goes on from the relation model and trains both tasks together, so that one encoding serves acts, parties and pairs.
Documents that `corpora.held` names are left out and measured.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from legation.coding.slots import NAMES
from training.acts.corpora import held
from training.acts.network import Acts
from training.encoder import CLS, SEP, load_tokenizer, word_shape
from training.reader.train import say
from training.reader.windows import Pieces
from training.relations.pairs import STATUSES, TYPES, read_folds, read_own, read_plv
from training.relations.train import grouped, loss_of, own_epochs, predict, score_plv

HERE = Path(__file__).parent
SAYINGS = ("assess", "assert", "deny", "accuse", "promise", "threaten", "request", "support", "propose")
WORDS = 120
"""Words of a passage that are read: long sentences are cut."""
DECAY = 0.998
"""Share of the average that stays at each step."""
PIECES = 1000
"""Pieces of a batch, about."""
PARTS = ("actor", "recipient", "when", "where")


@dataclass
class Row:
    """A passage: words, acts (word, type, mode, status; -100 unknown), roles (act, party, features, label)."""

    words: tuple[str, ...]
    breaks: frozenset[int]
    acts: list[tuple[int, int, int, int]]
    roles: list[tuple[int, int, list[int], int]]
    origin: str
    group: str
    sayings: list[tuple[int, int, int]]


def read_rows(path: Path, modes: list[str]) -> list[Row]:
    """Rows of prepare's output."""
    rows = []
    for line in path.read_text("utf8").splitlines():
        d = json.loads(line)
        acts = [
            (
                w, TYPES.index(t),
                (modes.index(m) if m in modes else 0 if not m else -100) if t != "NONE" else -100,
                STATUSES.index(s) if s in STATUSES else -100,
            )
            for w, t, m, s in d["acts"] if w < WORDS and t in TYPES
        ]  # fmt: skip
        roles = [(a, p, f, r) for a, p, f, r in d["roles"] if a < WORDS and p < WORDS]
        said = [(c, w, SAYINGS.index(a)) for c, w, a in d["sayings"] if c < WORDS and w < WORDS and a in SAYINGS]
        rows.append(Row(tuple(d["words"]), frozenset(d["breaks"]), acts, roles, d["origin"], d["group"], said))
    return rows


def encode(row: Row, pieces: Pieces) -> tuple[list[int], list[int], list[int]]:
    """Ids, shapes, first piece of each word."""
    ids, shape, first = [CLS], [0], []
    for number, word in enumerate(row.words[:WORDS]):
        if number in row.breaks:
            ids.append(SEP)
            shape.append(0)
        part = pieces(word)
        first.append(len(ids))
        ids += part
        shape += [word_shape(word)] * len(part)
    return [*ids, SEP], [*shape, 0], first


Scores = tuple[tuple[Tensor, Tensor, Tensor], Tensor | None, Tensor | None]


def run(model: Acts, rows: list[Row], pieces: Pieces) -> Scores:
    """Scores of all labelled words, of all labelled parties, of all statements, in order."""
    coded = [encode(r, pieces) for r in rows]
    longest = max(len(c[0]) for c in coded)
    ids = torch.tensor([c[0] + [0] * (longest - len(c[0])) for c in coded])
    shape = torch.tensor([c[1] + [0] * (longest - len(c[1])) for c in coded])
    mask = torch.tensor([[1] * len(c[0]) + [0] * (longest - len(c[0])) for c in coded])
    states = model.encoder(ids, mask, shape)
    at = [(i, coded[i][2][a[0]]) for i, r in enumerate(rows) for a in r.acts]
    n, k = torch.tensor([x for x, _ in at]), torch.tensor([x for _, x in at])
    acts = model.act(states[n, k], states[n, 0])
    said = None
    if any(r.sayings for r in rows):
        n = torch.tensor([i for i, r in enumerate(rows) for _ in r.sayings])
        cue = states[n, torch.tensor([coded[i][2][x[0]] for i, r in enumerate(rows) for x in r.sayings])]
        content = states[n, torch.tensor([coded[i][2][x[1]] for i, r in enumerate(rows) for x in r.sayings])]
        said = model.saying(cue, content)
    roles = [(i, r) for i, row in enumerate(rows) for r in row.roles]
    if not roles:
        return acts, None, said
    n = torch.tensor([i for i, _ in roles])
    word = states[n, torch.tensor([coded[i][2][r[0]] for i, r in roles])]
    party = states[n, torch.tensor([coded[i][2][r[1]] for i, r in roles])]
    features = torch.zeros(len(roles), len(NAMES) + len(TYPES))
    for j, (i, r) in enumerate(roles):
        features[j, r[2]] = 1.0
        kind = next(a[1] for a in rows[i].acts if a[0] == r[0])
        features[j, len(NAMES) + kind] = 1.0
    return acts, model.role(word, party, features.to(word.dtype)), said


def act_loss(model: Acts, rows: list[Row], pieces: Pieces) -> Tensor:
    """Cross entropy of types (smoothed), modes, statuses and parts."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        (kinds, modes, statuses), parts, said = run(model, rows, pieces)
    acts = torch.tensor([a for r in rows for a in r.acts])
    loss = F.cross_entropy(kinds.float(), acts[:, 1], label_smoothing=0.05)
    if said is not None:
        loss = loss + 0.3 * F.cross_entropy(said.float(), torch.tensor([x[2] for r in rows for x in r.sayings]))
    for scores, gold, share in ((modes, acts[:, 2], 0.4), (statuses, acts[:, 3], 0.4)):
        if (gold >= 0).any():
            loss = loss + share * F.cross_entropy(scores.float(), gold, ignore_index=-100)
    if parts is not None:
        gold = torch.tensor([r[3] for row in rows for r in row.roles])
        loss = loss + F.cross_entropy(parts.float(), gold, label_smoothing=0.02)
    return loss


def batches(rows: list[Row], rng: random.Random) -> list[list[Row]]:
    """Shuffled batches of rows of like length, each of about as many pieces."""
    groups: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda r: len(r.words) + 8 * rng.random()):
        if groups[-1] and (len(groups[-1]) + 1) * 1.25 * len(row.words) > PIECES:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    return groups


class Average:
    """A moving average of a model's weights, which generalises better than the last ones."""

    def __init__(self, model: Acts) -> None:
        self._model = model
        self._own = [p for p in model.parameters() if p.requires_grad]
        self._mean = [p.detach().clone() for p in self._own]

    def add(self, step: int) -> None:
        """Takes in the weights after a step."""
        share = min(DECAY, step / (step + 10))
        torch._foreach_lerp_(self._mean, [p.detach() for p in self._own], 1 - share)

    def swap(self) -> None:
        """Exchanges the model's weights and the average."""
        for own, mean in zip(self._own, self._mean, strict=True):
            kept = own.detach().clone()
            own.data.copy_(mean)
            mean.copy_(kept)


def measure(model: Acts, rows: list[Row], pieces: Pieces) -> dict[str, float]:
    """Of words: precision, recall, F1 of acts with the right type; modes, statuses; of parties: F1 by part."""
    model.eval()
    hit = found = wanted = mode = moded = status = stated = located = 0
    part = {k: [0, 0, 0] for k in (1, 2, 3, 4)}
    with torch.no_grad():
        for i in range(0, len(rows), 32):
            group = rows[i : i + 32]
            (kinds, modes, statuses), parts, _ = run(model, group, pieces)
            acts = [a for r in group for a in r.acts]
            for a, k, m, s in zip(acts, kinds.argmax(1), modes.argmax(1), statuses.argmax(1), strict=True):
                none = TYPES.index("NONE")
                wanted += a[1] != none
                found += int(k) != none
                hit += a[1] != none and int(k) == a[1]
                located += a[1] != none and int(k) != none
                if a[2] >= 0:
                    moded, mode = moded + 1, mode + (int(m) == a[2])
                if a[3] >= 0:
                    stated, status = stated + 1, status + (int(s) == a[3])
            roles = [r for row in group for r in row.roles]
            if parts is not None:
                for r, p in zip(roles, parts.argmax(1), strict=True):
                    for side, counts in part.items():
                        counts[0] += r[3] == side and int(p) == side
                        counts[1] += r[3] == side
                        counts[2] += int(p) == side
    model.train()
    out = {
        "precision": hit / max(1, found), "recall": hit / max(1, wanted), "f1": 2 * hit / max(1, found + wanted),
        "located": 2 * located / max(1, found + wanted),
        "mode": mode / max(1, moded), "status": status / max(1, stated),
        **{n: 2 * c[0] / max(1, c[1] + c[2]) for n, c in zip(PARTS, part.values(), strict=True)},
    }  # fmt: skip
    return {k: round(100 * v, 1) for k, v in out.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--acts", required=True, type=Path, nargs="+")
    parser.add_argument("--base", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--without-fold", type=int, default=-1, help="fold of PLV's rows to leave out and to score")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--reports", type=int, default=2, help="times that reports are seen in an epoch")
    parser.add_argument("--pairs", type=float, default=0.0, help="share of the own pairs, with PLV's, seen in an epoch")
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    rng = random.Random(1)
    pieces = Pieces(load_tokenizer())
    own, modes = read_own(HERE.parent / "sentences")
    plv, roots, quads = read_plv(a.data / "relations/plv_train.tsv")
    folds = read_folds(HERE.parent / "relations" / "folds.tsv")
    rows_in = [p for p, f in zip(plv, folds, strict=True) if f != a.without_fold]
    saved = torch.load(a.base, map_location="cpu", weights_only=True)
    if saved["modes"] != modes:
        raise ValueError(f"{a.base} was trained on other modes than the sentences now have")
    model = Acts(len(TYPES), len(modes), len(STATUSES), len(NAMES))
    shapes = {name: value.shape for name, value in model.state_dict().items()}
    fitting = {name: value for name, value in saved["weights"].items() if value.shape == shapes.get(name)}
    model.load_state_dict(fitting, strict=False)  # heads that changed since begin anew
    rows = [r for p in a.acts for r in read_rows(p, modes) if r.acts]
    out = [r for r in rows if held(r.group, r.origin)]
    kept = [r for r in rows if not held(r.group, r.origin)]
    say({"rows": len(kept), "held": len(out), "acts": sum(x[1] < 16 for r in kept for x in r.acts)})
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for part in (model.head, model.act, model.role, model.saying) for p in part.parameters()]
    steps = []
    for epoch in range(a.epochs):
        seen = [r for r in kept for _ in range(a.reports if r.origin in ("reports", "cases") else 1)]
        groups: list[tuple[str, list]] = [("acts", g) for g in batches(seen, rng)]
        extra = own_epochs(own, 1, 77 + epoch, a.pairs)[0] + rows_in if a.pairs else []
        groups += [("pairs", g) for g in grouped(extra, 24, rng)]
        rng.shuffle(groups)
        steps += groups
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": a.rate}, {"params": heads, "lr": a.rate * 5}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: max(min((s + 1) / (0.1 * len(steps)), (len(steps) - s) / (0.9 * len(steps))), 0.0)
    )
    model.train()
    average = Average(model)
    begun = time.time()
    for number, (task, group) in enumerate(steps):
        if task == "acts":
            loss = act_loss(model, group, pieces)
        else:
            loss = loss_of(model, group, pieces, rng, torch.device("cpu"))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimiser.step()
        schedule.step()
        average.add(number)
        if number % (len(steps) // 5) == 0 or number == len(steps) - 1:
            average.swap()
            for origin in sorted({r.origin for r in out}):
                figures = measure(model, [r for r in out if r.origin == origin], pieces)
                minutes = round((time.time() - begun) / 60, 1)
                say({"step": number, "of": len(steps), "minutes": minutes, "held": origin, **figures})
            average.swap()
    average.swap()
    a.out.mkdir(parents=True, exist_ok=True)
    if a.without_fold >= 0:
        test = [i for i, f in enumerate(folds) if f == a.without_fold]
        scores = predict(model, [plv[i] for i in test], pieces)[0]
        np.save(a.out / f"fold-{a.without_fold}.npy", scores)
        say(score_plv(scores, [roots[i] for i in test], [quads[i] for i in test]))
    torch.save({"weights": model.state_dict(), "modes": modes, "temperature": saved["temperature"]}, a.out / "acts.pt")


if __name__ == "__main__":
    main()
