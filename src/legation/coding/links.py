"""Links: which act answers, depends on or carries out which, where the report says so; both ends are records."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import msgspec

from legation.coding.answering import candidates, describe, probabilities
from legation.coding.instruments import InstrumentMention
from legation.coding.markers import Mark, conditions, find_marks, find_nouns, reasons
from legation.coding.obligors import act_before, vote_near
from legation.coding.passages import Placed, about, antecedents, place_events
from legation.coding.relevance import (
    beside,
    chain,
    concerns,
    fits,
    fits_making,
    is_noun_of,
    may_cause,
    nominal_part,
    repeats,
)
from legation.coding.targets import CHARGES, earlier, hostile_act, last, others, reaction
from legation.coding.threads import Thread, make_threads
from legation.contracts import CausalScorer
from legation.knowledge.commitments import group
from legation.knowledge.reactions import lemmas, objects
from legation.records import Claims, Commitment, Link, Linked

LEAST_LINK = 0.4
"""Probability from which one act is taken to answer another (the best F1 in cross-validation, training/links)."""
LEAST_RULED = 0.1
"""The same where the rules see the link as well."""
_NEAR = 6
"""Sentences back that a marked answer may reach."""
_FAR = 40
"""Sentences back that a noun may take up an act."""
_GENERIC = 4
"""Sentences back that "the move" or "the decision" may take up one."""
_DENIAL = 2
_CAUSAL = 0.6
"""Probability from which on a sentence without a marker is taken to tell a cause and its effect."""
_APART = 0.3
"""By how much a cause's trigger must lean more to the cause than the effect's."""
_STAGES = 2
"""Sentences between the vote on a measure and its signature."""
_VOTES = frozenset(("vote", "pass", "approve", "adopt"))
_SIGNATURES = frozenset(("sign", "ratify"))
_VERBAL = frozenset(("ACCUSE", "SUPPORT", "REJECT", "THREATEN", "CONCEDE"))
_AGREED = frozenset(("SUPPORT", "AGREE"))

Found = tuple[str, str, float, tuple[int, int] | None]
"""Id of the record answered, kind, confidence, and characters that tell the link beside the answer's own."""


class LinkCoder:
    """Codes links (contracts.Coder) between the events and commitments coded before.

    `causality` is asked about sentences that tell two acts without a marker; without it such pairs stay unlinked.
    `learned`: whether the regression on pairs of acts has its say beside the rules.
    """

    def __init__(self, causality: CausalScorer | None = None, learned: bool = True) -> None:
        self._causality = causality
        self._learned = learned

    def code(self, linked: Linked, claims: Claims) -> Claims:
        """Adds the report's links to the claims."""
        report = _Report(linked, claims, self._causality)
        found: dict[tuple[str, str], Link] = {}
        for answer in report.placed:
            kinds: set[str] = set()
            for target, kind, confidence, span in report.answers(answer):
                group = kind if kind in ("condition", "implementation") else "reaction"
                key, reverse = (answer.event.id, target), (target, answer.event.id)
                if group in kinds or key in found or reverse in found or key[0] == key[1]:
                    continue
                kinds.add(group)
                found[key] = _link(linked, answer, target, kind, confidence, span)
                for other in report.stages(target) if group == "reaction" else ():
                    if other != answer.event.id and (other, answer.event.id) not in found:
                        found.setdefault((answer.event.id, other), _link(linked, answer, other, kind, confidence, None))
        kept = self._weighed(report, found) if self._learned else list(found.values())
        links = sorted(kept, key=lambda x: (x.start, x.end, x.from_, x.to))
        numbered = tuple(msgspec.structs.replace(x, id=f"l{i}") for i, x in enumerate(links, 1))
        return msgspec.structs.replace(claims, links=numbered)

    def _weighed(self, report: "_Report", found: dict[tuple[str, str], Link]) -> list[Link]:
        """The rules' links that the regression does not speak against, and the likeliest link of the other acts."""
        acts = {p.event.id for p in report.placed}
        kept = [x for x in found.values() if x.to not in acts]
        for answer in report.placed:
            views = [self._view(report, answer, t, found) for t in candidates(answer, report.placed)]
            ruled = [v for v in views if v[2] is not None and v[0] >= LEAST_RULED]
            free = [v for v in views if v[0] >= LEAST_LINK]
            if not ruled and not free:
                continue
            sure, target, rule, kind = max(ruled or free, key=lambda v: (v[0], -v[1].order))
            link = rule or _link(report.linked, answer, target.event.id, kind, sure, _span(target))
            kept.append(msgspec.structs.replace(link, confidence=round(sure, 3)))
        return kept

    def _view(
        self, report: "_Report", answer: Placed, target: Placed, found: dict[tuple[str, str], Link]
    ) -> tuple[float, Placed, Link | None, str]:
        """How likely an act answers another, that act, the rules' link, and the likeliest kind."""
        rule = found.get((answer.event.id, target.event.id))
        names = describe(report.linked.parse, answer, target, report.placed, rule.kind if rule else None)
        shares = probabilities(names)
        sure = 1.0 - shares.pop("none")
        return sure, target, rule, max(shares, key=lambda k: shares[k])


class _Report:
    """The events of a report in their places, its instruments and its markers."""

    def __init__(self, linked: Linked, claims: Claims, causality: CausalScorer | None) -> None:
        self.linked = linked
        self.causality = causality
        self.claims = claims
        self.placed = place_events(linked, claims.events)
        self.threads = make_threads(linked)
        self.marks = find_marks(linked.parse)
        self.nouns = find_nouns(linked.parse)

    def answers(self, answer: Placed) -> Iterator[Found]:
        """What an event answers, the surest evidence first."""
        rules: tuple[Callable[[Placed], Iterator[Found]], ...] = (
            self._by_condition, self._by_reason, self._by_noun, self._by_one_kind, self._by_mark, self._by_object,
            self._by_denial, self._by_cause, self._by_instrument,
        )  # fmt: skip
        for rule in rules:
            yield from rule(answer)

    def _by_condition(self, answer: Placed) -> Iterator[Found]:
        """ "If", "unless", "should": the act in the clause is what the answer depends on."""
        for clause in conditions(self.linked.parse, answer.index):
            inside = set(self.linked.parse.subtree(clause))
            targets = [p for p in self.placed if p.index in inside and p is not answer and answer.index not in inside]
            if targets:
                yield targets[0].event.id, "condition", 0.8, _span(targets[0])

    def _by_reason(self, answer: Placed) -> Iterator[Found]:
        """ "Because X did", "after X did", "over the arrest": the act in the clause or phrase is answered."""
        parse = self.linked.parse
        for head, cue in reasons(parse, answer.index):
            inside = set(parse.subtree(head))
            able = [p for p in self.placed if p.index in inside and p is not answer and p.index != answer.index]
            able = [p for p in able if others(answer.event, p.event) and p.event.status != "future"]
            if cue in ("after", "for", "since", "as", "following", "when"):
                able = [p for p in able if concerns(answer, p)]
            if able and answer.event.mode != "allege":
                yield able[0].event.id, reaction(answer.event, able[0].event), 0.7, _span(able[0])
            elif cue in ("over", "for", "following", "at") and answer.event.type not in ("REQUEST", "AGREE"):
                target = self._taken_up(answer, head, {"PROTEST"} if cue == "for" else None)
                if target is not None:
                    yield target.event.id, reaction(answer.event, target.event), 0.6, None

    def _by_noun(self, answer: Placed) -> Iterator[Found]:
        """ "The resolution is the council's answer to the launch", "the response to the raid was to expel …"."""
        for noun in self.nouns:
            heads = set(self.linked.parse.subtree(noun.answered))
            told = [p for p in self.placed if p.index in heads and p is not answer and others(answer.event, p.event)]
            if told and self._is_named(answer, noun.answer, heads):
                yield told[0].event.id, reaction(answer.event, told[0].event), 0.75, None

    def _is_named(self, answer: Placed, head: int, without: set[int]) -> bool:
        """Whether a noun or clause tells an act, or names the instrument that the act made."""
        inside = set(self.linked.parse.subtree(head)) - without
        if answer.index in inside:
            return not self.linked.parse.dependants(answer.index, "nmod:poss") or answer.index == head
        named = [t for t in self.threads if any(m.head in inside for m in t.mentions)]
        return any(self._makers(t)[:1] == [answer] for t in named)

    def _by_one_kind(self, answer: Placed) -> Iterator[Found]:
        """A verbal act whose object takes up an act of one kind ("rejected the demand")."""
        for head in about(self.linked.parse, answer.index)[:1]:
            if objects().get(self.linked.parse.words[head].lemma.lower()):
                yield from self._by_object(answer)

    def _by_mark(self, answer: Placed) -> Iterator[Found]:
        """ "In retaliation", "hit back", "responded by": the last hostile act of the other side."""
        for mark in self.marks:
            if not self._is_marked(answer, mark):
                continue
            if mark.stop is not None:
                below = set(self.linked.parse.subtree(mark.stop))
                told = [p for p in self.placed if p.index in below and p is not answer and p.index != answer.index]
                if told and others(answer.event, told[0].event):
                    yield told[0].event.id, mark.kind, 0.8, _span(told[0])
                    continue
            # What is told together with the answer ("ordered … and is seizing") is no act of the other side.
            shared = chain(self.linked.parse, answer.index)
            apart = [p for p in self.placed if p is answer or not (shared & chain(self.linked.parse, p.index))]
            target = hostile_act(answer, apart, _NEAR)
            if target is not None:
                yield target.event.id, mark.kind, 0.7, None

    def _is_marked(self, answer: Placed, mark: Mark) -> bool:
        """Whether a marker belongs to the answer: its own clause, one coordinated with it, or the sentence before."""
        parse = self.linked.parse
        if (
            answer.event.type in ("CONSULT", "AGREE", "REQUEST", "SUPPORT", "REJECT", "ACCUSE")
            and mark.kind == "retaliation"
        ):
            return False
        if mark.sentence == answer.sentence and mark.alone:
            return mark.verb == answer.index or mark.verb in chain(parse, answer.index, conjuncts=False)
        if mark.sentence == answer.sentence:
            shared = chain(parse, answer.index)
            return bool({mark.verb, *chain(parse, mark.verb)} & shared)
        # "Riyadh struck back on Sunday. It ordered …": what follows says how.
        if mark.alone and answer.sentence == mark.sentence + 1 and "conflict" in answer.event.quad:
            return not any(p.sentence == mark.sentence and p.index == mark.verb for p in self.placed)
        return False

    def _by_object(self, answer: Placed) -> Iterator[Found]:
        """What a verbal act is about: "condemned the arrest", "welcomed the agreements", "sanctions that X called"."""
        parse = self.linked.parse
        if answer.event.type not in _VERBAL or answer.event.mode == "allege" or self._concludes(answer):
            return
        for head in about(parse, answer.index):
            inside = nominal_part(parse, head)
            able = [p for p in self.placed if p is not answer and (p.index in inside or is_noun_of(parse, head, p))]
            able = [p for p in able if others(answer.event, p.event)]
            if able:
                yield able[0].event.id, "response", 0.7, _span(able[0])
                return
            target = self._taken_up(answer, head, None)
            if target is not None:
                yield target.event.id, "response", 0.6, None
                return
        for noun in antecedents(parse, answer.index):
            holder = [p for p in self.placed if noun in p.words and p is not answer and others(answer.event, p.event)]
            if holder:
                yield holder[0].event.id, "response", 0.65, _span(holder[0])
                return

    def _concludes(self, placed: Placed) -> bool:
        """Whether an act makes or changes an instrument, rather than speaks of one."""
        known = group("terms", "concludes") | group("terms", "votes") | group("terms", "extends")
        words = [self.linked.parse.words[i] for i in placed.words]
        return any(w.upos == "VERB" and w.lemma.lower() in known for w in words)

    def _taken_up(self, answer: Placed, head: int, only: set[str] | None) -> Placed | None:
        """The act that a noun phrase takes up: the same word, the act that made an instrument, or its type."""
        parse = self.linked.parse
        nouns = [i for i in parse.subtree(head) if parse.words[i].upos in ("NOUN", "PROPN") and i - head < 8]
        thread = next((t for t in self.threads if any(m.head in nouns for m in t.mentions)), None)
        if thread is not None:
            return self._made(answer, thread)
        for noun in nouns:
            lemma = parse.words[noun].lemma.lower()
            types = objects().get(lemma)
            if types is None or (only is not None and not set(types) & only):
                continue
            able = [
                p for p in self._around(answer) if fits(answer, p, types) and not (only and p.event.type not in only)
            ]
            if lemma in lemmas("made"):
                able = [p for p in able if self._concludes(p)]
            same = [p for p in able if repeats(parse, lemma, p)]
            near = [p for p in able if answer.sentence - p.sentence <= (_NEAR if types else _GENERIC)]
            if not types:
                near = [p for p in near if set(p.event.actors) - set(answer.event.actors) and p.event.type != "REJECT"]
                # Nobody welcomes a hostile act as "the announcement" or "the step".
                near = [p for p in near if answer.event.type != "SUPPORT" or "conflict" not in p.event.quad]
            if same or near:
                return (same or near)[-1]
        return None

    def _around(self, answer: Placed) -> list[Placed]:
        """Acts before the answer and after it in its own sentence, in the order of preference from last to first."""
        after = [p for p in self.placed if p.sentence == answer.sentence and p.order > answer.order]
        return [*after, *earlier(answer, self.placed, _FAR)]

    def _made(self, answer: Placed, thread: Thread) -> Placed | None:
        """The act that concluded, adopted or passed an instrument, as something that an act can answer."""
        able = [p for p in self._makers(thread) if p is not answer]
        told = [p for p in able if fits_making(answer, p) and self._concludes(p)]
        told = [p for p in told if p.order < answer.order or p.sentence == answer.sentence]
        return next(iter(told or [p for p in able if p.order < answer.order]), None)

    def _makers(self, thread: Thread) -> list[Placed]:
        """The acts that concluded, adopted or passed an instrument: those that name it, else the one told close by."""
        heads = {m.head for m in self._mentions(thread)}
        named = [p for p in self.placed if heads & p.words and self._concludes(p)]
        act = act_before(self.linked, self.claims, thread) or vote_near(self.linked, self.claims, thread)
        return [*named, *(p for p in self.placed if p.event is act and p not in named)]

    def stages(self, target: str) -> Iterator[str]:
        """The other act by which a law was made ("voted to extend", then "signed"): what answers one answers both."""
        made = next((p for p in self.placed if p.event.id == target), None)
        if made is None or made.event.type != "SUPPORT" or not self._stage(made):
            return
        for other in self.placed:
            near = abs(other.sentence - made.sentence) <= _STAGES and other.event.actors == made.event.actors
            if near and other.event.type == "SUPPORT" and self._stage(other) not in (None, self._stage(made)):
                yield other.event.id

    def _stage(self, placed: Placed) -> str | None:
        """ "vote" or "signature" of a measure; None for other acts."""
        told = {self.linked.parse.words[i].lemma.lower() for i in placed.words}
        return "vote" if told & _VOTES else "signature" if told & _SIGNATURES else None

    def _mentions(self, thread: Thread) -> list[InstrumentMention]:
        return [*thread.mentions, *(thread.group.mentions if thread.group else ())]

    def _by_denial(self, answer: Placed) -> Iterator[Found]:
        """A denial or refusal answers the last charge or demand against its actor, or the act that it disowns."""
        parse = self.linked.parse
        if answer.event.type != "REJECT" or answer.event.status in ("negated", "hypothetical"):
            return
        if not any(parse.words[i].lemma.lower() in lemmas("denial") for i in answer.words):
            return
        # "Defied calls", "rejected the demand": what is refused is told; another act is not meant.
        if any(objects().get(parse.words[h].lemma.lower()) for h in about(parse, answer.index)):
            return
        actors = set(answer.event.actors)

        def charged(target: Placed) -> bool:
            met = set(target.event.recipients) & actors
            return target.event.type in CHARGES and bool(met) and others(answer.event, target.event)

        target = last(answer, self.placed, _DENIAL, charged)
        if target is not None:
            yield target.event.id, "response", 0.65, None

    def _by_cause(self, answer: Placed) -> Iterator[Found]:
        """An act that the same sentence tells as the effect of another side's act, by the causal model alone."""
        if self.causality is None:
            return
        able = [p for p in self.placed if p.sentence == answer.sentence and may_cause(answer, p)]
        able = [p for p in able if not beside(self.linked.parse, answer, p)]
        if not able:
            return
        sentence = self.linked.parse.sentences[answer.sentence]
        words = [w.text for w in self.linked.parse.words[sentence.first : sentence.stop]]
        told = self.causality.score_words(words)
        if told.causal < _CAUSAL:
            return

        def lean(placed: Placed) -> float:
            """How much more a trigger looks like a cause than like an effect."""
            at = placed.index - sentence.first
            return told.cause[at] - told.effect[at]

        best = max(able, key=lean)
        if lean(best) - lean(answer) > _APART:
            yield best.event.id, reaction(answer.event, best.event), round(0.5 * told.causal, 2), _span(best)

    def _by_instrument(self, answer: Placed) -> Iterator[Found]:
        """ "Under the accord, X will": the act carries out the act that concluded it, else the commitment."""
        if answer.event.type not in ("AGREE", "CONCEDE", "RETREAT", "COOPERATE", "AID", "SANCTION"):
            return
        parse = self.linked.parse
        for thread in self.threads:
            for mention in thread.mentions:
                word = parse.words[mention.head]
                cases = {w.text.lower() for w in parse.dependants(mention.head, "case")}
                if "under" not in cases or word.head not in chain(parse, answer.index):
                    continue
                heads = {m.head for m in self._mentions(thread)}
                made = [p for p in self.placed if heads & p.words and p is not answer and p.event.type in _AGREED]
                if made and made[0].event.id != answer.event.id:
                    yield made[0].event.id, "implementation", 0.6, None
                elif (told := self._commitment(thread)) is not None:
                    yield told.id, "implementation", 0.5, None

    def _commitment(self, thread: Thread) -> Commitment | None:
        parse = self.linked.parse
        starts = [parse.words[m.head].start for m in thread.mentions]
        return next((c for c in self.claims.commitments if any(c.start <= s < c.end for s in starts)), None)


def _span(target: Placed) -> tuple[int, int]:
    return target.event.start, target.event.end


def _link(
    linked: Linked, answer: Placed, target: str, kind: str, confidence: float, span: tuple[int, int] | None
) -> Link:
    sentence = linked.parse.sentences[answer.sentence]
    start, end = answer.event.start, answer.event.end
    if span is not None and sentence.start <= span[0] < sentence.end:
        start, end = min(start, span[0]), max(end, span[1])
    elif start - sentence.start < 60:
        start = max(sentence.start, min(start, sentence.start))
    return Link(
        id="", from_=answer.event.id, to=target, kind=cast("Any", kind), evidence=linked.parse.text(start, end),
        start=start, end=end, confidence=confidence,
    )  # fmt: skip
