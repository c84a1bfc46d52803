"""Past or future: from the governing verb of a parse, or from the words around where there is no tree."""

from collections.abc import Callable

from legation.linking.times.tokens import Tokens
from legation.records import Parse, Word

_PLANS = frozenset(
    "schedule expect plan set due slate intend aim hope prepare propose arrange want seek promise vow pledge "
    "agree threaten".split()
)
_SPEECH = frozenset(
    "say tell announce report add write state note claim warn declare confirm deny accuse ask argue insist "
    "condemn describe "
    "reiterate stress urge call believe think".split()
)
_MODALS = frozenset("will shall would may might could should must can 'll ’ll wo ca".split())
_FAILED = frozenset("fail refuse manage decline begin start".split())

_SCHEDULED = frozenset("expire lapse begin start open resume end run take enter close fall".split())
"""Verbs whose present tense, with a date, tells what is to come ("the mandate expires in February")."""

_FUTURE_WORDS = frozenset(
    "will shall 'll ll scheduled expected planned due set slated would may might could should must upcoming plans "
    "intends expects "
    "going aims hopes prepares begins opens starts meets must let expires lapses".split()
)
_PAST_WORDS = frozenset(
    "was were had did said told made took went came got gave met held left began became saw found won lost fell "
    "rose led "
    "sent put hit brought kept spoke wrote ran broke shot fought has have been died".split()
)


def _finite(parse: Parse, word: Word) -> str | None:
    """The tense of one predicate with its auxiliaries."""
    auxiliaries = parse.dependants(word.index, "aux", "cop")
    lows = {a.text.lower() for a in auxiliaries}
    if lows & _MODALS:
        return "future"
    marks = {m.text.lower() for m in parse.dependants(word.index, "mark")}
    before = parse.words[auxiliaries[0].index - 1].text.lower() if auxiliaries and auxiliaries[0].index else ""
    if before == "to" and auxiliaries[0].text.lower() in ("have", "be"):
        return _infinitive(parse, word)
    if word.lemma.lower() == "go" and parse.dependants(word.index, "xcomp") and "Ger" in word.feats:
        return "future"
    if "VerbForm=Inf" in word.feats and ("to" in marks or not auxiliaries):
        return _infinitive(parse, word)
    if any("Tense=Past" in a.feats or a.text.lower() in ("has", "have", "'ve", "’ve") for a in auxiliaries):
        planned = word.lemma.lower() in _PLANS and word.lemma.lower() not in (
            "agree",
            "promise",
            "vow",
            "pledge",
            "threaten",
        )
        return "future" if planned and "Part" in word.feats else "past"
    if auxiliaries and word.lemma.lower() in _PLANS:
        return "future"
    if "Tense=Past" in word.feats:
        if "VerbForm=Part" in word.feats and not auxiliaries and word.lemma.lower() in _PLANS:
            return None if word.head >= 0 and tense_of(parse, word.head) == "past" else "future"
        return "past"
    participle = "VerbForm=Ger" in word.feats or ("VerbForm=" not in word.feats and word.text.lower().endswith("ing"))
    if participle or ("VerbForm=Part" in word.feats and not auxiliaries):
        return tense_of(parse, word.head) if word.head >= 0 else None
    if "Tense=Pres" in word.feats or any("Tense=Pres" in a.feats for a in auxiliaries):
        if word.lemma.lower() in _SCHEDULED and not auxiliaries:
            return "future"
        return "past" if word.lemma.lower() in _SPEECH else "present"
    return "future" if word.upos == "NOUN" and word.lemma.lower() in _SCHEDULED else None


def _infinitive(parse: Parse, word: Word) -> str | None:
    if word.head < 0:
        return "future"
    governor = parse.words[word.head]
    if governor.lemma.lower() in _FAILED and word.relation == "xcomp":
        return tense_of(parse, governor.index)
    return "future"


def tense_of(parse: Parse, index: int) -> str | None:
    """past, future or None for the predicate that governs a word (or is it)."""
    if parse.words[index].deprel in ("compound", "amod", "nmod:poss"):
        return None
    seen = 0
    while index >= 0 and seen < 40:
        word = parse.words[index]
        seen += 1
        predicate = word.upos in ("VERB", "AUX") or any(
            parse.words[c].relation in ("cop", "nsubj") or parse.words[c].deprel == "aux" for c in parse.children[index]
        )
        if predicate and word.relation not in ("aux", "cop"):
            return _finite(parse, word)
        if word.upos == "ADJ" and word.lemma.lower() in _PLANS:
            return "future"
        index = word.head
    return None


def tense_in_parse(parse: Parse) -> Callable[[int, int], str | None] | None:
    """A function from a token's characters to its tense, or None for a document without words."""
    if not parse.words:
        return None

    def tense(start: int, end: int) -> str | None:
        index = parse.word_at(start)
        return None if index is None else tense_of(parse, index)

    return tense


def _cue(low: str) -> str | None:
    if low in _FUTURE_WORDS:
        return "future"
    if low in _PAST_WORDS or (len(low) > 4 and low.endswith("ed")):
        return "past"
    return None


def guess_tense(tokens: Tokens, index: int) -> str | None:
    """The tense of the nearest cue in the same sentence, to the left before to the right."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(tokens.lows) and abs(at - index) <= 25:
            code, low = tokens.classes[at], tokens.lows[at]
            if (
                code == "|"
                or low in ("!", "?")
                or (code == "P" and tokens.classes[at - 1] not in "MW" and _ends(tokens, at))
            ):
                break
            cue = _cue(low)
            if cue == "past" and at > 0 and tokens.lows[at - 1] in ("to", "be", "will"):
                cue = "future"
            if cue is not None:
                return cue
            if low == "to" and tokens.lows[at - 1] in ("is", "are", "was", "were", "plans", "due"):
                return "future"
            at += step
    return None


def _ends(tokens: Tokens, at: int) -> bool:
    """Whether a full stop ends a sentence: white space and a capital follow, and no short word stands before."""
    if at + 1 >= len(tokens.starts):
        return True
    nearby = tokens.text[tokens.ends[at] : tokens.starts[at + 1] + 1]
    return len(nearby) > 1 and nearby[-1].isupper() and len(tokens.lows[at - 1]) > 2
