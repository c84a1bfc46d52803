"""What a statement does (its act), how sure it is, and how the report withholds the speaker's name."""

from itertools import pairwise

from legation.knowledge.speech import content_words, cue_acts, wording
from legation.records import Parse, Word

_ORDER = ("deny", "threaten", "accuse", "support", "propose", "request", "promise", "assess")
_FIRST = frozenset(("i", "we", "he", "she", "they", "it"))


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
    if act == "deny" and any(w.lemma in ("reject",) for w in cue) and _shows(content, "accuse"):
        return "accuse"
    if act not in (None, "assert"):
        return _checked(act or "", cue, content)
    found = _act_of_content(parse, content)
    if found is not None:
        return found
    if act == "assert":
        return "assert"
    return "assess" if quoted else "assert"


def _checked(act: str, cue: list[Word], content: list[Word]) -> str:
    if act == "assess" and any(w.lemma in ("call", "describe", "characterise", "characterize", "brand") for w in cue):
        return "accuse" if _shows(content, "accuse") else "assess"
    return act


def _shows(content: list[Word], act: str) -> bool:
    lemmas = {w.lemma.lower() for w in content}
    return bool(lemmas & content_words(act))


def _announces_harm(content: list[Word]) -> bool:
    return _shows(content, "threaten")


def _pairs(content: list[Word]) -> set[str]:
    lemmas = [w.lemma.lower() for w in content]
    return set(lemmas) | {f"{a} {b}" for a, b in pairwise(lemmas)}


def _act_of_content(parse: Parse, content: list[Word]) -> str | None:
    lemmas = _pairs(content)
    for act in ("deny", "threaten", "accuse", "support", "propose", "request"):
        if lemmas & content_words(act):
            return act
    if _own_future(parse, content) or lemmas & content_words("promise"):
        return "promise"
    if lemmas & content_words("assess") or _evaluates(parse, content):
        return "assess"
    return None


def _own_future(parse: Parse, content: list[Word]) -> bool:
    """ "We will …", "I shall …": the speaker announces what he does."""
    for word in content:
        if word.lemma in ("will", "shall") and word.relation == "aux" and word.head >= 0:
            subjects = parse.dependants(word.head, "nsubj")
            if any(s.text.lower() in ("i", "we") for s in subjects):
                return True
    return False


def _evaluates(parse: Parse, content: list[Word]) -> bool:
    """Whether the main clause says what something is like ("is very good")."""
    return any(w.upos == "ADJ" and parse.dependants(w.index, "cop") for w in content)


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
