"""Statements: who said what, by name or unnamed, and what the saying does."""

from typing import Any, cast

import msgspec

from legation.coding.quotes import is_quoted, sentence_range, trim
from legation.coding.speakers import find_speaker
from legation.coding.speech import anonymity_wording, hedges, main_word, span_words, tell_act
from legation.coding.utterances import Span, Utterance, collect, overlap
from legation.contracts import SayingRequest, SayingScorer
from legation.records import Claims, Event, Linked, Statement

_LONGEST_EVIDENCE = 1000


class StatementCoder:
    """Codes statements (contracts.Coder); uses the events coded before to tell what a denial or a threat is about.

    Without a scorer the rules alone tell what a statement does.
    """

    def __init__(self, scorer: SayingScorer | None = None) -> None:
        self._scorer = scorer

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's statements to the claims."""
        built: list[Statement] = []
        for utterance in collect(linked):
            built += _build(linked, claims, utterance, built[-1] if built else None)
        kept = _unrepeated(built)
        if self._scorer is not None:
            kept = _acted(linked, kept, self._scorer)
        numbered = tuple(_numbered(s, i) for i, s in enumerate(kept, 1))
        return Claims(events=claims.events, statements=numbered, commitments=claims.commitments, links=claims.links)


def _build(linked: Linked, claims: Claims, utterance: Utterance, before: Statement | None) -> list[Statement]:
    parse = linked.parse
    text = parse.document.text
    contents = [trim(text, *span) for span in utterance.contents]
    contents = [(a, b) for a, b in contents if b > a]
    if utterance.source is None or not contents:
        return []
    speaker = find_speaker(linked, utterance.source, before)
    if speaker is None:
        return []
    main = max(contents, key=lambda c: c[1] - c[0])
    if len(parse.text(*main).split()) < 2:
        return []
    cue = span_words(parse, *utterance.cue) if utterance.cue else []
    words = [w for c in contents for w in span_words(parse, *c)]
    quoted = any(is_quoted(text, *c) for c in contents)
    passage = _passage(linked, utterance, contents)
    sentence = _sentence_span(linked, utterance.source)
    withheld = anonymity_wording(parse.text(*sentence)) if speaker.anonymous else None
    return [
        Statement(
            id="",
            evidence=parse.text(*passage),
            start=passage[0],
            end=passage[1],
            confidence=round(utterance.score, 3),
            speaker=speaker.name,
            actor_id=speaker.actor_id,
            country=speaker.country,
            anonymous=speaker.anonymous,
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


def request(linked: Linked, statement: Statement) -> SayingRequest | None:
    """The question what a statement does; None where nothing that is said has a head."""
    parse = linked.parse
    cue = span_words(parse, *statement.cue_span) if statement.cue_span else []
    content = span_words(parse, *max(statement.content_spans, key=lambda c: c[1] - c[0]))
    main = main_word(parse, content) or next(iter(content), None)
    verb = next((w for w in cue if w.upos in ("VERB", "NOUN")), next(iter(cue), None))
    if main is None:
        return None
    return SayingRequest(cue=verb.index if verb else None, content=main.index, act=statement.act)


def _acted(linked: Linked, statements: list[Statement], scorer: SayingScorer) -> list[Statement]:
    """The statements with the acts that the model finds likeliest."""
    asked = [(i, r) for i, s in enumerate(statements) if (r := request(linked, s)) is not None]
    found = list(statements)
    for (i, _), acts in zip(asked, scorer.sayings(linked.parse, [r for _, r in asked]), strict=True):
        found[i] = msgspec.structs.replace(found[i], act=cast("Any", max(acts, key=lambda a: acts[a])))
    return found


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
    return msgspec.structs.replace(statement, id=f"s{number}")
