"""The brief: what an analyst sees of one report in the terminal."""

import textwrap

from rich.console import Console
from rich.text import Text

from legation.cli.output import console
from legation.records import Commitment, Event, Interval, Link, Report, Statement

_COLOURS = {
    "verbal cooperation": "cyan",
    "material cooperation": "green",
    "verbal conflict": "yellow",
    "material conflict": "red",
}
_INDENT = "  "
_QUOTES = '“”"'


def print_brief(report: Report, evidence: bool = False) -> None:
    """Prints the brief of a report; with `evidence` the passage behind each entry."""
    out = console()
    _header(out, report)
    _section(
        out, "Who did what to whom", [_event(e) for e in report.events], [e.evidence for e in report.events], evidence
    )
    _section(
        out,
        "What answered what",
        [_link(x, report) for x in report.links],
        [x.evidence for x in report.links],
        evidence,
    )
    said = [_statement(s) for s in report.statements]
    _section(out, "Who said what", said, [s.evidence for s in report.statements], evidence)
    agreed = [_commitment(c) for c in report.commitments]
    _section(out, "What is agreed", agreed, [c.evidence for c in report.commitments], evidence)
    for warning in report.warnings:
        out.print(Text(f"! {warning}", style="dim"))


def _header(out: Console, report: Report) -> None:
    document = report.document
    title = document.title or _shorten(document.text.strip().partition("\n")[0], 76)
    out.print(Text(title, style="bold"))
    facts = [document.published or "no date", document.source, document.url]
    counts = f"{len(document.text.split()):,} words, {len(report.actors)} actors"
    out.print(Text(" · ".join([*[f for f in facts if f], counts]), style="dim"))


def _section(out: Console, title: str, rows: list[Text], evidence: list[str], show: bool) -> None:
    if not rows:
        return
    out.print()
    out.print(Text(title.upper(), style="bold"))
    for row, text in zip(rows, evidence, strict=True):
        _print_wrapped(out, row)
        if show:
            for line in textwrap.wrap(f"“{text.strip()}”".replace("\n", " "), out.width - 6):
                out.print(Text(f"      {line}", style="dim italic"))


def _print_wrapped(out: Console, row: Text) -> None:
    lines = row.wrap(out, out.width - 6)
    for number, line in enumerate(lines):
        line.rstrip()
        out.print(Text(_INDENT if number == 0 else _INDENT * 3) + line)


def _shorten(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder=" …")


def days(interval: Interval | None) -> str:
    """An interval of days as short as it can be told: a day, a month, a year, or from–to."""
    if interval is None:
        return "no date"
    first, last = interval.from_, interval.to
    if first == last:
        return first
    if first.endswith("-01-01") and last == first[:4] + "-12-31":
        return first[:4]
    if first[:7] == last[:7] and first.endswith("-01") and int(last[8:]) >= 28:
        return first[:7]
    return f"{first}–{last[8:]}" if first[:7] == last[:7] else f"{first} – {last}"


def _event(event: Event) -> Text:
    row = Text()
    row.append(f"{days(event.date):<10}  ", style="dim")
    row.append(" + ".join(event.actors) or "?", style="bold")
    if event.recipients:
        row.append(" → ").append(" + ".join(event.recipients), style="bold")
    name = event.type + (f" {event.mode}" if event.mode else "")
    row.append("  ").append(name, style=_COLOURS.get(event.quad, ""))
    if event.status != "asserted":
        row.append(f" ({event.status})", style="magenta")
    told = event.evidence[max(0, event.evidence.find(event.trigger)) :]
    row.append("  ").append(_shorten(told, 70))
    amounts = [f"{m.value:,.12g}{f' of {m.of:,.12g}' if m.of else ''} {m.unit}" for m in event.magnitudes[:2]]
    if amounts:
        row.append("  [" + "; ".join(amounts) + "]", style="dim")
    if event.place:
        row.append(f"  in {event.place.name}", style="dim")
    if "unsure" in event.flags:
        row.append("  unsure", style="dim italic")
    return row


def _statement(statement: Statement) -> Text:
    row = Text()
    row.append(statement.speaker, style="bold")
    facts = [x for x in (statement.country, "unnamed" if statement.anonymous else None) if x]
    row.append(f" ({', '.join(facts)})" if facts else "", style="dim")
    row.append(f"  {statement.act}: ", style="cyan")
    content = _shorten(statement.content, 180)
    row.append(f"“{content.strip(_QUOTES)}”" if statement.quoted else content)
    return row


def _commitment(commitment: Commitment) -> Text:
    row = Text()
    row.append(commitment.agreement, style="bold")
    row.append(f"  {commitment.kind}, {commitment.status}", style="cyan")
    row.append(f"  {', '.join(commitment.parties)}")
    dates = [(n, getattr(commitment, n)) for n in ("since", "deadline", "expires")]
    facts = [f"{name} {value}" for name, value in dates if value]
    facts += [f"{x.bound} {x.value:,.12g} {x.unit}" for x in commitment.limits]
    if commitment.extension:
        by = f" by {commitment.extension.by}" if commitment.extension.by else ""
        condition = f", {commitment.extension.condition}" if commitment.extension.condition else ""
        facts.append(f"can be extended{by}{condition}")
    if facts:
        row.append("  " + " · ".join(facts), style="dim")
    return row


def _link(link: Link, report: Report) -> Text:
    names = {e.id: f"{'+'.join(e.actors) or '?'} {e.type}" for e in report.events}
    names |= {c.id: c.agreement for c in report.commitments}
    names |= {s.id: f"{s.speaker} ({s.act})" for s in report.statements}
    row = Text()
    row.append(names.get(link.from_, link.from_), style="bold")
    verb = {"retaliation": "in retaliation for", "response": "in response to", "condition": "on condition of"}
    row.append(f" {verb.get(link.kind, 'to carry out')} ", style="cyan")
    row.append(names.get(link.to, link.to), style="bold")
    return row
