"""What is new, who deals with whom, what is due, what has moved most."""

import datetime
from collections.abc import Iterable

from legation.records import Record
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Page
from legation.web.pages.agreements import Agreement, gather, today_of

SPANS = {"3m": 91, "12m": 365, "5y": 1826, "all": None}
"""How many days back the matrix looks."""


class Matrix(Record, frozen=True, kw_only=True):
    """Parties, and for each pair of them (acting, acted upon) the cell, None where there is nothing."""

    parties: tuple[str, ...]
    cells: tuple[tuple[Row | None, ...], ...]


class Overview(Context, frozen=True, kw_only=True):
    """Context of the overview. `until` is the last day with an event that is not in the future."""

    counts: Row
    span: str
    since: str | None
    until: str | None
    matrix: Matrix
    reports: tuple[Row, ...]
    widest: tuple[Row, ...]
    due: tuple[Agreement, ...]
    ended: tuple[Agreement, ...]
    moves: tuple[Row, ...]


def load(desk: Desk, ask: Ask) -> Overview:
    """The overview; `span` says how far back the matrix looks."""
    span = ask.choice("span", tuple(SPANS), "12m")
    counts = desk.row("counts")
    today = today_of(ask)
    until = min(filter(None, (max(filter(None, (counts["last_event"], counts["last_report"])), default=None), today)))
    days, agreed = SPANS[span], gather(desk, (), today)
    since = None if days is None else _before(until, days)
    cells = desk.rows("matrix_all", most=12) if since is None else desk.rows("matrix", since=since, most=12)
    return Overview(
        heading="Overview",
        counts=counts,
        span=span,
        since=since,
        until=until if counts["events"] else None,
        matrix=arrange(cells),
        reports=tuple(desk.rows("newest", most=8)),
        widest=tuple(desk.rows("occurrences", id=None, least=2, parties=[], widest=True, most=6, skip=0)),
        due=tuple(a for a in agreed if a.days is not None and a.days >= 0)[:6],
        ended=tuple(a for a in agreed if a.days is not None and a.days < 0)[:4],
        moves=tuple(desk.rows("moves", until=until, days=30, most=6)),
    )


def _before(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=days)).isoformat()


def arrange(cells: Iterable[Row]) -> Matrix:
    """Cells as a square, the busiest party first."""
    weight: dict[str, int] = {}
    placed: dict[tuple[str, str], Row] = {}
    for cell in cells:
        placed[cell["source"], cell["target"]] = cell
        for name in (cell["source"], cell["target"]):
            weight[name] = weight.get(name, 0) + cell["events"]
    parties = tuple(sorted(weight, key=lambda p: (-weight[p], p)))
    return Matrix(parties=parties, cells=tuple(tuple(placed.get((a, b)) for b in parties) for a in parties))


def rows(context: Overview) -> list[Row]:
    """The matrix, one row a pair."""
    return [cell for line in context.matrix.cells for cell in line if cell]


PAGE = Page(name="overview", path="/", context=Overview, load=load, rows=rows, nav="Overview")
