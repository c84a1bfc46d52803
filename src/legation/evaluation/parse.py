"""Parsing on Universal Dependencies treebanks, with the treebank's words and from raw text."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from legation.contracts import ReaderLike, Segmenter, WordParser
from legation.evaluation.alignment import MEASURES, Analysis, Counts, Unit, compare, score
from legation.evaluation.treebanks import TreeDocument, find_files, read_treebank
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse

BATCH = 16
"""Documents that are parsed at once."""

NEWS = "_news_"
"""What the names of GUM's news documents have in them."""


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Per file: UPOS, UAS, LAS with gold words, and the CoNLL 2018 F1 figures from raw text, in percent.

    `data`: a .conllu file (also .gz) or a folder of them; `split`: part of the files' names, `dev` unless given. With
    gold words `las` counts subtypes, `las universal` and all figures from raw text do not. `news sentences` is the
    sentences' F1 over documents of news alone. `predictions` gets the raw-text parses as JSON lines.
    """
    figures: dict[str, float | int | str] = {}
    lines: list[str] = []
    for path in find_files(data, split or "dev", (".conllu", ".conllu.gz")):
        documents = list(read_treebank(path))
        name = path.name.partition(".")[0]
        figures |= {f"{name} {k}": v for k, v in score_words(reader, documents).items()}
        counts, news = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for document, parse in parse_texts(reader, documents):
            result = compare(analyse_tree(document), analyse_parse(parse, RuleSegmenter()))
            counts.update(result)
            if NEWS in document.name:
                news.update(result)
            lines.append(
                json.dumps(
                    {"id": document.name, "words": [[w.start, w.end, w.upos, w.head, w.deprel] for w in parse.words]}
                )
            )
        figures |= _name_figures(name, counts, news)
    if predictions is not None:
        predictions.write_text("".join(line + "\n" for line in lines), "utf-8")
    return figures


def _name_figures(name: str, counts: Counts, news: Counts) -> dict[str, float]:
    figures = {f"{name} raw {measure}": score(counts, measure) for measure in MEASURES}
    if news:
        figures[f"{name} news sentences"] = score(news, "sentences")
        figures[f"{name} news words"] = score(news, "words")
    return figures


def parse_texts(reader: ReaderLike, documents: list[TreeDocument]) -> Iterable[tuple[TreeDocument, Parse]]:
    """Documents with the parses of their raw text."""
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        parses = reader.parse([Document(id=d.name, text=d.text) for d in batch])
        yield from zip(batch, parses, strict=True)


def score_words(reader: ReaderLike, documents: list[TreeDocument]) -> dict[str, float]:
    """Percent of words right with the treebank's words and sentences; nothing if the parser cannot be given words."""
    parser = getattr(reader, "parser", reader)
    if not isinstance(parser, WordParser):
        return {}
    right: Counter[str] = Counter()
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        parses = parser.parse_words([[[w.form for w in s.words] for s in d.sentences] for d in batch])
        for document, parse in zip(batch, parses, strict=True):
            right.update(_count_words(document, parse))
    return {name: round(100 * right[name] / max(right["n"], 1), 2) for name in ("upos", "uas", "las", "las universal")}


def _count_words(document: TreeDocument, parse: Parse) -> Counter[str]:
    right: Counter[str] = Counter()
    first = 0
    for sentence in document.sentences:
        for number, word in enumerate(sentence.words):
            found = parse.words[first + number]
            head = 0 if found.head < 0 else found.head - first + 1
            right["n"] += 1
            right["upos"] += found.upos == word.upos
            right["uas"] += head == word.head
            right["las"] += head == word.head and found.deprel == word.deprel
            right["las universal"] += head == word.head and found.relation == word.deprel.partition(":")[0]
        first += len(sentence.words)
    return right


def analyse_tree(document: TreeDocument) -> Analysis:
    """A treebank's document as the measure wants it."""
    out = Analysis()
    place = 0
    for sentence in document.sentences:
        begin, base = place, len(out.words)
        for token in sentence.tokens:
            end = place + len("".join(token.form.split()))
            out.tokens.append((place, end))
            inner = place
            for word in token.words:
                many = len(token.words) > 1
                span = (place, end) if many else (inner, end)
                head = base + word.head - 1 if word.head else -1
                out.words.append(Unit(*span, word.form, many, word.upos, head, word.deprel))
            place = end
        out.sentences.append((begin, place))
    return out


def analyse_parse(parse: Parse, segmenter: Segmenter) -> Analysis:
    """A parse as the measure wants it; which words are written as one token is asked of the segmenter."""
    text = parse.document.text
    segmentation = segmenter.segment(text)
    starts = tuple(w.start for w in parse.words)
    joined = segmentation.joined if segmentation.starts == starts else (False,) * len(starts)
    at = _count_characters(text)
    out = Analysis(sentences=[(at[s.start], at[s.end]) for s in parse.sentences])
    spans: list[list[int]] = []
    for word, follows in zip(parse.words, joined, strict=True):
        if follows and spans:
            spans[-1][1] = at[word.end]
        else:
            spans.append([at[word.start], at[word.end], 0])
        spans[-1][2] += 1
    out.tokens = [(a, b) for a, b, _ in spans]
    words = iter(parse.words)
    for start, end, count in spans:
        for _ in range(count):
            word = next(words)
            out.words.append(Unit(start, end, word.text, count > 1, word.upos, word.head, word.deprel))
    return out


def _count_characters(text: str) -> list[int]:
    """For each place of the text the number of characters before it that are no white space."""
    counts = [0]
    for char in text:
        counts.append(counts[-1] + (not char.isspace()))
    return counts
