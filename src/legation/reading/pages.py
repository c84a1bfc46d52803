"""News pages: the article's text, its title and its date."""

import re
from typing import Any

from legation.errors import InputError
from legation.records import Record

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKUP = re.compile(r"<(?:p|div|article|br|h[1-6]|section)\b[^>]*>", re.IGNORECASE)
FEWEST = 200
"""Characters below which what was found on a page is no article."""


class Page(Record, frozen=True, kw_only=True):
    """What a page holds. `text` has a paragraph a line; `published` is YYYY-MM-DD."""

    text: str
    title: str | None
    published: str | None
    site: str | None


def is_page(text: str) -> bool:
    """Does the text look like HTML?"""
    head = text[:2000]
    return bool(_PAGE.match(head)) or (head.lstrip().startswith("<") and len(_MARKUP.findall(head)) >= 2)


def extract_page(html: str, name: str, url: str | None = None) -> Page:
    """The article of a page. Raises InputError where there is none."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    text = _tidy(found.text) if found is not None and found.text else ""
    title = found.title if found is not None else None
    if len(text) < FEWEST and not _has_article(html, text):
        raise InputError(f"{name}: a page without an article")
    first, _, rest = text.partition("\n")
    if title and rest and first.strip() == title.strip():
        text = rest
    return Page(text=text, title=title or None, published=_find_date(html, url), site=found.sitename or None)


def _has_article(html: str, text: str) -> bool:
    """A short text counts where the page itself marks it as an article and it has a sentence."""
    return len(text) >= 60 and bool(re.search(r"<article\b", html, re.IGNORECASE)) and bool(re.search(r"[.!?]", text))


def _tidy(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _find_date(html: str, url: str | None) -> str | None:
    import htmldate

    try:
        found: str | None = htmldate.find_date(html, url=url, original_date=True, extensive_search=False)
    except (ValueError, TypeError):
        return None
    return found
