"""Statements: who said what, by name or unnamed, and what the saying does."""

from typing import Any, cast

from legation.coding.quotes import is_quoted, sentence_range, trim
from legation.coding.speech import anonymity_wording, hedges, span_words, tell_act
from legation.coding.utterances import Span, Utterance, collect, overlap
from legation.knowledge.speech import wording
from legation.records import Actor, Claims, Event, Linked, Statement, Word

_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ")
_LONGEST_EVIDENCE = 1000


class StatementCoder:
    """Codes statements (contracts.Coder); uses the events coded before to tell what a denial or a threat is about."""

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's statements to the claims."""
        built = [s for u in collect(linked) for s in _build(linked, claims, u)]
        numbered = tuple(_numbered(s, i) for i, s in enumerate(_unrepeated(built), 1))
        return Claims(events=claims.events, statements=numbered, commitments=claims.commitments, links=claims.links)


def _build(linked: Linked, claims: Claims, utterance: Utterance) -> list[Statement]:
    parse = linked.parse
    text = parse.document.text
    contents = [trim(text, *span) for span in utterance.contents]
    contents = [(a, b) for a, b in contents if b > a]
    if utterance.source is None or not contents:
        return []
    actor = speaker_actor(linked, utterance.source)
    name = _speaker_name(linked, utterance.source, actor)
    if not name:
        return []
    main = max(contents, key=lambda c: c[1] - c[0])
    if len(parse.text(*main).split()) < 2:
        return []
    cue = span_words(parse, *utterance.cue) if utterance.cue else []
    words = [w for c in contents for w in span_words(parse, *c)]
    quoted = any(is_quoted(text, *c) for c in contents)
    passage = _passage(linked, utterance, contents)
    anonymous = is_unnamed(linked, utterance.source, actor)
    withheld = anonymity_wording(parse.text(*_sentence_span(linked, utterance.source))) if anonymous else None
    return [
        Statement(
            id="",
            evidence=parse.text(*passage),
            start=passage[0],
            end=passage[1],
            confidence=round(utterance.score, 3),
            speaker=name,
            actor_id=actor.id if actor else None,
            country=actor.code if actor else None,
            anonymous=anonymous,
            anonymity=withheld,
            act=cast("Any", tell_act(parse, cue, words, quoted)),
            quoted=quoted,
            content=parse.text(*main),
            source_span=utterance.source,
            cue_span=utterance.cue,
            content_spans=tuple(contents),
            hedges=hedges(words),
            about=_about(claims.events, contents, utterance.cue),
        )
    ]


def speaker_actor(linked: Linked, source: Span) -> Actor | None:
    """The actor whom a source names: that of the mention that covers most of it, its head before its modifiers."""
    best: tuple[int, int, str] | None = None
    words = {w.index for w in span_words(linked.parse, *source)}
    heads = [i for i in words if linked.parse.words[i].head not in words]
    for mention in linked.mentions:
        shared = overlap(source, (mention.start, mention.end))
        if not shared or not mention.actors:
            continue
        key = (mention.head in heads, shared)
        if best is None or key > best[:2]:
            best = (*key, mention.actors[0])
    return linked.actor.get(best[2]) if best else None


def _description(linked: Linked, source: Span) -> str:
    text = linked.parse.text(*source).strip(" ,")
    for article in _ARTICLES:
        text = text.removeprefix(article)
    return text


def _speaker_name(linked: Linked, source: Span, actor: Actor | None) -> str:
    if actor is not None and actor.name:
        return actor.name
    return _description(linked, source)


def _heads(linked: Linked, source: Span) -> list[Word]:
    words = span_words(linked.parse, *source)
    inside = {w.index for w in words}
    return [w for w in words if w.head not in inside and w.upos not in ("PUNCT", "ADP", "DET")]


def is_unnamed(linked: Linked, source: Span, actor: Actor | None) -> bool:
    """Whether the report withholds the speaker's name: people told by a common noun, no institution, no name."""
    if actor is not None and actor.kind in ("state", "organisation"):
        return False
    if _names_person(linked, source) or (actor is not None and _is_named(linked, actor)):
        return False
    heads = _heads(linked, source)
    if actor is not None and all(h.upos == "PRON" for h in heads):
        return any(_is_people(w) for w in actor.name.lower().split()[-1:])
    return any(_is_people(h.lemma.lower()) and h.upos != "PROPN" for h in heads)


def _is_people(word: str) -> bool:
    return word in wording("unnamed") or word.rstrip("s") in wording("unnamed")


def _names_person(linked: Linked, span: Span) -> bool:
    return any(e.label == "PER" and overlap(span, (e.start, e.end)) for e in linked.parse.entities)


def _is_named(linked: Linked, actor: Actor) -> bool:
    return actor.kind == "person" and any(_names_person(linked, (m.start, m.end)) for m in actor.mentions)


def _sentence_span(linked: Linked, span: Span) -> Span:
    sentence = linked.parse.sentences[linked.parse.sentence_at(span[0])]
    return sentence.start, sentence.end


def _passage(linked: Linked, utterance: Utterance, contents: list[Span]) -> Span:
    """The passage that shows the statement: from its first to its last part where these are close, else the content."""
    spans = [*contents, *[s for s in (utterance.source, utterance.cue) if s is not None]]
    start, end = min(s[0] for s in spans), max(s[1] for s in spans)
    first, last = sentence_range(linked.parse, start, end)
    if last - first <= 1 and end - start <= _LONGEST_EVIDENCE:
        return start, end
    return contents[0]


def _about(events: tuple[Event, ...], contents: list[Span], cue: Span | None) -> str | None:
    inside = [e for e in events if any(overlap((e.start, e.end), c) * 2 > e.end - e.start for c in contents)]
    told = [e for e in inside if cue is None or not e.start <= cue[0] < e.end]
    return (told or inside)[0].id if inside else None


def _unrepeated(statements: list[Statement]) -> list[Statement]:
    """Statements whose content is not that of another one by the same speaker."""
    kept: list[Statement] = []
    for statement in sorted(statements, key=lambda s: (-s.confidence, s.start)):
        same = [
            k
            for k in kept
            if k.speaker == statement.speaker
            and any(
                overlap(a, b) * 2 > min(a[1] - a[0], b[1] - b[0])
                for a in k.content_spans
                for b in statement.content_spans
            )
        ]
        if not same:
            kept.append(statement)
    return sorted(kept, key=lambda s: (s.content_spans[0], s.start))


def _numbered(statement: Statement, number: int) -> Statement:
    import msgspec

    return msgspec.structs.replace(statement, id=f"s{number}")
