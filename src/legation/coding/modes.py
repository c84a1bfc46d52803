"""PLOVER modes that depend on what is asked, refused, threatened or used, told by the words around a trigger."""

from legation.coding.clauses import Frame
from legation.records import Parse

_YIELD = frozenset(
    ["release", "free", "withdraw", "stop", "end", "halt", "return", "lift", "cease", "suspend", "abandon", "drop", "surrender", "leave", "pull", "disarm", "vacate", "relinquish", "dismantle", "freeze", "hand", "step", "resign", "apologise", "apologize", "reverse", "scrap", "retreat", "evacuate", "restore"]
)
_ASSIST = frozenset(
    ["help", "assist", "support", "aid", "send", "give", "provide", "fund", "back", "mediate", "join", "contribute", "supply", "lend", "protect", "intervene", "assistance", "finance", "loan", "money", "weapon", "troop", "backing", "rescue", "shelter", "donate", "warship", "pressure"]
)
_MEET = frozenset(
    ["meet", "talk", "negotiate", "meeting", "dialogue", "summit", "sit", "discuss", "consult", "negotiation", "visit", "mediation", "attend"]
)
_CHANGE = frozenset(
    ["change", "reform", "respect", "investigate", "ensure", "allow", "avoid", "refrain", "adopt", "implement", "improve", "investigation", "election", "reconsider", "protect", "uphold", "stay", "moderate", "adhere", "amend", "revise", "show", "exercise", "recognise", "recognize", "accept"]
)
_THREATS = (
    ("expel", frozenset(["expel", "expulsion", "oust", "deport"])),
    ("arrest", frozenset(["arrest", "detain", "prosecute", "jail", "imprison", "warrant", "prosecution", "extradite"])),
    ("relations", frozenset(["tie", "relation", "diplomatic", "withdraw", "quit", "leave", "recall", "membership", "treaty", "pact", "accord", "agreement"])),
    ("territory", frozenset(["annex", "occupy", "territory", "annexation", "secede", "seize", "invade"])),
    ("restrict", frozenset(
        ["sanction", "tariff", "duty", "embargo", "restrict", "restriction", "ban", "boycott", "measure", "cut", "freeze", "close", "halt", "block", "visa", "penalty", "impose", "stop", "suspend", "veto", "countermeasure", "limit", "retaliate", "retaliation", "consequence"])),
    ("violence", frozenset(
        ["attack", "strike", "war", "force", "bomb", "kill", "destroy", "fight", "invade", "violence", "invasion", "missile", "military", "nuclear", "annihilate", "revenge", "fire", "shoot", "hit", "crush", "respond", "bloodshed", "army", "weapon", "target"])),
)  # fmt: skip
_WEAPONS = (
    ("suicide-attack", frozenset(("suicide",))),
    ("drone", frozenset(("drone", "unmanned"))),
    ("aerial", frozenset(["airstrike", "plane", "warplane", "jet", "bomber", "helicopter", "aircraft", "air", "aerial"])),
    ("heavy-weapons", frozenset(["artillery", "rocket", "tank", "mortar", "shell", "missile", "howitzer", "shelling"])),
    ("explosives", frozenset(["bomb", "explosive", "mine", "grenade", "explosion", "bombing", "blast"])),
    ("crowd-control", frozenset(["tear", "teargas", "gas", "baton", "pellet", "cannon"])),
    ("firearms", frozenset(["gun", "rifle", "gunman", "shot", "gunfire", "sniper", "shoot", "pistol", "bullet", "firearm"])),
    ("unconventional", frozenset(["chemical", "sarin", "chlorine", "biological", "poison", "novichok"])),
    ("primitive", frozenset(["knife", "stone", "machete", "sword", "axe", "stab", "arrow", "hammer"])),
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
        for mode, words in (("yield", _YIELD), ("meet", _MEET), ("assist", _ASSIST), ("change", _CHANGE)):
            if lemma in words:
                return mode
    deep = {x for i in heads for x in clause_lemmas(parse, i, 1)}
    for mode, words in (("meet", _MEET), ("yield", _YIELD)):
        if deep & words:
            return mode
    return None


def _first_class(lemmas: set[str], table: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    return next((mode for mode, words in table if lemmas & words), None)


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
