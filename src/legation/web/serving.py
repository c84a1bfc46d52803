"""The server that `legation serve` starts."""

import socket
import sys
from collections.abc import Callable, Sequence

import uvicorn

from legation.api import Ledger
from legation.errors import SettingsError
from legation.web.app import create_app
from legation.web.safety import LOOPBACK

SWITCH = 0.0005
"""Seconds after which a thread that computes lets another one on: what is worked out behind the pages would else hold
up each step of a page by ten times as long."""


def serve_desk(
    ledger: Ledger, *, host: str, port: int, names: Sequence[str] = (), say: Callable[[str], None] = lambda _: None
) -> None:
    """Serves a ledger until it is interrupted. `say` gets the address; port 0 takes a free one.

    Raises SettingsError where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
    shown = f"[{host}]" if ":" in host else host
    app = create_app(ledger, hosts=(*LOOPBACK, shown, *names))
    app.state.desk.open()
    sys.setswitchinterval(SWITCH)
    say(f"http://{shown}:{listener.getsockname()[1]}/")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, timeout_keep_alive=15,
        limit_concurrency=200, h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
