"""The few things that the desk writes: reports that were read, judgements, the choice of colours."""

from starlette.responses import RedirectResponse, Response

from legation.web.desk import Desk
from legation.web.naming import link
from legation.web.page import Refused
from legation.web.pages import judge as judging
from legation.web.pages import reading
from legation.web.safety import THEME

YEAR = 365 * 24 * 3600


def read(desk: Desk, form: dict[str, str]) -> tuple[reading.Read, str | None]:
    """Reads what was pasted; where the form says so, adds it too: then the address of the stored report is given."""
    context, report = reading.read(desk, form)
    if report is None or form.get("action") != "add":
        return context, None
    ((identity, _),) = desk.ledger.place([report.document])
    desk.ledger.add(report)
    desk.refresh()
    return context, link("/report", id=identity)


def judge(desk: Desk, form: dict[str, str]) -> str:
    """Stores a judgement; returns the address of what comes next."""
    record, verdict = form.get("record", ""), form.get("verdict", "")
    changes = None
    if verdict == "correct":
        row, table = judging.find(desk, record)
        changes = judging.changes(table, row, form)
        if not changes:
            raise Refused("nothing was changed; a correction changes at least one field")
    desk.ledger.judge(record, verdict, changes=changes, judge=form.get("judge") or None, note=form.get("note") or None)
    desk.refresh()
    return own_path(form.get("next", "")) or link("/judge", table=form.get("table"), document=form.get("document"))


def set_theme(form: dict[str, str]) -> Response:
    """Keeps the choice of colours in a cookie and goes back to the page."""
    choice = form.get("theme", "")
    if choice not in ("light", "dark", "auto"):
        raise Refused("theme is one of: light, dark, auto")
    response = RedirectResponse(own_path(form.get("next", "")) or "/", 303)
    response.set_cookie(THEME, choice, max_age=YEAR, samesite="strict", httponly=True)
    return response


def own_path(path: str) -> str | None:
    """A path of the desk's own; None for what leads elsewhere ("//host", "/\\host", other schemes)."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable() else None
