"""Quotations, acts of speech and speakers over hand-made parses."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parses import build_parse, link_parse

from legation.coding.quotes import is_quoted, quotations, trim
from legation.coding.speech import anonymity_wording, tell_act
from legation.coding.statements import StatementCoder
from legation.records import Attribution, Claims, Parse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and left.", ["“yes”"]),
        ('He said "yes, sir" and left.', ['"yes, sir"']),
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"Opened straight, closed curly,” he said. "And on"', ['"Opened straight, closed curly,”', '"And on"']),
        ("“Never closed\nNext paragraph.", ["“Never closed"]),
        ("It’s the ministers’ plan.", []),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text)] == found


@given(st.text(alphabet='ab “”".,\n', max_size=60), st.data())
def test_spans_of_quotations_and_trimmed_spans_stay_within_the_text(text: str, data: st.DataObject) -> None:
    spans = quotations(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    a, b = trim(text, start, end)
    assert start <= a <= b <= end


def test_a_word_in_quotes_is_no_quotation() -> None:
    assert not is_quoted("He met a “friend” there.", 0, 22)
    assert is_quoted("He met “an old friend” there.", 0, 22)


DENIAL = """
Moscow Moscow PROPN 2 nsubj
denied deny VERB 0 root VerbForm=Fin|Tense=Past
sending send VERB 2 xcomp VerbForm=Ger
troops troop NOUN 3 obj
there there ADV 3 advmod
. . PUNCT 2 punct
"""
UNNAMED = """
A a DET 3 det
British British ADJ 3 amod
official official NOUN 4 nsubj
said say VERB 0 root VerbForm=Fin|Tense=Past
talks talk NOUN 7 nsubj
would would AUX 7 aux
fail fail VERB 4 ccomp VerbForm=Inf
. . PUNCT 4 punct
"""


def _attributed(parse: Parse, source: str, cue: str, content: str) -> Parse:
    text = parse.document.text

    def spot(part: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(part), text.index(part) + len(part)),)

    told = Attribution(source=spot(source), cue=spot(cue), content=spot(content), score=0.9)
    return Parse(
        document=parse.document, words=parse.words, sentences=parse.sentences, entities=(), attributions=(told,)
    )


def test_denial_by_a_state() -> None:
    parse = _attributed(build_parse(DENIAL), "Moscow", "denied", "sending troops there")
    linked = link_parse(parse, [("Moscow", "RUS", "state")])
    (statement,) = StatementCoder().code(linked, Claims()).statements
    assert (statement.speaker, statement.country, statement.act) == ("Moscow", "RUS", "deny")
    assert not statement.anonymous and not statement.quoted and statement.content == "sending troops there"


def test_unnamed_official_is_anonymous_and_hedged() -> None:
    parse = _attributed(build_parse(UNNAMED), "A British official", "said", "talks would fail")
    linked = link_parse(parse, [("A British official", "GBR", "person")])
    (statement,) = StatementCoder().code(linked, Claims()).statements
    assert statement.anonymous and statement.country == "GBR" and statement.hedges == ("would",)


def test_verb_of_speech_in_the_tree_is_found_without_the_model() -> None:
    linked = link_parse(build_parse(DENIAL), [("Moscow", "RUS", "state")])
    (statement,) = StatementCoder().code(linked, Claims()).statements
    assert statement.act == "deny" and "sending troops" in statement.content


def test_wording_of_anonymity_is_verbatim() -> None:
    text = "“No,” said the aide, speaking on condition of anonymity."
    assert anonymity_wording(text) == "on condition of anonymity"
    assert anonymity_wording("said the minister.") is None


def test_act_without_cue_or_hint_is_an_assertion() -> None:
    parse = build_parse("Troops troop NOUN 2 nsubj\nleft leave VERB 0 root VerbForm=Fin|Tense=Past\n. . PUNCT 2 punct")
    assert tell_act(parse, [], list(parse.words), False) == "assert"
