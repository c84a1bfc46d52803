"""Events over hand-made trees: who is actor, who recipient, and what sets off nothing."""

from typing import Any

import pytest
from tests.parses import build_parse, link_parse

from legation.coding.events import EventCoder
from legation.coding.magnitudes import magnitudes
from legation.records import Claims, Event, Linked

EXPULSION = """
Moscow Moscow PROPN 2 nsubj
expelled expel VERB 0 root VerbForm=Fin|Tense=Past
two two NUM 5 nummod
British British ADJ 5 amod
diplomats diplomat NOUN 2 obj
. . PUNCT 2 punct
"""
PASSIVE = """
Two two NUM 3 nummod
British British ADJ 3 amod
diplomats diplomat NOUN 5 nsubj:pass
were be AUX 5 aux:pass
expelled expel VERB 0 root VerbForm=Part|Tense=Past
by by ADP 7 case
Moscow Moscow PROPN 5 obl:agent
. . PUNCT 5 punct
"""
REQUEST = """
Paris Paris PROPN 2 nsubj
urged urge VERB 0 root VerbForm=Fin
Iran Iran PROPN 2 obj
to to PART 5 mark
attack attack VERB 2 xcomp VerbForm=Inf
Iraq Iraq PROPN 5 obj
. . PUNCT 2 punct
"""
MEETING = """
Merkel Merkel PROPN 2 nsubj
met meet VERB 0 root VerbForm=Fin|Tense=Past
Putin Putin PROPN 2 obj
. . PUNCT 2 punct
"""
PLANNED = """
Merkel Merkel PROPN 3 nsubj
will will AUX 3 aux
meet meet VERB 0 root VerbForm=Inf
Putin Putin PROPN 3 obj
. . PUNCT 3 punct
"""
UNNAMED = """
A a DET 3 det
British british ADJ 3 amod
diplomat diplomat NOUN 0 root
who who PRON 5 nsubj
declined decline VERB 3 acl:relcl VerbForm=Fin|Tense=Past
to to PART 8 mark
be be AUX 8 aux:pass
named name VERB 5 xcomp VerbForm=Part
. . PUNCT 3 punct
"""
MISSILES = """
Moscow Moscow PROPN 2 nsubj
fired fire VERB 0 root VerbForm=Fin|Tense=Past
two two NUM 7 nummod
short short ADJ 6 amod
- - PUNCT 6 punct
range range NOUN 7 compound
missiles missile NOUN 2 obj
. . PUNCT 2 punct
"""
DENIED = """
Moscow Moscow PROPN 4 nsubj
did do AUX 4 aux
not not PART 4 advmod
expel expel VERB 0 root VerbForm=Inf
two two NUM 7 nummod
British British ADJ 7 amod
diplomats diplomat NOUN 4 obj
. . PUNCT 4 punct
"""


def code(linked: Linked) -> tuple[Event, ...]:
    coder = EventCoder(lambda *_: None, lambda *_: None)
    return coder.code(linked, Claims()).events


def test_active_clause_gives_actor_and_the_nationality_of_the_object() -> None:
    linked = link_parse(build_parse(EXPULSION), [("Moscow", "RUS", "state"), ("British", "GBR", "state")])
    (event,) = code(linked)
    assert (event.type, event.mode, event.actors, event.recipients) == ("SANCTION", "expel", ("RUS",), ("GBR",))
    assert event.recipient_text == "two British diplomats"
    assert event.quad == "material conflict" and event.score == -5.5
    assert linked.parse.document.text[event.start : event.end] == event.evidence
    assert [(m.value, m.unit) for m in event.magnitudes] == [(2.0, "British diplomats")]


def test_passive_turns_the_roles_round() -> None:
    linked = link_parse(build_parse(PASSIVE), [("British", "GBR", "state"), ("Moscow", "RUS", "state")])
    (event,) = code(linked)
    assert (event.actors, event.recipients) == (("RUS",), ("GBR",))


def test_what_is_asked_for_is_no_event_of_its_own() -> None:
    actors = [("Paris", "FRA", "state"), ("Iran", "IRN", "state"), ("Iraq", "IRQ", "state")]
    events = code(link_parse(build_parse(REQUEST), actors))
    assert [(e.type, e.actors, e.recipients) for e in events] == [("REQUEST", ("FRA",), ("IRN",))]


def test_meeting_has_all_parties_as_actors() -> None:
    linked = link_parse(build_parse(MEETING), [("Merkel", "DEU", "person"), ("Putin", "RUS", "person")])
    (event,) = code(linked)
    assert (event.type, event.actors, event.recipients, event.status) == ("CONSULT", ("DEU", "RUS"), (), "asserted")


def test_meeting_to_come_is_an_agreement() -> None:
    linked = link_parse(build_parse(PLANNED), [("Merkel", "DEU", "person"), ("Putin", "RUS", "person")])
    (event,) = code(linked)
    assert (event.type, event.status) == ("AGREE", "future")


def test_denied_act_is_negated() -> None:
    linked = link_parse(build_parse(DENIED), [("Moscow", "RUS", "state"), ("British", "GBR", "state")])
    (event,) = code(linked)
    assert event.status == "negated"


def test_without_actors_there_is_no_event() -> None:
    assert code(link_parse(build_parse(EXPULSION), [])) == ()


def test_a_source_that_keeps_its_name_back_refuses_nothing() -> None:
    actors = [("British", "GBR", "state")]
    assert code(link_parse(build_parse(UNNAMED), actors)) == ()
    refusal = UNNAMED.replace("named name", "inspected inspect")
    assert [e.type for e in code(link_parse(build_parse(refusal), actors))] == ["REJECT"]


def test_unit_has_its_whole_compound() -> None:
    parse = build_parse(MISSILES)
    assert [(m.value, m.unit) for m in magnitudes(parse, list(range(len(parse.words))))] == [
        (2.0, "short - range missiles")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Paris refrained from criticizing Rome.",
        "Paris stopped short of blaming Rome.",
        "Paris does not want to accuse Rome.",
        "Germany ruled out sending troops to Ukraine.",
    ],
)
def test_what_is_kept_off_is_negated(reader: Any, text: str) -> None:
    found = {e.trigger.split()[0]: e.status for e in reader.read(text, published="2020-03-10").events}
    kept_off = [found[word] for word in ("criticizing", "blaming", "accuse", "sending") if word in found]
    assert set(kept_off) == {"negated"}
