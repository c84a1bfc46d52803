"""The days of an event, by its trigger."""

from collections.abc import Sequence

from legation.linking.times.clauses import View, clause_of, is_clause, is_past
from legation.records import Interval, Linked, Parse, TimeExpression, Word

_LIGHT = frozenset(
    "hold make launch sign conduct carry take begin start fail end occur happen conclude reach stage open close "
    "collapse break "
    "come follow resume continue mount impose erupt sign pass adopt announce give approve cancel postpone plan "
    "schedule "
    "be kill".split()
)
_TEXTS = frozenset("statement letter communique declaration announcement message note text".split())
_SPEAKING = frozenset("speaking talking writing testifying addressing".split())


def _noun(view: View, index: int) -> Interval | None:
    """A nominal event: its own dates, a participle's on it, or those of a light verb that it is subject or object
    of."""
    parse, word = view.parse, view.parse.words[index]
    own = view.direct(index)
    if own:
        return view.join(own)
    for participle in parse.dependants(index, "acl"):
        dated = view.direct(participle.index)
        if dated and participle.deprel != "acl:relcl" and participle.lemma.lower() in _LIGHT:
            return view.join(dated)
    if is_clause(parse, word) or word.relation in ("compound", "amod"):
        return view.clause(index) if is_clause(parse, word) else None
    governor = parse.words[word.head] if word.head >= 0 else None
    if governor is not None and word.relation in ("nsubj", "obj") and governor.lemma.lower() in _LIGHT:
        return view.clause(clause_of(parse, governor.index))
    return None


def _carried(parse: Parse, times: Sequence[TimeExpression], clause: int) -> Interval | None:
    """The preceding sentence's date for a pronoun that goes on in the past tense, in the same paragraph."""
    word = parse.words[clause]
    while word.relation in ("conj", "parataxis") and not parse.dependants(word.index, "nsubj"):
        word = parse.words[word.head]
    if word.relation != "root" or word.sentence == 0 or not is_past(parse, word):
        return None
    subjects = parse.dependants(word.index, "nsubj")
    before = parse.sentences[word.sentence - 1]
    if not subjects or not _goes_on(parse, subjects[0]):
        return None
    if before.paragraph != parse.sentences[word.sentence].paragraph:
        return None
    root = next((w for w in parse.words[before.first : before.stop] if w.head < 0), None)
    if root is None or not is_past(parse, root):
        return None
    view = View(parse, times, root.index)
    found = view.clause(root.index)
    if found is None:
        for participle in parse.dependants(root.index, "advcl"):
            if participle.lemma.lower() in ("speak", "talk", "write", "address", "brief"):
                found = found or view.clause(participle.index)
    return found


def _quoted_next(parse: Parse, times: Sequence[TimeExpression], clause: int) -> Interval | None:
    """The date of the quotation that bears a claim out: "They turned the offer down. “…”, a spokesman said on
    Tuesday."

    Only for a past tense that opens its paragraph, with the quotation in the next sentence of the same paragraph."""
    word = parse.words[clause]
    here, after = parse.sentences[word.sentence], word.sentence + 1
    opens = word.sentence == 0 or parse.sentences[word.sentence - 1].paragraph != here.paragraph
    if word.relation != "root" or not opens or not _is_simple_past(parse, word) or after >= len(parse.sentences):
        return None
    following = parse.sentences[after]
    if following.paragraph != here.paragraph or parse.text(following.start, following.start + 1) not in ("“", '"'):
        return None
    for speech in parse.words[following.first : following.stop]:
        if speech.lemma.lower() in ("say", "tell", "write") and speech.relation in ("root", "parataxis"):
            return View(parse, times, speech.index).clause(speech.index)
    return None


def _is_simple_past(parse: Parse, word: Word) -> bool:
    return "Tense=Past" in word.feats and not parse.dependants(word.index, "aux")


def _goes_on(parse: Parse, subject: Word) -> bool:
    """Whether a subject takes up the sentence before: a pronoun, "the statement"."""
    if subject.upos == "PRON":
        return subject.text.lower() in ("he", "she", "it", "they", "both")
    definite = any(d.text.lower() in ("the", "this") for d in parse.dependants(subject.index, "det"))
    alone = not parse.dependants(subject.index, "nmod", "acl", "amod", "compound")
    return definite and alone and subject.lemma.lower() in _TEXTS


def _speaking(view: View, clause: int) -> Interval | None:
    """The date of "speaking in Oslo on Friday", which is that of the saying."""
    parse = view.parse
    sentence = parse.sentences[parse.words[clause].sentence]
    for word in parse.words[sentence.first : sentence.stop]:
        if word.text.lower() in _SPEAKING and word.deprel not in ("root", "ccomp"):
            dated = view.direct(word.index) or (view.direct(word.head) if word.deprel in ("acl", "amod") else [])
            if dated and clause_of(parse, word.head) == clause:
                return view.join(dated)
    return None


def event_interval(
    source: Parse | Linked, times: Sequence[TimeExpression], word_index: int, verbal: bool = False
) -> Interval | None:
    """The days of the event whose trigger is a word: its own clause's date before the sentence's, never a
    neighbour's.

    None where the report does not tell. `verbal`: the event is the saying itself (a threat, a denial, a demand), so
    that what is said on Tuesday is dated Tuesday; for material events the date of a saying is never theirs."""
    parse = source.parse if isinstance(source, Linked) else source
    view = View(parse, times, word_index)
    word = parse.words[word_index]
    if word.upos in ("NOUN", "PROPN", "ADJ") and not parse.dependants(word_index, "cop", "nsubj"):
        return _noun(view, word_index)
    clause = clause_of(parse, word_index)
    found = view.clause(clause) or _speaking(view, clause)
    if found is None and verbal:
        found = view.said(clause)
    if found is None:
        found = _carried(parse, times, clause)
    return found if found is not None or not verbal else _quoted_next(parse, times, clause)
