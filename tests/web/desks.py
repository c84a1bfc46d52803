"""Ledgers for the tests of the desk: an empty one, a small one, a larger one, and one of hostile reports."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from benchmarks.synthetic import synthetic_events
from starlette.testclient import TestClient
from tests.ledger.reports import TEXT, report

from legation.api import Ledger
from legation.records import Report
from legation.settings import Settings
from legation.web import create_app

HOST = "http://localhost"
SCRIPT = "<script>window.hit=1</script>"
HOSTILE = (
    SCRIPT, '"><img src=x onerror="window.hit=1">', "'; drop table events; --", "<svg onload='window.hit=1'>",
    "javascript:window.hit=1", "{{ 7 * 7 }}", "=HYPERLINK(\"http://example.org\")", "\u202egnp.exe", "a\x00b",
)  # fmt: skip


def small(path: Any) -> Ledger:
    """Two outlets tell of the same expulsions, on two days."""
    ledger = Ledger(path)
    ledger.add(
        report("d1"),
        report("d2", TEXT + " Talks go on.", source="Graustark Times", published="2021-05-05", title="Envoy recalled"),
    )
    return ledger


def large(path: Any) -> Ledger:
    """Some thousand imported events beside a few dozen reports."""
    ledger = small(path)
    ledger.add_events(synthetic_events(4_000))
    ledger.add(*(report(f"r{i}", f"{TEXT} Number {i}.", published=f"2021-06-{i % 28 + 1:02d}") for i in range(40)))
    return ledger


def hostile(path: Any) -> Ledger:
    """Reports whose titles, outlets, addresses, texts and names try to break out."""
    ledger = Ledger(path)
    for number, text in enumerate(HOSTILE):
        plain = report(
            f"h{number}{text}", f"{TEXT} {text}", title=text, source=text, url=f"javascript:alert(1)//{text}"
        )
        ledger.add(poison(plain, text))
    return ledger


def poison(plain: Report, text: str) -> Report:
    """A report with hostile text in every field that a reader could take over from a text."""
    replace = msgspec.structs.replace
    return replace(
        plain,
        actors=tuple(replace(a, name=text, role=text) for a in plain.actors),
        events=tuple(
            replace(e, actor_text=text, recipient_text=text, trigger=text, actors=(*e.actors, "X<b>&"))
            for e in plain.events
        ),
        statements=tuple(replace(s, speaker=text, content=text, anonymity=text) for s in plain.statements),
        commitments=tuple(replace(c, agreement=text, instrument=text, since=text) for c in plain.commitments),
        warnings=(text,),
    )


class FakeReader:
    """Reads any text as a report made by hand."""

    settings = Settings()

    def read(self, text: str, **told: Any) -> Report:
        """The report, with the text as its own."""
        return report("read", text, **{k: v for k, v in told.items() if k != "id"})


def client(ledger: Ledger, **more: Any) -> TestClient:
    """A browser's stand-in at the desk over a ledger."""
    return TestClient(create_app(ledger, make_reader=FakeReader, **more), base_url=HOST)  # type: ignore[arg-type]


def settle(visitor: TestClient) -> None:
    """Waits until the desk has occurrences."""
    visitor.app.state.desk.refresh()  # type: ignore[attr-defined]


def post(visitor: TestClient, path: str, form: Mapping[str, str], page: str = "/read", **more: Any) -> Any:
    """Sends a form with the token of a page that was looked at before."""
    return visitor.post(path, data={"token": token(visitor, page), **form}, follow_redirects=False, **more)


def token(visitor: TestClient, page: str = "/read") -> str:
    """The token of a page's forms."""
    text = visitor.get(page).text
    return text.partition('name="token" value="')[2].partition('"')[0]


def paths(ledger: Ledger) -> Iterator[str]:
    """A path of every page that the ledger can fill, twins left out."""
    yield from ("/", "/events", "/actors", "/statements", "/commitments", "/occurrences?least=1", "/read", "/judge")
    yield from ("/network", "/network?step=week&period=all", "/network?party=SVK")
    yield from ("/search?q=truce", "/relation/SVK/HUN", "/relation/USA/RUS?step=month", "/outlook/SVK/HUN")
    for row in ledger.query("select id from documents order by id limit 3").to_dicts():
        from legation.web.naming import link

        yield link("/report", id=row["id"])
    for row in ledger.query("select id from occurrences order by documents desc, id limit 2").to_dicts():
        yield f"/occurrence/{row['id']}"
    if len(ledger.query("select 1 from events limit 1")):
        yield "/actor/SVK"


def twin(path: str, kind: str) -> str:
    """The path of a page's twin."""
    base, mark, query = path.partition("?")
    return ("/overview" if base == "/" else base) + f".{kind}{mark}{query}"
