"""Coreference chains of a document: actors and everything else that is mentioned ("the treaty" … "it")."""

from legation.knowledge.actors import catalogue
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.resolution import Resolver
from legation.linking.actors.scene import Scene
from legation.records import Linked, Parse

Span = tuple[int, int]


def resolve(parse: Parse) -> Resolver:
    """All phrases of a parse with their referents."""
    return Resolver(Scene(parse, catalogue(), ())).run()


def chains(document: Linked | Parse, singletons: bool = False) -> tuple[tuple[Span, ...], ...]:
    """Chains as spans of words (stop excluded), each in the order of the text; `singletons`: those of one mention too.

    A mention's span is its whole noun phrase, relative clauses included.
    """
    parse = document.parse if isinstance(document, Linked) else document
    return word_chains(resolve(parse), singletons)


def word_chains(resolver: Resolver, singletons: bool) -> tuple[tuple[Span, ...], ...]:
    """The chains of a resolved document."""
    parse = resolver.scene.parse
    found: dict[int, list[Span]] = {}
    alone: list[list[Span]] = []
    for phrase in (*resolver.phrases, *_joined(resolver)):
        if phrase.kind == "relative" or (phrase.kind == "modifier" and parse.words[phrase.head].upos != "PROPN"):
            continue
        span = mention_span(parse, phrase)
        if phrase.referent < 0:
            alone.append([span])
            continue
        spans = found.setdefault(phrase.referent, [])
        if span not in spans:
            spans.append(span)
    every = [*found.values(), *alone]
    kept = [tuple(sorted(spans)) for spans in every if singletons or len(spans) > 1]
    return tuple(sorted(kept))


def _joined(resolver: Resolver) -> list[Phrase]:
    """Coordinations that something later refers to."""
    referents = resolver.registry.referents
    return [p for p in resolver.coordinations if any(x.kind != "coordination" for x in referents[p.referent].phrases)]


def mention_span(parse: Parse, phrase: Phrase) -> Span:
    """The mention's words: with a possessive mark, and with both of a pair of quotation marks."""
    low, high = phrase.low, phrase.high
    words = parse.words
    mark = words[high] if phrase.kind != "pronoun" and high < len(words) else None
    if mark is not None and mark.text in _POSSESSIVE and mark.relation == "case" and mark.head == phrase.head:
        high += 1
    inside = [words[i].text for i in range(low, high)]
    if low and words[low - 1].text in _OPENING and sum(t in _CLOSING for t in inside) % 2 == 1:
        low -= 1
    return low, high


_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_OPENING = frozenset(('"', "“", "‘", "'"))
_CLOSING = frozenset(('"', "”"))
