"""One event as several reports tell it: side by side, and where they disagree."""

from collections import defaultdict
from collections.abc import Iterable

from legation.web.desk import Desk, Row
from legation.web.naming import name_type
from legation.web.page import SIZE, Ask, Context, Missing, Page
from legation.web.pages.events import NO_FILTER


class Occurrences(Context, frozen=True, kw_only=True):
    """Context of the list of occurrences that several reports tell."""

    least: int
    occurrences: tuple[Row, ...]
    total: int
    page: int
    pages: int


class OccurrencePage(Context, frozen=True, kw_only=True):
    """Context of one occurrence: each telling of it, and for each disputed fact who says what."""

    occurrence: Row
    tellings: tuple[Row, ...]
    disputed: dict[str, dict[str, tuple[str, ...]]]


def load_all(desk: Desk, ask: Ask) -> Occurrences:
    """Occurrences told by at least `least` reports (two where it is not named)."""
    least, page = int(ask.choice("least", ("1", "2", "3", "5"), "2")), ask.page()
    query: Row = {"id": None, "least": least, "parties": []}
    total = desk.row("occurrences_count", **query)["total"]
    found = desk.rows("occurrences", **query, widest=True, most=SIZE, skip=(page - 1) * SIZE)
    return Occurrences(
        heading="Occurrences", least=least, occurrences=tuple(found), total=total, page=page,
        pages=max(1, -(-total // SIZE)),
    )  # fmt: skip


def load(desk: Desk, ask: Ask) -> OccurrencePage:
    """The occurrence in the path. Raises Missing where there is none."""
    found = desk.rows(
        "occurrences", id=ask.path["id"], least=None, parties=[], widest=False, most=1, skip=0
    )  # fmt: skip
    if not found:
        raise Missing(f"there is no occurrence {ask.path['id']} in this ledger")
    occurrence = found[0]
    tellings = desk.rows("events", **{**NO_FILTER, "ids": occurrence["event_ids"]}, most=200, skip=0)
    disputed: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for fact in occurrence["disagreements"] or ():
        disputed[fact["fact"]][fact["value"]] = tuple(fact["event_ids"])
    return OccurrencePage(
        heading=f"Occurrence: {name_type(occurrence['type'], occurrence['mode'])}", occurrence=occurrence,
        tellings=tuple(tellings), disputed=dict(disputed),
    )  # fmt: skip


def all_rows(context: Occurrences) -> Iterable[Row]:
    """The occurrences of this page."""
    return ({k: v for k, v in o.items() if k != "disagreements"} for o in context.occurrences)


def rows(context: OccurrencePage) -> Iterable[Row]:
    """The tellings."""
    return context.tellings


LIST = Page(
    name="occurrences", path="/occurrences", context=Occurrences, load=load_all, rows=all_rows, nav="Occurrences"
)  # fmt: skip
PAGE = Page(name="occurrence", path="/occurrence/{id}", context=OccurrencePage, load=load, rows=rows)
