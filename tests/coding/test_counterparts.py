"""Recipients that only the rest of a report tells."""

import msgspec
from tests.coding.events import make_event

from legation.coding.counterparts import INFERRED, fill


def test_the_only_opponent_of_a_report_is_the_recipient() -> None:
    quarrel = [make_event("e1", "ACCUSE", ("UKR",), ("RUS",)), make_event("e2", "SANCTION", ("RUS",), ("UKR",))]
    quarrel += [make_event("e3", "ACCUSE", ("UKR",), ("RUS",)), make_event("e4", "REJECT", ("RUS",), ())]
    filled = fill(quarrel)
    assert filled[3].recipients == ("UKR",) and filled[3].recipient_text is None and INFERRED in filled[3].flags
    assert filled[:3] == quarrel[:3]


def test_several_opponents_leave_it_open() -> None:
    events = [make_event(f"e{i}", "ACCUSE", ("RUS",), (c,)) for i, c in enumerate(("UKR", "GEO", "POL", "UKR"))]
    events.append(make_event("e9", "REJECT", ("RUS",), ()))
    assert fill(events)[-1].recipients == ()


def test_few_acts_leave_it_open() -> None:
    events = [make_event("e1", "ACCUSE", ("UKR",), ("RUS",)), make_event("e2", "REJECT", ("RUS",), ())]
    assert fill(events) == events


def test_meetings_are_not_filled() -> None:
    acts = [make_event(f"e{i}", "ACCUSE", ("UKR",), ("RUS",)) for i in range(4)]
    meeting = msgspec.structs.replace(make_event("e9", "CONSULT", ("RUS",), ()), trigger="met")
    assert fill([*acts, meeting])[-1] == meeting
