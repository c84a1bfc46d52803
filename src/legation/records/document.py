"""A document as it was read."""

from legation.records.base import Record, digest


class Document(Record, frozen=True, kw_only=True):
    """One report: its text, and what is known of where it comes from. Offsets elsewhere point into `text`."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"


def identify(text: str, published: str | None = None, url: str | None = None) -> str:
    """The id of a document that brought none along: a digest of text, date and address."""
    return digest((text, published, url))
