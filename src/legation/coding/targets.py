"""Which earlier act an answer answers: who acts on whom, what kind of act, how far back."""

from collections.abc import Callable

from legation.coding.passages import Placed
from legation.knowledge.events import quad
from legation.records import Event

HOSTILE = frozenset(("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "ACCUSE", "PROTEST", "REQUEST", "REJECT"))
CHARGES = frozenset(("ACCUSE", "REQUEST", "THREATEN"))
_WEIGHT = {
    "ASSAULT": 1.2,
    "SANCTION": 1.2,
    "COERCE": 1.2,
    "MOBILIZE": 0.6,
    "THREATEN": 0.3,
    "ACCUSE": 0.3,
    "PROTEST": 0.2,
}
_STATUS = {"asserted": 0.0, "historical": 0.4, "future": 0.4, "hypothetical": 1.0, "negated": 0.6}


def others(answer: Event, target: Event) -> bool:
    """Whether the acts are of different sides; within one state, of different persons or bodies."""
    if not answer.actors or not target.actors:
        return True
    if set(answer.actors) & set(target.actors):
        if set(answer.actors) != set(target.actors):
            return bool(set(target.actors) - set(answer.actors)) and len(answer.actors) == 1
        same_side = not answer.actor_ids or not target.actor_ids or bool(set(answer.actor_ids) & set(target.actor_ids))
        return not same_side
    return True


def addressed(answer: Event, target: Event) -> bool:
    """Whether an answer that names whom it is meant for can mean this act of theirs."""
    return not answer.recipients or not target.actors or bool(set(answer.recipients) & set(target.actors))


def crossing(answer: Event, target: Event) -> float:
    """How well the parties cross: the target's actors are whom the answer meets, and the other way round."""
    score = 0.0
    if answer.recipients and target.actors:
        score += 1.0 if set(answer.recipients) & set(target.actors) else -1.5
    if target.recipients and answer.actors:
        score += 1.0 if set(target.recipients) & set(answer.actors) else -0.7
    return score


def hostile_act(answer: Placed, placed: list[Placed], reach: int) -> Placed | None:
    """The hostile act of the other side that a retaliation or response answers: near, grave, told as fact."""

    def worth(target: Placed) -> float:
        event = target.event
        distance = answer.sentence - target.sentence
        return (
            crossing(answer.event, event)
            + _WEIGHT.get(event.type, 0.0)
            - 0.3 * distance
            - _STATUS[event.status]
            - 0.4 * (event.mode == "arrest")
        )

    able = [
        p
        for p in earlier(answer, placed, reach)
        if p.event.type in HOSTILE and others(answer.event, p.event) and crossing(answer.event, p.event) > 0
    ]
    return max(able, key=lambda p: (worth(p), p.order)) if able else None


def last(answer: Placed, placed: list[Placed], reach: int, fits: Callable[[Placed], bool]) -> Placed | None:
    """The nearest earlier act that fits."""
    able = [p for p in earlier(answer, placed, reach) if fits(p)]
    return able[-1] if able else None


def earlier(answer: Placed, placed: list[Placed], reach: int) -> list[Placed]:
    """Acts told before an answer, within some sentences, in the order of the text."""
    return [p for p in placed if p.order < answer.order and answer.sentence - p.sentence <= reach and p is not answer]


def reaction(answer: Event, target: Event) -> str:
    """retaliation for a hostile measure against a hostile act, else response."""
    material = quad(answer.type) == "material conflict" and "conflict" in target.quad
    return "retaliation" if material and bool(answer.recipients) and crossing(answer, target) >= 2.0 else "response"
