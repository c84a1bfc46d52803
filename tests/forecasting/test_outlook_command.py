"""`legation outlook`: what it prints, keeps and settles."""

import datetime
import json

import numpy as np
from benchmarks.synthetic import synthetic_events

from legation.api import Ledger
from legation.cli.app import run
from legation.forecasting.store import STORE

FIRST = datetime.date(2021, 1, 4)


def events(days=210):
    """Imported events of one pair, and one a day of others, so that no day is unread."""
    generator = np.random.default_rng(3)
    patterns = synthetic_events(2 * days)
    for day in range(days):
        date = FIRST + datetime.timedelta(day)
        pair = ["USA"] if generator.uniform() < 0.5 else []
        for actor in ("FRA", *pair):
            other = "RUS" if actor == "USA" else "DEU"
            yield {**next(patterns), "actors": [actor], "recipients": [other], "date_from": date, "date_to": date}


def test_forecasts_are_kept_and_settled_later_and_prospects_stand_apart(tmp_path, capsys):
    place = str(tmp_path / "ledger")
    Ledger(place).add_events(events())
    asked = ["outlook", "USA", "RUS", "--ledger", place, "--json"]
    assert run([*asked, "--on", (FIRST + datetime.timedelta(180)).isoformat()]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["record"] is None
    assert made["prospects"]["kind"] == "prospects"
    kept = (tmp_path / "ledger" / STORE).read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == [f["id"] for f in made["forecasts"]]
    assert run(asked) == 0
    later = json.loads(capsys.readouterr().out)
    over = sum(f["weeks"] <= 4 for f in made["forecasts"])
    assert later["record"]["summary"][0] == f"{over} forecasts are settled."
    assert {f["made_on"] for f in later["forecasts"]} == {(FIRST + datetime.timedelta(209)).isoformat()}
    assert (tmp_path / "ledger" / STORE).read_text("utf-8").splitlines()[: len(kept)] == kept
