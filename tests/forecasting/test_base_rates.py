"""Base rates are counted from their sources by a command, and only for kinds that these carry."""

import tomllib

from training import base_rates

from legation.forecasting import commitments


def spell(start, end, **more):
    return {"defense": "0", "offense": "0", "nonagg": "0", "from": str(start), "to": str(end), **more}


def test_alliances_that_last_to_the_end_of_the_file_have_no_end():
    spells = [spell(1950, 1953), spell(1950, 1955, defense="1"), spell(2013, 2018), spell(1940, 1942)]
    spells.append(spell(1960, 1962, nonagg="1"))
    found = {(c.split(" (")[0], o): (n, of) for _, o, n, of, c, _ in base_rates.alliances(spells)}
    five, ten = (f"ends within {w} years of its beginning" for w in ("five", "ten"))
    assert found["pairs of allied states", five] == (2, 4)
    assert found["pairs of allied states", ten] == (3, 3)
    assert found["pairs of states bound to defend each other", five] == (0, 1)
    assert found["pairs of states with a pact of non-aggression alone", five] == (1, 1)


def conflict(name, year, end=None, kind="interstate"):
    days = "" if end is None else str((base_rates.date(end, 6, 1) - base_rates.date(1970, 1, 1)).days)
    return {"conflict_id": name, "year": f"{year}.0", "type_of_conflict": kind, "ep_end": "1.0" if end else "0.0",
            "ep_end_date": days}  # fmt: skip


def test_an_end_told_in_two_rows_counts_once_and_later_fighting_is_resumed():
    table = [conflict("a", 1990, 1990), conflict("a", 1990, 1990), conflict("a", 1994), conflict("b", 2000, 2000)]
    table += [conflict("b", 2006), conflict("c", 1999, 1999, "II")]
    found = [(n, of) for _, _, n, of, _, _ in base_rates.truces(table)]
    assert found == [(1, 2), (0, 1)]


def dispute(number, one, other, year, settle):
    return {"dispnum": number, "ccode1": one, "ccode2": other, "year": f"{year}.0", "settle": f"{settle}.0"}


def test_both_directions_of_a_dispute_are_one_and_only_negotiated_ones_count():
    table = [dispute("1", a, b, 1980, 1) for a, b in (("2", "20"), ("20", "2"))]
    table += [dispute("2", "2", "20", 1983, 3), dispute("3", "2", "70", 1980, 1), dispute("4", "2", "70", 1986, 1)]
    ((_, _, again, of, _, _),) = base_rates.accords(table)
    assert (again, of) == (1, 3)


def test_the_table_that_travels_is_one_the_command_writes():
    known = tomllib.loads(
        base_rates.write((r.kind, r.outcome, r.count, r.of, r.cases, r.source) for r in commitments.base_rates())
    )
    assert len(known["rate"]) == len(commitments.base_rates())
    assert {r.kind for r in commitments.base_rates()} == {"treaty", "truce", "accord"}
    assert not commitments.rates("pledge")
