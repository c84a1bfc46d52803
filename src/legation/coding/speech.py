"""What a statement does (its act), how sure it is, and how the report withholds the speaker's name."""

from itertools import pairwise

from legation.knowledge.speech import content_words, cue_acts, wording
from legation.records import Parse, Word

_MUSING = frozenset(("expect", "think", "hope", "like", "prefer", "say", "want", "see", "be", "rather", "need", "have"))
_NAMING = frozenset(("call", "describe", "characterise", "characterize", "brand", "label", "depict", "portray"))


def span_words(parse: Parse, start: int, end: int) -> list[Word]:
    """Words that lie within a span of characters."""
    low, high = 0, len(parse.words)
    while low < high:
        middle = (low + high) // 2
        if parse.words[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    found = []
    for word in parse.words[low:]:
        if word.start >= end:
            break
        found.append(word)
    return found


def act_of_cue(parse: Parse, cue: list[Word]) -> str | None:
    """The act that the words of a cue show by themselves."""
    known = cue_acts()
    lemmas = [w.lemma.lower() for w in cue]
    for word in cue:
        for particle in (*parse.dependants(word.index, "compound:prt", "advmod"), *_prepositions(parse, word)):
            pair = f"{word.lemma.lower()} {particle.text.lower()}"
            if pair in known:
                return known[pair]
    acts = [known[x] for x in lemmas if x in known]
    strong = [a for a in acts if a != "assert"]
    return next(iter(strong or acts), None)


def _prepositions(parse: Parse, word: Word) -> list[Word]:
    return [c for w in parse.dependants(word.index, "obl") for c in parse.dependants(w.index, "case")]


def tell_act(parse: Parse, cue: list[Word], content: list[Word], quoted: bool) -> str:
    """The speech act of a statement, by its cue before its content."""
    act = act_of_cue(parse, cue)
    if any(w.lemma in ("warn", "caution") for w in cue):
        return "threaten" if _announces_harm(content) else "assess"
    if act == "promise" and _announces_harm(content):
        return "threaten"
    if act == "assess" and any(w.lemma in _NAMING for w in cue):
        return "accuse" if _shows(content, "accuse") else "support" if _shows(content, "praise") else "assess"
    if act not in (None, "assert"):
        return act or ""
    return _act_of_content(parse, content) or _weight(parse, content, quoted)


def _shows(content: list[Word], act: str) -> bool:
    return bool(_pairs(content) & content_words(act))


def _announces_harm(content: list[Word]) -> bool:
    """Whether something hostile is said to come: "would pay a heavy price"."""
    to_come = any(w.lemma in ("will", "would", "shall", "if") or w.text == "’ll" for w in content)
    return to_come and _shows(content, "threaten")


def _pairs(content: list[Word]) -> set[str]:
    lemmas = [w.lemma.lower() for w in content]
    return set(lemmas) | {f"{a} {b}" for a, b in pairwise(lemmas)}


def _act_of_content(parse: Parse, content: list[Word]) -> str | None:
    if _announces_harm(content) and _shows(content, "harm"):
        return "threaten"
    if _shows(content, "deny") or _negates(parse, content):
        return "deny"
    for act in ("accuse", "support", "propose", "request"):
        if _shows(content, act):
            return act
    if _own_future(parse, content) or _shows(content, "promise"):
        return "promise"
    return None


def main_word(parse: Parse, content: list[Word]) -> Word | None:
    """The highest word of what is said."""
    inside = {w.index for w in content}
    heads = [w for w in content if w.head not in inside and w.upos in ("VERB", "ADJ", "NOUN", "AUX", "PROPN", "PRON")]
    verbs = [w for w in heads if w.upos in ("VERB", "ADJ") or parse.dependants(w.index, "cop")]
    return next(iter(verbs or heads), None)


def _negates(parse: Parse, content: list[Word]) -> bool:
    """Whether the main clause is denied ("was not a declaration of war"), and not by "nobody" or a wish."""
    main = main_word(parse, content)
    if main is None:
        return False
    modal = {w.lemma for w in parse.dependants(main.index, "aux")} & {
        "will",
        "would",
        "could",
        "may",
        "might",
        "should",
    }
    denied = any(w.lemma in ("not", "never") for w in parse.dependants(main.index, "advmod"))
    nothing = any(w.lemma == "nothing" for w in parse.dependants(main.index, "nsubj", "obj"))
    return (denied and not modal) or nothing


def _own_future(parse: Parse, content: list[Word]) -> bool:
    """ "We will …", or "he would …" of the speaker himself: he announces what he does."""
    for word in content:
        if word.relation != "aux" or word.head < 0 or word.lemma not in ("will", "shall", "would"):
            continue
        verb = parse.words[word.head]
        if verb.lemma in _MUSING or verb.upos != "VERB":
            continue
        people = ("i", "we") if word.lemma != "would" else ("he", "she", "they")
        if any(s.text.lower() in people for s in parse.dependants(word.head, "nsubj")):
            return True
    return False


def _weight(parse: Parse, content: list[Word], quoted: bool) -> str:
    """`assess` for what is judged or expected, `assert` for what is told as a fact."""
    main = main_word(parse, content)
    if _shows(content, "assess") or main is None:
        return "assess"
    auxiliaries = {w.lemma for w in parse.dependants(main.index, "aux")}
    if auxiliaries & {"could", "may", "might", "should", "will"} or (
        main.upos == "ADJ" and parse.dependants(main.index, "cop")
    ):
        return "assess"
    passive = bool(parse.dependants(main.index, "aux:pass"))
    present = "Tense=Pres" in main.feats or any("Tense=Pres" in w.feats for w in parse.dependants(main.index, "cop"))
    progressive = "be" in auxiliaries or "VerbForm=Part" in main.feats
    return "assess" if quoted and present and not passive and not progressive else "assert"


def hedges(content: list[Word]) -> tuple[str, ...]:
    """Words by which the speaker leaves room for doubt, as the report has them."""
    known = wording("hedges")
    return tuple(dict.fromkeys(w.text.lower() for w in content if w.lemma.lower() in known))


def anonymity_wording(text: str) -> str | None:
    """The words by which a passage withholds a name ("speaking on condition of anonymity")."""
    lowered = text.lower()
    found = [(lowered.find(x), x) for x in wording("anonymity") if x in lowered]
    if not found:
        return None
    at, words = min(found, key=lambda f: (-len(f[1]), f[0]))
    return text[at : at + len(words)]
