"""`legation serve`, `dyad`, `commitments`, `statements`, `actors`: the desk, and its findings in the terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from legation.cli.ledger import LedgerOption, open_ledger, print_table
from legation.cli.output import console, print_json
from legation.errors import SettingsError
from legation.records import Finding

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day.")]

BLOCKS = "▁▂▃▄▅▆▇█"


def serve(
    ledger: LedgerOption,
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes a free one.", min=0, max=65535)] = 8377,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further name to be asked for by.")
    ] = None,
) -> int:
    """Open the ledger in a browser, on this machine only unless told otherwise."""
    from legation.web.serving import serve_desk

    def say(address: str) -> None:
        sys.stderr.write(f"legation: {address} (Ctrl-C stops)\n")

    serve_desk(open_ledger(ledger), host=host, port=port, names=allow_host or (), say=say)
    return 0


def dyad(
    first: Annotated[str, typer.Argument(metavar="A", help="Code of an actor (USA, SYR:REB, EU).")],
    second: Annotated[str, typer.Argument(metavar="B", help="Code of the other.")],
    ledger: LedgerOption,
    step: Annotated[str | None, typer.Option("--by", help="day, week or month.")] = None,
    since: Since = None,
    until: Until = None,
    show: Annotated[
        str | None, typer.Option("--show", help="series, ruptures, reciprocity, agenda or prospects; all if left out.")
    ] = None,
    json: Json = False,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw to .svg or .png.")] = None,
) -> int:
    """The relation of two actors: how it moved, who answers whom, what it is about."""
    from legation.analysis.dyads import KINDS, Dyad
    from legation.dynamics.acts import ordinal

    for day in (since, until):
        if day is not None and ordinal(day) is None:
            raise SettingsError(f"{day!r} is no day as YYYY-MM-DD")
    found = Dyad.of(open_ledger(ledger), first, second, since=since, until=until)
    kinds = (show,) if show else KINDS
    findings = {kind: found.finding(kind, step) for kind in kinds}  # type: ignore[arg-type]
    if plot is not None:
        found.plot(plot, kind=kinds[0], step=step)  # type: ignore[arg-type]
    if json:
        print_json(findings[show] if show else findings)
        return 0
    for finding in findings.values():
        print_finding(finding)
    return 0


def print_finding(finding: Finding) -> None:
    """A finding: its lines, its series as sparklines, marks and estimates as tables, its notes."""
    out = console()
    out.print(Text(finding.title, style="bold"))
    for line in finding.summary:
        out.print(f"  {line}")
    width = max(10, out.width - 44)
    named = [s for s in finding.series if not s.name.endswith(("_toward", "_back"))]
    for series in named:
        known = [v for v in series.values if v is not None]
        if known:
            ends = f"{min(known):g} … {max(known):g}"
            out.print(f"  {series.title[:24]:<24} {sparkline(series.values, width)} {ends}")
    for mark in finding.marks:
        out.print(f"  {mark.day}  {mark.title} {mark.detail}")
    if finding.estimates:
        rows = [{"quantity": e.title, "value": _figure(e.value), "unit": e.unit, "interval": _interval(e.low, e.high)}
                for e in finding.estimates]  # fmt: skip
        print_table(rows, ("quantity", "value", "unit", "interval"))
    for prospect in finding.prospects[:12]:
        out.print(f"  {prospect.day or 'no date'}  {prospect.speaker} ({prospect.direction}): {prospect.content}")
        if prospect.comparison is not None:
            out.print(Text(f"    {prospect.comparison.verdict}: {prospect.comparison.why}", style="dim"))
    for note in finding.notes:
        out.print(Text(f"  {note}", style="dim"))
    out.print()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3g} – {high:.3g}"


def sparkline(values: Sequence[float | None], width: int) -> str:
    """Values as a line of blocks, a dot where a value is missing; many values are averaged into `width` columns."""
    columns: list[float | None] = list(values)
    if len(columns) > width:
        columns = [_mean(values[i * len(values) // width : (i + 1) * len(values) // width]) for i in range(width)]
    known = [v for v in columns if v is not None]
    if not known:
        return "·" * len(columns)
    low, high = min(0.0, *known), max(0.0, *known)
    span = (high - low) or 1.0
    return "".join("·" if v is None else BLOCKS[round((v - low) / span * (len(BLOCKS) - 1))] for v in columns)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def commitments(
    ledger: LedgerOption,
    party: Annotated[list[str] | None, typer.Option("--party", metavar="CODE", help="Of this party.")] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Day to count from.")] = None,
    json: Json = False,
) -> int:
    """What is agreed, until when, and how long that still is."""
    from legation.web.pages.commitments import PAGE

    context, rows = _page(PAGE, ledger, parties=",".join(party or ()), today=today)
    if json:
        print_json(context)
        return 0
    print_table([_short(r) for r in rows], ("days", "due", "agreement", "status", "parties", "limits", "reports"))
    return 0


def statements(
    ledger: LedgerOption,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Whose name holds this.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CODE", help="Of this country.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assess, assert, deny, accuse, promise, threaten …")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Whose content holds these words.")] = None,
    anonymous: Annotated[bool | None, typer.Option("--anonymous/--named", help="Unnamed or named sources.")] = None,
    since: Since = None,
    json: Json = False,
) -> int:
    """Who said what."""
    from legation.web.pages.statements import PAGE

    unnamed = None if anonymous is None else "yes" if anonymous else "no"
    context, rows = _page(
        PAGE, ledger, speaker=speaker, country=country, act=act, words=words, anonymous=unnamed, since=since
    )
    if json:
        print_json(context)
        return 0
    print_table([_short(r) for r in rows], ("published", "speaker", "country", "act", "content"))
    return 0


def actors(
    ledger: LedgerOption,
    words: Annotated[str | None, typer.Option("--words", help="Whose name or code holds this.")] = None,
    json: Json = False,
) -> int:
    """Who acts, how much, and how."""
    from legation.web.pages.actors import LIST

    context, rows = _page(LIST, ledger, q=words)
    if json:
        print_json(context)
        return 0
    print_table([_short(r) for r in rows], ("name", "code", "events", "given", "received", "score", "last_day"))
    return 0


def _page(page: Any, ledger: str, **query: str | None) -> tuple[Any, list[dict[str, Any]]]:
    """The context of a page of the desk and its rows: commands show what pages show."""
    from legation.web.desk import Desk
    from legation.web.page import Ask

    context = page.load(Desk(open_ledger(ledger)), Ask(path={}, query={k: v for k, v in query.items() if v}))
    return context, list(page.rows(context))


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v[:200] + " …" if isinstance(v, str) and len(v) > 200 else v for k, v in row.items()}
