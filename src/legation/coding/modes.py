"""PLOVER modes that depend on what is asked, refused, threatened or used, told by the words around a trigger."""

from legation.coding.clauses import Frame
from legation.knowledge.events import words
from legation.records import Parse

_YIELD = words("asks_to_yield")
_ASSIST = words("asks_to_assist")
_MEET = words("asks_to_meet")
_CHANGE = words("asks_to_change")
_THREATS = (
    ("expel", words("threat_expel")),
    ("arrest", words("threat_arrest")),
    ("relations", words("threat_relations")),
    ("territory", words("threat_territory")),
    ("restrict", words("threat_restrict")),
    ("violence", words("threat_violence")),
)
_WEAPONS = (
    ("suicide-attack", words("weapon_suicide_attack")),
    ("drone", words("weapon_drone")),
    ("aerial", words("weapon_aerial")),
    ("heavy-weapons", words("weapon_heavy_weapons")),
    ("explosives", words("weapon_explosives")),
    ("crowd-control", words("weapon_crowd_control")),
    ("firearms", words("weapon_firearms")),
    ("unconventional", words("weapon_unconventional")),
    ("primitive", words("weapon_primitive")),
)


def clause_lemmas(parse: Parse, index: int, reach: int = 3) -> set[str]:
    """Lemmas of the words at most `reach` steps below a word, and of the word itself."""
    found, level = {parse.words[index].lemma.lower()}, [index]
    for _ in range(reach):
        level = [c for i in level for c in parse.children[i] if parse.words[c].relation not in ("parataxis", "advcl")]
        found.update(parse.words[i].lemma.lower() for i in level)
    return found


def _request_mode(parse: Parse, frame: Frame) -> str | None:
    heads = [*frame.complements, *frame.obliques.get("for", ()), *frame.objects]
    firsts = (
        [parse.words[i].lemma.lower() for i in frame.complements]
        + [parse.words[i].lemma.lower() for slot in ("for", "on") for i in frame.obliques.get(slot, ())]
        + [parse.words[i].lemma.lower() for i in frame.objects]
    )
    for lemma in firsts:
        for mode, asked in (("yield", _YIELD), ("meet", _MEET), ("assist", _ASSIST), ("change", _CHANGE)):
            if lemma in asked:
                return mode
    deep = {x for i in heads for x in clause_lemmas(parse, i, 1)}
    for mode, asked in (("meet", _MEET), ("yield", _YIELD)):
        if deep & asked:
            return mode
    return None


def _first_class(lemmas: set[str], table: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    return next((mode for mode, known in table if lemmas & known), None)


def refine_mode(parse: Parse, frame: Frame, event_type: str, mode: str | None) -> str | None:
    """The mode of an event whose trigger leaves it open; the trigger's own where it has one."""
    if mode is not None:
        return mode
    if event_type == "REQUEST":
        return _request_mode(parse, frame)
    if event_type == "THREATEN":
        heads = [*frame.complements, *frame.objects, *[i for x in frame.obliques.values() for i in x]]
        return _first_class({x for i in heads for x in clause_lemmas(parse, i, 2)}, _THREATS)
    if event_type == "ASSAULT":
        return _first_class(clause_lemmas(parse, frame.index, 2) - {"air"}, _WEAPONS[:5])
    if event_type == "CONSULT" and any(parse.words[i].lemma in ("phone", "telephone") for i in frame.objects):
        return "phone"
    return None
