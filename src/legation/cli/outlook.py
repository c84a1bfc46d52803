"""`legation outlook`: what may come between two actors, how earlier forecasts fared, and what speakers had expected."""

from typing import Annotated

import typer

from legation.cli.desk import Plot, print_finding
from legation.cli.ledger import LedgerOption, open_ledger
from legation.cli.output import print_json
from legation.errors import SettingsError


def outlook(
    first: Annotated[str, typer.Argument(metavar="A", help="Code of an actor (USA, SYR:REB, EU).")],
    second: Annotated[str, typer.Argument(metavar="B", help="Code of the other.")],
    ledger: LedgerOption,
    made_on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    plot: Plot = None,
) -> int:
    """Forecast the relation of two actors, with its uncertainty and its track record."""
    from legation.analysis.dyads import Dyad
    from legation.analysis.plots import save
    from legation.forecasting.outlook import forecast, present
    from legation.forecasting.store import EVENTS, READ_DAYS, keep, track

    if first == second:
        raise SettingsError("an outlook has two different actors")
    source = open_ledger(ledger)
    rows = source.query(EVENTS).to_dicts()
    read_days = [r["day"] for r in source.query(READ_DAYS).to_dicts()] or None
    record = track(ledger, first, second, rows, read_days)
    run = source.start_run(engine="outlook", inputs=[first, second])
    made = forecast(rows, first, second, run_id=run, made_on=made_on, read_days=read_days)
    source.finish_run(run, "done", {"forecasts": len(made)})
    keep(ledger, made)
    if plot is not None:
        save(present(made), plot)
    prospects = Dyad.of(source, first, second, until=made_on).prospects()
    if json:
        print_json({"forecasts": made, "record": record, "prospects": prospects})
        return 0
    print_finding(present(made))
    for finding in (record, prospects):
        if finding is not None:
            print_finding(finding)
    return 0
