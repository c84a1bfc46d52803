"""`legation serve`, `dyad`, `network`: the desk, and what it shows of relations in the terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from legation.cli.ledger import LedgerOption, open_ledger, print_table
from legation.cli.output import console, print_json
from legation.errors import SettingsError
from legation.records import Finding

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day.")]

Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw to .svg or .png.")]

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
    plot: Plot = None,
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


def network(
    ledger: LedgerOption,
    step: Annotated[str, typer.Option("--by", help="day, week or month.")] = "month",
    since: Since = None,
    until: Until = None,
    party: Annotated[
        list[str] | None, typer.Option("--party", metavar="CODE", help="Of one actor, or between several.")
    ] = None,
    most: Annotated[int, typer.Option("--most", help="Ties of a period, the busiest ones.", min=1)] = 200,
    json: Json = False,
    plot: Plot = None,
) -> int:
    """Who deals with whom, period by period."""
    from legation.analysis.plots import save

    found = open_ledger(ledger).network(step=step, since=since, until=until, actors=party, most=most)
    if plot is not None:
        save(found, plot)
    if json:
        print_json(found)
        return 0
    print_finding(found)
    last = max((e.period for e in found.edges), default=None)
    rows = [
        {"period": e.period, "source": e.source, "target": e.target, "acts": e.events, "cooperation": e.cooperation,
         "conflict": e.conflict, "score": None if e.score is None else round(e.score, 1)}
        for e in found.edges if e.period == last
    ]  # fmt: skip
    if rows:
        print_table(rows[:40], tuple(rows[0]))
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
