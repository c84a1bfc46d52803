"""Places in plain text: what is one, which one, and where an event took place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parses import build_parse

from legation.knowledge.places import fold, spots
from legation.linking.places import PlaceFinder, event_place, find_places


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("They met in Manila.", "Manila", "PHL"),
        ("They met in Kiev.", "Kiev", "UKR"),
        ("He was born in Rangoon.", "Rangoon", "MMR"),
        ("Ships lay off Crimea.", "Crimea", "UKR"),
        ("Ships passed the Kerch Strait.", "Kerch Strait", "UKR"),
        ("Fighting went on in Nagorno-Karabakh.", "Nagorno-Karabakh", "AZE"),
        ("He landed in Paris.", "Paris", "FRA"),
        ("He lives in Paris, Texas.", "Paris", "USA"),
        ("Officials in the U.S. said so.", "United States", "USA"),
        ("The base at Guantanamo Bay stays.", "Guantanamo Bay", "CUB"),
    ],
)
def test_finds_and_resolves(text: str, name: str, country: str) -> None:
    found = find_places(text)[0]
    assert (found.name, found.country) == (name, country)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian minister spoke.",
        "Mr. Lincoln spoke.",
        "He teaches at the University of London.",
        "He paid US$5,000 for it.",
        "The WHO warned of it.",
        "It may rain, the paper said.",
        "The Washington Post said so.",
    ],
)
def test_is_no_place(text: str) -> None:
    assert find_places(text) == ()


def test_georgia_is_a_country_beside_russia_and_a_state_beside_alabama() -> None:
    assert find_places("Russia and Georgia fought in 2008.")[1].country == "GEO"
    american = find_places("Voters in Alabama, Georgia and Florida chose, as did those in the United States at large.")
    assert next(p for p in american if p.text == "Georgia").country == "USA"


def test_a_town_before_its_namesake_province_unless_the_text_says_so() -> None:
    town = find_places("Shells fell in Donetsk.")[0]
    province = find_places("Shells fell in Donetsk province.")[0]
    assert town.geonames_id is not None
    assert province.geonames_id is None


def test_names_fold_alike() -> None:
    assert fold("Côte d’Ivoire") == fold("Cote d'Ivoire")
    assert fold("Port-au-Prince") == fold("Port au Prince")
    assert spots(fold("St. Petersburg"))[0].country == "RUS"
    assert spots("no such place anywhere") == ()


@given(st.text(max_size=200))
def test_never_fails_and_offsets_are_exact(text: str) -> None:
    for place in find_places(text):
        assert text[place.start : place.end] == place.text


def place_of(sentence: str, form: str) -> str | None:
    parse = build_parse(sentence)
    index = next(w.index for w in parse.words if w.text == form)
    found = event_place(parse, PlaceFinder().locate(parse), index)
    return found.name if found else None


PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"


def test_event_place_is_the_clauses_and_not_the_actors() -> None:
    sentence = f"""
        Norway Norway PROPN 2 nsubj
        deployed deploy VERB 0 root {PAST}
        radars radar NOUN 2 obj
        in in ADP 5 case
        Svalbard Svalbard PROPN 2 obl
        . . PUNCT 2 punct
        """
    assert place_of(sentence, "deployed") == "Svalbard"


def test_sanctions_on_a_state_have_no_place() -> None:
    sentence = f"""
        They they PRON 2 nsubj
        imposed impose VERB 0 root {PAST}
        sanctions sanction NOUN 2 obj
        on on ADP 5 case
        Russia Russia PROPN 2 obl
        . . PUNCT 2 punct
        """
    assert place_of(sentence, "imposed") is None


def test_what_is_seized_is_the_place() -> None:
    sentence = f"""
        Rebels rebel NOUN 2 nsubj
        seized seize VERB 0 root {PAST}
        Mosul Mosul PROPN 2 obj
        . . PUNCT 2 punct
        """
    assert place_of(sentence, "seized") == "Mosul"
