"""A parse whose mentions, dates and places are tied to the world."""

from functools import cached_property

from legation.records.base import Record
from legation.records.parse import Parse


class Mention(Record, frozen=True, kw_only=True):
    """One mention of one or more actors ("the two sides" has two), characters and words `first` to `stop` (excluded).

    `kind`: name, role (office or title alone), nominal, pronoun, demonym (as modifier),
    place (a capital or seat that stands for its state).
    """

    start: int
    end: int
    first: int
    stop: int
    head: int
    kind: str
    actors: tuple[str, ...]


class MentionText(Record, frozen=True, kw_only=True):
    """A mention as a report prints it."""

    start: int
    end: int
    text: str


class Actor(Record, frozen=True, kw_only=True):
    """Somebody who acts: a person, a state, an organisation or a group.

    `country` is ISO 3166-1 alpha-3 or None; `sector` PLOVER's or None
    (GOV MIL REB OPP PTY COP JUD LEG MED NGO BUS CIV EDU CRM SPY JRN IGO …);
    `role` the office held at the report's date; `code` what event data print (USA, SYR:REB, EU).
    """

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    role: str | None
    code: str | None
    mentions: tuple[MentionText, ...] = ()


class TimeExpression(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A TIMEX3 expression. `timex` is its value, `from_`/`to` the days it covers, None where they stay open."""

    start: int
    end: int
    text: str
    timex: str | None
    type: str
    from_: str | None
    to: str | None


class Place(Record, frozen=True, kw_only=True):
    """A named place. Coordinates in degrees (WGS 84); `country` ISO 3166-1 alpha-3, None for seas and the like."""

    start: int
    end: int
    text: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None


class Linked(Record, frozen=True, kw_only=True, dict=True):
    """A parse with its actors, mentions, times and places, each in the order of the text."""

    parse: Parse
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[Place, ...]
    warnings: tuple[str, ...] = ()

    @cached_property
    def actor(self) -> dict[str, Actor]:
        """Actors by id."""
        return {a.id: a for a in self.actors}

    @cached_property
    def mention_of(self) -> dict[int, Mention]:
        """The widest mention that covers each word (by the word's index)."""
        found: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.stop - m.first):
            for index in range(mention.first, mention.stop):
                found[index] = mention
        return found

    @cached_property
    def country_at(self) -> dict[int, str]:
        """For each word within a place's name (by the word's index) the place's country, where it has one."""
        found: dict[int, str] = {}
        for place in self.places:
            index = self.parse.word_at(place.start)
            while place.country and index is not None and index < len(self.parse.words):
                if self.parse.words[index].start >= place.end:
                    break
                found[index] = place.country
                index += 1
        return found

    @cached_property
    def mention_by_head(self) -> dict[int, Mention]:
        """The widest mention with a given head word."""
        return {m.head: m for m in sorted(self.mentions, key=lambda m: m.stop - m.first)}

    @cached_property
    def states(self) -> tuple[tuple[int, str], ...]:
        """First character and code of every mention of an actor with a code."""
        coded = {a.id: a.code for a in self.actors if a.code}
        return tuple((m.start, coded[a]) for m in self.mentions for a in m.actors if a in coded)
