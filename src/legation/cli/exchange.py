"""`legation export` and `import`: the formats of the field, out of a ledger and into it."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.ledger import LedgerOption, open_ledger
from legation.cli.output import console
from legation.errors import InputError
from legation.records import Problem
from legation.registry import load


def export(
    ledger: LedgerOption,
    format: Annotated[
        str, typer.Option("--format", help="plover polecat gdelt icews phoenix cameo csv parquet graphml")
    ],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="The file to write.")],
    where: Annotated[
        str | None, typer.Option("--where", metavar="SQL", help="Only events that meet a condition.")
    ] = None,
) -> int:
    """Write the ledger's events in a format of the field, with a manifest beside the file."""
    from legation import __version__
    from legation.export.manifest import write_manifest

    source = open_ledger(ledger)
    exporter = load("exporter", format)()
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        rows = exporter.export(source.event_rows(where), to)
        write_manifest(
            to,
            format=format,
            version=__version__,
            rows=rows,
            runs=source.query("select * from runs").to_dicts(),
            counts={name: _count(source, name) for name in source.views()},
            options={"where": where},
        )
    except OSError as error:
        raise InputError(f"{to}: {error.strerror or error}") from error
    console().print(f"{rows:,} events written to {to}")
    return 0


def _count(ledger: Any, view: str) -> int:
    return int(ledger.query(f"select count(*) as n from {view}").to_dicts()[0]["n"])


def import_events(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Existing event data.")],
    format: Annotated[str, typer.Option("--format", help="gdelt icews polecat plover phoenix")],
    ledger: LedgerOption,
) -> int:
    """Read existing event data into a ledger; malformed rows are named and left out."""
    from legation.api import Ledger

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    into = Ledger(ledger)
    problems: list[Problem] = []
    run = into.start_run(engine="import", workers=1, inputs=[str(file)], settings={"format": format}, model_digest=None)
    added = into.add_events(_good(load("importer", format)().load(file), problems), run_id=run)
    into.note_problems(problems, run)
    into.finish_run(run, "done", {"events": added, "rejected": len(problems)})
    for problem in problems[:20]:
        sys.stderr.write(f"legation: {problem.item}: {problem.reason}\n")
    if len(problems) > 20:
        sys.stderr.write(f"legation: … and {len(problems) - 20:,} more, all in the ledger's problems\n")
    console().print(f"{added:,} events added, {len(problems):,} rows rejected")
    return 1 if problems else 0


def _good(items: Iterator[Mapping[str, Any] | Problem], problems: list[Problem]) -> Iterator[Mapping[str, Any]]:
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item
