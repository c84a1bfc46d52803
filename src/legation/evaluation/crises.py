"""International Crisis Behavior Events (ICBe): whether a coded sentence's pair of states is found.

`crises/icbe.jsonl.gz`: one line a coded event of a sentence of a crisis narrative (Douglass, Scherer, Gannon,
Gartzke and others, 2022). Measures:
- `pairs`: of the sentences that tell an act of one state towards another, the share where an event has both states;
- `precision`: of the program's events with actor and recipient in coded sentences, the share whose pair is coded there.
"""

import gzip
import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import FormatError
from legation.knowledge.tables import read_table, split_list
from legation.records import Document, Record, Report

STEP = 8
"""The split "sample" takes every STEP-th crisis."""
_ACTS = (("say_actor_a", "say_actor_b"), ("do_actor_a", "do_actor_b"))
_SUCCESSORS = {
    "soviet union": "RUS", "russian soviet federative socialist republic": "RUS", "federal republic of germany": "DEU",
    "west germany": "DEU", "democratic republic of vietnam": "VNM", "north vietnam": "VNM", "persia": "IRN",
    "united arab republic": "EGY", "ottoman empire": "TUR", "zaire": "COD", "burma": "MMR", "rhodesia": "ZWE",
    "yugoslavia": "SRB", "kingdom of hejaz": "SAU", "transjordan": "JOR", "siam": "THA",
    "people s republic of china": "CHN",
    "north korea": "PRK", "south korea": "KOR", "united states of america": "USA", "united kingdom": "GBR",
}  # fmt: skip


class Narrative(Record, frozen=True, kw_only=True):
    """A crisis as a document, with the start of each numbered sentence and the rows coded for it."""

    document: Document
    starts: dict[int, int]
    rows: dict[int, list[dict[str, str]]]


def narratives(path: Path, split: str | None) -> list[Narrative]:
    """The crises of a file in their order; `split` "sample" takes every eighth. Raises FormatError for another file."""
    crises: dict[str, dict[int, list[dict[str, str]]]] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                number = int(float(row["sentence_number_int_aligned"]))
                crises.setdefault(row["crisno"], {}).setdefault(number, []).append(row)
    except (OSError, ValueError, KeyError) as error:
        raise FormatError(f"{path}: no ICBe file ({error})") from error
    chosen = list(crises.items())[:: STEP if split == "sample" else 1]
    return [_narrative(name, rows) for name, rows in chosen]


def _narrative(name: str, rows: dict[int, list[dict[str, str]]]) -> Narrative:
    text, starts = "", {}
    for number in sorted(rows):
        text += " " if text else ""
        starts[number] = len(text)
        text += rows[number][0]["sentence_span_text"].strip()
    return Narrative(document=Document(id=f"icb-{name}", text=text), starts=starts, rows=rows)


def sentence_of(narrative: Narrative, offset: int) -> int:
    """The number of the sentence that holds a character."""
    return max((n for n, start in narrative.starts.items() if start <= offset), default=0)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table("states.tsv"):
        names = [row.get("name", ""), *split_list(row.get("names", ""))]
        for name in names:
            if name:
                found.setdefault(plain(name), row.get("code", ""))
    return found | _SUCCESSORS


def plain(name: str) -> str:
    """A state's name in lower case letters without accents, marks and article."""
    text = unicodedata.normalize("NFD", name.lower())
    kept = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join(w for w in kept.split() if w != "the")


def code_of(name: str) -> str | None:
    """The code of a state as ICBe names it; None for what is no state."""
    return _codes().get(plain(name))


def coded_pairs(rows: Iterable[Mapping[str, str]]) -> set[frozenset[str]]:
    """The pairs of states between which a sentence's rows tell an act."""
    found = set()
    for row in rows:
        for first, second in _ACTS:
            a, b = (_all_codes(row.get(x)) for x in (first, second))
            found |= {frozenset((x, y)) for x in a for y in b if x != y}
    return found


def _all_codes(names: str | None) -> set[str]:
    return {c for n in (names or "").split(";") if (c := code_of(n)) is not None}


def evaluate(reader: ReaderLike, data: Path, split: str | None, predictions: Path | None) -> Mapping[str, Any]:
    """The measures of this module over a folder that holds `crises/icbe.jsonl.gz` or the file itself."""
    told = narratives(icbe_file(data), split)
    reports = list(reader.read_many([n.document for n in told]))
    found = coded = right = given = 0
    for narrative, report in zip(told, reports, strict=True):
        own = _pairs_told(narrative, report)
        for number, rows in narrative.rows.items():
            pairs = coded_pairs(rows)
            coded += bool(pairs)
            found += bool(pairs & own.get(number, set()))
            if pairs:
                given += len(own.get(number, ()))
                right += len(pairs & own.get(number, set()))
    return {"crises": len(told), "sentences": coded, "pairs": found / max(1, coded), "precision": right / max(1, given)}


def icbe_file(data: Path) -> Path:
    """The data file, given itself, its folder or the folder above."""
    for path in (data, data / "icbe.jsonl.gz", data / "crises" / "icbe.jsonl.gz"):
        if path.is_file():
            return path
    raise FormatError(f"{data}: no icbe.jsonl.gz")


def _pairs_told(narrative: Narrative, report: Report) -> dict[int, set[frozenset[str]]]:
    found: dict[int, set[frozenset[str]]] = {}
    for event in report.events:
        number = sentence_of(narrative, event.start)
        sides = [(a, b) for a in event.actors for b in event.recipients]
        if not event.recipients:
            sides = [(a, b) for a in event.actors for b in event.actors]
        found.setdefault(number, set()).update(frozenset((a[:3], b[:3])) for a, b in sides if a[:3] != b[:3])
    return found
