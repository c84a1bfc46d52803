"""One report: its text with the evidence marked, beside it all that was read from it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from legation.errors import LedgerError
from legation.records import Record, Report
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Missing, Page, Refused

KINDS = (("events", "e"), ("statements", "s"), ("commitments", "c"), ("links", "l"))


class Piece(Record, frozen=True, kw_only=True):
    """A stretch of text that the same claims rest on; `first` are claims that begin here."""

    text: str
    claims: tuple[str, ...]
    kinds: tuple[str, ...]
    first: tuple[str, ...]


class ReportPage(Context, frozen=True, kw_only=True):
    """Context of a report. `pieces` join to its text; `records` maps local ids to the ledger's id and judgement."""

    document: Row
    pieces: tuple[Piece, ...]
    actors: tuple[Row, ...]
    events: tuple[Row, ...]
    statements: tuple[Row, ...]
    commitments: tuple[Row, ...]
    links: tuple[Row, ...]
    names: dict[str, str]
    records: dict[str, Row]
    warnings: tuple[str, ...]
    stored: bool


def load(desk: Desk, ask: Ask) -> ReportPage:
    """The report that the query's `id` names."""
    identity = ask.text("id", 2000)
    if identity is None:
        raise Refused("a report is asked for by its id: /report?id=…")
    try:
        report = desk.report(identity)
    except LedgerError as error:
        raise Missing(f"there is no report {identity} in this ledger") from error
    known = desk.rows("report_records", id=identity)
    return present(report, {r["local_id"]: r for r in known if r["local_id"]})


def present(report: Report, records: dict[str, Row] | None = None) -> ReportPage:
    """A report as the page shows it; without `records` it is one that is not in the ledger."""
    plain: dict[str, Any] = report.to_dict()
    document = plain["document"]
    document.pop("sentences", None)
    events = {e["id"]: e for e in plain["events"]}
    return ReportPage(
        heading=report.document.title or first_line(report.document.text),
        document=document,
        pieces=tuple(cut(report)),
        actors=tuple(plain["actors"]),
        **{kind: tuple(plain[kind]) for kind, _ in KINDS},
        names={a["id"]: a["name"] for a in plain["actors"]} | {i: _brief(e) for i, e in events.items()},
        records=records or {},
        warnings=report.warnings,
        stored=records is not None,
    )


def _brief(event: Row) -> str:
    sides = " → ".join(", ".join(event[s]) or "?" for s in ("actors", "recipients"))
    return f"{event['type'].lower()} ({sides})"


def first_line(text: str, longest: int = 80) -> str:
    """The beginning of a text, as a title for one that has none."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + " …"


def cut(report: Report) -> Iterable[Piece]:
    """The text in pieces, cut wherever a claim's evidence begins or ends."""
    text = report.document.text
    spans = [(claim.start, claim.end, claim.id, letter) for kind, letter in KINDS for claim in getattr(report, kind)]
    bounds = sorted({0, len(text), *(b for s in spans for b in s[:2] if 0 <= b <= len(text))})
    for start, end in pairwise(bounds):
        over = [s for s in spans if s[0] <= start and end <= s[1]]
        yield Piece(
            text=text[start:end],
            claims=tuple(s[2] for s in over),
            kinds=tuple(dict.fromkeys(s[3] for s in over)),
            first=tuple(s[2] for s in over if s[0] == start),
        )


def rows(context: ReportPage) -> Iterable[Row]:
    """Every claim with its passage."""
    for kind, _ in KINDS:
        for claim in getattr(context, kind):
            yield {
                "record": kind[:-1], "id": claim["id"], "what": claim.get("type") or claim.get("act")
                or claim.get("agreement") or claim.get("kind"), "evidence": claim["evidence"],
                "start": claim["start"], "end": claim["end"], "confidence": claim["confidence"],
            }  # fmt: skip


PAGE = Page(name="report", path="/report", context=ReportPage, load=load, rows=rows)
