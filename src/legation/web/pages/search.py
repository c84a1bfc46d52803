"""Words in reports and records."""

from collections.abc import Iterable

from legation.web.desk import INDEXED, Desk, Row, named_sql
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Page
from legation.web.pages.actors import codes_named

MOST = 40


class Search(Context, frozen=True, kw_only=True):
    """Context of the search. `notes` tell what was cut short."""

    words: str
    actors: tuple[Row, ...]
    reports: tuple[Row, ...]
    records: tuple[Row, ...]
    notes: tuple[str, ...]


def load(desk: Desk, ask: Ask) -> Search:
    """What holds the words `q`; the newest reports where there are none."""
    words = ask.text("q") or ""
    if len(words) < 2:
        newest = tuple({**r, "snippet": None} for r in desk.rows("newest", most=MOST))
        return Search(heading="Search", words=words, actors=(), reports=newest, records=(), notes=())
    state = desk.state()
    hits = {table: state.words.find(table, words, MOST) for table in INDEXED}
    titles = hits.pop("reports")
    records = state.rows(named_sql("search_records"), {**hits, "most": MOST})
    snippets = desk.texts.find(words, MOST)
    found = state.rows(named_sql("search_titles"), {"titles": titles, "ids": list(snippets), "most": MOST})
    reports = tuple({**r, "snippet": snippets.get(r["id"])} for r in found)
    notes = [f"The {MOST} newest are shown."] if MOST in (len(records), len(reports)) else []
    if desk.texts.waiting:
        notes.append(f"{desk.texts.waiting:,} texts of reports are not indexed yet; look again in a moment.")
    actors = [{"code": c, "name": name_actor(c)} for c in codes_named(words)[:8]]
    return Search(
        heading=f"Search: {words}", words=words, actors=tuple(actors), reports=reports, records=tuple(records),
        notes=tuple(notes),
    )  # fmt: skip


def rows(context: Search) -> Iterable[Row]:
    """The records found."""
    return context.records


PAGE = Page(name="search", path="/search", context=Search, load=load, rows=rows)
