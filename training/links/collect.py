"""Pairs of recorded acts with their features and link: `python -m training.links.collect FOLDER… --out FILE`.

The acts are those of the records themselves, so that links are learnt apart from what the event coder misses.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legation.api import Reader
from legation.coding.answering import candidates, describe
from legation.coding.links import LinkCoder
from legation.coding.passages import place_events
from legation.knowledge.events import quad
from legation.records import Claims, Document, Event, Interval


def make_event(case: dict[str, Any], entry: dict[str, Any]) -> Event | None:
    """A record of a report as the program's own."""
    start = case["text"].find(entry["evidence"])
    trigger = entry["trigger"] or entry["evidence"]
    if start < 0 or trigger not in entry["evidence"]:
        return None
    days = entry["date"]
    return Event(
        id=entry["id"], type=entry["type"], mode=entry["mode"], status=entry["status"], contexts=(),
        actors=tuple(entry["actors"]), recipients=tuple(entry["recipients"]), actor_ids=(), recipient_ids=(),
        actor_text=entry["actor_text"], recipient_text=entry["recipient_text"],
        date=Interval(from_=days["from"], to=days["to"]) if days else None, place=None, trigger=trigger, cameo=None,
        quad=quad(entry["type"]), score=0.0, evidence=entry["evidence"], start=start,
        end=start + len(entry["evidence"]), confidence=1.0,
    )  # fmt: skip


def pairs(reader: Reader, path: Path) -> Iterator[dict[str, Any]]:
    """The pairs of one report."""
    case = json.loads(path.read_text("utf8"))
    if not case.get("events"):
        return
    document = Document(id=path.stem, **{k: case.get(k) for k in ("text", "title", "published")})
    (linked,) = reader.link([document])
    events = tuple(e for entry in case["events"] if (e := make_event(case, entry)) is not None)
    told = {(x["from"], x["to"]): x["kind"] for x in case["links"]}
    rules = {(x.from_, x.to): x.kind for x in LinkCoder(learned=False).code(linked, Claims(events=events)).links}
    placed = place_events(linked, events)
    for answer in placed:
        for target in candidates(answer, placed):
            key = (answer.event.id, target.event.id)
            names = describe(linked.parse, answer, target, placed, rules.get(key))
            yield {"group": path.stem, "from": key[0], "to": key[1], "kind": told.get(key, "none"), "names": names}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    arguments = parser.parse_args()
    reader = Reader()
    with arguments.out.open("w", encoding="utf8") as out:
        for path in (p for f in arguments.folders for p in sorted(f.glob("*.json"))):
            for row in pairs(reader, path):
                out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
