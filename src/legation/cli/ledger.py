"""`legation code`, `watch`, `query`, `tables`, `judge`: archives and feeds into a ledger, and answers out of it."""

import json as plain_json
import os
import shlex
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from legation.cli.output import console, print_json
from legation.errors import LedgerError, SettingsError

_WIDE = 8
"""Columns from which rows are printed one below the other."""

LedgerOption = Annotated[str, typer.Option("--ledger", metavar="DIR", help="The ledger's folder.")]


def code(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="Folders and files of reports.")],
    ledger: LedgerOption,
    engine: Annotated[str, typer.Option(help="local processes, or ray.")] = "local",
    workers: Annotated[int, typer.Option(help="How many processes read; 0: one a core.", min=0)] = 0,
    fields: Annotated[
        str | None, typer.Option("--fields", metavar="text=COLUMN,…", help="Which columns hold what.")
    ] = None,
) -> int:
    """Read archives into a ledger; can be stopped and resumed, adds nothing twice."""
    from legation.api import Ledger, make_engine, model_digest
    from legation.reading.archives import read_archives
    from legation.reading.archives.columns import parse_fields
    from legation.reading.archives.streams import Position
    from legation.scaling import code_archive
    from legation.settings import Settings

    for path in inputs:
        if not path.exists():
            raise SettingsError(f"{path}: no such file or folder")
    out = console()
    settings, position = Settings(), Position()
    columns = parse_fields(fields.split(",")) if fields else None
    items = read_archives(inputs, settings, fields=columns, say=_say, position=position)
    with _progress() as bar:
        task = bar.add_task("reading", total=1.0)

        def show(state: Any) -> None:
            told = f"{state.seen:,} reports, {state.rate:,.1f}/s"
            bar.update(task, completed=position.fraction, description=told)

        summary = code_archive(
            items, Ledger(ledger), make_engine(engine, workers or os.cpu_count() or 1), inputs=[str(p) for p in inputs],
            settings=msgspec.to_builtins(settings), model_digest=model_digest(), progress=show,
        )  # fmt: skip
    _print_summary(out, summary, ledger)
    if summary.state == "stopped":
        sys.stderr.write("legation: stopped; run the same command again to go on\n")
    return 1 if summary.rejected or summary.state == "stopped" else 0


def _say(message: str) -> None:
    sys.stderr.write(f"legation: {message}\n")


def _progress() -> Progress:
    from rich.console import Console

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _print_summary(out: Any, summary: Any, ledger: str) -> None:
    out.print(
        f"{summary.read:,} read, {summary.known:,} known before, {summary.duplicates:,} copies, "
        f"{summary.rejected:,} rejected in {summary.seconds:,.1f} s"
    )
    out.print(
        f"{summary.events:,} events, {summary.statements:,} statements, "
        f"{summary.commitments:,} commitments, {summary.links:,} links"
    )
    if summary.rejected:
        out.print(f'Why: legation query --ledger {shlex.quote(ledger)} "select item, reason from problems"')


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED…", help="Addresses of RSS or Atom feeds.")],
    ledger: LedgerOption,
    every: Annotated[float, typer.Option("--every", metavar="MINUTES", help="Minutes between rounds.", min=0)] = 15.0,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", help="How many rounds; 0: without end.", min=0)] = 0,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from private addresses (refused otherwise).")
    ] = False,
) -> int:
    """Poll feeds, fetch what is new and read it into a ledger."""
    from legation.api import Ledger, make_engine, model_digest
    from legation.reading.feeds import Fetcher, Rules, Watch
    from legation.scaling import code_archive
    from legation.settings import Settings

    into = Ledger(ledger)
    memory = None if "://" in ledger else Path(ledger) / "feeds.json"
    engine, settings = make_engine("local", 1), Settings()
    rejected, number = 0, 0
    with Fetcher(Rules(private=allow_private)) as fetcher:
        poller = Watch(feeds, fetcher, settings, memory)
        while not rounds or number < rounds:
            if number:
                time.sleep(every * 60)
            summary = code_archive(
                poller.poll(), into, engine, inputs=feeds,
                settings=msgspec.to_builtins(settings), model_digest=model_digest(),
            )  # fmt: skip
            _print_summary(console(), summary, ledger)
            rejected += summary.rejected
            number += 1
            if summary.state == "stopped":
                break
    return 1 if rejected else 0


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A query over the views that `legation tables` prints.")],
    ledger: LedgerOption,
    json: Annotated[bool, typer.Option("--json", help="Print a list of objects.")] = False,
) -> int:
    """Ask a ledger in SQL (DuckDB's dialect, read-only)."""
    rows = open_ledger(ledger).query(sql)
    if json:
        print_json(rows.to_dicts())
    else:
        print_table(rows.to_dicts(), rows.columns)
    return 0


def tables(ledger: LedgerOption, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> int:
    """Print the ledger's views and their columns."""
    views = open_ledger(ledger).views()
    if json:
        print_json({name: dict(columns) for name, columns in views.items()})
        return 0
    out = console()
    for name, columns in views.items():
        out.print(name, style="bold")
        for column, kind in columns:
            out.print(f"  {column:<24}{kind}")
    return 0


def judge(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record's id.")],
    verdict: Annotated[str, typer.Argument(help="confirm, reject or correct.")],
    ledger: LedgerOption,
    changes: Annotated[str | None, typer.Option("--set", metavar="JSON", help="Corrected columns as JSON.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who judges.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
) -> int:
    """Confirm, reject or correct a record; the original stays."""
    try:
        corrected = plain_json.loads(changes) if changes else None
    except ValueError as error:
        raise SettingsError(f"--set is not JSON: {error}") from error
    if corrected is not None and not isinstance(corrected, dict):
        raise SettingsError("--set wants a JSON object of columns and values")
    print_json({"judgement": open_ledger(ledger).judge(record, verdict, changes=corrected, judge=by, note=note)})
    return 0


def open_ledger(path: str) -> Any:
    """An existing ledger. Raises LedgerError where there is none."""
    from legation.api import Ledger

    if "://" not in path and not Path(path).is_dir():
        raise LedgerError(f"there is no ledger at {path}")
    return Ledger(path, create=False)


def print_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Rows as a table without frames, long values folded; wide rows one below the other."""
    if len(columns) > _WIDE:
        _print_records(rows, columns)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*["" if row[c] is None else _plain(row[c]) for c in columns])
    out = console()
    out.print(table)
    out.print(f"{len(rows):,} row{'s' if len(rows) != 1 else ''}", style="dim")


def _print_records(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    out = console()
    for row in rows:
        for column in columns:
            if row[column] not in (None, [], ""):
                out.print(f"{column:<18}", _plain(row[column]), style="")
        out.print()
    out.print(f"{len(rows):,} row{'s' if len(rows) != 1 else ''}", style="dim")


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_plain(v) for v in value)
    if isinstance(value, dict):
        return plain_json.dumps(value, ensure_ascii=False)
    return str(value)
