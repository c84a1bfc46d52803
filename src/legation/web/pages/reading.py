"""A report that is pasted in, read, and looked at before it is added."""

from collections.abc import Iterable, Mapping

from legation.errors import LegationError
from legation.reading.feeds.fetch import Fetcher, Rules
from legation.reading.inputs import Intake, read_bytes, read_text
from legation.records import Report
from legation.settings import Settings
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Page, Refused
from legation.web.pages.report import ReportPage, present
from legation.web.pages.report import rows as report_rows

LONGEST = 1_000_000
RULES = Rules(tries=1, total=15.0, quiet=8.0)
"""Limits of fetching an address; private addresses are refused."""

NAMES = ("text", "published", "title", "source", "url")


class Read(Context, frozen=True, kw_only=True):
    """Context of reading: what was entered, the record of it, or why there is none."""

    form: dict[str, str]
    result: ReportPage | None
    error: str


def load(desk: Desk, ask: Ask) -> Read:
    """The empty form."""
    return Read(heading="Read a report", form=dict.fromkeys(NAMES, ""), result=None, error="")


def read(desk: Desk, form: Mapping[str, str]) -> tuple[Read, Report | None]:
    """What was entered, read; the report is None where it could not be read."""
    entered = {name: form.get(name, "").strip() for name in NAMES}
    try:
        if len(entered["text"]) > LONGEST:
            raise Refused(f"the text is longer than {LONGEST:,} characters")
        if not entered["text"] and not entered["url"]:
            raise Refused("paste the text of a report, or give its address")
        report = _read(desk, entered)
    except LegationError as error:
        return Read(heading="Read a report", form=entered, result=None, error=str(error)), None
    return Read(heading="Read a report", form=entered, result=present(report), error=""), report


def _read(desk: Desk, entered: Mapping[str, str]) -> Report:
    document = _take_in(entered, Settings()).document
    with desk.reader() as reader:
        return reader.read(
            document.text,
            published=document.published,
            title=entered["title"] or document.title,
            source=entered["source"] or document.source,
            url=entered["url"] or document.url,
        )


def _take_in(entered: Mapping[str, str], settings: Settings) -> Intake:
    """The document that was pasted, else the one at the address, fetched through the guard of `legation watch`."""
    published = entered["published"] or None
    if entered["text"]:
        return read_text(entered["text"], settings, published=published, name="the text")
    with Fetcher(RULES) as fetcher:
        fetched = fetcher.get(entered["url"])
    return read_bytes(fetched.data, settings, published=published, name=fetched.url)


def rows(context: Read) -> Iterable[Row]:
    """The claims of what was read."""
    return report_rows(context.result) if context.result else ()


PAGE = Page(name="read", path="/read", context=Read, load=load, rows=rows, nav="Read")
