"""The base of all records: frozen, keyword-only, made of plain values and tuples."""

import hashlib
from collections.abc import Iterable

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable record. Ids are digests of content, so that doing a thing twice adds nothing."""


class Interval(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Days from `from_` to `to`, both included, as ISO dates (YYYY-MM-DD)."""

    from_: str
    to: str


def digest(parts: Iterable[str | None], size: int = 8) -> str:
    """A hexadecimal digest (2 × `size` characters, BLAKE2b) of the parts in their order; None differs from ""."""
    state = hashlib.blake2b(digest_size=size)
    for part in parts:
        state.update(b"\0" if part is None else b"\1" + part.encode("utf-8", "surrogatepass") + b"\2")
    return state.hexdigest()
