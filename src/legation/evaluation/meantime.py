"""Occurrences on MEANTIME (NewsReader, CC BY 4.0): events that several Wikinews reports tell of.

The corpus is one of companies and shares; of its mentions only those count that the reader made a record of, so the
figures say how records are grouped, not what is found. A mention's record is the surest one whose trigger has a word of
it and whose evidence holds it. Records of one report are never grouped, so one mention stands for all that a report has
of an event. The corpus is for tuning.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import SettingsError
from legation.evaluation.stories import rows_of
from legation.ledger.occurrences import group, tell
from legation.ledger.rows import day
from legation.records import Document, Event, Record, Report

FOLDER = "intra_cross-doc_annotation"
_CLOSING = re.compile(r"[.,;:!?%)\]’”]|'s?|n't")


class Mention(Record, frozen=True, kw_only=True):
    """An event's mention: characters `start` to `end` of a document, and the event's id in the corpus."""

    start: int
    end: int
    event: str


def read(data: Path) -> Iterator[tuple[Document, list[Mention]]]:
    """Documents and mentions of events that have an id across documents. Raises SettingsError if there is none."""
    paths = sorted(data.rglob(f"{FOLDER}/*/*.xml")) or sorted(data.glob("*/*.xml"))
    if not paths:
        raise SettingsError(f"{data} holds no documents of MEANTIME ({FOLDER}/corpus_…/….xml)")
    return (_read_document(ET.parse(path).getroot()) for path in paths)


def _read_document(root: ET.Element) -> tuple[Document, list[Mention]]:
    text, spans, sentence = "", {}, "0"
    for token in root.iter("token"):
        word, number = token.text or "", token.get("sentence", "0")
        glue = "\n\n" if number != sentence and sentence in "01" else "" if _CLOSING.fullmatch(word) else " "
        text += glue * bool(text)
        spans[token.get("t_id")] = (len(text), len(text) + len(word))
        text, sentence = text + word, number
    days = [day(t.get("value")) for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"]
    published = next((f"{d}" for d in days if d), None)  # one report's has another form, which is left out
    document = Document(id=root.get("doc_id", ""), text=text, published=published, language="en")
    return document, list(_mentions(root, spans))


def _mentions(root: ET.Element, spans: dict[str | None, tuple[int, int]]) -> Iterator[Mention]:
    anchors = {e.get("m_id"): [spans[a.get("t_id")] for a in e] for e in root.iter("EVENT_MENTION")}
    events = {e.get("m_id"): e.get("instance_id") for e in root.iter("EVENT")}
    for relation in root.iter("REFERS_TO"):
        event = next((events.get(t.get("m_id")) for t in relation.iter("target")), None)
        for source in relation.iter("source"):
            words = anchors.get(source.get("m_id"))
            if event and words:
                yield Mention(start=min(a for a, _ in words), end=max(b for _, b in words), event=event)


def records(reader: ReaderLike, data: Path) -> tuple[list[dict[str, Any]], list[str], int]:
    """Rows of records that stand for a mention, the event of each, and how many events of reports there are in all."""
    pairs = list(read(data))
    rows: list[dict[str, Any]] = []
    events: list[str] = []
    for (_, mentions), report in zip(pairs, reader.read_many([d for d, _ in pairs]), strict=True):
        own = list(rows_of(report))
        for event, index in _stand_ins(report, mentions).items():
            rows.append(own[index])
            events.append(event)
    return rows, events, sum(len({m.event for m in mentions}) for _, mentions in pairs)


def _stand_ins(report: Report, mentions: Sequence[Mention]) -> dict[str, int]:
    """For each event the surest record of a report that a mention of it matches; a record stands for one event."""
    text = report.document.text
    able = [
        (e.confidence, -n, m.event)
        for n, e in enumerate(report.events)
        for m in mentions
        if e.start <= m.start < e.end and _shares_word(e, text[m.start : m.end])
    ]
    found: dict[str, int] = {}
    for _, number, event in sorted(able, reverse=True):
        if event not in found and -number not in found.values():
            found[event] = -number
    return found


def _shares_word(event: Event, mention: str) -> bool:
    return bool(set(event.trigger.lower().split()) & set(mention.lower().split()))


def evaluate(reader: ReaderLike, data: Path) -> dict[str, float | int | str]:
    """Pairwise and B³ over mentions that have a record; `pairs` of records that are one event, in the corpus."""
    from legation.evaluation.occurrences import score

    rows, events, told = records(reader, data)
    if not rows:
        raise SettingsError(f"no event of {data} became a record")
    groups = group([tell(row) for row in rows])
    pairs = sum(events[i] == events[j] for i in range(len(events)) for j in range(i))
    counts = {"events of reports": told, "with a record": len(rows), "events": len(set(events)), "pairs": pairs}
    return {**counts, **score([{"group": e} for e in events], groups)}
