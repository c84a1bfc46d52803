"""What may come between two actors, how forecasts kept beside the ledger fared, and what speakers had expected."""

from collections.abc import Iterable

from legation.forecasting.outlook import forecast, present
from legation.forecasting.store import latest, track
from legation.records import Finding, Forecast
from legation.web.desk import Desk, Row
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Page, Refused
from legation.web.pages.relation import dyad


class Outlook(Context, frozen=True, kw_only=True):
    """Context of an outlook: the forecasts, each with its skill on past ones, and the finding that sums them up; the
    track record of those that were kept (None where none was); what speakers expected, and what became of it.

    While they are being worked out (`waiting`; never in the twins) a page shows the latest kept ones, if any."""

    first: str
    second: str
    waiting: bool
    finding: Finding | None
    forecasts: tuple[Forecast, ...]
    record: Finding | None
    prospects: Finding | None


def load(desk: Desk, ask: Ask) -> Outlook:
    """The outlook of the two actors in the path, from the record of the pair; nothing of it is stored."""
    first, second = ask.path["first"], ask.path["second"]
    if first == second:
        raise Refused("an outlook has two different actors")
    made_on = ask.day("made_on")

    def work_out() -> tuple[tuple[Forecast, ...], Finding | None, Finding]:
        rows = desk.rows("pair_events", first=first, second=second, since=None, until=None)
        read_days = [r["day"] for r in desk.rows("days_read")] or None
        made = forecast(rows, first, second, run_id="desk", made_on=made_on, read_days=read_days)
        record = track(desk.ledger.path, first, second, rows, read_days)
        return made, record, dyad(desk, first, second, None, made_on).prospects()

    worked = desk.soon(("outlook", first, second, made_on), work_out, ask.patience)
    made = worked[0] if worked else latest(desk.ledger.path, first, second)
    return Outlook(
        heading=f"Outlook: {name_actor(first)} – {name_actor(second)}", first=first, second=second,
        waiting=worked is None, finding=present(made) if worked or made else None, forecasts=made,
        record=worked[1] if worked else None, prospects=worked[2] if worked else None,
    )  # fmt: skip


def rows(context: Outlook) -> Iterable[Row]:
    """The forecasts."""
    for f in context.forecasts:
        yield {name: getattr(f, name) for name in f.__struct_fields__}


PAGE = Page(name="outlook", path="/outlook/{first}/{second}", context=Outlook, load=load, rows=rows)
