"""`legation read`, `read-many` and `relate`: reports in, records out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
import typer

from legation.cli.brief import print_brief
from legation.cli.output import print_json, print_line
from legation.errors import InputError
from legation.records import Document, Problem, Report
from legation.settings import Settings

Published = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="Date of publication, where the input does not tell.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")]
ActorsFile = Annotated[
    Path | None, typer.Option("--actors", metavar="FILE", help="Your own actors.toml: adds to the bundled actors.")
]


def _settings(actors: Path | None) -> Settings:
    return Settings(actors_file=str(actors) if actors else None)


def read(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Text, HTML or a JSON document; - for input.")] = "-",
    published: Published = None,
    json: Json = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show the sentence behind each entry.")] = False,
    actors: ActorsFile = None,
) -> int:
    """Read one report and print its brief."""
    from legation.reading.inputs import read_bytes, read_path

    settings = _settings(actors)
    if file == "-":
        intake = read_bytes(sys.stdin.buffer.read(), settings, published=published, name="standard input")
    else:
        intake = read_path(Path(file), settings, published=published)
    from legation.api import Reader

    report = Reader(settings).read_intake(intake)
    if json:
        print_json(report)
    else:
        print_brief(report, evidence=evidence)
    return 0


def read_many(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl", help="One JSON document a line; - for standard input.")],
    json: Json = False,
    actors: ActorsFile = None,
) -> int:
    """Read many reports: one JSON document a line in, one report a line out, in order."""
    from legation.api import Reader
    from legation.reading.inputs import read_lines

    settings = _settings(actors)
    reader = Reader(settings)
    rejected = 0
    with _open(file) as lines:
        for item in read_in_order(reader, read_lines(lines, settings)):
            if isinstance(item, Problem):
                rejected += 1
                print_line({"id": item.item, "error": item.reason})
                sys.stderr.write(f"legation: {item.item}: {item.reason}\n")
            elif json:
                print_json(item)
            else:
                print_line(_short(item))
    return 1 if rejected else 0


def read_in_order(reader: Any, intakes: Iterable[Any]) -> Iterator[Report | Problem]:
    """Reports and problems in the order of the inputs; good neighbours are read together."""
    waiting: list[Any] = []
    for intake in intakes:
        waiting.append(intake)
        if len(waiting) >= 16:
            yield from _flush(reader, waiting)
            waiting = []
    yield from _flush(reader, waiting)


def _flush(reader: Any, waiting: list[Any]) -> Iterator[Report | Problem]:
    documents: list[Document] = [w.document for w in waiting if not isinstance(w, Problem)]
    reports = reader.read_many(documents)
    for item in waiting:
        if isinstance(item, Problem):
            yield item
        else:
            report = next(reports)
            yield msgspec.structs.replace(report, warnings=(*item.notes, *report.warnings)) if item.notes else report


def _short(report: Report) -> dict[str, Any]:
    """What a line shows without --json: the document and how much was found."""
    return {
        "id": report.document.id,
        "title": report.document.title,
        "published": report.document.published,
        "events": [
            f"{e.date.from_ if e.date else '?'} {'+'.join(e.actors) or '?'} {e.type} {'+'.join(e.recipients)}".strip()
            for e in report.events
        ],
        "statements": len(report.statements),
        "commitments": [c.agreement for c in report.commitments],
        "links": len(report.links),
    }


def _open(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error


def relate(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl", help="Lines of id, sentence, source, target; - for input.")
    ],
) -> int:
    """Tell the relation between two given spans of each sentence."""
    from legation.api import relate_lines
    from legation.model import OnnxRelations

    rejected = 0
    with _open(file) as lines:
        for answer in relate_lines(OnnxRelations(), lines):
            rejected += "error" in answer
            print_line(answer)
    return 1 if rejected else 0
