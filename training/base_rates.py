"""Counts the base rates of `src/legation/forecasting/data/base_rates.toml` from the data sets they are told from.

python -m training.base_rates ../shared/data/facts [--to src/legation/forecasting/data/base_rates.toml]

Reads `peacesciencer/derived/atop_spells.csv` (ATOP: pairs of states and years of their alliance to 2018; Leeds, Ritter,
Mitchell and Long 2002), `peacesciencer/csv/ucdp_acd.csv` (UCDP/PRIO Armed Conflict Dataset to 2024; Gleditsch et al.
2002, Davies et al. 2025) and `peacesciencer/csv/gml_dirdisp.csv` (militarised disputes to 2010, version 2.2.1; Gibler,
Miller and Little 2016). What these do not tell has no rate: resolutions, understandings, laws and pledges, whether a
deadline is met, and whether an agreement is extended (ATOP has no renewals; the figures of New START are one case).
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]

ATOP_END = 2018
"""The last year of the file: an alliance that lasts to it has no known end."""
ATOP, UCDP, GML = "ATOP to 2018", "UCDP/PRIO Armed Conflict Dataset to 2024", "GML militarised disputes 2.2.1 to 2010"

HEAD = """\
# How agreements of a kind ended in the past. Written by `python -m training.base_rates`, which says what is counted.
# Pairs of one multilateral pact are not independent: their intervals are narrower than they should be.
"""


def rows(path: Path) -> list[Row]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def alliances(spells: list[Row]) -> list[tuple[str, str, int, int, str, str]]:
    """How many alliances ended within five and ten years, by what they oblige to."""
    groups: list[tuple[str, Callable[[Row], bool]]] = [
        ("pairs of allied states", lambda r: True),
        ("pairs of states bound to defend each other", lambda r: r["defense"] == "1"),
        (
            "pairs of states with a pact of non-aggression alone",
            lambda r: r["nonagg"] == "1" and r["defense"] == "0" and r["offense"] == "0",
        ),
    ]
    found = []
    for name, chosen in groups:
        for years, word in ((5, "five"), (10, "ten")):
            last = ATOP_END - years
            begun = [r for r in spells if chosen(r) and 1945 <= int(r["from"]) <= last]
            ended = [r for r in begun if int(r["to"]) - int(r["from"]) < years and int(r["to"]) < ATOP_END]
            outcome = f"ends within {word} years of its beginning"
            found.append(("treaty", outcome, len(ended), len(begun), f"{name} (begun 1945 to {last})", ATOP))
    return found


def truces(conflicts: list[Row]) -> list[tuple[str, str, int, int, str, str]]:
    """How many ended armed conflicts were fought again within five years. An end that is given in several rows (for
    several parties) counts once."""
    found = []
    for kind, where in (("interstate", "between states"), ("intrastate", "within a state")):
        years: dict[str, set[int]] = defaultdict(set)
        ends: set[tuple[str, int]] = set()
        for row in conflicts:
            if row["type_of_conflict"] == kind or (kind == "intrastate" and row["type_of_conflict"] == "II"):
                years[row["conflict_id"]].add(int(float(row["year"])))
                if float(row["ep_end"] or 0) == 1:
                    ends.add((row["conflict_id"], ended_in(row)))
        ends = {(conflict, year) for conflict, year in ends if year <= 2019}
        again = sum(any(year < y <= year + 5 for y in years[conflict]) for conflict, year in ends)
        cases = f"ends of armed conflicts {where}, by truce or otherwise (to 2019)"
        found.append(("truce", f"fighting {where} resumes within five years", again, len(ends), cases, UCDP))
    return found


def ended_in(row: Row) -> int:
    """The year in which a conflict's episode ended (the file counts days from 1970)."""
    if row["ep_end_date"]:
        return (date(1970, 1, 1) + timedelta(int(float(row["ep_end_date"])))).year
    return int(float(row["year"]))


def accords(disputes: list[Row]) -> list[tuple[str, str, int, int, str, str]]:
    """How many disputes that were settled by negotiation were followed by another one of the pair within five years."""
    first: dict[tuple[str, str, str], int] = {}
    last: dict[tuple[str, str, str], int] = {}
    settled: set[tuple[str, str, str]] = set()
    for row in disputes:
        one, other = sorted((row["ccode1"], row["ccode2"]))
        key = (row["dispnum"], one, other)
        year = int(float(row["year"]))
        first[key], last[key] = min(first.get(key, year), year), max(last.get(key, year), year)
        if float(row["settle"]) == 1:
            settled.add(key)
    starts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (_, one, other), year in first.items():
        starts[one, other].append(year)
    chosen = [key for key in settled if 1945 <= last[key] <= 2005]
    again = sum(any(last[key] < y <= last[key] + 5 for y in starts[key[1:]]) for key in chosen)
    cases = "pairs of states in disputes settled by negotiation (1945 to 2005)"
    return [("accord", "a new militarised dispute of the two within five years", again, len(chosen), cases, GML)]


def write(rates: Iterable[tuple[str, str, int, int, str, str]]) -> str:
    """The table as TOML."""
    parts = [
        f'[[rate]]\nkind = "{kind}"\noutcome = "{outcome}"\ncount = {count}\nof = {of}\ncases = "{cases}"\n'
        f'source = "{source}"\n'
        for kind, outcome, count, of, cases, source in rates
    ]
    return "\n".join([HEAD, *parts])


def count(facts: Path) -> str:
    """All rates of the folder's files, as TOML."""
    folder = facts / "peacesciencer"
    found = alliances(rows(folder / "derived" / "atop_spells.csv"))
    found += truces(rows(folder / "csv" / "ucdp_acd.csv"))
    found += accords(rows(folder / "csv" / "gml_dirdisp.csv"))
    return write(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("facts", type=Path)
    parser.add_argument("--to", type=Path)
    arguments = parser.parse_args()
    text = count(arguments.facts)
    if arguments.to:
        arguments.to.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
