"""Scores of a reader, in torch or as an exported graph, on the measuring parts of its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch

from training.reader.attributions import LAYERS
from training.reader.decode import decode_bio, decode_layer, decode_tree
from training.reader.documents import Document, Sentence, mark_quotes
from training.reader.entities import TYPES, spans_of, split_hyphens
from training.reader.network import Reader
from training.reader.windows import Labels, Pieces, Window, batches, collate, cut_windows

Outputs = dict[str, np.ndarray]
Scorer = Callable[[dict[str, np.ndarray]], Outputs]
Relabel = Callable[[np.ndarray, np.ndarray], np.ndarray]


def torch_scorer(model: Reader, device: torch.device) -> tuple[Scorer, Relabel]:
    """The model as functions on arrays, the relations for greedy heads."""
    model.eval()

    def score(inputs: dict[str, np.ndarray]) -> Outputs:
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            out = model(**{k: torch.from_numpy(v).to(device) for k, v in inputs.items()})
            out["head"] = out["arc"].argmax(-1)
            out["rel"] = model.relate(out["dep"], out["gov"], out["head"])
        return {k: v.float().cpu().numpy() if v.is_floating_point() else v.cpu().numpy() for k, v in out.items()}

    weight = model.rel.weight.detach().float().cpu().numpy()
    bias = model.rel.bias.detach().float().cpu().numpy()
    return score, lambda dep, gov: np.maximum(dep + gov, 0) @ weight.T + bias


def run(
    windows: Sequence[Window], score: Scorer, labels: Labels, pieces: Pieces, size: int
) -> list[tuple[Window, Outputs]]:
    """Outputs of every window, cut to its words (first axis) and its words with the root (second)."""
    out = []
    groups = [[w] for w in windows] if size <= 0 else batches(list(windows), size)
    for group in groups:
        batch = collate(group, labels, pieces)
        result = score({k: v.numpy() for k, v in batch.inputs.items()})
        for row, window in enumerate(group):
            n = sum(len(s.words) for s in window.sentences)
            cut = {}
            for name, values in result.items():
                one = values[row]
                if name in {"arc", "source_cue", "content_cue"}:
                    cut[name] = one[:n, : n + 1]
                else:
                    cut[name] = one[: n + 1] if name == "gov" else one[:n]
            out.append((window, cut))
    return out


def f1(found: int, predicted: int, gold: int) -> float:
    """Percent, two places."""
    return round(200 * found / max(predicted + gold, 1), 2)


def measure_syntax(results: list[tuple[Window, Outputs]], labels: Labels, relabel: Relabel) -> dict[str, float]:
    """UPOS, FEATS, UAS and LAS (with subtypes, single-root trees) in percent of words."""
    c: Counter[str] = Counter()
    for window, out in results:
        at = 0
        for s in window.sentences:
            n = len(s.words)
            arc = out["arc"][at : at + n, [0, *range(at + 1, at + n + 1)]]
            greedy = arc.argmax(1)
            heads = decode_tree(arc.astype(np.float64))
            scores = out["rel"][at : at + n].copy()
            for i in np.flatnonzero(greedy != heads):
                scores[i] = relabel(out["dep"][at + i], out["gov"][at + heads[i] if heads[i] else 0])
            relations = scores.argmax(1)
            for i in range(n):
                right = s.heads is not None and heads[i] == s.heads[i]
                name = labels.relations[relations[i]]
                c["n"] += 1
                c["upos"] += labels.upos[out["upos"][at + i].argmax()] == (s.upos or [])[i]
                c["feats"] += labels.feats[out["feats"][at + i].argmax()] == (s.feats or [])[i]
                c["uas"] += right
                c["las"] += right and name == (s.relations or [])[i]
                c["las_universal"] += right and name.split(":")[0] == (s.relations or [])[i].split(":")[0]
            at += n
    return {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "feats", "uas", "las", "las_universal")}


def _by_document(results: list[tuple[Window, Outputs]]) -> list[tuple[Document, list[tuple[Window, Outputs]]]]:
    grouped: dict[int, tuple[Document, list[tuple[Window, Outputs]]]] = {}
    for window, out in results:
        grouped.setdefault(id(window.document), (window.document, []))[1].append((window, out))
    return [(d, sorted(parts, key=lambda p: p[0].base)) for d, parts in grouped.values()]


def measure_attribution(results: list[tuple[Window, Outputs]]) -> dict[str, float]:
    """Exact-span F1 by layer over whole documents, and accuracy of the pointers at gold first words."""
    c: Counter[str] = Counter()
    for document, parts in _by_document(results):
        for layer in LAYERS:
            scores = np.concatenate([out[layer] for _, out in parts]).astype(np.float64)
            found = decode_layer(scores, layer)
            gold = (document.spans or {})[layer]
            c[layer + "_hit"] += len(found & gold)
            c[layer + "_found"] += len(found)
            c[layer + "_gold"] += len(gold)
        for window, out in parts:
            n = len(out["upos"])
            for layer, word, cues in document.pointers:
                at = word - window.base
                if 0 <= at < n:
                    best = int(out[layer + "_cue"][at].argmax())
                    right = {k - window.base + 1 for k in cues if 0 <= k - window.base < n} or {0}
                    c[layer + "_cue_n"] += 1
                    c[layer + "_cue_right"] += best in right
    result = {x: f1(c[x + "_hit"], c[x + "_found"], c[x + "_gold"]) for x in LAYERS}
    for layer in ("source", "content"):
        result[layer + "_cue"] = round(100 * c[layer + "_cue_right"] / max(c[layer + "_cue_n"], 1), 2)
    return result


def wikigold_documents(
    kept: list[tuple[list[str], list[str]]],
) -> tuple[list[Document], list[list[tuple[int, int, str]]]]:
    """Kept sentences as documents of one sentence, with their gold spans over the split words."""
    documents, gold = [], []
    for number, (words, tags) in enumerate(kept):
        parts, part_tags = split_hyphens(words, tags)
        document = Document(f"kept-{number}", "wikigold", [Sentence(parts, True)])
        mark_quotes(document)
        documents.append(document)
        gold.append(spans_of(part_tags))
    return documents, gold


def measure_entities(
    documents: list[Document], gold: list[list[tuple[int, int, str]]], results: list[tuple[Window, Outputs]]
) -> dict[str, float]:
    """Typed exact F1 over PER, ORG and LOC."""
    c: Counter[str] = Counter()
    outputs = {id(w.document): out for w, out in results}
    for document, spans in zip(documents, gold, strict=True):
        found = {(a, b, TYPES[t]) for a, b, t in decode_bio(outputs[id(document)]["ner"].astype(np.float64))}
        for kind in ("PER", "ORG", "LOC"):
            mine, theirs = {s for s in found if s[2] == kind}, {s for s in spans if s[2] == kind}
            for key in (kind, "all"):
                c[key + "_hit"] += len(mine & theirs)
                c[key + "_found"] += len(mine)
                c[key + "_gold"] += len(theirs)
    return {k: f1(c[k + "_hit"], c[k + "_found"], c[k + "_gold"]) for k in ("all", "PER", "ORG", "LOC")}


def evaluate(
    score: Scorer,
    relabel: Relabel,
    measuring: dict[str, list[Document]],
    kept: list[tuple[list[str], list[str]]],
    labels: Labels,
    pieces: Pieces,
    size: int = 3000,
) -> dict[str, dict[str, float]]:
    """All figures: syntax by treebank, attribution, entities of the kept third of wikigold."""
    out: dict[str, dict[str, float]] = {}
    for name, documents in measuring.items():
        windows = [w for d in documents for w in cut_windows(d, pieces)]
        results = run(windows, score, labels, pieces, size)
        if documents[0].kind == "polnear":
            out[name] = measure_attribution(results)
        else:
            out[name] = measure_syntax(results, labels, relabel)
    documents, gold = wikigold_documents(kept)
    windows = [w for d in documents for w in cut_windows(d, pieces)]
    out["wikigold"] = measure_entities(documents, gold, run(windows, score, labels, pieces, size))
    return out
