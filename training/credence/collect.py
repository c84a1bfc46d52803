"""Drafts of events with their features, each right or wrong: `python -m training.credence.collect --out FILE …`.

`--reports`: folders of reports with full records. `--data`: the public corpora, for the sentences of
the tables in training/acts. Only documents that the act model has not seen are taken (`corpora.held`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import legation.coding.events as events
from legation.api import Reader
from legation.coding.credence import features
from legation.records import Document, Event, Linked
from legation.settings import Settings
from training.acts.corpora import TABLES, documents, held
from training.acts.prepare import head_of, inside, told_codes

HERE = Path(__file__).parent


class Watched(events.EventCoder):
    """An event coder that keeps what it builds, with features and trigger words."""

    built: list[tuple[Event, dict[str, float], int]]

    def _build(self, linked: Linked, item: Any, seen: Any) -> Any:
        event = super()._build(linked, item, seen)
        if event is not None:
            found = features(linked, item, seen, event.status)
            self.built.append((event, found, item.match.frame.index))
        return event


def watch(reader: Reader) -> Watched:
    """The reader's event coder, made to keep what it builds."""
    coder = reader._pipeline._coders[0]
    coder.__class__ = Watched
    coder.built = []
    return coder


def agrees(event: Event, kind: str, actors: set[str] | None, recipients: set[str] | None) -> bool:
    """Whether type, actors and recipients are right (None: not known, any will do).

    The parties of a two-sided act may stand on either side; a domestic act need not name its own state twice.
    """
    if event.type != kind:
        return False
    does, gets = set(event.actors), set(event.recipients)
    if actors is not None and recipients is not None and not (gets and recipients) and len(actors | recipients) > 1:
        return does | gets == actors | recipients
    if actors is not None and does != actors:
        return False
    return recipients is None or gets == recipients or (gets or does) == (recipients or actors)


def compatible(event: Event, kind: str, actors: set[str], recipients: set[str]) -> bool:
    """Whether a draft tells an act of a full record as its scorer counts it: both have one in common on named sides."""
    if event.type != kind:
        return False
    for own, other in ((set(event.actors), actors), (set(event.recipients), recipients)):
        if other and own and not own & other:
            return False
    return not actors or bool(event.actors) or bool(set(event.recipients) & recipients)


def from_reports(reader: Reader, coder: Watched, folder: Path) -> Iterator[dict[str, Any]]:
    """Drafts in reports with full records: right where a record of the same sentence agrees."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text("utf8"))
        if not case.get("events") or not held(path.stem, "reports"):
            continue
        coder.built = []
        document = Document(id=path.stem, **{k: case.get(k) for k in ("text", "title", "published")})
        (linked,) = reader.link([document])
        reader._pipeline.claims(linked)
        gold = []
        for e in case["events"]:
            at = case["text"].find(e["evidence"])
            gold.append((linked.parse.sentence_at(max(0, at)), e))
        for event, found, word in coder.built:
            sentence = linked.parse.words[word].sentence
            able = [e for n, e in gold if n == sentence]
            right = any(compatible(event, e["type"], set(e["actors"]), set(e["recipients"])) for e in able)
            yield {"origin": "reports", "group": path.stem, "right": right, "features": found}


def from_judged(reader: Reader, coder: Watched, table: Path, data: Path) -> Iterator[dict[str, Any]]:
    """Drafts in judged or annotated sentences held back: right where an act of the same words agrees."""
    rows: dict[str, list[list[str]]] = {}
    for line in table.read_text("utf8").splitlines():
        cells = line.split("\t")
        if held(cells[0], table.stem):
            rows.setdefault(cells[0], []).append(cells)
    texts = documents(data)
    for name, own in rows.items():
        coder.built = []
        (linked,) = reader.link([texts[name]])
        reader._pipeline.claims(linked)
        told = Told(linked, own)
        heads = {word for _, _, word in coder.built}
        for event, found, word in coder.built:
            right = told.judge(event, word, heads)
            if right is not None:
                yield {"origin": table.stem, "group": name, "right": right, "features": found}


class Told:
    """What the rows of a document tell of its words."""

    def __init__(self, linked: Linked, rows: list[list[str]]) -> None:
        self._linked = linked
        self._sentences = [(int(r[1]), int(r[2])) for r in rows if r[3] == "SENTENCE"]
        self._acts: dict[int, list[str]] = {}
        self._again: dict[int, str] = {}
        self._unsure: set[int] = set()
        for cells in rows:
            span = (int(cells[1]), int(cells[2]))
            head = head_of(linked, span) if cells[3] not in ("SENTENCE", "NONE") else None
            if head is None:
                continue
            if cells[3] == "ALSO":
                self._again[head] = cells[4]
            elif cells[3] == "UNKNOWN" or cells[12:] == ["0"]:
                self._unsure.update(inside(linked, span))
            else:
                self._acts[head] = cells
                self._unsure.update(set(inside(linked, span)) - {head})

    def judge(self, event: Event, word: int, heads: set[int]) -> bool | None:
        """Whether a draft at a word is right, None where that is not told; `heads`: words of all drafts."""
        start = self._linked.parse.words[word].start
        if not any(a <= start < b for a, b in self._sentences):
            return None
        cells = self._acts.get(word)
        if cells is None and word in self._again:
            main = next((w for w, c in self._acts.items() if c[1] == self._again[word]), None)
            if main is None or main in heads:
                return False  # the same act twice
            cells = self._acts[main]
        elif word in self._unsure:
            return None
        return cells is not None and agrees(event, cells[3], *(told_codes(x) for x in cells[6:8]))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--reports", nargs="*", type=Path, default=[])
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    reader = Reader(settings=Settings(record_threshold=0.0))
    coder = watch(reader)
    with arguments.out.open("w", encoding="utf8") as out:
        for folder in arguments.reports:
            for row in from_reports(reader, coder, folder):
                out.write(json.dumps(row) + "\n")
        if arguments.data:
            for table in TABLES:
                for row in from_judged(reader, coder, HERE.parent / "acts" / f"{table}.tsv", arguments.data):
                    out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
