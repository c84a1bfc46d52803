"""`legation commitments`, `statements`, `actors`: the lists of the desk in the terminal, in files and as calendar."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from legation.cli.desk import Json, Plot, Since, print_finding
from legation.cli.ledger import LedgerOption, open_ledger, print_table
from legation.cli.output import print_json
from legation.errors import InputError, SettingsError
from legation.records import Report

Most = Annotated[int, typer.Option("--most", help="Rows at most.", min=1, max=100_000)]

EVERYTHING = 100_000


def commitments(
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORTS…]", help="JSON lines of reports, as read-many prints them (-: from a pipe)."),
    ] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", metavar="DIR", help="The ledger's folder.")] = None,
    party: Annotated[list[str] | None, typer.Option("--party", metavar="CODE", help="Of this party.")] = None,
    instrument: Annotated[str | None, typer.Option("--instrument", help="Whose name holds this.")] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Day to count from.")] = None,
    json: Json = False,
    plot: Plot = None,
    ics: Annotated[
        str | None, typer.Option("--ics", metavar="FILE", help="Write the dates as iCalendar (- for standard output).")
    ] = None,
) -> int:
    """What is agreed, until when, and how long that still is: of a ledger, or of a set of reports."""
    from legation.web.pages.commitments import PAGE, calendar

    if bool(reports) == (ledger is not None):
        raise SettingsError("commitments are those of a ledger (--ledger DIR) or of reports (REPORTS…)")
    with _ledger(reports or (), ledger) as source:
        desk, ask = _ask(source, parties=",".join(party or ()), q=instrument, today=today, size=str(EVERYTHING))
        if ics is not None:
            _write(ics, calendar(desk, ask))
            if ics == "-":
                return 0
        context = PAGE.load(desk, ask)
        rows = list(PAGE.rows(context))
    if _shown(context, json, plot):
        return 0
    columns = ("days", "due", "agreement", "state", "status", "parties", "limits", "reports")
    print_table([_short({**r, "state": ", ".join(r["state"])}) for r in rows], columns)
    return 0


@contextmanager
def _ledger(reports: Sequence[str], folder: str | None) -> Iterator[Any]:
    """The ledger of a folder, or one of reports that lasts as long as the command."""
    from legation.api import Ledger

    if folder is not None:
        yield open_ledger(folder)
        return
    with tempfile.TemporaryDirectory() as place:
        made = Ledger(place)
        made.add(*(r for path in reports for r in read_reports(path)))
        yield made


def read_reports(path: str) -> Iterator[Report]:
    """Reports from JSON lines. Raises InputError for a file or a line that is none; lines of errors are passed over."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            plain = msgspec.json.decode(line)
            if isinstance(plain, dict) and "error" in plain and "document" not in plain:
                continue
            yield msgspec.convert(plain, Report)
        except msgspec.MsgspecError as error:
            raise InputError(f"{path}, line {number}: no report ({error})") from error


def _write(path: str, text: str) -> None:
    """Writes text with the line ends that it has."""
    data = text.encode()
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from error


def statements(
    ledger: LedgerOption,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Whose name holds this.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CODE", help="Of this country.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assess, assert, deny, accuse, promise, threaten …")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Whose content holds these words.")] = None,
    anonymous: Annotated[bool | None, typer.Option("--anonymous/--named", help="Unnamed or named sources.")] = None,
    since: Since = None,
    most: Most = 50,
    json: Json = False,
    plot: Plot = None,
) -> int:
    """Who said what."""
    from legation.web.pages.statements import PAGE

    unnamed = None if anonymous is None else "yes" if anonymous else "no"
    query = {"speaker": speaker, "country": country, "act": act, "words": words, "anonymous": unnamed, "since": since}
    desk, ask = _ask(open_ledger(ledger), **query, size=str(most))
    context: Any = PAGE.load(desk, ask)
    if _shown(context, json, plot):
        return 0
    print_table([_short(r) for r in PAGE.rows(context)], ("published", "speaker", "country", "act", "content"))
    _tell_rest(context.total, most)
    return 0


def actors(
    ledger: LedgerOption,
    words: Annotated[str | None, typer.Option("--words", help="Whose name or code holds this.")] = None,
    most: Most = 50,
    json: Json = False,
    plot: Plot = None,
) -> int:
    """Who acts, how much, and how."""
    from legation.web.pages.actors import LIST

    desk, ask = _ask(open_ledger(ledger), q=words, size=str(most))
    context: Any = LIST.load(desk, ask)
    if _shown(context, json, plot):
        return 0
    columns = ("name", "code", "events", "given", "received", "score", "last_day")
    print_table([_short(r) for r in LIST.rows(context)], columns)
    _tell_rest(context.total, most)
    return 0


def _ask(ledger: Any, **query: str | None) -> tuple[Any, Any]:
    """The desk over a ledger, and what a page of it is asked: commands show what pages show."""
    from legation.web.desk import Desk
    from legation.web.page import Ask

    return Desk(ledger), Ask(path={}, query={k: v for k, v in query.items() if v})


def _shown(context: Any, json: bool, plot: Path | None) -> bool:
    """Draws where a file is named; whether JSON was printed, else the finding's lines are."""
    from legation.analysis.plots import save

    if plot is not None:
        save(context.finding, plot)
    if json:
        print_json(context)
        return True
    print_finding(msgspec.structs.replace(context.finding, estimates=(), marks=()))
    return False


def _tell_rest(total: int, most: int) -> None:
    if total > most:
        sys.stderr.write(f"legation: {most:,} of {total:,} are shown (--most)\n")


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v[:200] + " …" if isinstance(v, str) and len(v) > 200 else v for k, v in row.items()}
