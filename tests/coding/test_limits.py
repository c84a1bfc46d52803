"""Quantities that agreements bound, over hand-made sentences."""

import pytest
from tests.parses import build_parse

from legation.coding.limits import limits

TAGS = {
    "NUM": ["one", "two", "million", "billion"],
    "VERB": ["caps", "cut", "ship", "pays", "raise", "buy", "sell"],
    "NOUN": ["exports", "barrels", "percent", "tanks", "year", "day", "days", "troops", "goods", "levels"],
    "ADJ": ["least"],
    "PROPN": ["gas"],
    "ADP": ["at", "to", "by", "from", "of", "within", "than"],
    "DET": ["the", "a"],
    "CCONJ": ["and", "or"],
    "PUNCT": [",", "."],
    "SYM": ["$"],
    "AUX": ["will"],
}  # fmt: skip


def tag(word: str) -> str:
    if word[0].isdigit():
        return "NUM"
    return next((t for t, words in TAGS.items() if word in words), "PROPN")


def found(sentence: str) -> list[tuple[float, str, str]]:
    words = sentence.split()
    verb = next(i for i, w in enumerate(words, 1) if tag(w) == "VERB")
    rows = [
        f"{w} {w} {tag(w)} {0 if i == verb else verb} {'root' if i == verb else 'dep'}" for i, w in enumerate(words, 1)
    ]
    parse = build_parse("\n".join(rows).replace(" caps caps VERB", " caps cap VERB").replace("caps caps", "caps cap"))
    return [(x.value, x.unit, x.bound) for x in limits(parse, range(len(words)))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Atlantis caps exports at 30,000 barrels a day .", [(30000.0, "barrels a day", "max")]),
        ("Atlantis will ship at least 65 tanks .", [(65.0, "tanks", "min")]),
        ("Atlantis pays up to $ 3.5 billion .", [(3.5e9, "dollars", "max")]),
        ("Atlantis will buy at least $ 4 billion , $ 2 billion .", [(4e9, "dollars", "min"), (2e9, "dollars", "min")]),
        ("Atlantis will cut exports by 26 to 28 percent .", [(26.0, "percent", "min"), (28.0, "percent", "max")]),
        ("Atlantis will sell 12 tanks within 90 days .", [(12.0, "tanks", "exactly")]),
        ("Atlantis will cut exports to 40 barrels .", [(40.0, "barrels", "max")]),
    ],
)
def test_value_unit_and_bound(sentence: str, expected: list[tuple[float, str, str]]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Atlantis will cut exports from 2005 levels .",
        "Atlantis will sell goods worth $ 12 billion .",
        "Atlantis will buy gas of 2019 .",
    ],
)  # fmt: skip
def test_years_and_what_is_compared_are_no_limits(sentence: str) -> None:
    assert found(sentence) == []
