"""Words in reports and records."""

from collections.abc import Iterable

from legation.errors import QueryError
from legation.web.desk import Desk, Row, named_sql
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Page
from legation.web.pages.actors import codes_named

MOST = 40
TEXT_SECONDS = 5.0
"""Texts are searched where the ledger lies; a search that takes longer is given up, with a note."""


class Search(Context, frozen=True, kw_only=True):
    """Context of the search. `notes` tell what was cut short."""

    words: str
    actors: tuple[Row, ...]
    reports: tuple[Row, ...]
    records: tuple[Row, ...]
    notes: tuple[str, ...]


def load(desk: Desk, ask: Ask) -> Search:
    """What holds the words `q`."""
    words = ask.text("q") or ""
    if len(words) < 2:
        return Search(heading="Search", words=words, actors=(), reports=(), records=(), notes=())
    escaped = words.replace("\\", "").replace("%", r"%")
    records = desk.rows("search_records", words=escaped, most=MOST)
    titles = [{**r, "snippet": None} for r in desk.rows("search_titles", words=escaped, most=MOST)]
    notes: list[str] = []
    try:
        texts = desk.remember(
            ("texts", words),
            lambda: desk.ledger.query(
                named_sql("search_text"), {"words": escaped, "most": MOST}, seconds=TEXT_SECONDS
            ).to_dicts(),
        )
    except QueryError:
        texts, notes = [], ["The texts of reports were too many to search in time; records and titles were searched."]
    by_id = {r["id"]: r for r in (*titles, *texts)}
    if len(records) == MOST or len(by_id) >= MOST:
        notes.append(f"The {MOST} newest are shown.")
    actors = [{"code": c, "name": name_actor(c)} for c in codes_named(words)[:8]]
    return Search(
        heading=f"Search: {words}", words=words, actors=tuple(actors), reports=tuple(by_id.values()),
        records=tuple(records), notes=tuple(notes),
    )  # fmt: skip


def rows(context: Search) -> Iterable[Row]:
    """The records found."""
    return context.records


PAGE = Page(name="search", path="/search", context=Search, load=load, rows=rows)
