"""What may come between two actors, how forecasts kept beside the ledger fared, and what speakers had expected."""

from collections.abc import Iterable

from legation.forecasting.outlook import forecast, present
from legation.forecasting.store import track
from legation.records import Finding, Forecast
from legation.web.desk import Desk, Row
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Page, Refused
from legation.web.pages.relation import dyad


class Outlook(Context, frozen=True, kw_only=True):
    """Context of an outlook: the forecasts, each with its skill on past ones, and the finding that sums them up; the
    track record of those that were kept (None where none was); what speakers expected, and what became of it.

    On a page `finding` is None while the forecasts are being worked out, never in the twins."""

    first: str
    second: str
    finding: Finding | None
    forecasts: tuple[Forecast, ...]
    record: Finding | None
    prospects: Finding


def load(desk: Desk, ask: Ask) -> Outlook:
    """The outlook of the two actors in the path, from the record of the pair; nothing of it is stored."""
    first, second = ask.path["first"], ask.path["second"]
    if first == second:
        raise Refused("an outlook has two different actors")
    made_on = ask.day("made_on")
    rows = desk.rows("pair_events", first=first, second=second, since=None, until=None)
    read_days = [r["day"] for r in desk.rows("days_read")] or None

    def work_out() -> tuple[Forecast, ...]:
        return forecast(rows, first, second, run_id="desk", made_on=made_on, read_days=read_days)

    found = desk.soon(("outlook", first, second, made_on), work_out, ask.patience)
    return Outlook(
        heading=f"Outlook: {name_actor(first)} – {name_actor(second)}", first=first, second=second,
        finding=None if found is None else present(found), forecasts=found or (),
        record=track(desk.ledger.path, first, second, rows, read_days),
        prospects=dyad(desk, first, second, None, made_on).prospects(),
    )  # fmt: skip


def rows(context: Outlook) -> Iterable[Row]:
    """The forecasts."""
    for f in context.forecasts:
        yield {name: getattr(f, name) for name in f.__struct_fields__}


PAGE = Page(name="outlook", path="/outlook/{first}/{second}", context=Outlook, load=load, rows=rows)
