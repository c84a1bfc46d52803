"""Windows of consecutive sentences, as docs/model.md defines them, and batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.encoder import CLS, MASK, SEP, UNK, word_shape
from training.reader.attributions import LAYERS
from training.reader.documents import Document, Sentence

LIMIT = 128
Change = Callable[[str], str]


@dataclass(slots=True)
class Labels:
    """Label lists in order; `-100` where a label is unknown."""

    upos: list[str]
    feats: list[str]
    relations: list[str]
    entities: list[str]
    index: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {
            name: {x: i for i, x in enumerate(getattr(self, name))} for name in ("upos", "feats", "relations")
        }


class Pieces:
    """Word pieces of single words, remembered."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def __call__(self, word: str) -> list[int]:
        ids = self._known.get(word)
        if ids is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:24] or [UNK]
            self._known[word] = ids
        return ids


@dataclass(slots=True)
class Window:
    """Consecutive sentences of a document; `base`: number of the document's word with which the window begins."""

    document: Document
    sentences: list[Sentence]
    base: int
    size: int


def cut_windows(
    document: Document, pieces: Pieces, limit: int = LIMIT, rng: random.Random | None = None, singles: float = 0.0
) -> list[Window]:
    """Pack sentences greedily up to `limit` pieces; with `rng`, a share `singles` of the windows holds one sentence."""
    windows: list[Window] = []
    current: list[Sentence] = []
    size, base, place = 1, 0, 0
    cap = limit
    for sentence in document.sentences:
        length = sum(len(pieces(w)) for w in sentence.words) + 1
        if current and size + length > cap:
            windows.append(Window(document, current, base, size))
            current, size, base = [], 1, place
            if rng is not None:
                cap = 1 if rng.random() < singles else rng.choice((limit, limit, limit // 2))
        current.append(sentence)
        size += length
        place += len(sentence.words)
    if current:
        windows.append(Window(document, current, base, size))
    return windows


def _encode(window: Window, pieces: Pieces, rng: random.Random | None, change: Change | None) -> dict[str, list[int]]:
    ids, shape, quote, first, sent = [CLS], [0], [0], [0], [0]
    style = rng.random() if rng is not None else 1.0
    for number, sentence in enumerate(window.sentences, 1):
        for word, state in zip(sentence.words, sentence.quotes, strict=True):
            if change is not None:
                word = change(word)
            piece, case = pieces(word), word_shape(word)
            if style < 0.01:
                case = 3 if case in {1, 2, 6} else case
            elif style < 0.02:
                case = 1 if case in {2, 3, 4, 6} else case
            if rng is not None and rng.random() < 0.02:
                piece = [MASK] * len(piece)
            first.append(len(ids))
            sent.append(number)
            ids += piece
            shape += [case] * len(piece)
            quote += [state] * len(piece)
        ids.append(SEP)
        shape.append(0)
        quote.append(0)
    return {"ids": ids, "shape": shape, "quote": quote, "first": first, "sent": sent}


def _targets(window: Window, labels: Labels) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {k: [] for k in ("upos", "feats", "heads", "relations", "entities", *LAYERS)}
    out["weight"] = []
    offset = 0
    for s in window.sentences:
        n = len(s.words)
        for name, values in (("upos", s.upos), ("feats", s.feats), ("relations", s.relations)):
            index = labels.index[name]
            out[name] += [index.get(v, -100) for v in values] if values else [-100] * n
        out["heads"] += [h + offset if h else 0 for h in s.heads] if s.heads else [-100] * n
        out["entities"] += s.entities or [0] * n
        out["weight"] += [round(100 * s.entity_weight)] * n
        for layer in LAYERS:
            out[layer] += s.layers[layer] if s.layers else [-100] * n
        offset += n
    return out


def _pad(rows: list[list[int]], value: int) -> Tensor:
    width = max(len(r) for r in rows)
    return torch.tensor([r + [value] * (width - len(r)) for r in rows], dtype=torch.long)


@dataclass(slots=True)
class Batch:
    """Inputs by name, targets by name, and pointers by layer: (row, word, cue word, weight)."""

    windows: list[Window]
    inputs: dict[str, Tensor]
    targets: dict[str, Tensor]
    pointers: dict[str, list[tuple[int, int, int, float]]]

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        return Batch(
            self.windows,
            {k: v.to(device) for k, v in self.inputs.items()},
            {k: v.to(device) for k, v in self.targets.items()},
            self.pointers,
        )


def _pointers(windows: list[Window]) -> dict[str, list[tuple[int, int, int, float]]]:
    out: dict[str, list[tuple[int, int, int, float]]] = {"source": [], "content": []}
    for row, window in enumerate(windows):
        n = sum(len(s.words) for s in window.sentences)
        for layer, word, cues in window.document.pointers:
            at = word - window.base
            if 0 <= at < n:
                inside = [c - window.base + 1 for c in cues if 0 <= c - window.base < n] or [0]
                out[layer] += [(row, at, c, 1 / len(inside)) for c in inside]
    return out


def collate(
    windows: list[Window],
    labels: Labels,
    pieces: Pieces,
    rng: random.Random | None = None,
    change: Callable[[random.Random], Change | None] | None = None,
) -> Batch:
    """Tensors of a batch (docs/model.md); with `rng`, words are masked, re-cased and names exchanged at random."""
    rows = [_encode(w, pieces, rng, change(rng) if change and rng else None) for w in windows]
    inputs = {k: _pad([r[k] for r in rows], 0) for k in ("ids", "shape", "quote", "first")}
    inputs["sent"] = _pad([r["sent"] for r in rows], -1)
    inputs["mask"] = _pad([[1] * len(r["ids"]) for r in rows], 0)
    targets = [_targets(w, labels) for w in windows]
    tensors = {k: _pad([t[k] for t in targets], 0 if k in {"entities", "weight"} else -100) for k in targets[0]}
    return Batch(windows, inputs, tensors, _pointers(windows))


def batches(windows: list[Window], pieces_a_batch: int, rng: random.Random | None = None) -> Iterator[list[Window]]:
    """Batches of windows of like size; shuffled with `rng`."""
    groups: list[list[Window]] = []
    order = list(windows)
    if rng is not None:
        rng.shuffle(order)
    step = 1500 if rng is not None else len(order)
    for i in range(0, len(order), max(step, 1)):
        batch: list[Window] = []
        for window in sorted(order[i : i + step], key=lambda w: w.size):
            if batch and (len(batch) + 1) * window.size > pieces_a_batch:
                groups.append(batch)
                batch = []
            batch.append(window)
        if batch:
            groups.append(batch)
    if rng is not None:
        rng.shuffle(groups)
    yield from groups
