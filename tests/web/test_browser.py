"""The desk in a real Chromium: nothing breaks, nothing is fetched from elsewhere, axe finds nothing, keys work."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from tests.web.desks import FakeReader, paths

from legation.api import Ledger
from legation.web import create_app

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: page tests are skipped")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

if not CHROMIUM:
    pytest.skip("no Chromium on this machine: page tests are skipped", allow_module_level=True)

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = ((360, 740), (1600, 900))
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def desks(ledgers: dict[str, Ledger]) -> Iterator[dict[str, str]]:
    servers, addresses = [], {}
    for name, ledger in ledgers.items():
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        app = create_app(ledger, make_reader=FakeReader)  # type: ignore[arg-type]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        servers.append((server, thread))
        addresses[name] = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield addresses
    for server, thread in servers:
        server.should_exit = True
        thread.join(10)


def watched(context: Any, address: str) -> tuple[Any, list[str]]:
    """A new tab, and a list of all that goes wrong in it or is asked of others."""
    page, wrong = context.new_page(), []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(r.url))
    return page, wrong


def too_wide(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("size", SIZES, ids=lambda s: str(s[0]))
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation(
    theme: str, size: tuple[int, int], browser: Any, desks: dict[str, str], ledgers: dict[str, Ledger]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)
    page, wrong = watched(context, desks["small"])
    asked = list(dict.fromkeys(p.split("?")[0].split("/")[1] for p in paths(ledgers["small"])))
    for path in paths(ledgers["small"]):
        name = path.split("?")[0].split("/")[1]
        if name not in asked:
            continue
        asked.remove(name)
        page.goto(desks["small"] + path)
        found = axe.run(page).response["violations"]
        told = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]
        assert told == [], path
        assert too_wide(page) <= 0, path
    assert wrong == [] and asked == []
    context.close()


@pytest.mark.parametrize("kind", ["empty", "large", "hostile"])
def test_pages_load_without_a_complaint(
    kind: str, browser: Any, desks: dict[str, str], ledgers: dict[str, Ledger]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page, wrong = watched(context, desks[kind])
    for path in paths(ledgers[kind]):
        page.goto(desks[kind] + path)
        assert page.evaluate("window.hit") is None, path
        assert too_wide(page) <= 0, path
    assert wrong == []
    context.close()


def test_passages_and_claims_light_up_together(browser: Any, desks: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(desks["small"] + "/report?id=d1")
    page.locator("#claim-s1 .to-text").focus()
    assert "bullied" in "".join(page.locator("mark.on").all_inner_texts())
    assert "expelled" not in "".join(page.locator("mark.on").all_inner_texts())
    page.locator('mark[data-claims~="e1"]').first.hover()
    assert page.locator("#claim-e1.on").count() == 1 and page.locator("#claim-s1.on").count() == 0
    page.close()


def test_records_are_judged_by_keyboard(browser: Any, desks: dict[str, str], ledgers: dict[str, Ledger]) -> None:
    page = browser.new_page()
    page.goto(desks["large"] + "/judge?table=links")
    record = page.locator('form[data-judging] input[name="record"]').input_value()
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("c")
    found = ledgers["large"].query("select verdict from judgements where record_id = ?", [record]).to_dicts()
    assert found == [{"verdict": "confirm"}]
    page.close()


def test_colours_change_and_stay(browser: Any, desks: dict[str, str]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(desks["small"] + "/events")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="dark colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.goto(desks["small"] + "/actors")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_pages_work_without_scripts(browser: Any, desks: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desks["small"] + "/?span=all")
    page.locator(".matrix td a").first.click()
    page.locator("a.origin").first.click()
    page.locator("mark").first.wait_for(state="attached")
    assert page.locator("mark").count() > 3
    page.get_by_role("button", name="dark colours").click()
    page.locator("html[data-theme=dark]").wait_for(state="attached")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


NUMBERS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!/[0-9]/.test(node.data) || parent.closest(".note, .choices, title")) continue;
    const link = parent.closest("a[href]");
    found.push([node.data.trim(), link ? link.href : null]);
  }
  return found;
}"""
SENTENCES = "document.querySelectorAll('blockquote.passage, .article mark, q').length"


def sentence_within(page: Any, address: str, clicks: int) -> bool:
    """Whether a sentence is to be read behind an address, or behind the links of its lists."""
    page.goto(address)
    if page.evaluate(SENTENCES):
        return True
    if clicks <= 1:
        return False
    following = page.evaluate("[...document.querySelectorAll('main ul a[href], main table a[href]')].map(a => a.href)")
    return any(sentence_within(page, a, clicks - 1) for a in following[:2])


@pytest.mark.parametrize("kind", ["small", "large"])
def test_behind_every_number_of_the_overview_is_a_sentence(kind: str, browser: Any, desks: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(desks[kind] + "/?span=all&today=2021-06-01")
    numbers = page.evaluate(NUMBERS)
    assert len(numbers) > 12
    assert [n for n, address in numbers if address is None] == []
    tried = {address: sentence_within(page, address, 3) for address in {a for _, a in numbers}}
    assert [a for a, found in tried.items() if not found] == []
    page.close()


def test_the_network_is_walked_by_its_links(browser: Any, desks: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(desks["large"] + "/network")
    title = page.locator("#ring-title").inner_text()
    page.locator("a[rel=prev]").click()
    assert page.locator("#ring-title").inner_text() != title
    page.locator("svg.strip a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/network?period=*")
    page.locator("table.rows td a").first.click()
    page.wait_for_url("**/events?*")
    assert page.locator("blockquote.passage").count() >= 1
    page.close()
