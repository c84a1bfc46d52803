"""Who says what, as spans: from the reader model's attributions, verbs of speech in the tree, and bare quotations."""

from legation.coding.clauses import patients, subjects
from legation.coding.parties import noun_phrase
from legation.coding.quotes import quotations
from legation.coding.speech import act_of_cue, anonymity_wording, span_words
from legation.knowledge.speech import cue_acts, wording
from legation.records import Linked, Parse, Record

_SAYING = frozenset(
    "say tell add write tweet remark comment reply quote respond repeat stress insist argue explain".split()
)
_LEAST_WORDS = 3
Span = tuple[int, int]


class Utterance(Record, frozen=True, kw_only=True):
    """A source, a cue and what is said, as spans of characters; `source` is None where only the context tells."""

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    score: float


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _covered(span: Span, others: list[Utterance]) -> bool:
    length = max(1, span[1] - span[0])
    return any(overlap(span, c) * 2 > min(length, max(1, c[1] - c[0])) for u in others for c in u.contents)


def collect(linked: Linked) -> list[Utterance]:
    """All utterances of a report in the order of the text."""
    found = _from_model(linked)
    for utterance in _from_tree(linked):
        if not any(_covered(c, found) for c in utterance.contents) and not _same_cue(utterance, found):
            found.append(utterance)
    found.sort(key=lambda u: u.contents[0])
    attributed = [u for u in found if u.source is not None]
    return sorted(attributed + _bare(linked.parse, attributed), key=lambda u: u.contents[0])


def _same_cue(utterance: Utterance, others: list[Utterance]) -> bool:
    cue = utterance.cue
    return cue is not None and any(o.cue is not None and overlap(cue, o.cue) for o in others)


def _from_model(linked: Linked) -> list[Utterance]:
    parse = linked.parse
    found = []
    for item in parse.attributions:
        cue = item.cue[0] if item.cue else None
        source = _source(linked, item.source[0] if item.source else None, cue)
        own, before = _divide(parse, item.content, cue)
        for pieces in _split(parse, tuple(own)):
            contents = _whole(parse, pieces, cue)
            if _says_something(parse, contents, cue):
                found.append(Utterance(source=source, cue=cue, contents=contents, score=item.score))
        for contents in _split(parse, tuple(before)):
            found.append(Utterance(source=None, cue=None, contents=contents, score=item.score))
    return found


def _source(linked: Linked, told: Span | None, cue: Span | None) -> Span | None:
    """The source that the model gives, or the subject of the cue's verb where the tree names another."""
    parse = linked.parse
    for word in span_words(parse, *cue) if cue else []:
        if word.upos != "VERB":
            continue
        speakers = [i for i in subjects(parse, word.index) if i in linked.mention_of or told is None]
        spans = [noun_phrase(linked, i) for i in speakers]
        if spans and (told is None or not any(overlap(told, s) for s in spans)):
            return spans[0]
    return told


def _divide(parse: Parse, spans: tuple[Span, ...], cue: Span | None) -> tuple[list[Span], list[Span]]:
    """Contents of a cue, and sentences before it that have ended where the cue has a content of its own.

    A finished quotation that runs into the next sentence (`…back.” Analysts said that …`) is that of the last speaker.
    """
    if cue is None:
        return list(spans), []
    at = parse.sentence_at(cue[0])
    beside = [s for s in spans if parse.sentence_at(s[1] - 1) >= at]
    before = [s for s in spans if parse.sentence_at(s[1] - 1) < at]
    return (beside, before) if beside and before else (list(spans), [])


def _whole(parse: Parse, contents: tuple[Span, ...], cue: Span | None) -> tuple[Span, ...]:
    """An unquoted content widened or cut to the clause that the cue's verb governs, where the two are much the same."""
    if cue is None or len(contents) != 1 or any(c in parse.text(*contents[0]) for c in '“”"'):
        return contents
    for word in span_words(parse, *cue):
        for clause in parse.dependants(word.index, "ccomp", "parataxis") if word.upos == "VERB" else []:
            extent = _extent(parse, clause.index)
            shared = overlap(extent, contents[0])
            if shared * 2 > extent[1] - extent[0] and not overlap(extent, cue):
                return (extent,)
    return contents


def _says_something(parse: Parse, contents: tuple[Span, ...], cue: Span | None) -> bool:
    """Whether contents are a clause or a quotation, or the cue is itself an act of speech (accuse, deny, welcome)."""
    if cue is not None and _is_silent(parse, cue, contents):
        return False
    words = [w for c in contents for w in span_words(parse, *c)]
    clausal = any(w.upos in ("VERB", "AUX") for w in words)
    quoted = any(c in parse.text(*s) for s in contents for c in '“”"')
    act = act_of_cue(parse, span_words(parse, *cue)) if cue else None
    return clausal or quoted or act not in (None, "assert")


def _is_silent(parse: Parse, cue: Span, contents: tuple[Span, ...]) -> bool:
    """Whether a cue is no act of speech, or all that is asked for is not to be named."""
    verbs = [w.lemma.lower() for w in span_words(parse, *cue) if w.upos == "VERB"]
    passage = parse.text(min(cue[0], contents[0][0]), max(cue[1], contents[-1][1]))
    withholds = anonymity_wording(passage) is not None and len(passage.split()) < 9
    return withholds or (bool(verbs) and all(v in wording("silent") for v in verbs))


def _split(parse: Parse, spans: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """Pieces of one sentence stay together; what stands in other sentences is a statement of its own."""
    groups: list[list[Span]] = []
    for span in sorted(spans):
        if groups and parse.sentence_at(groups[-1][-1][1] - 1) == parse.sentence_at(span[0]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [tuple(g) for g in groups]


def _from_tree(linked: Linked) -> list[Utterance]:
    parse, known = linked.parse, cue_acts()
    found = []
    for word in parse.words:
        if word.upos != "VERB" or not (word.lemma.lower() in known or word.lemma.lower() in _SAYING):
            continue
        speakers = [i for i in subjects(parse, word.index) if i in linked.mention_of]
        if not speakers:
            continue
        needs_clause = word.lemma.lower() in _SAYING or word.lemma.lower() in wording("deeds")
        content = _content(parse, word.index, needs_clause)
        if content is not None and not _is_silent(parse, (word.start, word.end), (content,)):
            source = noun_phrase(linked, speakers[0])
            found.append(Utterance(source=source, cue=(word.start, word.end), contents=(content,), score=0.6))
    return found


def _content(parse: Parse, verb: int, saying: bool) -> Span | None:
    """What a verb of speech governs: its clause, or the verb phrase with its object where it has none."""
    clauses = parse.dependants(verb, "ccomp", "xcomp") or [
        w for w in parse.dependants(verb, "parataxis") if w.index < verb
    ]
    if clauses:
        return _extent(parse, clauses[0].index)
    if saying:
        return None
    things = [w for w in parse.dependants(verb, "obj", "obl") if w.index > verb]
    if not things and not patients(parse, verb):
        return None
    end = max([parse.words[verb].end, *(_extent(parse, w.index)[1] for w in things)])
    start = min([parse.words[verb].start, *(w.start for w in parse.dependants(verb, "aux", "aux:pass"))])
    if len(parse.text(start, end).split()) < _LEAST_WORDS:
        start = min([start, *(w.start for w in parse.dependants(verb, "nsubj"))])
    span = (start, end)
    return span if len(parse.text(*span).split()) >= _LEAST_WORDS else None


def _extent(parse: Parse, index: int) -> Span:
    first, last = parse.extents[index]
    while first < last and parse.words[first].upos in ("PUNCT", "SCONJ"):
        first += 1
    while last > first and parse.words[last].upos == "PUNCT" and parse.words[last].text not in ("”", '"'):
        last -= 1
    return parse.words[first].start, parse.words[last].end


def _bare(parse: Parse, found: list[Utterance]) -> list[Utterance]:
    """Quotations without a cue that follow an attributed one: the same speaker goes on."""
    bare = []
    for span in quotations(parse.document.text):
        inner = (span[0] + 1, span[1])
        if len(parse.text(*inner).split()) < 5 or _covered(inner, found):
            continue
        before = [u for u in found if u.contents[0][0] < span[0] and u.source is not None]
        if not before:
            continue
        last = max(before, key=lambda u: u.contents[-1][1])
        if parse.sentence_at(span[0]) - parse.sentence_at(last.contents[-1][1] - 1) <= 2:
            bare.append(Utterance(source=last.source, cue=None, contents=(inner,), score=0.5))
    return bare
