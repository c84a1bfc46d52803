"""Feeds and pages from servers on this machine that behave and misbehave."""

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from legation.errors import FetchError, InputError
from legation.reading.feeds import Fetcher, Rules, Watch
from legation.reading.feeds.entries import list_entries
from legation.reading.feeds.network import is_public
from legation.records import Document, Problem
from legation.settings import Settings

TEXT = (
    "The foreign minister of Ruritania has met the ambassador of Graustark in the capital on Monday, and they spoke "
    "of the truce at the border, of the prisoners and of the trade between the two countries, as a spokesman said."
)
Handler = Callable[["Server", BaseHTTPRequestHandler], None]


class Server:
    """A server whose paths do what a test gives them to do; it keeps what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                page = outer.pages.get(self.path)
                try:
                    if page is None:
                        self.send_error(404)
                    else:
                        page(outer, self)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, path: str) -> int:
        return sum(p == path for p, _ in self.asked)


def send(body: bytes | str, status: int = 200, **headers: str) -> Handler:
    data = body.encode() if isinstance(body, str) else body

    def answer(server: Server, request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return answer


def in_turn(*answers: Handler) -> Handler:
    left = list(answers)

    def answer(server: Server, request: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(server, request)

    return answer


def page(title: str = "News") -> str:
    return f"<html><head><title>{title}</title></head><body><article><p>{title}. {TEXT}</p></article></body></html>"


def rss(*items: tuple[str, str]) -> str:
    listed = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Tue, 04 May 2021 08:00:00 GMT</pubDate></item>"
        for title, link in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{listed}</channel></rss>'


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def passing() -> Time:
    return Time()


def fetcher(passing: Time, **rules: object) -> Fetcher:
    made = Rules(**{"private": True, "quiet": 2.0, **rules})  # type: ignore[arg-type]
    return Fetcher(made, sleep=passing.sleep, clock=passing.clock)


def test_conditional_requests(server: Server, passing: Time) -> None:
    def answer(outer: Server, request: BaseHTTPRequestHandler) -> None:
        old = request.headers.get("If-None-Match") == '"v1"'
        send("" if old else "body", 304 if old else 200, ETag='"v1"')(outer, request)

    server.pages["/a"] = answer
    first = fetcher(passing).get(f"{server.root}/a")
    assert (first.status, first.data, first.etag) == (200, b"body", '"v1"')
    assert fetcher(passing).get(f"{server.root}/a", etag=first.etag).status == 304


def test_robots_are_obeyed(server: Server, passing: Time) -> None:
    server.pages["/robots.txt"] = send("User-agent: *\nDisallow: /no\nCrawl-delay: 7\n")
    server.pages.update({"/no/a": send("x"), "/yes": send("x")})
    with fetcher(passing) as fetch:
        with pytest.raises(FetchError, match=r"robots\.txt forbids"):
            fetch.get(f"{server.root}/no/a")
        assert fetch.get(f"{server.root}/yes").data == b"x"
    assert server.count("/no/a") == 0
    assert passing.slept == [7.0]
    assert server.asked[0][1]["user-agent"].startswith("legation/")


def test_one_host_is_asked_with_pauses(server: Server, passing: Time) -> None:
    server.pages["/a"] = send("x")
    with fetcher(passing, pause=2.0) as fetch:
        for _ in range(3):
            fetch.get(f"{server.root}/a")
    assert passing.slept == [2.0, 2.0, 2.0]


def test_failures_that_pass_are_tried_again(server: Server, passing: Time) -> None:
    server.pages["/a"] = in_turn(send("", 503), send("", 429, Retry_After="9"), send("at last"))
    assert fetcher(passing, pause=0.0).get(f"{server.root}/a").data == b"at last"
    assert passing.slept == [1.0, 9.0]
    server.pages["/b"] = send("", 500)
    with pytest.raises(FetchError, match="status 500"):
        fetcher(passing, pause=0.0).get(f"{server.root}/b")
    assert server.count("/b") == 3
    server.pages["/c"] = send("", 429, Retry_After="86400")
    with pytest.raises(FetchError, match="status 429"):
        fetcher(passing, pause=0.0).get(f"{server.root}/c")
    assert server.count("/c") == 1


def test_redirects_are_followed_so_far(server: Server, passing: Time) -> None:
    server.pages.update(
        {"/a": send("", 301, Location="/b"), "/b": send("end"), "/loop": send("", 302, Location="/loop")}
    )
    assert fetcher(passing).get(f"{server.root}/a").url == f"{server.root}/b"
    with pytest.raises(FetchError, match="redirects"):
        fetcher(passing).get(f"{server.root}/loop")


def test_private_addresses_are_refused(server: Server, passing: Time) -> None:
    server.pages["/"] = send("secret")
    with pytest.raises(FetchError, match="private address"):
        fetcher(passing, private=False).get(f"{server.root}/")
    named = Fetcher(Rules(private=False), sleep=passing.sleep, look_up=lambda host, port: ["169.254.169.254"])
    with pytest.raises(FetchError, match=r"private address 169\.254"):
        named.get("http://innocent.example/")
    assert server.asked == []


def test_redirects_into_private_networks_are_refused(server: Server, passing: Time) -> None:
    port = server.root.rsplit(":", 1)[1]
    server.pages["/a"] = send("", 302, Location=f"http://inside.example:{port}/secret")
    server.pages["/secret"] = send("secret")
    fetch = Fetcher(Rules(private=frozenset({"news.example"})), sleep=passing.sleep, look_up=lambda h, p: ["127.0.0.1"])
    with pytest.raises(FetchError, match=r"inside\.example has the private address"):
        fetch.get(f"http://news.example:{port}/a")
    assert server.count("/secret") == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("10.0.0.1", False), ("127.0.0.1", False), ("169.254.169.254", False), ("::1", False),
     ("::ffff:127.0.0.1", False), ("fd00::1", False), ("0.0.0.0", False), ("100.64.0.1", False), ("224.0.0.1", False),
     ("2002:7f00:1::", False), ("2606:4700::1111", True)],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a/b", "http://", "http://u:p@a/", "gopher://a", "http://a:0/"]
)
def test_other_addresses_are_refused(passing: Time, url: str) -> None:
    with pytest.raises(FetchError, match="not an address"):
        fetcher(passing).get(url)


def test_sizes_are_limited(server: Server, passing: Time) -> None:
    def endless(outer: Server, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(10_000):
            request.wfile.write(b"x" * 10_000)

    bomb = gzip.compress(b"\0" * 50_000_000)
    server.pages.update({"/endless": endless, "/bomb": send(bomb, Content_Encoding="gzip")})
    server.pages["/told"] = send("x", Content_Length="99999999")
    for path in ("/endless", "/bomb", "/told"):
        with pytest.raises(FetchError, match="over the limit"):
            fetcher(passing, largest=100_000, pause=0.0).get(f"{server.root}{path}")


def test_dawdling_is_limited(server: Server, passing: Time) -> None:
    def drip(outer: Server, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            passing.now += 1.0
            request.wfile.write(b"x")

    def silent(outer: Server, request: BaseHTTPRequestHandler) -> None:
        threading.Event().wait(1.0)

    server.pages.update({"/drip": drip, "/silent": silent})
    with pytest.raises(FetchError, match="slower than 30"):
        fetcher(passing, pause=0.0).get(f"{server.root}/drip")
    with pytest.raises(FetchError, match="no answer within"):
        fetcher(passing, pause=0.0, quiet=0.2, tries=1).get(f"{server.root}/silent")


def test_broken_answers_are_told_in_one_line(server: Server, passing: Time) -> None:
    def cut(outer: Server, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"x" * 10)

    def nonsense(outer: Server, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"this is no HTTP\r\n\r\n")

    server.pages.update({"/cut": cut, "/nonsense": nonsense})
    server.pages["/gzip"] = send(b"no gzip", Content_Encoding="gzip")
    for path in ("/cut", "/nonsense", "/gzip", "/absent"):
        with pytest.raises(FetchError) as error:
            fetcher(passing, pause=0.0).get(f"{server.root}{path}")
        assert "\n" not in str(error.value)
        assert server.root in str(error.value)
    with pytest.raises(FetchError, match="cannot be found"):
        Fetcher(Rules(), sleep=passing.sleep).get("http://absent.invalid/")


def test_new_entries_become_documents_once(server: Server, passing: Time, tmp_path: Path) -> None:
    server.pages["/feed"] = send(rss(("Second", "/2"), ("First", "/1")))
    server.pages.update({"/1": send(page("First")), "/2": send(page("Second")), "/3": send(page("Third"))})

    def watch() -> Watch:
        return Watch([f"{server.root}/feed"], fetcher(passing), Settings(), tmp_path / "memory.json")

    first = list(watch().poll())
    assert [d.title for d in first if isinstance(d, Document)] == ["First", "Second"]
    assert next((d.published, d.source, d.url) for d in first if isinstance(d, Document)) == (
        "2021-05-04", "Gazette", f"{server.root}/1",
    )  # fmt: skip
    assert list(watch().poll()) == []
    server.pages["/feed"] = send(rss(("Third", "/3"), ("Second", "/2"), ("First", "/1")))
    assert [d.title for d in watch().poll() if isinstance(d, Document)] == ["Third"]
    assert server.count("/1") == 1


def test_failing_pages_are_tried_in_three_rounds_and_named(server: Server, passing: Time) -> None:
    server.pages["/feed"] = send(rss(("Gone", "/gone"), ("Here", "/here")), ETag='"1"')
    server.pages["/here"] = send(page("Here"))
    watch = Watch([f"{server.root}/feed", f"{server.root}/nofeed"], fetcher(passing), Settings())
    rounds = [list(watch.poll()) for _ in range(4)]
    assert [sum(isinstance(x, Document) for x in r) for r in rounds] == [1, 0, 0, 0]
    pages = [[x for x in r if isinstance(x, Problem) and x.item.endswith("/gone")] for r in rounds]
    assert [len(p) for p in pages] == [1, 1, 1, 0]
    assert all(any(isinstance(x, Problem) and x.item.endswith("/nofeed") for x in r) for r in rounds)


def test_rounds_are_spaced(server: Server, passing: Time) -> None:
    server.pages["/feed"] = send(rss())
    slept: list[float] = []
    watch = Watch([f"{server.root}/feed"], fetcher(passing), Settings())
    assert list(watch.run(interval=60, rounds=3, sleep=slept.append)) == []
    assert slept == [60, 60]


def test_what_is_no_feed_is_told() -> None:
    with pytest.raises(InputError, match="not a feed"):
        list_entries(b"<html><body>no feed</body></html>", "http://a/")
    with pytest.raises(InputError, match="not a feed"):
        list_entries(b"\xff\xfe\0garbage", "http://a/")
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>x</id><title>A</title>'
        b'<link href="/a"/><updated>2021-05-04T10:00:00Z</updated></entry></feed>'
    )
    (entry,) = list_entries(atom, "http://a/feed")
    assert (entry.url, entry.published, entry.source) == ("http://a/a", "2021-05-04", "T")
