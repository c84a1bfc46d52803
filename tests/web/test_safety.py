"""Text from outside stays text; requests from outside stay outside."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.desks import HOSTILE, client, paths, post, small, token, twin

from legation.api import Ledger
from legation.web.naming import link, outside_url
from legation.web.page import cell
from legation.web.safety import LARGEST_BODY, host_name
from legation.web.writes import own_path

TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "nav", "ul", "ol", "li", "form", "label",
    "input", "button", "main", "h1", "h2", "h3", "p", "div", "section", "table", "thead", "tbody", "tr", "th", "td",
    "span", "b", "small", "i", "strong", "em", "blockquote", "dl", "dt", "dd", "details", "summary", "q", "mark",
    "article", "select", "option", "textarea", "svg", "g", "rect", "path", "circle", "text", "defs", "marker",
    "footer", "code", "kbd", "br", "meter", "desc",
}  # fmt: skip


class Outline(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_hostile_reports_stay_text(ledgers: dict[str, Ledger], visitors: dict[str, TestClient]) -> None:
    for path in [*paths(ledgers["hostile"]), *(link("/search", q=h[:100]) for h in HOSTILE), "/relation/SVK/X<b>&"]:
        text = visitors["hostile"].get(path).text
        for tag, attributes in Outline(text).tags:
            assert tag in TAGS, (path, tag)
            assert not [a for a in attributes if a.startswith("on") or a == "style"], (path, tag, attributes)
            for name in ("href", "src", "action"):
                value = attributes.get(name) or ""
                assert not value or value[0] in "/#" or value.startswith(("http://", "https://")), (path, value)
            if tag == "script":
                assert attributes.get("src") == "/static/desk.js"
        assert text.count("<script") == 1
        assert "49" not in re.findall(r"<h1>([^<]*)</h1>", text)


def test_every_answer_has_the_policy(visitors: dict[str, TestClient]) -> None:
    for path in ("/", "/overview.json", "/events.csv", "/static/desk.css", "/nothing", "/static/nothing"):
        headers = visitors["small"].get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert visitors["small"].get("/", headers={"host": "evil.example"}).headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "10.0.0.1"])
def test_foreign_hosts_are_refused(host: str, visitors: dict[str, TestClient]) -> None:
    assert visitors["small"].get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8377", "127.0.0.1:1", "[::1]:8377"])
def test_own_hosts_are_served(host: str, visitors: dict[str, TestClient]) -> None:
    assert visitors["small"].get("/read", headers={"host": host}).status_code == 200


def test_further_hosts_can_be_named(ledgers: dict[str, Ledger]) -> None:
    visitor = client(ledgers["small"], hosts=("desk.example",))
    assert visitor.get("/read", headers={"host": "desk.example:80"}).status_code == 200
    assert visitor.get("/read").status_code == 400


def test_writes_want_a_token(tmp_path: object) -> None:
    ledger = small(tmp_path)
    visitor = client(ledger)
    record = ledger.query("select id from events order by id limit 1").to_dicts()[0]["id"]
    form = {"record": record, "verdict": "reject"}
    assert visitor.post("/judge", data=form).status_code == 403
    assert visitor.post("/judge", data={**form, "token": "0" * 64}).status_code == 403
    good = token(visitor)
    stranger = client(ledger)
    assert stranger.post("/judge", data={**form, "token": good}).status_code == 403
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert visitor.post("/judge", data={**form, "token": good}, headers=headers).status_code == 403
    assert visitor.get("/judge", params={**form, "token": good}).status_code == 200
    assert len(ledger.query("select 1 from judgements")) == 0
    assert post(visitor, "/judge", form, headers={"origin": "http://localhost"}).status_code == 303
    assert len(ledger.query("select 1 from judgements")) == 1


@pytest.mark.parametrize("path", ["/read", "/judge", "/theme"])
def test_every_write_wants_a_token(path: str, visitors: dict[str, TestClient]) -> None:
    assert visitors["small"].post(path, data={"text": "x", "theme": "dark"}).status_code == 403


def test_reading_methods_alone_reach_pages(visitors: dict[str, TestClient]) -> None:
    assert visitors["small"].post("/").status_code == 405
    assert visitors["small"].delete("/judge").status_code == 405


def test_large_requests_are_refused(visitors: dict[str, TestClient]) -> None:
    visitor = visitors["small"]
    assert visitor.post("/read", content=b"x" * (LARGEST_BODY + 1)).status_code == 413

    def stream():  # type: ignore[no-untyped-def]
        for _ in range(LARGEST_BODY // 100_000 + 2):
            yield b"text=" + b"x" * 100_000

    chunked = visitor.post(
        "/read", content=stream(), headers={"content-type": "application/x-www-form-urlencoded"}
    )  # fmt: skip
    assert chunked.status_code == 413


def test_cookies_are_strict(ledgers: dict[str, Ledger]) -> None:
    cookie = client(ledgers["small"]).get("/read").headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_theme_is_kept_and_leads_back_to_the_desk(ledgers: dict[str, Ledger]) -> None:
    visitor = client(ledgers["small"])
    answer = post(visitor, "/theme", {"theme": "dark", "next": "/events?type=AID"})
    assert answer.status_code == 303 and answer.headers["location"] == "/events?type=AID"
    assert 'data-theme="dark"' in visitor.get("/read").text
    assert post(visitor, "/theme", {"theme": "light", "next": "//evil.example/"}).headers["location"] == "/"
    assert post(visitor, "/theme", {"theme": "pink"}).status_code == 400


def test_private_addresses_are_not_fetched(ledgers: dict[str, Ledger]) -> None:
    visitor = client(ledgers["small"])
    for address in ("http://127.0.0.1:9/", "file:///etc/passwd", "http://169.254.169.254/latest", "http://[::1]/"):
        answer = post(visitor, "/read", {"url": address, "action": "read"})
        assert answer.status_code == 422 and 'role="alert"' in answer.text


@given(st.text())
def test_own_path_never_leaves_the_desk(path: str) -> None:
    found = own_path(path)
    assert found is None or (found.startswith("/") and not found.startswith(("//", "/\\")))


@given(st.text())
def test_outside_addresses_are_of_the_web(address: str) -> None:
    found = outside_url(address)
    assert found is None or found.lower().startswith(("http://", "https://"))


@given(st.text())
def test_cells_are_no_formulas(text: str) -> None:
    assert not str(cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_host_names_have_no_port(host: str) -> None:
    assert host_name(host + ":80") == host_name(host) or host.startswith("[") or ":" in host


def test_twins_are_no_pages(visitors: dict[str, TestClient], ledgers: dict[str, Ledger]) -> None:
    for path in paths(ledgers["hostile"]):
        assert visitors["hostile"].get(twin(path, "json")).headers["content-type"] == "application/json"
