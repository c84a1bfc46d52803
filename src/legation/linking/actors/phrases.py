"""Noun phrases of a parse: heads, extents, number, definiteness, in the order of their head words."""

from legation.knowledge.roles import role_index
from legation.linking.actors.scene import NameSpan, Scene
from legation.records import Word

PRONOUNS: dict[str, tuple[str, str, str]] = {
    # person, number (s, p, "" either), gender (m, f, n, "" either)
    **dict.fromkeys(("he", "him", "his", "himself"), ("3", "s", "m")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("3", "s", "f")),
    **dict.fromkeys(("it", "its", "itself"), ("3", "s", "n")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves", "'em", "em"), ("3", "p", "")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("1", "s", "")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("1", "p", "")),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), ("2", "", "")),
}
RELATIVE = frozenset(("who", "whom", "whose", "which", "that"))
DEMONSTRATIVE = frozenset(("this", "that", "these", "those"))
_NOMINAL_RELATIONS = frozenset(
    (
        "nsubj",
        "obj",
        "iobj",
        "obl",
        "nmod",
        "conj",
        "root",
        "appos",
        "parataxis",
        "dislocated",
        "list",
        "vocative",
        "xcomp",
        "ccomp",
        "advcl",
        "dep",
        "orphan",
        "discourse",
        "reparandum",
    )
)
_INSIDE = frozenset(("det", "amod", "compound", "nummod", "nmod", "flat", "fixed", "acl", "advmod", "goeswith", "case"))
_BEFORE = frozenset(("det", "amod", "compound", "nummod", "nmod", "flat", "fixed", "advmod", "goeswith", "obl", "case"))
_BREAKS = frozenset(("“", "”", '"', "''", "``", "—", "--", ":", ";", "(", "[", "?", "!"))
_LONGEST = 12
_NOMINAL = ("NOUN", "PROPN")
_IDIOMS = frozenset(
    "example fact addition instance order course contrast general particular terms behalf spite etc least".split()
)
_NO_PHRASE = frozenset(
    ("flat", "fixed", "goeswith", "expl", "case", "det", "cc", "mark", "advmod", "aux", "cop", "punct")
)


class Phrase:
    """A noun phrase. `first`–`stop`: core words (no relative clause, apposition or conjunct); `low`–`high`: with
    relative clauses (high excluded). `kind`: name, nominal, pronoun, modifier (a name before a noun)."""

    __slots__ = (
        "definite", "first", "gender", "head", "high", "kind", "low", "modifiers", "name", "number", "person", "plural",
        "possessive", "quoted", "referent", "sentence", "stop", "subject",
    )  # fmt: skip

    def __init__(self, number: int, head: int, kind: str, sentence: int) -> None:
        self.number = number
        self.head = head
        self.kind = kind
        self.sentence = sentence
        self.first = self.low = head
        self.stop = self.high = head + 1
        self.name: NameSpan | None = None
        self.plural: bool | None = None
        self.gender = ""
        self.person = "3"
        self.definite = False
        self.possessive = False
        self.subject = False
        self.quoted = False
        self.modifiers: frozenset[str] = frozenset()
        self.referent = -1


def find_phrases(scene: Scene) -> list[Phrase]:
    """All noun phrases and pronouns, by their head words."""
    found: list[Phrase] = []
    for number, sentence in enumerate(scene.parse.sentences):
        here: list[Phrase] = []
        for index in range(max(sentence.first, scene.dateline), sentence.stop):
            kind = _kind(scene, scene.parse.words[index])
            if kind is not None:
                phrase = Phrase(0, index, kind, number)
                _describe(scene, phrase)
                here.append(phrase)
        found += _join_titles(scene, here, sentence.first)
    for number, phrase in enumerate(found):
        phrase.number = number
    return found


def _join_titles(scene: Scene, phrases: list[Phrase], start: int) -> list[Phrase]:
    """Titles and the names after them are one phrase, whatever the tree makes of them."""
    swallowed: set[int] = set()
    for phrase in phrases:
        if phrase.kind == "name" and phrase.name is not None and _is_person(phrase.name):
            first = _title_start(scene, phrase.name.first, start)
            if first < phrase.name.first:
                swallowed.update(range(first, phrase.name.first))
                _widen(scene, phrase, min(first, phrase.first))
    kept = []
    for phrase in phrases:
        if (
            phrase.head in swallowed
            and phrase.kind != "pronoun"
            and not (phrase.name is not None and _is_person(phrase.name))
        ):
            if phrase.name is None:
                continue
            phrase.kind = "modifier"
            phrase.first, phrase.stop = phrase.name.first, phrase.name.stop
        kept.append(phrase)
    return sorted(kept, key=lambda p: (p.head, p.stop))


def _is_person(span: NameSpan) -> bool:
    return span.entry("person") is not None or (span.label == "PER" and not span.entries)


def _title_start(scene: Scene, name: int, start: int) -> int:
    """The first word of the title before a name; the name itself where there is none."""
    roles = role_index()
    for index in range(name - 1, max(start, name - 8) - 1, -1):
        found = roles.find(scene.lower, index)
        joined = found is not None and (found[2] == name or _is_complement(scene, found[2], name))
        if found is not None and joined and found[0].kind in ("person", "group"):
            first = found[1]
            while first > start and _belongs(scene, first - 1):
                first -= 1
            return first
    return name


def _belongs(scene: Scene, index: int) -> bool:
    """Whether a word before a title is part of it: a modifier, or the name of a state or organisation."""
    word = scene.parse.words[index]
    if word.upos not in ("ADJ", "NOUN", "PROPN"):
        return False
    span = scene.name_at.get(index)
    return word.head >= index or (
        span is not None and span.entry("state", "demonym", "organisation", "organ") is not None
    )


def _is_complement(scene: Scene, first: int, name: int) -> bool:
    """Whether the words between a title and a name belong to the title: "envoy for Syria", "president of the
    council".
    """
    words = scene.parse.words
    between = words[first:name]
    if (
        not between
        or scene.lower[first] not in ("of", "for", "to", "at", "in", "on")
        or between[-1].upos not in _NOMINAL
    ):
        return False
    if any(w.upos not in (*_NOMINAL, "ADJ", "DET", "ADP", "CCONJ") for w in between):
        return False
    span = scene.name_at.get(name)
    head = scene.head_of(span) if span is not None else name
    title = range(max(0, first - 3), name)
    if words[head].head in title or any(words[i].head == head for i in title):
        return True
    return any(words[i].head == words[head].head and words[i].relation == words[head].relation for i in title)


def _widen(scene: Scene, phrase: Phrase, first: int) -> None:
    words = scene.parse.words
    phrase.first, phrase.low = first, min(first, phrase.low)
    stop = phrase.name.stop if phrase.name is not None else phrase.stop
    phrase.stop = max(stop, phrase.head + 1)
    outer = next((i for i in range(first, stop) if not first <= words[i].head < stop), phrase.head)
    if outer != phrase.head:
        phrase.head = outer
        phrase.subject = words[outer].relation == "nsubj"
        phrase.possessive = words[outer].deprel == "nmod:poss"


def _kind(scene: Scene, word: Word) -> str | None:
    """What sort of phrase a word heads; None where it heads none."""
    relation = word.relation
    lower = scene.lower[word.index]
    if word.upos == "PRON" or (word.upos == "DET" and word.deprel == "nmod:poss"):
        if lower in PRONOUNS and relation != "expl":
            return "pronoun"
        if lower in RELATIVE and "PronType=Rel" in word.feats:
            return "relative"
        if lower in DEMONSTRATIVE and relation in _NOMINAL_RELATIONS:
            return "demonstrative"
        return "nominal" if relation in ("nsubj", "obj", "obl", "nmod", "conj") and lower in _QUANTITIES else None
    span = scene.name_at.get(word.index)
    if span is not None and _is_person(span) and scene.head_of(span) == word.index:
        return "modifier" if word.head >= span.stop and relation in ("compound", "amod") else "name"
    if span is not None and scene.head_of(span) != word.index:
        return "modifier" if _is_inner_head(span, word.index) else None
    if relation in ("compound", "amod") or word.deprel == "nmod:desc":
        return "modifier" if span is not None else None
    if relation in _NO_PHRASE:
        return None
    if lower in _IDIOMS and relation in ("obl", "nmod", "conj") and not _has_determiner(scene, word.index):
        return None
    if word.upos in ("NOUN", "PROPN") or (span is not None and relation in _NOMINAL_RELATIONS):
        return "name" if span is not None else "nominal"
    if word.upos == "NUM" and relation in ("obl", "nmod") and lower.isdigit() and len(lower) == 4:
        return "nominal"
    if word.upos in ("NUM", "DET", "ADJ") and relation in ("nsubj", "obj", "iobj", "obl", "nmod", "appos"):
        return (
            "nominal" if lower in _QUANTITIES or scene.case(word.index) or _has_determiner(scene, word.index) else None
        )
    return None


_QUANTITIES = frozenset(
    "two both three four either neither each all some many most others another other former "
    "latter several few one none".split()
)


def _is_inner_head(span: NameSpan, index: int) -> bool:
    return any(
        part.stop - 1 == index and part.entry("state", "demonym", "organisation", "capital") for part in span.inner
    )


def _has_determiner(scene: Scene, index: int) -> bool:
    return any(scene.parse.words[c].relation == "det" for c in scene.children[index])


def _describe(scene: Scene, phrase: Phrase) -> None:
    words = scene.parse.words
    word = words[phrase.head]
    phrase.quoted = scene.quoted[phrase.head]
    phrase.subject = word.relation == "nsubj"
    phrase.possessive = word.deprel == "nmod:poss"
    phrase.name = scene.name_at.get(phrase.head)
    if phrase.kind == "pronoun":
        phrase.person, number, phrase.gender = PRONOUNS[scene.lower[phrase.head]]
        phrase.plural = None if not number else number == "p"
        phrase.definite = True
        return
    phrase.plural = True if "Number=Plur" in word.feats else False if "Number=Sing" in word.feats else None
    if phrase.kind == "modifier":
        _describe_modifier(scene, phrase)
        return
    phrase.first, phrase.stop = _reach(scene, phrase.head, False)
    phrase.low, phrase.high = _reach(scene, phrase.head, True)
    if phrase.name is not None:
        phrase.first = min(phrase.first, phrase.name.first)
        phrase.stop = phrase.name.stop if phrase.name.first <= phrase.head else max(phrase.stop, phrase.name.stop)
        phrase.low, phrase.high = min(phrase.low, phrase.first), max(phrase.high, phrase.stop)
    _trim(scene, phrase)
    _describe_modifiers(scene, phrase)


def _describe_modifier(scene: Scene, phrase: Phrase) -> None:
    span = phrase.name
    if span is None:
        return
    governor = scene.parse.words[phrase.head].head
    phrase.subject = governor >= 0 and scene.parse.words[governor].relation == "nsubj"
    part = next((p for p in span.inner if p.stop - 1 == phrase.head), span)
    phrase.name = part
    phrase.first = phrase.low = part.first
    phrase.stop = phrase.high = part.stop
    phrase.definite = True


def _reach(scene: Scene, head: int, wide: bool, depth: int = 0) -> tuple[int, int]:
    """First word and stop (excluded) of a phrase; `wide` ones hold relative clauses too."""
    words = scene.parse.words
    low, high = head, head + 1
    for child in scene.children[head]:
        word = words[child]
        relation = word.relation
        if depth == 0 and (relation in ("case", "advmod", "obl") or scene.lower[child] == "no") and child < head:
            continue
        if child > head and relation not in ("conj", "cc") and not _follows(scene, head, child, wide):
            continue
        if depth and relation in ("conj", "cc") and child > head and not _parted(scene, child):
            first, stop = _reach(scene, child, wide, depth + 1)
            high = max(high, stop)
            continue
        if relation in ("conj", "cc") or (child < head and relation not in _BEFORE):
            continue
        if relation == "acl" and child > head and not wide:
            first, stop = _clause(scene, child)
        elif wide and child > head and relation in ("acl", "nmod"):
            first, stop = scene.parse.extents[child][0], scene.parse.extents[child][1] + 1
        else:
            first, stop = _reach(scene, child, wide, depth + 1)
        low, high = min(low, first), max(high, stop)
    return low, high


def _follows(scene: Scene, head: int, child: int, wide: bool) -> bool:
    """Whether a dependant after a head belongs to its phrase."""
    word = scene.parse.words[child]
    if word.relation not in _INSIDE:
        return False
    first = scene.parse.extents[child][0]
    if scene.texts[first] in ("(", "[") or scene.texts[first - 1] in ("(", "["):
        return False
    clause = word.deprel == "acl:relcl"
    if clause or word.relation == "acl":
        return (
            wide and (clause or scene.texts[first] != ",")
            if clause
            else not _parted(scene, child) and child - head <= 12
        )
    return not _parted(scene, child) or (wide and word.relation in ("nmod", "nummod"))


def _clause(scene: Scene, child: int) -> tuple[int, int]:
    first, last = scene.parse.extents[child]
    return first, min(last + 1, child + 12)


def _parted(scene: Scene, child: int) -> bool:
    """Whether a comma or dash stands before a modifier that follows."""
    first = scene.parse.extents[child][0]
    return any(scene.texts[i] in (",", ";", ":", "—", "–", "--", "(") for i in (first, first - 1) if 0 <= i < child)


def _trim(scene: Scene, phrase: Phrase) -> None:
    words = scene.parse.words
    for lo, hi in (("first", "stop"), ("low", "high")):
        first, stop = getattr(phrase, lo), getattr(phrase, hi)
        while first < phrase.head and (
            words[first].upos in ("PUNCT", "CCONJ") or words[first].relation in ("case", "cc")
        ):
            first += 1
        while stop - 1 > phrase.head and (words[stop - 1].upos == "PUNCT" or scene.lower[stop - 1] in ("'s", "'")):
            stop -= 1
        if lo == "first":
            first, stop = _cut(scene, phrase.head, first, stop)
        setattr(phrase, lo, first)
        setattr(phrase, hi, stop)


def _cut(scene: Scene, head: int, first: int, stop: int) -> tuple[int, int]:
    """Core phrases end at quotation marks and dashes, and after a dozen words: what is longer is a slip of the tree."""
    for index in range(head - 1, first - 1, -1):
        if scene.texts[index] in _BREAKS or head - index > _LONGEST:
            first = index + 1
            break
    for index in range(head + 1, stop):
        if scene.texts[index] in _BREAKS or scene.texts[index] == "," or index - head > _LONGEST:
            return first, index
    return first, stop


def _hangs(word: Word, phrase: Phrase) -> bool:
    """Whether a function word before a phrase is not part of it."""
    return word.relation in ("case", "cc") and (word.head == phrase.head or not phrase.low <= word.head < phrase.high)


def _describe_modifiers(scene: Scene, phrase: Phrase) -> None:
    words = scene.parse.words
    kept = set()
    for child in scene.children[phrase.head]:
        word = words[child]
        relation = word.relation
        if relation == "det":
            phrase.definite |= scene.lower[child] in ("the", "this", "that", "these", "those", "both")
        elif word.deprel == "nmod:poss":
            phrase.definite = True
        elif relation in ("amod", "compound", "nummod") and child < phrase.head:
            kept.add(scene.lower[child])
    if phrase.kind == "name":
        phrase.definite = True
    phrase.modifiers = frozenset(kept)
