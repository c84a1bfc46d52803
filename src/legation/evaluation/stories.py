"""Occurrences from running text: reports written for it are read by the real reader, their events grouped and scored.

The set (`data/occurrence_stories.txt`, our own words) marks in each report the sentences that tell of an event: `{a}`
tells that the sentence to the next mark (or the line's end) is about event `a` of its story. Look-alikes, follow-ups,
other tolls and sentences that look back to an earlier event are in it on purpose. Stories are split by a fixed seed.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import msgspec

from legation.contracts import ReaderLike
from legation.errors import SettingsError
from legation.ledger.occurrences import group, tell
from legation.ledger.rows import flat
from legation.records import Document, Event, Record, Report

SEED = 20170803
_MARK = re.compile(r"\{(\w)\}")


class Mention(Record, frozen=True, kw_only=True):
    """A marked passage of a report: characters `start` to `end`, the event it tells of, and the types that may be."""

    document: Document
    start: int
    end: int
    event: str
    types: tuple[str, ...]


def mentions(split: str) -> list[Mention]:
    """All marked passages of a split (`tune` or `test`). Raises SettingsError for another name."""
    stories = list(_stories())
    order = list(range(len(stories)))
    random.Random(SEED).shuffle(order)
    half = len(order) // 2
    chosen = {"tune": order[:half], "test": order[half:]}.get(split)
    if chosen is None:
        raise SettingsError(f"the split is tune or test, not {split!r}")
    return [m for number in sorted(chosen) for m in _read_story(number, stories[number])]


def _stories() -> Iterator[list[str]]:
    text = files("legation.evaluation").joinpath("data", "occurrence_stories.txt").read_text("utf-8")
    for block in re.split(r"^# .*$", text, flags=re.MULTILINE)[1:]:
        yield block.strip().splitlines()


def _read_story(number: int, lines: Sequence[str]) -> Iterator[Mention]:
    types: dict[str, tuple[str, ...]] = {}
    for place, line in enumerate(lines):
        if line.startswith("@"):
            _, label, kinds = line.split()
            types[label] = tuple(kinds.split(","))
            continue
        published, source, marked = (part.strip() for part in line.split(" | ", 2))
        text = _MARK.sub("", marked)
        document = Document(id=f"s{number}-{place}", text=text, published=published, source=source, language="en")
        marks = list(_MARK.finditer(marked))
        cuts = [m.start() - 3 * n for n, m in enumerate(marks)]  # where each mark stood, once marks are gone
        for mark, start, end in zip(marks, cuts, [*cuts[1:], len(text)], strict=True):
            label = mark.group(1)
            yield Mention(document=document, start=start, end=end, event=f"{number}{label}", types=types[label])


def evaluate(reader: ReaderLike, split: str) -> dict[str, float | int]:
    """Figures of the stories: mentions, the share that the reader found, pairwise and B³ of those found and of all.

    An event that the reader did not find counts in the figures of all as an occurrence of its own.
    """
    from legation.evaluation.occurrences import score

    wanted = mentions(split)
    rows, homes = read(reader, wanted)
    groups = group([tell(row) for row in rows])
    home = {row_index: number for number, members in enumerate(groups) for row_index in members}
    clusters: dict[str, list[int]] = {}
    for index, row_index in enumerate(homes):
        key = f"alone {index}" if row_index is None else f"group {home[row_index]}"
        clusters.setdefault(key, []).append(index)
    gold = [{"group": m.event} for m in wanted]
    found = [i for i, row_index in enumerate(homes) if row_index is not None]
    renamed = {old: new for new, old in enumerate(found)}
    told = [[renamed[i] for i in members if i in renamed] for members in clusters.values()]
    part = score([gold[i] for i in found], [members for members in told if members])
    whole = score(gold, list(clusters.values()))
    return {
        "told mentions": len(wanted), "told events": len({m.event for m in wanted}),
        "told found": len(found) / len(wanted), **{f"told {k}": v for k, v in part.items()},
        **{f"told, missed ones too, {k}": v for k, v in whole.items()},
    }  # fmt: skip


def read(reader: ReaderLike, wanted: Sequence[Mention]) -> tuple[list[dict[str, Any]], list[int | None]]:
    """Rows of all events that the reader finds, and for each mention the row that stands for it."""
    documents = list({m.document.id: m.document for m in wanted}.values())
    rows: list[dict[str, Any]] = []
    places: dict[str, list[tuple[int, Event]]] = {}
    for report in reader.read_many(documents):
        places[report.document.id] = [(len(rows) + n, event) for n, event in enumerate(report.events)]
        rows.extend(rows_of(report))
    return rows, [_stand_in(mention, places[mention.document.id]) for mention in wanted]


def rows_of(report: Report) -> Iterator[dict[str, Any]]:
    """The events of a report as rows that `ledger.occurrences.tell` takes."""
    for event in report.events:
        row: Mapping[str, Any] = flat(event)
        yield {
            **row, "id": f"{report.document.id} {event.id}", "document_id": report.document.id,
            "published": _day(report), "magnitudes": [msgspec.to_builtins(m) for m in event.magnitudes],
        }  # fmt: skip


def _day(report: Report) -> Any:
    from legation.ledger.rows import day

    return day(report.document.published)


def _stand_in(mention: Mention, events: Sequence[tuple[int, Event]]) -> int | None:
    """The surest event of a wanted type whose evidence begins in the passage."""
    inside = [(index, e) for index, e in events if mention.start <= e.start < mention.end and e.type in mention.types]
    return max(inside, key=lambda pair: (pair[1].confidence, -pair[0]))[0] if inside else None
