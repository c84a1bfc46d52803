"""Parties that only the rest of a report tells."""

from typing import Any

import msgspec
import pytest
from tests.parses import build_parse, link_parse

from legation.coding import counterparts
from legation.coding.counterparts import fill, options, survey
from legation.coding.drafts import Draft
from legation.coding.events import find_drafts
from legation.records import Linked

DOER, RECIPIENT = counterparts.INFERRED

TENSION = (
    "Troops of Ethiopia crossed the border with Eritrea at dawn. Eritrea accused Ethiopia of aggression. "
    "Ethiopia rejected the charge. Eritrea expelled the Ethiopian ambassador. "
)


def _events(reader: Any, text: str, published: str | None) -> list[Any]:
    return list(reader.read(text, published=published).events)


def test_the_opponent_of_a_quarrel_is_the_recipient(reader: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(counterparts, "LEAST", 0.3)
    found = _events(reader, TENSION + "On Friday Ethiopia denied everything.", "2018-07-10")
    denial = next(e for e in found if e.trigger.startswith("denied"))
    assert denial.recipients == ("ERI",) and RECIPIENT in denial.flags
    assert all(RECIPIENT not in e.flags for e in found if e.recipient_text and e.trigger.startswith("accused"))


def test_a_report_without_other_parties_leaves_it_open(reader: Any) -> None:
    found = _events(reader, "Ethiopia denied everything on Friday.", "2018-07-10")
    assert all(e.recipients == () for e in found)


def test_a_dated_report_is_never_told_who_did_it(reader: Any) -> None:
    found = _events(reader, TENSION + "Nine Eritrean villagers were killed near the border.", "2018-07-10")
    assert all(DOER not in e.flags for e in found if e.type == "ASSAULT")
    assert all(e.actors == () for e in found if e.trigger.startswith("killed"))


def test_an_undated_history_names_both_sides_of_a_clash(reader: Any) -> None:
    text = TENSION + "Border clashes occurred in January. Ethiopia and Eritrea then agreed to a truce."
    clashes = [e for e in _events(reader, text, None) if "clashes" in e.trigger]
    assert all(set(e.actors) <= {"ETH", "ERI"} for e in clashes)
    assert all(DOER in e.flags for e in clashes if e.actors)


def test_an_act_within_a_state_names_that_state_and_nobody_in_particular(reader: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(counterparts, "LEAST_OWN", 0.2)
    text = (
        "WASHINGTON - Senator Cruz met voters in Texas on Monday. President Obama spoke in Ohio. "
        "Senator Rubio blasted the immigration plan as a disgrace."
    )
    (event,) = [e for e in _events(reader, text, "2016-03-08") if e.trigger.startswith("blasted")]
    assert (event.actors, event.recipients) == (("USA",), ("USA",))
    assert RECIPIENT in event.flags and event.recipient_text is None


def test_several_who_act_on_each_other_have_no_recipient(reader: Any) -> None:
    text = "Ethiopia and Eritrea continued their cooperation. Ethiopia and Eritrea agreed to reopen the border."
    found = _events(reader, text, "2018-07-10")
    assert found and all(not set(e.recipients) & set(e.actors) for e in found if len(e.actors) > 1)


def test_a_year_before_a_noun_is_no_magnitude(reader: Any) -> None:
    text = "Russia and the United States extended the 2010 accord on Friday. Russia expelled 60 diplomats of Britain."
    units = {(m.value, m.unit) for e in _events(reader, text, "2021-02-05") for m in e.magnitudes}
    assert not any(value == 2010 for value, _ in units) and any(value == 60 for value, _ in units)


EXPULSION = """
Paris Paris PROPN 2 nsubj
expelled expel VERB 0 root VerbForm=Fin|Tense=Past
envoys envoy NOUN 2 obj
. . PUNCT 2 punct
"""
EXPELLED = """
envoys envoy NOUN 3 nsubj:pass
were be AUX 3 aux:pass
expelled expel VERB 0 root VerbForm=Part|Voice=Pass
. . PUNCT 3 punct
"""
CABINET = """
ministers minister NOUN 2 nsubj
met meet VERB 0 root VerbForm=Fin|Tense=Past
Rome Rome PROPN 2 obj
. . PUNCT 2 punct
"""


def _open(first: str, kind: str) -> tuple[Linked, Draft]:
    """An expulsion, in a report that also names ministers of its first party's state, and the draft of it."""
    word = "Paris" if "Paris" in first else "envoys"
    parties = [(word, "FRA", kind), ("ministers", "FRA", "group"), ("Rome", "ITA", "state")]
    linked = link_parse(build_parse(first, CABINET, published=None), parties)
    return linked, next(d for d in find_drafts(linked)[0] if d.match.trigger.lemma == "expel")


@pytest.mark.parametrize(("kind", "within"), [("person", True), ("state", False)])
def test_a_state_by_its_name_deals_with_others(kind: str, within: bool) -> None:
    linked, item = _open(EXPULSION, kind)
    item = msgspec.structs.replace(item, recipient=None)
    assert (("FRA", "FRA") in options(survey(linked, [item], {}), item)) is within


def test_nobody_is_made_the_doer_where_none_is_worded() -> None:
    linked, item = _open(EXPELLED, "person")
    assert item.actor is None and item.recipient is not None
    assert ("FRA", "FRA") not in options(survey(linked, [item], {}), item)


def test_the_worded_side_of_a_two_sided_act_keeps_its_wording(monkeypatch: Any) -> None:
    monkeypatch.setattr(counterparts, "probability", lambda names: 1.0)
    linked, item = _open(EXPULSION, "state")
    assert item.actor is not None
    (found,) = fill(linked, [msgspec.structs.replace(item, recipient=None, two_sided=True)], {})
    assert found.actor is not None and set(found.actor.codes) == {"FRA", "ITA"} and found.ways[1] == "context"
    assert (found.actor.start, found.actor.end) == (item.actor.start, item.actor.end)


def test_a_report_of_one_party_leaves_an_open_act_as_it_is(monkeypatch: Any) -> None:
    monkeypatch.setattr(counterparts, "LEAST", 0.0)
    linked = link_parse(build_parse(EXPULSION), [("Paris", "FRA", "state")])
    (item,) = find_drafts(linked)[0]
    assert fill(linked, [item], {}) == [item]
