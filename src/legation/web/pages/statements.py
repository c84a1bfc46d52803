"""Who said what: by speaker, country, act and anonymity."""

from collections.abc import Iterable

from legation.analysis import listings
from legation.records import Finding
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Page
from legation.web.pages.relation import NO_STATEMENTS

ACTS = ("assess", "assert", "deny", "accuse", "promise", "threaten", "request", "support", "propose")


class Statements(Context, frozen=True, kw_only=True):
    """Context of the statements."""

    filters: dict[str, str]
    acts: tuple[str, ...]
    finding: Finding
    speakers: tuple[Row, ...]
    statements: tuple[Row, ...]
    total: int
    page: int
    pages: int


def load(desk: Desk, ask: Ask) -> Statements:
    """Statements by the conditions of the query."""
    texts = {name: ask.text(name) for name in ("speaker", "country", "words")}
    act = ask.choice("act", ("", *ACTS), "")
    anonymous = ask.choice("anonymous", ("", "yes", "no"), "")
    since, page, size = ask.day("since"), ask.page(), ask.size()
    countries = [c for c in (texts["country"] or "").split(",") if c]
    conditions = {
        **NO_STATEMENTS, "speaker": texts["speaker"], "words": texts["words"], "countries": countries,
        "act": act or None, "anonymous": {"yes": True, "no": False}.get(anonymous), "since": since,
    }  # fmt: skip
    total = desk.row("statements_count", **conditions)["total"]
    found = desk.rows("statements", **conditions, most=size, skip=(page - 1) * size)
    plain = {k: v or "" for k, v in texts.items()}
    return Statements(
        heading="Statements", filters={**plain, "act": act, "anonymous": anonymous, "since": since or ""}, acts=ACTS,
        finding=listings.statements(desk.rows("statements_by_act", **conditions)),
        speakers=tuple(desk.rows("speakers", countries=countries, most=12)), statements=tuple(found), total=total,
        page=page, pages=max(1, -(-total // size)),
    )  # fmt: skip


def rows(context: Statements) -> Iterable[Row]:
    """The statements of this page."""
    return context.statements


PAGE = Page(name="statements", path="/statements", context=Statements, load=load, rows=rows, nav="Statements")
