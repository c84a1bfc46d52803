"""What a training document is, and how treebanks and quotation marks are read."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPENING, CLOSING, STRAIGHT = {"“", "«", "„", "``"}, {"”", "»", "''"}, {'"', "＂"}


@dataclass(slots=True)
class Sentence:
    """Words with whatever labels its source gives; a missing layer is None and teaches nothing."""

    words: list[str]
    paragraph_start: bool = False
    upos: list[str] | None = None
    feats: list[str] | None = None
    heads: list[int] | None = None
    relations: list[str] | None = None
    misc: list[str] | None = None
    entities: list[int] | None = None  # bit set of allowed labels a word
    entity_weight: float = 1.0
    layers: dict[str, list[int]] | None = None  # source, cue, content: 0 O, 1 B, 2 I
    offsets: list[tuple[int, int]] | None = None
    quotes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """Sentences in order. `pointers`: (layer, word of the document, words of the document that begin its cues)."""

    name: str
    kind: str
    sentences: list[Sentence]
    pointers: list[tuple[str, int, list[int]]] = field(default_factory=list)
    spans: dict[str, set[tuple[int, int]]] | None = None
    links: dict[str, set[tuple[int, int]]] | None = None


def mark_quotes(document: Document) -> None:
    """Set `quotes` of every sentence: 0 outside, 1 inside, 2 a mark; every paragraph begins outside."""
    inside = False
    for sentence in document.sentences:
        if sentence.paragraph_start:
            inside = False
        states = []
        for word in sentence.words:
            if word in OPENING:
                inside, state = True, 2
            elif word in CLOSING:
                inside, state = False, 2
            elif word in STRAIGHT:
                inside, state = not inside, 2
            else:
                state = int(inside)
            states.append(state)
        sentence.quotes = states


def _blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    comments: list[str] = []
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    yield comments, rows
                comments, rows = [], []
            elif line[0] == "#":
                comments.append(line)
            else:
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
    if rows:
        yield comments, rows


def read_treebank(path: Path) -> list[Document]:
    """Documents of a gzipped CoNLL-U file, in order; multiword tokens and empty nodes are left out."""
    documents: list[Document] = []
    for comments, rows in _blocks(path):
        for comment in comments:
            if comment.startswith("# newdoc"):
                documents.append(Document(comment.split("=")[-1].strip(), path.name.split("-")[0], []))
        if all(r[1] == "_" for r in rows):
            continue
        paragraph = any(re.match(r"# new(par|doc)\b", c) for c in comments)
        documents[-1].sentences.append(
            Sentence(
                words=[r[1] for r in rows],
                paragraph_start=paragraph,
                upos=[r[3] for r in rows],
                feats=[r[5] for r in rows],
                heads=[int(r[6]) for r in rows],
                relations=[r[7] for r in rows],
                misc=[r[9] for r in rows],
            )
        )
    for document in documents:
        mark_quotes(document)
    return [d for d in documents if d.sentences]
