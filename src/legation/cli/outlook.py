"""`legation outlook`: what may come between two actors, and how earlier forecasts fared."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from legation.cli.desk import print_finding
from legation.cli.ledger import LedgerOption, open_ledger
from legation.cli.output import print_json
from legation.errors import SettingsError
from legation.records import Forecast

STORE = "forecasts.jsonl"
"""File in a ledger's folder to which forecasts are appended; what stands there is never rewritten."""


def outlook(
    first: Annotated[str, typer.Argument(metavar="A", help="Code of an actor (USA, SYR:REB, EU).")],
    second: Annotated[str, typer.Argument(metavar="B", help="Code of the other.")],
    ledger: LedgerOption,
    made_on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Forecast the relation of two actors, with its uncertainty and its track record."""
    from legation.forecasting.outlook import forecast, present
    from legation.forecasting.record import review, settle

    if first == second:
        raise SettingsError("an outlook has two different actors")
    source = open_ledger(ledger)
    rows = source.query("select * from events where date_from is not null").to_dicts()
    run = source.start_run(engine="outlook", inputs=[first, second])
    made = forecast(rows, first, second, run_id=run, made_on=made_on)
    source.finish_run(run, "done", {"forecasts": len(made)})
    earlier = [f for f in stored(ledger) if {f.first, f.second} == {first, second}]
    keep(ledger, made, {f.id for f in earlier})
    last = max((str(r["date_from"]) for r in rows), default="")
    record = review(earlier, settle(earlier, rows, last)) if earlier else None
    if json:
        print_json({"forecasts": made, "record": record})
        return 0
    print_finding(present(made))
    if record is not None:
        print_finding(record)
    return 0


def stored(ledger: str) -> list[Forecast]:
    """Forecasts that were kept in a ledger's folder, in their order."""
    path = Path(ledger) / STORE
    if not path.is_file():
        return []
    decoder = msgspec.json.Decoder(Forecast)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def keep(ledger: str, forecasts: Any, known: set[str]) -> None:
    """Appends forecasts that are not kept yet."""
    fresh = [f for f in forecasts if f.id not in known]
    if fresh and Path(ledger).is_dir():
        with (Path(ledger) / STORE).open("ab") as out:
            out.writelines(msgspec.json.encode(f) + b"\n" for f in fresh)
