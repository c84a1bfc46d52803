"""Which date belongs to an event: its own clause's, by the tree; never a neighbour's.

The ladder: the trigger's own modifiers; its clause's; for verbs joined by "and" a date that stands before the first
of them; for participles ("…, saying that") and infinitives what governs them; for "two days after he resigned" the
governing clause's date less the distance; for a pronoun that goes on telling in the past tense the preceding
sentence's date."""

import re
from collections.abc import Sequence

from legation.linking.times.bounds import bound, length, limited, moved
from legation.records import Interval, Parse, TimeExpression, Word

_CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "csubj", "parataxis", "xcomp"})
_PLANS = frozenset("agree promise plan vow pledge want intend expect hope threaten schedule prepare offer".split())
_INTENTS = frozenset("intend plan hope expect want aim schedule set due wish seek".split())
_MODALS = frozenset("will would shall should may might must can could 'll wo ca".split())
_SPEECH = frozenset(
    "say tell announce report add write state note claim warn declare confirm deny accuse argue insist condemn "
    "describe speak "
    "urge call believe think suggest reiterate stress hear".split()
)
_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)([YMWD]))")
_RANGE = re.compile(r"\s*(?:-|–|—|to|until|till|through|and)\s+(?:the\s+)?|\s*[-–—]\s*")
_PAIRED = re.compile(r"\b(?:from|between)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def is_clause(parse: Parse, word: Word) -> bool:
    """Whether a word heads a clause: by its relation, or as a verb joined to one."""
    if word.relation in _CLAUSES:
        return True
    return word.relation == "conj" and (
        word.upos in ("VERB", "AUX") or bool(parse.dependants(word.index, "nsubj", "cop"))
    )


def clause_of(parse: Parse, index: int) -> int:
    """The head of the clause that a word stands in (itself where it heads one)."""
    for _ in range(60):
        word = parse.words[index]
        if word.head < 0 or is_clause(parse, word):
            return index
        index = word.head
    return index


def _reach(parse: Parse, times: Sequence[TimeExpression], index: int) -> list[tuple[int, TimeExpression]]:
    """The times of a word's sentence with their head words."""
    sentence = parse.sentences[parse.words[index].sentence]
    found = []
    for time in times:
        if time.start >= sentence.end:
            break
        if time.start >= sentence.start and (head := _head(parse, time)) is not None:
            found.append((head, time))
    return found


def _head(parse: Parse, time: TimeExpression) -> int | None:
    """The word of an expression that is governed from outside it."""
    first, last = parse.word_at(time.start), parse.word_at(time.end - 1)
    if first is None or last is None:
        return None
    for index in range(last, first - 1, -1):
        if not first <= parse.words[index].head <= last:
            return index
    return last


def _is_dateline(parse: Parse, time: TimeExpression) -> bool:
    if time.start > 80:
        return False
    after = parse.document.text[time.end : time.end + 30]
    return (
        bool(re.match(r"\s*(\([^)]*\))?\s*[-–—]{1,2}\s", after))
        and parse.document.text[: time.start].strip()[:3].isupper()
    )


def _usable(parse: Parse, time: TimeExpression) -> bool:
    return time.type != "SET" and (time.from_ is not None or time.to is not None) and not _is_dateline(parse, time)


class View:
    """The dates of one sentence, as its tree hangs them."""

    def __init__(self, parse: Parse, times: Sequence[TimeExpression], index: int) -> None:
        self.parse = parse
        self.all = times
        self.here = _reach(parse, times, index)

    def direct(self, index: int) -> list[TimeExpression]:
        """Dates that hang on a word, directly or through "night of", "week of"."""
        found = []
        for head, time in self.here:
            if not _usable(self.parse, time):
                continue
            governor = self.parse.words[head].head
            inside = head
            while (
                governor >= 0
                and governor != index
                and self.parse.words[governor].lemma.lower()
                in (
                    "night",
                    "morning",
                    "evening",
                    "afternoon",
                    "week",
                    "day",
                    "weekend",
                    "end",
                    "beginning",
                    "start",
                    "late",
                )
            ):
                inside, governor = governor, self.parse.words[governor].head
            if (index in (governor, inside)) and self.parse.words[inside].relation not in ("nsubj", "conj"):
                found.append(time)
        return found

    def loose(self, clause: int) -> list[TimeExpression]:
        """Days of the week and the like that a parser hung on a noun of the clause ("signed agreements on
        Thursday")."""
        found = []
        for head, time in self.here:
            word = self.parse.words[head]
            if not _usable(self.parse, time) or word.deprel in (
                "compound",
                "nummod",
                "amod",
                "nmod:poss",
                "nsubj",
                "nsubj:pass",
            ):
                continue
            if (
                length(time) <= 31
                and clause_of(self.parse, head) == clause
                and head > clause
                and not time.text[:1].isdigit()
            ):
                found.append(time)
        return found

    def contradicts(self, clause: int, time: TimeExpression) -> bool:
        """Whether a date lies ahead of the publication and the verb behind it: "agreed to leave by 2030"."""
        published, word = (self.parse.document.published or "")[:10], self.parse.words[clause]
        if not published or time.from_ is None or word.lemma.lower() in _INTENTS:
            return False
        window = time.type == "DURATION" and time.from_ == published
        if not (window or time.from_ > published):
            return False
        helpers = {a.text.lower() for a in self.parse.dependants(clause, "aux")}
        if is_past(self.parse, word) or helpers & {"has", "have", "had"}:
            return not helpers & {"would", "could", "should", "might"}
        return window and not helpers & _MODALS and "VerbForm=Inf" not in word.feats

    def clause(self, clause: int, depth: int = 0) -> Interval | None:
        """The date of a clause, climbing the ladder."""
        own = [t for t in self.direct(clause) or self.loose(clause) if not self.contradicts(clause, t)]
        if own:
            return self.join(own)
        if depth > 6:
            return None
        word = self.parse.words[clause]
        found = (
            self.since(clause)
            or self.since_event(clause)
            or self.when(clause)
            or self.intended(clause)
            or self.planned(clause)
            or self.meanwhile(clause)
        )
        if found is not None or word.head < 0:
            return found
        if word.relation == "conj" or (word.relation == "parataxis" and not self.parse.dependants(clause, "nsubj")):
            return self.conjunct(clause, depth)
        if word.relation == "advcl":
            return self.adverbial(clause, depth)
        governor = self.parse.words[word.head].lemma.lower()
        if word.relation == "xcomp" and governor not in _PLANS:
            return self.clause(clause_of(self.parse, word.head), depth + 1)
        return None

    def since_then(self, clause: int) -> list[Word]:
        """The word "since" of "since then" at the head of the sentence, for a clause in the perfect."""
        sentence = self.parse.sentences[self.parse.words[clause].sentence]
        words = self.parse.words[sentence.first : sentence.stop]
        if len(words) > 2 and words[0].text.lower() == "since" and words[1].text.lower() == "then":
            perfect = any(a.text.lower() in ("has", "have") for a in self.parse.dependants(clause, "aux"))
            return [words[0]] if perfect else []
        return []

    def planned(self, clause: int) -> Interval | None:
        """The subject's own planned date: "talks set for March were put off"."""
        for subject in self.parse.dependants(clause, "nsubj"):
            for participle in self.parse.dependants(subject.index, "acl"):
                dated = self.direct(participle.index)
                if dated and participle.lemma.lower() in ("plan", "schedule", "set", "due", "slate"):
                    return self.join(dated)
        return None

    def meanwhile(self, clause: int) -> Interval | None:
        """A main clause without a date shares that of its "as" or "while" clause."""
        sentence = self.parse.sentences[self.parse.words[clause].sentence]
        if self.parse.words[clause].head >= 0:
            return None
        for other in self.parse.words[clause + 1 : sentence.stop]:
            if other.relation not in ("advcl", "acl") or not self.direct(other.index):
                continue
            marks = {m.text.lower() for m in self.parse.dependants(other.index, "mark")}
            if marks & {"as", "while"}:
                return self.join(self.direct(other.index))
        return None

    def said(self, clause: int, depth: int = 0) -> Interval | None:
        """The date of the saying that a clause is the content of."""
        word = self.parse.words[clause]
        for speech in self.parse.dependants(clause, "parataxis"):
            if speech.lemma.lower() in _SPEECH and self.direct(speech.index):
                return self.join(self.direct(speech.index))
        if word.head < 0 or depth > 3:
            return None
        governing = clause_of(self.parse, word.head)
        if word.relation == "ccomp" and self.parse.words[word.head].lemma.lower() in _SPEECH:
            return self.clause(governing) or self.loose_noun(word.head)
        return self.said(governing, depth + 1) if word.relation in ("conj", "xcomp", "advcl") else None

    def loose_noun(self, speech: int) -> Interval | None:
        """The date that hangs on a noun of the saying: "said in a statement on Tuesday"."""
        for noun in self.parse.dependants(speech, "obl", "obj"):
            if self.direct(noun.index):
                return self.join(self.direct(noun.index))
        return None

    def intended(self, clause: int) -> Interval | None:
        """ "Intends to travel next year": the date of what is intended."""
        if self.parse.words[clause].lemma.lower() in _INTENTS:
            for infinitive in self.parse.dependants(clause, "xcomp"):
                if self.direct(infinitive.index):
                    return self.join(self.direct(infinitive.index))
        return None

    def since_event(self, clause: int) -> Interval | None:
        """ "Since joining the pact in 1960", "since its founding in 1971": from that date to the publication."""
        published = (self.parse.document.published or "")[:10]
        for word in self.parse.dependants(clause, "advcl", "obl", "nmod"):
            marks = {m.text.lower() for m in self.parse.dependants(word.index, "mark", "case")}
            if "since" not in marks or not published:
                continue
            dated = [t for t in self.direct(word.index) if t.from_ is not None and t.from_ <= published]
            if dated:
                return Interval(from_=dated[0].from_ or published, to=published)
        return None

    def when(self, clause: int) -> Interval | None:
        """ "Last July, when it closed the port": what stands after "when" happened on the date before it."""
        sentence = self.parse.sentences[self.parse.words[clause].sentence]
        for index in range(clause - 1, sentence.first, -1):
            if self.parse.words[index].text.lower() == "when":
                before = self.parse.words[index - 1]
                end = self.parse.words[index - 2].end if before.text == "," else before.end
                dated = [t for _, t in self.here if t.end == end and _usable(self.parse, t)]
                return self.join(dated) if dated else None
        return None

    def conjunct(self, clause: int, depth: int) -> Interval | None:
        """A joined verb shares a date that stands before the first verb, unless it has a subject of its own."""
        first = self.parse.words[clause].head
        start = min([self.parse.words[first].start, *(s.start for s in self.parse.dependants(first, "nsubj"))])
        fronted = [t for t in self.direct(first) if t.start < start]
        if self.parse.dependants(clause, "nsubj"):
            alike = is_past(self.parse, self.parse.words[first]) == is_past(self.parse, self.parse.words[clause])
            return self.join(fronted) if fronted and alike else None
        fronted = fronted or [t for t in self.direct(first) if t.start < self.parse.words[first].start]
        if fronted:
            return self.join(fronted)
        if is_clause(self.parse, self.parse.words[first]) and not self.direct(first):
            return self.clause(first, depth + 1)
        return None

    def adverbial(self, clause: int, depth: int) -> Interval | None:
        """A participle shares its governor's date; "two days after …" counts from it."""
        word = self.parse.words[clause]
        marks = {m.text.lower() for m in self.parse.dependants(clause, "mark")}
        governing = clause_of(self.parse, word.head)
        if marks & {"after", "before"}:
            return self.distant(clause, governing, 1 if "before" in marks else -1, depth)
        if (
            marks & {"while", "as"} or (not marks and not self.parse.dependants(clause, "nsubj"))
        ) and governing != clause:
            return self.clause(governing, depth + 1)
        participle = "VerbForm=Ger" in word.feats or "VerbForm=Part" in word.feats or word.text.lower().endswith("ing")
        if participle and (not marks or marks & {"by", "in", "with"}):
            return self.clause(governing, depth + 1)
        return None

    def distant(self, clause: int, governing: int, sign: int, depth: int) -> Interval | None:
        """The governing clause's date less the distance that stands before "after" or "before"."""
        marks = [m for m in self.parse.dependants(clause, "mark") if m.text.lower() in ("after", "before")]
        for _, time in self.here:
            match = _DURATION.fullmatch(time.timex or "") if time.type == "DURATION" else None
            if match and not self.parse.text(time.end, marks[0].start).strip() and time.end <= marks[0].start:
                base = self.clause(governing, depth + 1)
                return None if base is None else moved(base, sign * float(match[1]), match[2])
        return None

    def since(self, clause: int) -> Interval | None:
        """The adverb "since": from the date told last to the publication."""
        published = (self.parse.document.published or "")[:10]
        adverbs = [w for w in self.parse.dependants(clause, "advmod") if w.text.lower() == "since"]
        adverbs += self.since_then(clause)
        if not adverbs or not published:
            return None
        told = [
            t for t in self.all if t.start < adverbs[0].start and t.from_ and t.type == "DATE" and t.from_ <= published
        ]
        return Interval(from_=told[-1].from_ or published, to=published) if told else None

    def join(self, own: list[TimeExpression]) -> Interval | None:
        """One interval from the dates of one clause: a range from two ends, else the finest."""
        text = self.parse.document.text
        for time in own:
            pair = next((t for t in self.all if t.start > time.end), None)
            if (
                (
                    pair is not None
                    and _RANGE.fullmatch(text[time.end : pair.start])
                    and (text[time.end : pair.start].strip() != "and" or _PAIRED.search(text[: time.start]))
                )
                and time.from_
                and pair.to
                and time.from_ <= pair.to
                and _usable(self.parse, pair)
            ):
                return Interval(from_=time.from_, to=pair.to)
        plain = [t for t in own if bound(self.parse, t) is None and t.from_ and t.to]
        chosen = min(plain or own, key=length)
        return limited(self.parse, chosen)


def is_past(parse: Parse, word: Word) -> bool:
    auxiliaries = parse.dependants(word.index, "aux", "cop")
    if any(
        a.text.lower() in ("has", "have", "will", "would", "may", "could", "can", "should", "is", "are")
        for a in auxiliaries
    ):
        return False
    return "Tense=Past" in word.feats or any("Tense=Past" in a.feats for a in auxiliaries)
