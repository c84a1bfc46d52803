"""What sets off an event, what its types, modes and contexts are worth: PLOVER, CAMEO, Goldstein, triggers.

Data: knowledge/data/events (plain files; triggers.tsv explains its own columns).
"""

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import cast

from legation.records import Record

_FOLDER = files("legation.knowledge") / "data" / "events"


class PloverType(Record, frozen=True, kw_only=True):
    """Quad class, score and the scores of the modes of one PLOVER type (codebook of 2021)."""

    quad: str
    score: float
    modes: dict[str, float]


class Trigger(Record, frozen=True, kw_only=True):
    """One sense of a word that sets off an event; `particle` is a second word ("off"), `rank` its line in the file."""

    lemma: str
    particle: str
    pos: str
    type: str
    mode: str | None
    cameo: str
    slots: tuple[str, ...]
    conditions: tuple[str, ...]
    rank: int


@cache
def _toml(name: str) -> dict[str, object]:
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))


@cache
def plover() -> dict[str, PloverType]:
    """PLOVER's types by name."""
    table: dict[str, dict[str, object]] = _toml("plover.toml")  # type: ignore[assignment]
    return {name: PloverType(**row) for name, row in table.items()}  # type: ignore[arg-type]


def quad(event_type: str) -> str:
    """The quad class of a type: verbal or material, cooperation or conflict."""
    return plover()[event_type].quad


def score(event_type: str, mode: str | None) -> float:
    """PLOVER's score of a type and mode (from −10 to 10)."""
    entry = plover()[event_type]
    return entry.modes.get(mode, entry.score) if mode else entry.score


@cache
def _goldstein() -> dict[str, float]:
    lines = (_FOLDER / "goldstein.tsv").read_text("utf-8").splitlines()
    return {code: float(value) for code, value in (x.split("\t") for x in lines if x and x[0] != "#")}


def goldstein(cameo: str | None) -> float | None:
    """Goldstein's score of a CAMEO code, of its parent where the code itself has none."""
    while cameo:
        if cameo in _goldstein():
            return _goldstein()[cameo]
        cameo = cameo[:-1]
    return None


@cache
def classes() -> dict[str, frozenset[str]]:
    """Classes of nouns by name."""
    return {name: frozenset(cast("list[str]", members)) for name, members in _toml("classes.toml").items()}


@cache
def words(name: str) -> frozenset[str]:
    """A named set of words from words.toml."""
    return frozenset(cast("list[str]", _toml("words.toml")[name]))


@cache
def contexts() -> dict[str, tuple[str, ...]]:
    """For each word or pair of words the contexts that it shows."""
    found: dict[str, tuple[str, ...]] = {}
    for context, members in _toml("contexts.toml").items():
        for word in cast("list[str]", members):
            found[word] = (*found.get(word, ()), context)
    return found


@cache
def triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Triggers by first lemma and part of speech (V N A), those with a particle and with more conditions first."""
    found: dict[tuple[str, str], list[Trigger]] = {}
    for rank, line in enumerate((_FOLDER / "triggers.tsv").read_text("utf-8").splitlines()):
        if not line or line[0] == "#":
            continue
        lemmas, pos, event_type, mode, cameo, slots, when = [*line.split("\t"), ""][:7]
        for lemma in lemmas.split("|"):
            parts = lemma.split(" ", 1)
            head, particle = (parts[-1], parts[0]) if pos == "N" and len(parts) > 1 else (parts[0], "".join(parts[1:]))
            trigger = Trigger(
                lemma=head,
                particle=particle,
                pos=pos,
                type=event_type,
                mode=None if mode == "-" else mode,
                cameo=cameo,
                slots=tuple(s for s in slots.split(",") if s != "-"),
                conditions=tuple(c for c in when.split(",") if c),
                rank=rank,
            )
            found.setdefault((head, pos), []).append(trigger)
    return {key: tuple(sorted(rows, key=_precedence)) for key, rows in found.items()}


def _precedence(trigger: Trigger) -> tuple[bool, int, int]:
    """Triggers with a particle first, then the more specific ones (classes of words count twice), then by line."""
    specific = sum(2 if "~" in c else 1 for c in trigger.conditions if not c.startswith("!"))
    return not trigger.particle, -specific, trigger.rank


@cache
def usual_cameo(event_type: str, mode: str | None) -> str:
    """The CAMEO code that most triggers of a type and mode have; of the type, where none has the mode."""
    rows = {t.rank: t for found in triggers().values() for t in found if t.type == event_type and t.cameo}
    own = [t.cameo for t in rows.values() if t.mode == mode] or [t.cameo for t in rows.values()]
    return min(Counter(own).items(), key=lambda c: (-c[1], c[0]))[0] if own else ""


@cache
def credence_weights() -> dict[str, float]:
    """The weight of each feature of a draft in how sure it is (fitted by training/credence)."""
    lines = (_FOLDER / "credence.tsv").read_text("utf-8").splitlines()
    return {name: float(value) for name, value in (x.split("\t") for x in lines if x and x[0] != "#")}


@cache
def counterpart_weights() -> dict[str, float]:
    """The weight of each feature of a party that may be the recipient of an act (fitted by training/counterparts)."""
    lines = (_FOLDER / "counterparts.tsv").read_text("utf-8").splitlines()
    return {name: float(value) for name, value in (x.split("\t") for x in lines if x and x[0] != "#")}


@cache
def answer_weights() -> dict[tuple[str, str], float]:
    """The weight of each feature of a pair of acts for each kind of link (fitted by training/links)."""
    lines = (_FOLDER / "answers.tsv").read_text("utf-8").splitlines()
    return {(kind, name): float(value) for kind, name, value in (x.split("\t") for x in lines if x and x[0] != "#")}
