"""Whether an act is reported as happening, past, to come, conceivable or not happening (PLOVER's auxiliary modes)."""

from datetime import date

from legation.knowledge.events import words
from legation.records import Interval, Parse, Word

_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "neither", "nor", "without"))
_FUTURE_AUX = frozenset(("will", "shall", "'ll", "’ll", "wo", "going"))
_DOUBTFUL_AUX = frozenset(("could", "may", "might", "should", "can", "must", "ought"))
# Governing words: what they say is to come, or only conceivable.
_FUTURE_HEADS = words("future_heads")
_DOUBTFUL_HEADS = words("doubtful_heads")
# Governing words, and verbs with particles, that say that what they govern is not done.
_FAILED_HEADS = frozenset(
    ("fail", "unable", "refuse", "decline", "cease", "avoid", "stop", "refrain", "abstain", "desist")
)
_KEPT_OFF = {
    "rule": ("out",), "stop": ("short",), "fall": ("short",), "shy": ("away",), "steer": ("clear",), "stay": ("clear",),
    "back": ("away", "off"),
}  # fmt: skip
_CONDITIONS = frozenset(("if", "unless", "whether", "lest"))
_DONE_HEADS = frozenset(("manage", "begin", "start", "continue", "help", "force", "get", "dare", "proceed"))
_PLANS = frozenset("plan decision agreement pledge promise order commitment deal vow intention accord offer".split())
_LASTING = frozenset(("continue", "remain", "keep"))
HISTORICAL_DAYS = 270
"""Days before publication from which an act is background, not news (the guidelines' "long before the news")."""


def _auxiliaries(parse: Parse, word: Word) -> set[str]:
    return {w.text.lower() for w in parse.dependants(word.index, "aux")} | {
        w.lemma.lower() for w in parse.dependants(word.index, "aux")
    }


def is_negated(parse: Parse, index: int) -> bool:
    """Whether a predicate is denied where it stands ("did not", "neither side has", "failed to")."""
    word = parse.words[index]
    for child in parse.dependants(index, "advmod", "det", "cc:preconj", "cc", "case"):
        if child.lemma.lower() in _NEGATIONS or child.text.lower() in _NEGATIONS:
            return True
        if child.text.lower() == "longer" and any(w.text.lower() == "no" for w in parse.dependants(child.index)):
            return True
    for subject in parse.dependants(index, "nsubj", "nsubj:pass", "obj"):
        marks = [subject, *parse.dependants(subject.index, "det", "cc:preconj", "cc")]
        if any(w.text.lower() in ("no", "neither", "nobody", "none") for w in marks):
            return True
    if word.head < 0:
        return False
    head = parse.words[word.head]
    if word.relation == "xcomp" and head.lemma in _DOUBTFUL_HEADS and is_negated(parse, head.index):
        return True  # "does not want to accuse"
    if word.relation in ("xcomp", "ccomp"):
        return _is_kept_off(parse, head) or (
            head.lemma in _DONE_HEADS | _FUTURE_HEADS and is_negated(parse, head.index)
        )
    if word.relation in ("advcl", "acl"):
        opening = {w.text.lower() for w in parse.dependants(index, "mark")}
        return "without" in opening or (bool(opening & {"from", "of"}) and _is_kept_off(parse, head))
    return False


def _is_kept_off(parse: Parse, head: Word) -> bool:
    """Whether a verb says that what it governs is not done ("refrained from", "ruled out", "stopped short of")."""
    particles = {w.lemma.lower() for w in parse.dependants(head.index, "advmod", "compound", "xcomp")}
    return head.lemma in _FAILED_HEADS or bool(particles.intersection(_KEPT_OFF.get(head.lemma, ())))


def _condition(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    marks = {w.text.lower() for w in parse.dependants(index, "mark")}
    return bool(marks & _CONDITIONS) and word.relation in ("advcl", "ccomp", "acl", "root", "conj")


def modality(parse: Parse, index: int, depth: int = 0) -> str:
    """`asserted`, `future` or `hypothetical`, from auxiliaries and governing words."""
    word = parse.words[index]
    auxiliaries = _auxiliaries(parse, word)
    if _condition(parse, index):
        return "hypothetical"
    if word.relation == "xcomp" and word.head >= 0 and parse.words[word.head].lemma in _LASTING:
        return "asserted"
    if auxiliaries & _FUTURE_AUX and word.upos in ("VERB", "ADJ", "NOUN", "AUX"):
        return "hypothetical" if _has_condition(parse, index) else "future"
    if "would" in auxiliaries:
        return "hypothetical" if _has_condition(parse, index) or not _reported(parse, word) else "future"
    if auxiliaries & _DOUBTFUL_AUX:
        return "hypothetical"
    if "be" in auxiliaries and any(w.text.lower() == "to" for w in parse.dependants(index, "mark", "aux")):
        return "future"
    if depth > 4 or word.head < 0:
        return "asserted"
    return _governed(parse, word, depth)


def _has_condition(parse: Parse, index: int) -> bool:
    return any(_condition(parse, w.index) for w in parse.dependants(index, "advcl"))


def _reported(parse: Parse, word: Word) -> bool:
    return word.relation in ("ccomp", "parataxis") or any(
        w.lemma in ("say", "tell", "announce", "add", "write") for w in parse.dependants(word.index, "parataxis")
    )


def _governed(parse: Parse, word: Word, depth: int) -> str:
    head = parse.words[word.head]
    infinitive = any(w.text.lower() == "to" for w in parse.dependants(word.index, "mark"))
    if word.relation == "conj":
        return modality(parse, head.index, depth + 1) if not _auxiliaries(parse, word) else "asserted"
    if word.relation in ("xcomp", "ccomp", "advcl", "acl", "csubj") and (infinitive or word.relation == "xcomp"):
        if head.lemma in _DONE_HEADS:
            return modality(parse, head.index, depth + 1)
        if head.lemma in _DOUBTFUL_HEADS:
            return "hypothetical"
        if head.lemma in _FUTURE_HEADS or head.lemma in _PLANS:
            return "future"
        if head.upos == "AUX" or head.lemma == "be":
            return "future"
        return (
            "hypothetical"
            if infinitive and word.relation in ("advcl", "acl")
            else modality(parse, head.index, depth + 1)
        )
    if word.upos == "NOUN" and word.relation in ("obj", "nsubj:pass", "nsubj", "obl"):
        if word.relation == "obj" and head.lemma in _DOUBTFUL_HEADS:
            return "hypothetical"
        return modality(parse, head.index, depth + 1) if word.relation in ("obj", "nsubj:pass") else "asserted"
    return "asserted"


def days_before(interval: Interval | None, published: str | None) -> int | None:
    """Days from the end of an interval to the day of publication."""
    if interval is None or published is None:
        return None
    return (date.fromisoformat(published) - date.fromisoformat(interval.to)).days


def status(parse: Parse, index: int, interval: Interval | None) -> str:
    """The status of the act named by a predicate, given the days on which it took or takes place."""
    published = parse.document.published
    before = days_before(interval, published)
    mood = modality(parse, index)
    if is_negated(parse, index):
        return "negated"
    if mood == "future" and before is not None and before > 0:
        mood = "asserted"
    if mood == "asserted" and before is not None:
        if before > HISTORICAL_DAYS:
            return "historical"
        if interval is not None and published is not None and interval.from_ > published:
            return "future"
    return mood
