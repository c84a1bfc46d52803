"""Links: which act answers, depends on or carries out which, where the report says so; both ends are records."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any, cast

from legation.coding.passages import Placed, place_events, same_clause_chain, words_of_object
from legation.knowledge.events import quad
from legation.records import Claims, Event, Link, Linked

_VERBAL = frozenset(("ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN", "CONCEDE"))
_NEAR = 6
"""Sentences back that an unmarked answer may reach."""
_FAR = 14
"""Sentences back that a noun may take up an act."""


@cache
def _markers() -> dict[str, tuple[str, ...]]:
    text = (files("legation.knowledge") / "data" / "events" / "reactions.toml").read_text("utf-8")
    table = loads(text)
    return {kind: tuple(words) for kind, words in table["markers"].items()}


@cache
def _objects() -> dict[str, tuple[str, ...]]:
    text = (files("legation.knowledge") / "data" / "events" / "reactions.toml").read_text("utf-8")
    return {noun: tuple(types) for noun, types in loads(text)["objects"].items()}


class LinkCoder:
    """Codes links (contracts.Coder) between the events and commitments coded before."""

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's links to the claims."""
        placed = place_events(linked, claims.events)
        found: dict[tuple[str, str], Link] = {}
        for answer in placed:
            for target, kind, confidence in _answers(linked, answer, placed):
                key = (answer.event.id, target.event.id)
                reverse = (target.event.id, answer.event.id)
                if key not in found and reverse not in found and key[0] != key[1]:
                    found[key] = _link(linked, answer, target, kind, confidence)
        links = sorted(found.values(), key=lambda x: (x.start, x.end, x.from_, x.to))
        numbered = tuple(_numbered(x, i) for i, x in enumerate(links, 1))
        return Claims(
            events=claims.events, statements=claims.statements, commitments=claims.commitments, links=numbered
        )


Found = tuple[Placed, str, float]


def _answers(linked: Linked, answer: Placed, placed: list[Placed]) -> Iterator[Found]:
    """Targets of an event, the surest evidence first."""
    yield from _by_clause(linked, answer, placed)
    yield from _by_marker(linked, answer, placed)
    yield from _by_object(linked, answer, placed)
    yield from _by_denial(answer, placed)


def _by_clause(linked: Linked, answer: Placed, placed: list[Placed]) -> Iterator[Found]:
    """A clause with "because", "after", "if" or "unless" under the answer's own."""
    parse = linked.parse
    for clause in parse.dependants(answer.index, "advcl"):
        marks = {w.text.lower() for w in parse.dependants(clause.index, "mark", "advmod", "case")}
        inside = [p for p in placed if p.index in same_clause_chain(parse, clause.index) and p is not answer]
        for target in inside[:1]:
            if marks & {"if", "unless", "provided", "once", "until"}:
                yield target, "condition", 0.8
            elif marks & {"because", "after", "since"} and _other_side(answer.event, target.event):
                yield target, _reaction(answer.event, target.event), 0.7
    if parse.words[answer.index].relation == "advcl" and parse.words[answer.index].head >= 0:
        head = parse.words[parse.words[answer.index].head]
        if head.lemma in ("respond", "retaliate", "react", "reply"):
            yield from _earlier_act(answer, placed, None)


def _by_marker(linked: Linked, answer: Placed, placed: list[Placed]) -> Iterator[Found]:
    """ "In retaliation", "hit back", "in response to": words in the answer's own sentence."""
    parse = linked.parse
    sentence = parse.sentences[answer.sentence]
    text = parse.text(sentence.start, sentence.end).lower()
    for kind in ("retaliation", "response"):
        marks = [m for m in _markers()[kind] if " " in m or kind == "retaliation"]
        hit = next((m for m in marks if m in text), None)
        if hit is None or not _governs(linked, answer, sentence.start + text.find(hit)):
            continue
        after = [p for p in placed if p.sentence == answer.sentence and p.event.start > sentence.start + text.find(hit)]
        told = [p for p in after if p is not answer and _other_side(answer.event, p.event)]
        if told and f"{hit} " in text:
            yield told[0], kind, 0.75
        else:
            yield from _earlier_act(answer, placed, kind)
        return


def _governs(linked: Linked, answer: Placed, at: int) -> bool:
    """Whether a marker at a character belongs to the answer's clause or to the one that it is coordinated with."""
    parse = linked.parse
    index = parse.word_at(at)
    if index is None:
        return False
    above = {index, *parse.ancestors(index)}
    chain = {answer.index}
    word = parse.words[answer.index]
    while word.relation in ("conj", "xcomp", "ccomp", "advcl", "obj") and word.head >= 0:
        chain.add(word.head)
        word = parse.words[word.head]
    return bool(above & chain)


def _earlier_act(answer: Placed, placed: list[Placed], kind: str | None) -> Iterator[Found]:
    """The last hostile act of the other side before the answer."""
    for target in reversed([p for p in placed if p.order < answer.order]):
        if answer.sentence - target.sentence > _NEAR:
            break
        if _other_side(answer.event, target.event) and "conflict" in target.event.quad:
            yield target, kind or _reaction(answer.event, target.event), 0.6
            return


def _by_object(linked: Linked, answer: Placed, placed: list[Placed]) -> Iterator[Found]:
    """What a verbal act is about: "condemned the arrest", "welcomed the agreements"."""
    if answer.event.type not in _VERBAL:
        return
    words = words_of_object(linked.parse, answer.index)
    inside = [p for p in placed if p.index in words and p is not answer]
    if inside:
        yield inside[0], "response", 0.7
        return
    nouns = {linked.parse.words[i].lemma.lower() for i in words if linked.parse.words[i].upos in ("NOUN", "PROPN")}
    kinds = {kind for noun in nouns for kind in _objects().get(noun, ())}
    anything = any(noun in _objects() and not _objects()[noun] for noun in nouns)
    for target in reversed([p for p in placed if p.order < answer.order]):
        if answer.sentence - target.sentence > _FAR or not _differ(answer.event, target.event):
            continue
        meant = target.event.type in kinds or (anything and _other_side(answer.event, target.event))
        if (meant or _named(nouns, target.event)) and _addressed(answer.event, target.event):
            yield target, "response", 0.5
            return


def _named(nouns: set[str], target: Event) -> bool:
    """Whether a noun repeats the word that set off an earlier act ("the vote" after "voted")."""
    trigger = [w.lower() for w in target.trigger.split()]
    return any(len(n) >= 4 and any(w.startswith(n[:5]) for w in trigger) for n in nouns)


def _addressed(answer: Event, target: Event) -> bool:
    """Whether a reaction that names whom it is meant for can mean this act of theirs."""
    return not answer.recipients or not target.actors or bool(set(answer.recipients) & set(target.actors))


def _by_denial(answer: Placed, placed: list[Placed]) -> Iterator[Found]:
    """A denial or refusal answers the last charge or demand against its actor."""
    if answer.event.type != "REJECT" or answer.event.status == "negated":
        return
    for target in reversed([p for p in placed if p.order < answer.order]):
        if answer.sentence - target.sentence > 2:
            break
        addressed = set(target.event.recipients) & set(answer.event.actors)
        if target.event.type in ("ACCUSE", "REQUEST", "THREATEN") and addressed and _differ(answer.event, target.event):
            yield target, "response", 0.65
            return


def _other_side(answer: Event, target: Event) -> bool:
    """Whether the target is an act of somebody else, to whom the answer is addressed or who acted on its actor."""
    if not set(target.actors) - set(answer.actors):
        return False
    return not answer.recipients or not target.actors or bool(set(answer.recipients) & set(target.actors))


def _differ(answer: Event, target: Event) -> bool:
    """Whether two acts are of different actors; within one state, of different persons or bodies."""
    return (
        set(answer.actors) != set(target.actors)
        or not answer.actors
        or not set(answer.actor_ids) & set(target.actor_ids)
    )


def _reaction(answer: Event, target: Event) -> str:
    material = quad(answer.type) == "material conflict"
    return "retaliation" if material and "conflict" in target.quad and answer.recipients else "response"


def _link(linked: Linked, answer: Placed, target: Placed, kind: str, confidence: float) -> Link:
    start, end = answer.event.start, answer.event.end
    if target.sentence == answer.sentence:
        start, end = min(start, target.event.start), max(end, target.event.end)
    else:
        sentence = linked.parse.sentences[answer.sentence]
        start = sentence.start if start - sentence.start < 60 else start
    return Link(
        id="",
        from_=answer.event.id, to=target.event.id, kind=cast("Any", kind), evidence=linked.parse.text(start, end),
        start=start, end=end, confidence=confidence,
    )  # fmt: skip


def _numbered(link: Link, number: int) -> Link:
    import msgspec

    return msgspec.structs.replace(link, id=f"l{number}")
