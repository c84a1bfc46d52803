"""The index of words: beginnings of words, all of them, phrases; newest texts first; no query breaks it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.web.words import AROUND, Texts, Words, expression, snippet


@pytest.fixture(scope="module")
def words() -> Words:
    made = Words(("rows",))
    made.add("rows", [(1, "New sanctions on Ruritania"), (2, "Ruritania’s président"), (5, "sanctioned by new rules")])
    return made


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("sanction", [1, 5]), ("SANCTION new", [1, 5]), ('"new sanctions"', [1]), ("anction", []), ("president", [2]),
        ("ruritania sanction", [1]), ("…", []), ("", []), ('"', []), ("new - rules", [5]), ("a OR b NOT (", []),
    ],
)  # fmt: skip
def test_words_find_rows(words: Words, asked: str, numbers: list[int]) -> None:
    assert words.find("rows", asked, 10) == numbers


def test_most_and_order(words: Words) -> None:
    assert words.find("rows", "new", 1) == [1] and words.find("rows", "new", 1, newest=True) == [5]


def test_a_name_is_a_phrase(words: Words) -> None:
    assert words.find("rows", "new sanctions", 9, whole=True) == [1]
    assert words.find("rows", "new sanction", 9, whole=True) == []


@given(st.text(max_size=60), st.booleans())
def test_no_query_breaks_the_index(asked: str, whole: bool) -> None:
    made = Words(("rows",))
    made.add("rows", [(1, "x")])
    made.find("rows", asked, 5, whole=whole)
    assert expression(asked, whole=whole).count('"') % 2 == 0


def test_newest_texts_come_first_in_whichever_order_they_came() -> None:
    texts = Texts()
    day = datetime.date(2021, 5, 1)
    texts.add([("late", "the truce holds", day), ("undated", "a truce", None)])
    before, after = day - datetime.timedelta(9), day + datetime.timedelta(1)
    texts.add([("early", "a truce is signed", before), ("latest", "truces", after)])
    assert list(texts.find("truce", 10)) == ["latest", "late", "early", "undated"]
    assert list(texts.find("truce", 2)) == ["latest", "late"]
    assert texts.missing(["late", "new"]) == ["new"]


@given(st.text(max_size=900), st.text(max_size=20))
def test_snippets_are_short(text: str, asked: str) -> None:
    assert len(snippet(text, asked)) <= AROUND[1]


def test_a_snippet_shows_the_first_hit_in_whole_words() -> None:
    text = "word " * 100 + "the truce holds " + "later " * 100
    found = snippet(text, "truce")
    assert "the truce holds" in found and set(found.split()) == {"word", "the", "truce", "holds", "later"}
