"""A report that is pasted in, read, and looked at before it is added."""

from collections.abc import Iterable, Mapping

from legation.errors import LegationError
from legation.reading.inputs import read_text
from legation.records import Report
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Page, Refused
from legation.web.pages.report import ReportPage, present
from legation.web.pages.report import rows as report_rows

LONGEST = 1_000_000
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
        if not entered["text"]:
            raise Refused("paste the text of a report" + _address(entered["url"]))
        report = _read(desk, entered)
    except LegationError as error:
        return Read(heading="Read a report", form=entered, result=None, error=str(error)), None
    return Read(heading="Read a report", form=entered, result=present(report), error=""), report


def _address(url: str) -> str:
    return ": addresses are not fetched by the desk" if url else ""


def _read(desk: Desk, entered: Mapping[str, str]) -> Report:
    with desk.reader() as reader:
        intake = read_text(entered["text"], reader.settings, published=entered["published"] or None, name="the text")
        document = intake.document
        return reader.read(
            document.text,
            published=document.published,
            title=entered["title"] or document.title,
            source=entered["source"] or document.source,
            url=entered["url"] or document.url,
        )


def rows(context: Read) -> Iterable[Row]:
    """The claims of what was read."""
    return report_rows(context.result) if context.result else ()


PAGE = Page(name="read", path="/read", context=Read, load=load, rows=rows, nav="Read")
