"""The pages by name: built-in ones and those of plug-ins, by the one door of `legation.registry`."""

from legation.registry import load, names
from legation.web.page import Page

ORDER = (
    "overview", "events", "occurrences", "statements", "commitments", "actors", "network", "actor", "relation",
    "report", "outlook", "occurrence", "search", "read", "judge",
)  # fmt: skip
"""The order of the menu; pages of plug-ins follow."""


def all_pages() -> tuple[Page, ...]:
    """All pages, in the order of the menu."""
    known = names("page")
    ordered = [n for n in ORDER if n in known] + [n for n in known if n not in ORDER]
    return tuple(load("page", name) for name in ordered)
