"""Parties that only the rest of a report tells."""

from typing import Any

from legation.coding import counterparts
from legation.coding.counterparts import INFERRED

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
    assert denial.recipients == ("ERI",) and INFERRED in denial.flags
    assert all(INFERRED not in e.flags for e in found if e.recipient_text and e.trigger.startswith("accused"))


def test_a_report_without_other_parties_leaves_it_open(reader: Any) -> None:
    found = _events(reader, "Ethiopia denied everything on Friday.", "2018-07-10")
    assert all(e.recipients == () for e in found)


def test_a_dated_report_is_never_told_who_did_it(reader: Any) -> None:
    found = _events(reader, TENSION + "Nine Eritrean villagers were killed near the border.", "2018-07-10")
    assert all(INFERRED not in e.flags or e.actor_text for e in found if e.type == "ASSAULT")
    assert all(e.actors == () for e in found if e.trigger.startswith("killed"))


def test_an_undated_history_names_both_sides_of_a_clash(reader: Any) -> None:
    text = TENSION + "Border clashes occurred in January. Ethiopia and Eritrea then agreed to a truce."
    clashes = [e for e in _events(reader, text, None) if "clashes" in e.trigger]
    assert all(set(e.actors) <= {"ETH", "ERI"} for e in clashes)
    assert all(INFERRED in e.flags for e in clashes if e.actors)


def test_an_act_within_a_state_names_that_state_and_nobody_in_particular(reader: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(counterparts, "LEAST_OWN", 0.2)
    text = (
        "WASHINGTON - Senator Cruz met voters in Texas on Monday. President Obama spoke in Ohio. "
        "Senator Rubio blasted the immigration plan as a disgrace."
    )
    (event,) = [e for e in _events(reader, text, "2016-03-08") if e.trigger.startswith("blasted")]
    assert (event.actors, event.recipients) == (("USA",), ("USA",))
    assert INFERRED in event.flags and event.recipient_text is None


def test_several_who_act_on_each_other_have_no_recipient(reader: Any) -> None:
    text = "Ethiopia and Eritrea continued their cooperation. Ethiopia and Eritrea agreed to reopen the border."
    found = _events(reader, text, "2018-07-10")
    assert found and all(not set(e.recipients) & set(e.actors) for e in found if len(e.actors) > 1)


def test_a_year_before_a_noun_is_no_magnitude(reader: Any) -> None:
    text = "Russia and the United States extended the 2010 accord on Friday. Russia expelled 60 diplomats of Britain."
    units = {(m.value, m.unit) for e in _events(reader, text, "2021-02-05") for m in e.magnitudes}
    assert not any(value == 2010 for value, _ in units) and any(value == 60 for value, _ in units)
