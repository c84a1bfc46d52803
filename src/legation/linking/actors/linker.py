"""The linker: a parse with its actors, their mentions, and who is meant by each (contracts.Linker)."""

from collections.abc import Sequence

from legation.knowledge.actors import Catalogue, catalogue, make_code
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.referents import Referent
from legation.linking.actors.resolution import Resolver
from legation.linking.actors.scene import Scene
from legation.records import Actor, Linked, Mention, MentionText, Parse, Place, TimeExpression
from legation.settings import Settings

_KINDS = {
    "state": "state",
    "person": "person",
    "organisation": "organisation",
    "body": "organisation",
    "group": "group",
}


HEIRS = {"SUN": ("RUS", "1991-12-26")}
"""States that are no more: who stands for them in reports from a day on."""


class ActorLinker:
    """Ties mentions to actors at the report's date. Holds no state between documents; safe to share between threads."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._catalogue: Catalogue = catalogue((settings or Settings()).actors_file)

    def link(self, parse: Parse, times: Sequence[TimeExpression], places: Sequence[Place]) -> Linked:
        """The parse with its actors and their mentions; actors are numbered by their first mention."""
        resolver = Resolver(Scene(parse, self._catalogue, places)).run()
        mentions, order = _mentions(parse, resolver)
        actors = _actors(parse, resolver, mentions, order)
        return Linked(parse=parse, actors=actors, mentions=mentions, times=tuple(times), places=tuple(places))


def _mentions(parse: Parse, resolver: Resolver) -> tuple[tuple[Mention, ...], dict[int, str]]:
    order: dict[int, str] = {}
    found = []
    for phrase in sorted(resolver.phrases, key=lambda p: (p.first, p.stop)):
        if phrase.referent < 0:
            continue
        referent = resolver.registry.referents[phrase.referent]
        numbers = _actors_in(resolver, referent)
        if not numbers:
            continue
        for number in numbers:
            order.setdefault(number, f"a{len(order) + 1}")
        found.append(
            Mention(
                start=parse.words[phrase.first].start,
                end=parse.words[phrase.stop - 1].end,
                first=phrase.first,
                stop=phrase.stop,
                head=phrase.head,
                kind=_mention_kind(phrase),
                actors=tuple(order[n] for n in numbers),
            )
        )
    return tuple(found), order


def _actors_in(resolver: Resolver, referent: Referent) -> tuple[int, ...]:
    """The actors that a referent is: itself, its parts, or none."""
    if referent.parts:
        return tuple(n for n in referent.parts if resolver.registry.referents[n].actor)
    return (referent.number,) if referent.actor else ()


def _mention_kind(phrase: Phrase) -> str:
    if phrase.kind in ("pronoun", "relative", "demonstrative"):
        return "pronoun"
    span = phrase.name
    if span is not None and phrase.kind in ("name", "modifier"):
        if span.entry("capital", "seat") is not None and span.label != "PER":
            return "place"
        if phrase.kind == "modifier":
            return "demonym"
        return "name"
    return "nominal"


def _actors(parse: Parse, resolver: Resolver, mentions: Sequence[Mention], order: dict[int, str]) -> tuple[Actor, ...]:
    texts: dict[str, list[MentionText]] = {identity: [] for identity in order.values()}
    for mention in mentions:
        for identity in mention.actors:
            texts[identity].append(
                MentionText(start=mention.start, end=mention.end, text=parse.text(mention.start, mention.end))
            )
    return tuple(
        _actor(resolver.registry.referents[number], identity, tuple(texts[identity]), parse.document.published)
        for number, identity in order.items()
    )


def _actor(referent: Referent, identity: str, mentions: tuple[MentionText, ...], day: str | None) -> Actor:
    heir = HEIRS.get(referent.country or "")
    if heir is not None and (day is None or day >= heir[1]):
        referent.country, referent.code = heir[0], make_code(heir[0], referent.sector)
    return Actor(
        id=identity,
        name=referent.name,
        kind=_KINDS.get(referent.kind, "group"),
        country=referent.country,
        sector=referent.sector,
        role=referent.title,
        code=referent.code or _kind_code(referent),
        mentions=mentions,
    )


def _kind_code(referent: Referent) -> str | None:
    """The code of an actor without a country: its kind alone; single persons have one as rebels and activists only."""
    code = make_code(None, referent.sector)
    return code if referent.kind != "person" or code in ("REB", "NGO") else None
