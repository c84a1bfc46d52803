"""Nouns for people, organs and bodies: what they are, PLOVER sector, office (data: knowledge/data/actors/roles.tsv)."""

from collections.abc import Sequence
from functools import cache

from legation.knowledge.tables import read_table
from legation.records import Record

_IRREGULAR = {"men": "man", "women": "woman", "people": "people", "police": "police", "children": "child"}


class Role(Record, frozen=True, kw_only=True):
    """A noun (or several words). `kind`: person, group, organisation, state, side or body; `domestic`: where nothing
    else is said, it belongs to the state that the passage is about; `usual`: the state whose it mostly is; `office`:
    what dated holders are looked up by."""

    noun: str
    sector: str | None
    kind: str
    domestic: bool
    usual: str | None = None
    office: str | None


class RoleIndex:
    """Roles by their last word (or by the first one before "of" and "for")."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._ending: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
        self._beginning: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
        for role in roles:
            words = role.noun.replace("-", " - ").split()
            if "of" in words or "for" in words:
                self._beginning.setdefault(words[0], []).append((tuple(words[1:]), role))
            else:
                self._ending.setdefault(words[-1], []).append((tuple(words[:-1]), role))
                if "-" in words:
                    self._beginning.setdefault(words[0], []).append((tuple(words[1:]), role))
        for table in (self._ending, self._beginning):
            for group in table.values():
                group.sort(key=lambda x: -len(x[0]))

    def find(self, lower: Sequence[str], index: int) -> tuple[Role, int, int] | None:
        """The role whose head is the word at `index` of lower-case words, with its first word and stop (excluded)."""
        noun = self.singular(lower[index])
        if noun is None:
            return None
        for rest, role in self._beginning.get(noun, ()):
            if tuple(lower[index + 1 : index + 1 + len(rest)]) == rest:
                return role, index, index + 1 + len(rest)
        for before, role in self._ending.get(noun, ()):
            if index >= len(before) and tuple(lower[index - len(before) : index]) == before:
                return role, index - len(before), index + 1
        return None

    def singular(self, word: str) -> str | None:
        """The form under which a noun is listed; None for other words."""
        for form in _singulars(word):
            if form in self._ending or form in self._beginning:
                return form
        return None


def _singulars(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return (word, _IRREGULAR[word])
    if word.endswith("men"):
        return (word, word[:-3] + "man")
    if word.endswith("ies"):
        return (word, word[:-3] + "y")
    if word.endswith("s") and len(word) > 3:
        return (word, word[:-1], word[:-2])
    return (word,)


def make_role(row: dict[str, str]) -> Role:
    """A role from a row of the table."""
    return Role(
        noun=row["noun"],
        sector=row["sector"] or None,
        kind=row["kind"],
        domestic=row["country"].startswith("focus"),
        usual=row["country"].partition(":")[2] or None,
        office=row["office"] or None,
    )


@cache
def role_index() -> RoleIndex:
    """The bundled roles."""
    return RoleIndex([make_role(row) for row in read_table("roles.tsv")])
