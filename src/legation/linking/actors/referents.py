"""Who has been mentioned so far, and which of them a new phrase means."""

from legation.knowledge.actors import make_code
from legation.knowledge.matching import fold
from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile

_PARTICLES = frozenset("al el bin ibn abu abdel de da di del della van von der den la le al- - . ' and".split())


class Referent:
    """Somebody or something mentioned. Grows while a document is read; turned into a record at its end."""

    __slots__ = (
        "actor",
        "code",
        "countries",
        "country",
        "craft",
        "former",
        "gender",
        "heads",
        "key",
        "kind",
        "last",
        "modifiers",
        "name",
        "number",
        "parts",
        "phrases",
        "plural",
        "role",
        "sector",
        "subjects",
        "title",
        "tokens",
    )  # fmt: skip

    def __init__(self, number: int, kind: str, name: str) -> None:
        self.number = number
        self.kind = kind
        self.name = name
        self.actor = False
        self.craft = False
        self.key: str | None = None
        self.country: str | None = None
        self.countries: tuple[str, ...] = ()
        self.sector: str | None = None
        self.code: str | None = None
        self.role: object = None
        self.title: str | None = None
        self.former = False
        self.gender = ""
        self.plural: bool | None = None
        self.heads: set[str] = set()
        self.modifiers: frozenset[str] = frozenset()
        self.tokens: tuple[str, ...] = ()
        self.phrases: list[Phrase] = []
        self.parts: tuple[int, ...] = ()
        self.last = -1
        self.subjects = 0

    @property
    def animate(self) -> bool | None:
        """Whether it is a person or people; None for states and organisations, which are "it" and "they"."""
        if self.kind == "person":
            return True
        return None if self.kind in ("group", "state", "organisation", "body", "side") else False

    def add(self, phrase: Phrase) -> None:
        """Takes a phrase as a mention."""
        phrase.referent = self.number
        self.phrases.append(phrase)
        self.last = phrase.number
        self.subjects += phrase.subject
        if self.plural is None:
            self.plural = phrase.plural

    def learn(self, profile: Profile) -> None:
        """Takes over what a profile tells and is not yet known."""
        if profile.code and self.code is None:
            self.country, self.code = profile.country, profile.code
        if self.sector is None:
            self.sector = profile.sector
        if self.title is None and profile.title is not None and self.kind == "person":
            self.title, self.role, self.former = profile.title, profile.role, profile.former
        if self.country and self.code is None:
            self.code = make_code(self.country, self.sector)


def name_tokens(name: str) -> tuple[str, ...]:
    """The telling parts of a person's name, folded."""
    parts = fold(name).replace("-", " ").replace(".", " ").split()
    return tuple(p for p in parts if p not in _PARTICLES) or tuple(parts)


def names_agree(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a person's shorter name may stand for a fuller one: "Lavrov", "Jubeir" and "Xi" do, "Samar" too."""
    if not short or not full or len(short) > len(full):
        return False
    if len(short) == 1:
        return short[0] in (full[-1], full[0]) or (len(full) > 2 and short[0] in full[1:])
    if short == full:
        return True
    position = 0
    for part in full:
        if position < len(short) and (
            part == short[position] or (len(short[position]) == 1 and part.startswith(short[position]))
        ):
            position += 1
    return position == len(short) and short[-1] in full[1:]
