"""Which mentions mean the same instrument: one thread an instrument, in the order of the text."""

from dataclasses import dataclass, field
from datetime import date

from legation.coding.instruments import InstrumentMention, find_mentions, year_of
from legation.coding.involvements import happened, involvements
from legation.knowledge.commitments import group
from legation.knowledge.instruments import register
from legation.records import Linked, Parse, Word

_LIKE = (frozenset(("treaty", "accord", "understanding", "truce")), frozenset(("law", "resolution")))
_REACH = 6
"""Sentences back that a name with words of its own may still take up an instrument without a proper name."""
_PRONOUN_REACH = 2
_NEWS_DAYS = 30
_PAST = frozenset(("previous", "old", "older", "earlier", "former", "prior", "existing", "past"))
_AFTER_IT = frozenset(
    "expire require oblige limit cap extend run last allow bar ban enter take come bind commit lapse provide call say "
    "apply stipulate permit prohibit remain obligate restrict contain include set end demand order urge impose prolong "
    "renew".split()
)


@dataclass
class Thread:
    """One instrument while the report is gone through: its mentions and the words that tell it from others."""

    mentions: list[InstrumentMention]
    words: set[str]
    kind: str
    entry: str | None
    years: set[str]
    other: bool
    group: "Thread | None" = None
    stand_ins: list[InstrumentMention] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether a mention has words of its own."""
        return any(m.naming for m in self.mentions)

    @property
    def last(self) -> InstrumentMention:
        """The mention that stands last."""
        return max((*self.mentions, *self.stand_ins), key=lambda m: m.head)


def make_threads(linked: Linked) -> list[Thread]:
    """All instruments of a report with their mentions, pronouns and stand-ins ("its terms") included."""
    parse = linked.parse
    threads: list[Thread] = []
    for mention in find_mentions(linked):
        home = _home(parse, threads, mention)
        if home is None and not mention.weak:
            threads.append(_open(parse, threads, mention))
        elif home is not None:
            _join(parse, home, mention)
    for word in parse.words:
        if _is_stand_in(linked, word) and (thread := _before(parse, threads, word)) is not None:
            thread.stand_ins.append(_stand_in(word, thread.kind))
    return threads


def _open(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread:
    year = year_of(parse, mention)
    parent = _plural_before(parse, threads, mention)
    return Thread(
        mentions=[mention], words=set(mention.words), kind=mention.kind, entry=mention.entry,
        years={year} if year else set(), other=_is_other(mention), group=parent,
    )  # fmt: skip


def _join(parse: Parse, thread: Thread, mention: InstrumentMention) -> None:
    thread.mentions.append(mention)
    thread.words |= mention.words
    if mention.entry:
        thread.entry, thread.kind = mention.entry, mention.kind
    if year := year_of(parse, mention):
        thread.years.add(year)


def _is_other(mention: InstrumentMention) -> bool:
    return bool(mention.words & group("modifiers", "other"))


def _plural_before(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    """ "Signed agreements … the oil accord": a definite name that is one of several concluded before."""
    if not mention.definite or mention.plural or mention.entry or _is_other(mention) or year_of(parse, mention):
        return None
    plurals = [
        t for t in threads if t.mentions[0].plural and not t.mentions[0].definite and _alike(t.kind, mention.kind)
    ]
    return plurals[-1] if plurals else None


def _home(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    if (thread := _apposed(parse, threads, mention)) is not None:
        return thread
    if mention.weak:
        return _same_noun(parse, threads, mention)
    if mention.entry:
        return _same_entry(parse, threads, mention)
    if _is_other(mention):
        return _other_home(threads, mention)
    if not mention.definite:
        return None
    years = {y for y in (year_of(parse, mention),) if y}
    own = mention.words - years
    able = [t for t in threads if _alike(t.kind, mention.kind) and not (years and t.years and years != t.years)]
    if own:
        return _named_home(parse, able, mention, set(own))
    able = [t for t in able if t.mentions[0].plural == mention.plural or not mention.plural]
    if years:
        return next((t for t in reversed(able) if t.years == years or not t.years), None)
    return _bare_home(parse, able, mention)


def _other_home(threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    """ "The old agreement" after "the previous agreement": the same one."""
    if not mention.definite:
        return None
    past = bool(mention.words & _PAST)
    for thread in reversed(threads):
        if (
            thread.other
            and _alike(thread.kind, mention.kind)
            and (thread.words >= mention.words or (past and thread.words & _PAST))
        ):
            return thread
    return None


def _apposed(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    """An instrument that the mention is in apposition to, or is said to be ("X is an accord that …")."""
    word = parse.words[mention.head]
    near = [word.head] if word.relation == "appos" else []
    # "New START, a 2010 accord that …": the comma tells it, whatever the tree makes of it.
    before = mention.first - 1
    if before > 0 and parse.words[before].text == "," and parse.words[mention.first].text.lower() in ("a", "an", "the"):
        near.append(before - 1)
    near += [w.index for w in parse.dependants(mention.head, "nsubj") if parse.dependants(mention.head, "cop")]
    for index in near:
        for thread in threads:
            if any(m.first <= index <= m.last for m in thread.mentions):
                return thread
    return None


def _same_noun(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    """The last instrument called by the same noun."""
    lemma = parse.words[mention.head].lemma.lower()
    for thread in reversed(threads):
        if any(parse.words[m.head].lemma.lower() == lemma for m in thread.mentions):
            return thread
    return None


def _same_entry(parse: Parse, threads: list[Thread], mention: InstrumentMention) -> Thread | None:
    """The thread with the same entry, or the news itself, where the register knows the instrument as new."""
    same = next((t for t in threads if t.entry == mention.entry), None)
    signed, published = register()[mention.entry or ""].signed, parse.document.published
    if same is not None or not signed or len(signed) < 10 or len(published or "") < 10 or published is None:
        return same
    if abs((date.fromisoformat(signed) - date.fromisoformat(published[:10])).days) > _NEWS_DAYS:
        return None
    fresh = [t for t in threads if not t.entry and not t.other and _alike(t.kind, mention.kind)]
    return fresh[0] if fresh and not fresh[0].mentions[0].plural else None


def _named_home(parse: Parse, able: list[Thread], mention: InstrumentMention, own: set[str]) -> Thread | None:
    for thread in reversed(able):
        known = thread.words - thread.years
        if known and not thread.other and (own <= known or known <= own or len(own & known) >= 2):
            return thread
    lemma = parse.words[mention.head].lemma.lower()
    for thread in reversed(able):
        reach = _REACH if len(able) > 1 else 4 * _REACH
        near = parse.words[mention.head].sentence - parse.words[thread.last.head].sentence <= reach
        fresh = (
            not thread.mentions[0].definite and not thread.mentions[0].plural and not thread.other and not thread.entry
        )
        clash = thread.named and any(w[:1].isupper() for m in thread.mentions for w in _texts(parse, m)[:-1])
        if near and fresh and not clash and (thread.kind == mention.kind or lemma != "law"):
            return thread
    return None


def _texts(parse: Parse, mention: InstrumentMention) -> list[str]:
    return [w.text for w in parse.words[mention.first : mention.last + 1]]


def _bare_home(parse: Parse, able: list[Thread], mention: InstrumentMention) -> Thread | None:
    """ "The accord": the last instrument called by the same noun, else the last that is no other one."""
    if not able:
        return None
    lemma = parse.words[mention.head].lemma.lower()
    sentence = parse.words[mention.head].sentence
    recent = sorted(able, key=lambda t: -t.last.head)
    same = [t for t in recent if any(parse.words[m.head].lemma.lower() == lemma for m in t.mentions)]
    for thread in same:
        if sentence - parse.words[thread.last.head].sentence <= 2 * _REACH:
            return thread
    main = [t for t in recent if not t.other]
    return (main or recent)[0]


def _alike(a: str, b: str) -> bool:
    return a == b or any({a, b} <= kinds for kinds in _LIKE)


def _is_stand_in(linked: Linked, word: Word) -> bool:
    parse = linked.parse
    if word.relation != "nsubj" or word.head < 0:
        return False
    verb = parse.words[word.head]
    if word.text.lower() == "it":
        mention = linked.mention_by_head.get(word.index)
        personal = mention is not None and any(
            linked.actor[a].kind == "person" for a in mention.actors if a in linked.actor
        )
        return verb.lemma.lower() in _AFTER_IT and not personal
    determiners = {w.text.lower() for w in parse.dependants(word.index, "det", "nmod:poss")}
    lemma = word.lemma.lower()
    plain = lemma in group("heads", "stand_ins") or word.text.lower().rstrip("s") in group("heads", "stand_ins")
    return (
        plain
        and bool(determiners & {"the", "its", "this", "these", "that"})
        and not parse.dependants(word.index, "amod", "nmod")
    )


def _before(parse: Parse, threads: list[Thread], word: Word) -> Thread | None:
    """The instrument last spoken of, in the sentences just before or as a subject in the same one."""
    best: tuple[int, Thread] | None = None
    for thread in threads:
        for mention in (*thread.mentions, *thread.stand_ins):
            distance = word.sentence - parse.words[mention.head].sentence
            if (
                mention.head < word.index
                and 0 <= distance <= _PRONOUN_REACH
                and (best is None or mention.head > best[0])
            ):
                best = (mention.head, thread)
    return best[1] if best else None


def _stand_in(word: Word, kind: str) -> InstrumentMention:
    return InstrumentMention(
        head=word.index, first=word.index, last=word.index, kind=kind, naming=False, definite=True, plural=False,
        words=frozenset(),
    )  # fmt: skip


def is_told(parse: Parse, mention: InstrumentMention) -> bool:
    """Whether the clause around a mention is told as fact, not as what may come or is asked for."""
    found = involvements(parse, mention.head)
    return (
        all(i.told or parse.words[i.verb].relation == "acl" for i in found)
        if found
        else happened(parse, parse.words[mention.head])
    )
