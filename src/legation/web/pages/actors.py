"""All actors, and one actor: with whom it deals, who speaks for it, what it did, said and agreed."""

from collections.abc import Iterable

from legation.analysis import listings
from legation.knowledge.actors import catalogue
from legation.records import Finding
from legation.web.desk import Desk, Row
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Missing, Page
from legation.web.pages.agreements import Agreement, gather, today_of
from legation.web.pages.events import NO_FILTER
from legation.web.pages.relation import NO_STATEMENTS


class Actors(Context, frozen=True, kw_only=True):
    """Context of the list of actors."""

    words: str
    finding: Finding
    actors: tuple[Row, ...]
    total: int
    page: int
    pages: int


class ActorPage(Context, frozen=True, kw_only=True):
    """Context of one actor."""

    code: str
    counterparts: tuple[Row, ...]
    speakers: tuple[Row, ...]
    people: tuple[Row, ...]
    events: tuple[Row, ...]
    total: int
    statements: tuple[Row, ...]
    agreements: tuple[Agreement, ...]


def codes_named(words: str) -> list[str]:
    """Codes of states and organisations whose name holds the words."""
    wanted = words.casefold()
    known = catalogue()
    states = [code for code, name in known.state_names.items() if wanted in name.casefold()]
    return states + [code for code, entry in known.organisations.items() if wanted in entry.name.casefold()]


def load_all(desk: Desk, ask: Ask) -> Actors:
    """Actors by how much they do, those whose name or code holds `q`."""
    words, page, size = ask.text("q"), ask.page(), ask.size()
    query = {"words": words, "codes": codes_named(words) if words else []}
    total = desk.row("parties_count", **query)["total"]
    found = desk.rows("parties", **query, most=size, skip=(page - 1) * size)
    return Actors(
        heading="Actors", words=words or "", finding=listings.actors(found, total),
        actors=tuple(found), total=total, page=page,
        pages=max(1, -(-total // size)),
    )  # fmt: skip


def load(desk: Desk, ask: Ask) -> ActorPage:
    """The actor in the path. Raises Missing for an unknown code that no record names."""
    code = ask.path["code"]
    party = {**NO_FILTER, "party": code}
    total = desk.row("events_count", **party)["total"]
    people = desk.rows("people", code=code, most=24)
    said = {**NO_STATEMENTS, "countries": [code]}
    speakers = desk.rows("speakers", countries=[code], most=8)
    agreements = gather(desk, (code,), today_of(ask))
    if name_actor(code) == code and not (total or people or speakers or agreements):
        raise Missing(f"no record in this ledger names {code}")
    return ActorPage(
        heading=name_actor(code), code=code,
        counterparts=tuple(desk.rows("counterparts", code=code, most=24)),
        speakers=tuple(speakers), people=tuple(people),
        events=tuple(desk.rows("events", **party, most=12, skip=0)), total=total,
        statements=tuple(desk.rows("statements", **said, most=10, skip=0)), agreements=agreements,
    )  # fmt: skip


def all_rows(context: Actors) -> Iterable[Row]:
    """The actors of this page."""
    return ({"name": name_actor(a["code"]), **a} for a in context.actors)


def rows(context: ActorPage) -> Iterable[Row]:
    """The actor's counterparts."""
    return context.counterparts


LIST = Page(name="actors", path="/actors", context=Actors, load=load_all, rows=all_rows, nav="Actors")
PAGE = Page(name="actor", path="/actor/{code}", context=ActorPage, load=load, rows=rows)
