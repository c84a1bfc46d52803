"""From the scores of a document's windows to its parse."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.model.attributions import LAYERS, Context, Group, Grouper, PointerScores, read_layers
from legation.model.lemmas import Lemmatizer
from legation.model.spans import Span, read_spans
from legation.model.windows import Stream
from legation.records import Attribution, Document, Entity, Parse, Segmentation, Sentence, Word

Ints = NDArray[np.int64]
Floats = NDArray[Any]

DIGITS = 4
"""Decimals of scores in records."""


@dataclass(frozen=True)
class Readings:
    """What one window gave for words `first` to `stop` of the document. Heads count within it from 1; 0 is the root."""

    first: int
    stop: int
    upos: Ints
    feats: Ints
    heads: Ints
    relations: Ints
    ner: Floats
    layers: dict[str, Floats]
    source_cue: Floats
    content_cue: Floats


class Assembler:
    """Makes parses of readings with the model's label lists."""

    def __init__(self, labels: dict[str, Any], lemmatizer: Lemmatizer) -> None:
        self._upos: list[str] = labels["upos"]
        self._feats: list[str] = labels["feats"]
        self._relations: list[str] = labels["relations"]
        self._entities = [label[2:] for label in labels["ner"][1::2]]
        self._lemmatizer = lemmatizer

    def assemble(
        self,
        document: Document,
        segmentation: Segmentation,
        words: list[str],
        stream: Stream,
        readings: Sequence[Readings],
    ) -> Parse:
        """The parse of a document."""
        if not words:
            return Parse(document=document, words=(), sentences=(), entities=(), attributions=())
        bounds = list(segmentation.sentences)
        heads = np.concatenate([np.where(r.heads > 0, r.heads + r.first - 1, -1) for r in readings])
        relations = [self._relations[i] for r in readings for i in r.relations.tolist()]
        _join_parts(stream.parts, bounds, heads, relations)
        return Parse(
            document=document,
            words=self._make_words(segmentation, words, heads.tolist(), relations, readings),
            sentences=_make_sentences(segmentation),
            entities=self._make_entities(segmentation, bounds, readings),
            attributions=_make_attributions(segmentation, stream, readings, heads.tolist(), relations),
        )

    def _make_words(
        self,
        segmentation: Segmentation,
        words: list[str],
        heads: list[int],
        relations: list[str],
        readings: Sequence[Readings],
    ) -> tuple[Word, ...]:
        upos = [self._upos[i] for r in readings for i in r.upos.tolist()]
        feats = [self._feats[i] for r in readings for i in r.feats.tolist()]
        find = self._lemmatizer.find
        sentence = chain.from_iterable([n] * (b - a) for n, (a, b) in enumerate(segmentation.sentences))
        rows = zip(segmentation.starts, segmentation.ends, words, upos, feats, heads, relations, sentence, strict=True)
        return tuple(
            Word(
                index=index, start=start, end=end, text=text, lemma=find(text, tag), upos=tag, feats=feat, head=head,
                deprel=relation, sentence=number,
            )
            for index, (start, end, text, tag, feat, head, relation, number) in enumerate(rows)
        )  # fmt: skip

    def _make_entities(
        self, segmentation: Segmentation, bounds: list[tuple[int, int]], readings: Sequence[Readings]
    ) -> tuple[Entity, ...]:
        spans = read_spans(np.concatenate([r.ner for r in readings]), bounds)
        return tuple(
            Entity(
                start=segmentation.starts[first],
                end=segmentation.ends[stop - 1],
                label=self._entities[kind],
                first=first,
                stop=stop,
                score=round(score, DIGITS),
            )
            for first, stop, kind, score in spans
        )


def _join_parts(parts: list[tuple[int, int]], bounds: list[tuple[int, int]], heads: Ints, relations: list[str]) -> None:
    """Hang the other parts of a sentence that was cut on the root of its longest."""
    if len(parts) == len(bounds):
        return
    ends = [stop for _, stop in parts]
    for first, stop in bounds:
        inside = parts[bisect_right(ends, first) : bisect_right(ends, stop)]
        if len(inside) < 2:
            continue
        longest = max(inside, key=lambda part: part[1] - part[0])
        roots = np.flatnonzero(heads[first:stop] < 0) + first
        main = int(roots[(roots >= longest[0]) & (roots < longest[1])][0])
        for root in roots[roots != main].tolist():
            heads[root] = main
            relations[root] = "parataxis"


def _make_sentences(segmentation: Segmentation) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            start=segmentation.starts[first],
            end=segmentation.ends[stop - 1],
            first=first,
            stop=stop,
            paragraph=paragraph,
        )
        for (first, stop), paragraph in zip(segmentation.sentences, segmentation.paragraphs, strict=True)
    )


def _make_attributions(
    segmentation: Segmentation, stream: Stream, readings: Sequence[Readings], heads: list[int], relations: list[str]
) -> tuple[Attribution, ...]:
    spans = read_layers({name: np.concatenate([r.layers[name] for r in readings]) for name in LAYERS})
    if not spans["content"] and not spans["faint"]:
        return ()
    context = Context(
        sentence_of=list(chain.from_iterable([n] * (b - a) for n, (a, b) in enumerate(segmentation.sentences))),
        quoted=stream.quote[stream.places].tolist(),
        heads=heads,
        relations=relations,
    )
    pointers = [PointerScores(r.first, r.stop, r.source_cue, r.content_cue) for r in readings]
    groups = Grouper(pointers, context).group(spans)
    return tuple(_make_attribution(group, segmentation) for group in groups)


def _make_attribution(group: Group, segmentation: Segmentation) -> Attribution:
    def spans(words: list[Span]) -> tuple[tuple[int, int], ...]:
        return tuple((segmentation.starts[a], segmentation.ends[b - 1]) for a, b, *_ in sorted(words))

    return Attribution(
        source=spans(group.source), cue=spans(group.cue), content=spans(group.content), score=round(group.score, DIGITS)
    )
