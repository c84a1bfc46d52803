"""The speaker behind a source: the actor, the name as the report gives it, and whether it withholds the name."""

from legation.coding.clauses import subjects
from legation.coding.speech import span_words
from legation.coding.utterances import Span, overlap
from legation.knowledge.speech import wording
from legation.records import Actor, Linked, Mention, Record, Statement, Word

_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ")
_PRONOUNS = frozenset(("he", "she", "it", "they", "who", "that", "which", "his", "her"))
_PAPERS = frozenset(
    ("statement", "letter", "message", "tweet", "post", "communique", "communiqué", "interview", "speech")
)


class Speaker(Record, frozen=True, kw_only=True):
    """Who speaks. `country` is the actor's code; None where the report does not tell, or for speakers of two states."""

    name: str
    actor_id: str | None
    country: str | None
    anonymous: bool


def find_speaker(linked: Linked, source: Span, before: Statement | None) -> Speaker | None:
    """The speaker of a source; `before` is the statement told last, whose speaker an open pronoun takes up."""
    mention = _mention(linked, source)
    actors = [linked.actor[a] for a in mention.actors if a in linked.actor] if mention is not None else []
    if not actors and _refers_back(linked, source):
        return _taken_up(linked, source, before)
    if len(actors) > 1:
        codes = {a.code for a in actors}
        country = codes.pop() if len(codes) == 1 else None
        name = _description(linked, source)
        return Speaker(name=name, actor_id=actors[0].id, country=country, anonymous=False) if name else None
    actor = actors[0] if actors else None
    name = actor.name if actor is not None and actor.name else _description(linked, source)
    if mention is not None and mention.kind == "place":  # a capital that speaks is named as the report has it
        name = _description(linked, (mention.start, mention.end))
    if not name:
        return None
    return Speaker(
        name=name,
        actor_id=actor.id if actor else None,
        country=actor.code if actor else None,
        anonymous=is_unnamed(linked, source, actor),
    )


def _mention(linked: Linked, source: Span) -> Mention | None:
    """The mention that a source names: one with its head before one that only modifies it, the widest first."""
    words = {w.index for w in span_words(linked.parse, *source)}
    heads = {i for i in words if linked.parse.words[i].head not in words}
    best: tuple[bool, int] = (False, 0)
    found: Mention | None = None
    for mention in linked.mentions:
        if mention.end <= source[0] or mention.start >= source[1] or not mention.actors:
            continue
        key = (mention.head in heads, overlap(source, (mention.start, mention.end)))
        if found is None or key > best:
            best, found = key, mention
    return found


def _refers_back(linked: Linked, source: Span) -> bool:
    heads = _heads(linked, source)
    return any(h.text.lower() in _PRONOUNS or h.lemma.lower() in _PAPERS for h in heads) or not heads


def _taken_up(linked: Linked, source: Span, before: Statement | None) -> Speaker | None:
    """Whom an open pronoun or "the statement" means: the subject of the sentence before, else who spoke last."""
    parse = linked.parse
    number = parse.sentence_at(source[0])
    if number:
        sentence = parse.sentences[number - 1]
        roots = [w.index for w in parse.words[sentence.first : sentence.stop] if w.head == -1]
        for index in (i for r in roots for i in subjects(parse, r)):
            mention = linked.mention_by_head.get(index)
            if mention is not None and len(mention.actors) == 1 and mention.actors[0] in linked.actor:
                return find_speaker(linked, (mention.start, mention.end), None)
    if before is None:
        return None
    return Speaker(name=before.speaker, actor_id=before.actor_id, country=before.country, anonymous=before.anonymous)


def _description(linked: Linked, source: Span) -> str:
    text = linked.parse.text(*source).strip(" ,")
    for article in _ARTICLES:
        text = text.removeprefix(article)
    return text


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
