"""PolNeAR articles: source, cue and content layers on UD-like words, with pointers to the cues."""

from __future__ import annotations

import bisect
import gzip
import json
from pathlib import Path
from typing import Any

from training.reader.documents import Document, Sentence, mark_quotes
from training.reader.entities import hyphen_parts, read_silver, silver_entities

LAYERS = ("source", "cue", "content")


def _sentences(article: dict[str, Any], tokens: list[Any], demonyms: set[str]) -> list[Sentence]:
    text = article["text"]
    sentences = []
    previous = 0
    for row in tokens:
        words: list[str] = []
        tags: list[str] = []
        offsets: list[tuple[int, int]] = []
        for _, start, end, _, label in row:
            place = start
            for part in hyphen_parts(text[start:end].replace("\xa0", " ").strip() or text[start:end]):
                words.append(part)
                tags.append(label)
                offsets.append((place, min(place + len(part), end)))
                place += len(part)
        if not words:
            continue
        paragraph = "\n" in text[previous : offsets[0][0]] or previous == 0
        previous = offsets[-1][1]
        sentence = Sentence(words, paragraph, offsets=offsets)
        sentence.entities = silver_entities(words, tags, demonyms)
        sentence.entity_weight = 0.35
        sentence.layers = {layer: [0] * len(words) for layer in LAYERS}
        sentences.append(sentence)
    return sentences


def _words_of(span: tuple[int, int], starts: list[int], ends: list[int]) -> tuple[int, int]:
    """Words (first, last + 1) of the document that overlap a span of characters."""
    first = bisect.bisect_right(ends, span[0])
    last = bisect.bisect_left(starts, span[1])
    return first, last


def read_article(article: dict[str, Any], tokens: list[Any], demonyms: set[str]) -> Document:
    """One article as a document with gold spans (its words) and links (first word of the span, of the cue)."""
    document = Document(article["id"], "polnear", _sentences(article, tokens, demonyms))
    flat = [(s, i) for s in document.sentences for i in range(len(s.words))]
    starts = [s.offsets[i][0] for s, i in flat if s.offsets]
    ends = [s.offsets[i][1] for s, i in flat if s.offsets]
    spans: dict[str, set[tuple[int, int]]] = {layer: set() for layer in LAYERS}
    targets: dict[tuple[str, int], list[int]] = {}
    for attribution in article["attributions"]:
        found: dict[str, list[tuple[int, int]]] = {}
        for layer in LAYERS:
            pieces = [_words_of((a, b), starts, ends) for a, b in attribution.get(layer) or []]
            found[layer] = sorted({p for p in pieces if p[0] < p[1]})
            spans[layer] |= set(found[layer])
        if not found["cue"]:
            continue
        cue = found["cue"][0][0]
        for layer in ("source", "content"):
            for first, _ in found[layer]:
                targets.setdefault((layer, first), []).append(cue)
    for layer in LAYERS:
        for first, last in sorted(spans[layer], key=lambda s: s[0] - s[1]):  # long spans first, inner ones stay visible
            for k in range(first, last):
                sentence, i = flat[k]
                if sentence.layers is not None:
                    sentence.layers[layer][i] = 1 if k == first else 2
    document.spans = spans
    document.pointers = [(layer, word, sorted(set(cues))) for (layer, word), cues in targets.items()]
    document.links = {
        layer: {(w, c) for name, w, cues in document.pointers if name == layer for c in cues}
        for layer in ("source", "content")
    }
    mark_quotes(document)
    return document


def read_polnear(data: Path, part: str, demonyms: set[str]) -> list[Document]:
    """All articles of `train` or `dev` that have silver tokens."""
    silver = read_silver(data / f"entities/polnear-corenlp-silver-{part}.jsonl.gz")
    with gzip.open(data / f"attribution/polnear-{part}.jsonl.gz", "rt", encoding="utf8") as lines:
        articles = [json.loads(line) for line in lines]
    return [read_article(a, silver[a["id"]], demonyms) for a in articles if a["id"] in silver]
