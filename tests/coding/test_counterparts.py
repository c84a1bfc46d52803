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
