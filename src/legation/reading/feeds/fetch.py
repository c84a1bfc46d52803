"""Pages and feeds over HTTP: politely (robots.txt, pauses, conditional requests), with limits on size and time."""

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import httpcore

from legation.errors import FetchError
from legation.reading.feeds.network import GuardedBackend, Refused, Resolve, resolve
from legation.records import Record

AGENT = "legation"
AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Statuses after which a second try may help."""


class Rules(Record, frozen=True, kw_only=True):
    """Limits of fetching; times in seconds, sizes in bytes.

    `private`: whether private addresses may be fetched, or the names of hosts that may have one.
    """

    largest: int = 5_000_000
    total: float = 30.0
    quiet: float = 10.0
    hops: int = 5
    tries: int = 3
    pause: float = 1.0
    longest_pause: float = 60.0
    private: bool | frozenset[str] = False


class Fetched(Record, frozen=True, kw_only=True):
    """What an address sent: `url` after redirects, `status` 200 or 304 (then without data)."""

    url: str
    status: int
    data: bytes
    content_type: str
    etag: str | None
    modified: str | None


class Fetcher:
    """Fetches addresses one after the other. `sleep`, `clock` and `look_up` are there for tests."""

    def __init__(
        self,
        rules: Rules | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        look_up: Resolve = resolve,
    ) -> None:
        self.rules = rules or Rules()
        self._sleep, self._clock = sleep, clock
        backend = GuardedBackend(self.rules.private, look_up)
        self._pool = httpcore.ConnectionPool(network_backend=backend, max_connections=4, keepalive_expiry=10)
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What an address sends, or 304 if it is as it was (`etag`, `modified` of the last time).

        Raises FetchError in one line: forbidden by robots.txt, private, too large, too slow, unreachable.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {k: v for k, v in conditions.items() if v}
        for _ in range(self.rules.hops + 1):
            _check(url)
            if not self._may(url):
                raise Refused(f"{url}: robots.txt forbids it")
            found = self._try(url, headers)
            if isinstance(found, Fetched):
                return found
            url = found
        raise Refused(f"{url}: more than {self.rules.hops} redirects")

    def _try(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        """One hop, tried again where that may help: what was sent, or the address of a redirect."""
        wait = 1.0
        for attempt in range(1, self.rules.tries + 1):
            try:
                return self._send(url, headers)
            except _TryAgain as error:
                if attempt == self.rules.tries or (error.after or 0) > self.rules.longest_pause:
                    raise FetchError(f"{url}: {error}") from error
                self._sleep(max(error.after or 0, wait))
                wait *= 2
        raise AssertionError("unreachable")

    def _send(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        self._wait(url)
        agent = f"{AGENT}/{version('legation')} (reads news feeds; obeys robots.txt)"
        sent: list[tuple[bytes | str, bytes | str]] = [
            ("User-Agent", agent), ("Accept-Encoding", "gzip"), ("Connection", "close"), *headers.items(),
        ]  # fmt: skip
        times = dict.fromkeys(("connect", "read", "write", "pool"), self.rules.quiet)
        deadline = self._clock() + self.rules.total
        try:
            with self._pool.stream("GET", url, headers=sent, extensions={"timeout": times}) as response:
                return self._take(url, response, deadline)
        except _TryAgain:
            raise
        except FetchError as error:
            raise type(error)(str(error) if url in str(error) else f"{url}: {error}") from error
        except httpcore.TimeoutException as error:
            raise _TryAgain(f"no answer within {self.rules.quiet:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _TryAgain(str(error) or type(error).__name__) from error
        except (httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise Refused(f"{url}: {error}") from error

    def _take(self, url: str, response: httpcore.Response, deadline: float) -> Fetched | str:
        told = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
        status = response.status
        if status in (301, 302, 303, 307, 308) and told.get("location"):
            return urljoin(url, told["location"])
        if status in AGAIN:
            raise _TryAgain(f"status {status}", _seconds(told.get("retry-after")))
        if status not in (200, 304):
            raise Refused(f"{url}: status {status}")
        if int(told.get("content-length") or 0) > self.rules.largest:
            raise Refused(f"{url}: over the limit of {self.rules.largest:,} bytes")
        data = b"" if status == 304 else self._body(url, response, told.get("content-encoding", ""), deadline)
        return Fetched(
            url=url,
            status=status,
            data=data,
            content_type=told.get("content-type", ""),
            etag=told.get("etag"),
            modified=told.get("last-modified"),
        )

    def _body(self, url: str, response: httpcore.Response, encoding: str, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in _unpacked(response.iter_stream(), encoding, self.rules.largest):
            size += len(part)
            if size > self.rules.largest:
                raise Refused(f"{url}: over the limit of {self.rules.largest:,} bytes")
            if self._clock() > deadline:
                raise Refused(f"{url}: slower than {self.rules.total:g} seconds")
            parts.append(part)
        return b"".join(parts)

    def _wait(self, url: str) -> None:
        """Keep the pause between two requests to one host, as long as robots.txt asks for."""
        host = urlsplit(url).netloc
        robots = self._robots.get(_root(url))
        asked = float(robots.crawl_delay(AGENT) or 0) if robots else 0.0
        pause = min(max(self.rules.pause, asked), self.rules.longest_pause)
        due = self._last.get(host, float("-inf")) + pause - self._clock()
        if due > 0:
            self._sleep(due)
        self._last[host] = self._clock()

    def _may(self, url: str) -> bool:
        root = _root(url)
        if root not in self._robots:
            self._robots[root] = self._read_robots(root)
        rules = self._robots[root]
        return rules is None or rules.can_fetch(AGENT, url)

    def _read_robots(self, root: str) -> RobotFileParser | None:
        """A host's robots.txt; None where it has none. Raises FetchError where that cannot be told (RFC 9309)."""
        address = f"{root}/robots.txt"
        for _ in range(self.rules.hops + 1):
            try:
                found = self._try(address, {})
            except Refused as error:
                if "status 4" in str(error):
                    return None
                raise
            if isinstance(found, Fetched):
                parser = RobotFileParser()
                parser.parse(found.data[:500_000].decode("utf-8", "replace").splitlines())
                return parser
            _check(found)
            address = found
        return None


class _TryAgain(FetchError):
    """A failure that may pass. `after`: seconds for which the server asks."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


def _check(url: str) -> None:
    parts = urlsplit(url)
    try:
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username is not None:
        raise Refused(f"{url[:200]}: not an address of the web")


def _root(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.strip().isdigit() else None


def _unpacked(parts: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """A body as it was before compression, piece by piece, so that a bomb bursts at the limit."""
    if "gzip" not in encoding and "deflate" not in encoding:
        yield from parts
        return
    stream = zlib.decompressobj(47)
    try:
        for part in parts:
            data = part
            while data:
                yield stream.decompress(data, min(limit, 1 << 20))
                data = stream.unconsumed_tail
    except zlib.error as error:
        raise Refused(f"damaged compression: {error}") from error
