"""A user's own actors.toml (format: docs/actors.md)."""

import tomllib
from pathlib import Path

from legation.errors import SettingsError
from legation.records import Record

KINDS = ("state", "person", "organ", "organisation", "group")


class UserActor(Record, frozen=True, kw_only=True):
    """One `[[actor]]` of the file."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    code: str | None = None
    office: str | None = None
    since: str | None = None
    until: str | None = None


class UserActors(Record, frozen=True, kw_only=True):
    """All actors of a file."""

    actors: tuple[UserActor, ...]


def load_user_actors(path: str) -> UserActors:
    """Reads a file. Raises SettingsError, in one line, for what cannot be read or is no actor."""
    try:
        table = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} is no TOML file: {error}") from error
    rows = table.get("actor", [])
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise SettingsError(f"{path}: [[actor]] tables expected")
    return UserActors(actors=tuple(_make(path, number, row) for number, row in enumerate(rows, 1)))


def _make(path: str, number: int, row: dict[str, object]) -> UserActor:
    def text(key: str) -> str | None:
        value = row.get(key)
        return None if value is None else str(value)

    known = {"name", "kind", "names", "country", "sector", "code", "office", "from", "to"}
    if unknown := sorted(set(row) - known):
        raise SettingsError(f"{path}, actor {number}: unknown key {unknown[0]!r}; known: {', '.join(sorted(known))}")
    name, kind, names = text("name"), text("kind") or "organisation", row.get("names", [])
    if not name:
        raise SettingsError(f"{path}, actor {number}: no name")
    if kind not in KINDS:
        raise SettingsError(f"{path}, actor {number}: unknown kind {kind!r}; known: {', '.join(KINDS)}")
    if not isinstance(names, list):
        raise SettingsError(f"{path}, actor {number}: names is no list")
    return UserActor(
        name=name,
        kind=kind,
        names=tuple(str(n) for n in names),
        country=text("country"),
        sector=text("sector"),
        code=text("code"),
        office=text("office"),
        since=text("from"),
        until=text("to"),
    )
