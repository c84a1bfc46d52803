"""Names, offices, roles and a user's own actors."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import SettingsError
from legation.knowledge.actors import Catalogue, catalogue, choose_by_day, make_code
from legation.knowledge.matching import NameIndex, atoms, fold
from legation.knowledge.offices import holder_at, holders
from legation.knowledge.roles import role_index
from legation.knowledge.tables import read_table
from legation.knowledge.users import load_user_actors


def bearers(text: str) -> list[tuple[str, str | None]]:
    return [(m.values[0].kind, m.values[0].country) for m in catalogue().names.find(text.split())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ambassador spoke", []),
        ("Niger and Nigeria", [("state", "NER"), ("state", "NGA")]),
        ("they asked us to go", []),
        ("a chad and a turkey", []),
        ("South Sudan and Sudan", [("state", "SSD"), ("state", "SDN")]),
        ("South Korean troops", [("demonym", "KOR")]),
        ("the Nigerien army", [("demonym", "NER")]),
        ("al - Shabab and Al-Shabaab", [("group", "SOM"), ("group", "SOM")]),
        ("in the Élysée Palace", [("seat", "FRA")]),
        ("N’Djamena", [("capital", "TCD")]),
        ("WHO said so", [("organisation", None)]),
        ("MINISTER WHO RESIGNED YESTERDAY", []),
        ("Guinea-Bissau", [("state", "GNB")]),
    ],
)
def test_names_match_whole_words(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert bearers(text) == expected


@given(st.text(alphabet="abcXYZ-'. ’é", max_size=12))
def test_every_name_is_found_where_it_stands(name: str) -> None:
    if not atoms(name) or not name.strip()[:1].isupper():
        return
    index = NameIndex([(name, 1)])
    words = ["zzz", *name.split(), "zzz"]
    found = index.find(words)
    assert [(m.first, m.stop) for m in found] == [(1, len(words) - 1)]


@given(st.text(max_size=20))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_date_decides_between_bearers() -> None:
    entries = catalogue().names.get("Taliban")
    assert [e.code for e in choose_by_day(entries, "2015-01-01")] == ["AFG:REB"]
    assert [e.code for e in choose_by_day(entries, "2023-01-01")] == ["AFG"]


@pytest.mark.parametrize(
    ("code", "office", "day", "name"),
    [
        ("USA", "foreign minister", "2017-08-03", "Rex Tillerson"),
        ("USA", "president", "2021-01-19", "Donald Trump"),
        ("USA", "president", "2021-01-20", "Joe Biden"),
        ("IRN", "leader", "2019-05-05", "Ali Khamenei"),
        ("GBR", "prime minister", "2022-10-01", "Liz Truss"),
        ("UNO", "secretary-general", "2012-09-28", "Ban Ki-moon"),
        ("DEU", "head of government", "2016-01-01", "Angela Merkel"),
    ],
)
def test_holders_at_a_date(code: str, office: str, day: str, name: str) -> None:
    holder = holder_at(code, office, day)
    assert holder is not None
    assert holder.name == name


def test_no_holder_without_a_date() -> None:
    assert holder_at("USA", "president", None) is None


def test_offices_are_well_formed() -> None:
    codes = {row["code"] for row in read_table("states.tsv")} | {row["code"] for row in read_table("organisations.tsv")}
    for holder in holders():
        assert (holder.country or holder.organisation) in codes, holder
        assert holder.until is None or holder.since <= holder.until, holder


def test_every_state_has_one_row() -> None:
    codes = [row["code"] for row in read_table("states.tsv")]
    assert len(codes) == len(set(codes))
    assert {"XKX", "TWN", "PSE", "HKG", "ESH", "SUN"} <= set(codes)


@pytest.mark.parametrize(
    ("words", "index", "noun"),
    [
        ("the prime minister", 2, "prime minister"),
        ("secretary of state", 0, "secretary of state"),
        ("defence ministers", 1, "defence minister"),
        ("two policemen", 1, "policeman"),
        ("some authorities", 1, "authority"),
    ],
)
def test_roles(words: str, index: int, noun: str) -> None:
    found = role_index().find(words.split(), index)
    assert found is not None
    assert found[0].noun == noun


def test_no_role() -> None:
    assert role_index().find(["the", "treaty"], 1) is None


@pytest.mark.parametrize(
    ("country", "sector", "code"),
    [("SYR", "REB", "SYR:REB"), ("USA", "GOV", "USA"), (None, "NGO", "NGO"), (None, "GOV", None), (None, "JRN", "MED")],
)
def test_codes(country: str | None, sector: str, code: str | None) -> None:
    assert make_code(country, sector) == code


def test_a_users_file_adds_and_overrides(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nname = "Pentagon"\nkind = "group"\nsector = "REB"\ncountry = "RUR"\n', "utf-8")
    own = Catalogue(load_user_actors(str(path)))
    assert [e.code for e in own.names.get("Pentagon")] == ["RUR:REB"]
    assert [e.code for e in own.names.get("Russia")] == ["RUS"]


@pytest.mark.parametrize(
    "content",
    [
        "[[actor]]\nkind = 'state'\n",
        "[[actor]]\nname = 'X'\nkind = 'planet'\n",
        "[[actor]]\nnme = 'X'\n",
        "actor = 3\n",
        "[[",
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_user_actors(str(path))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_user_actors(str(tmp_path / "none.toml"))
