"""What stands between the pages and the world: host names, sizes, headers, tokens against forged requests."""

import hmac
import secrets
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names by which a page on this machine may be asked for; others are refused, so that no outside page can reach it by
pointing a name of its own at this machine (DNS rebinding)."""

LARGEST_BODY = 4_000_000
"""Bytes of one request."""

COOKIE = "legation_visit"
THEME = "legation_theme"
FIELD = "token"

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}


class Guard:
    """Refuses foreign hosts and oversized requests, and puts safe headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = frozenset(h.casefold() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def safe_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, safe_send)
            return
        await self.app(scope, Counted(receive), safe_send)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        if host_name(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("This host is not served here (see legation serve --allow-host).", 400)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return PlainTextResponse(f"A request has at most {LARGEST_BODY:,} bytes.", 413)
        return None


def host_name(host: str) -> str:
    """The name of a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0].casefold() + "]"
    return host.rpartition(":")[0].casefold() if ":" in host else host.casefold()


class TooMuch(Exception):
    """A request sent more than it may."""


class Counted:
    """A request's body, which is cut off by an error when it grows too large (chunked bodies announce no length)."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.size = 0

    async def __call__(self) -> Message:
        """The next part. Raises TooMuch."""
        message = await self.receive()
        self.size += len(message.get("body", b""))
        if self.size > LARGEST_BODY:
            raise TooMuch
        return message


class Tokens:
    """Tokens of forms: each is tied to the visitor's cookie by a secret that lives as long as the server does."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def visit(self, request: Request) -> str:
        """The visitor's cookie, a new one where there is none."""
        found = request.cookies.get(COOKIE, "")
        return found if len(found) == 43 and found.isascii() else secrets.token_urlsafe(32)

    def token(self, visit: str) -> str:
        """The token of a visitor's forms."""
        return hmac.digest(self._secret, visit.encode(), "sha256").hex()

    def allows(self, request: Request, token: str) -> bool:
        """Whether a form came from one of our own pages."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        if site not in ("same-origin", "none") or (origin is not None and origin != own):
            return False
        visit = request.cookies.get(COOKIE, "")
        return bool(visit) and hmac.compare_digest(self.token(visit).encode(), token.encode("utf-8", "replace"))


def theme_of(request: Request) -> str:
    """The visitor's choice of colours: light, dark, or auto."""
    found = request.cookies.get(THEME, "auto")
    return found if found in ("light", "dark") else "auto"
