"""Connections that go only where they may: names are resolved once, checked, and connected to by address."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from legation.errors import FetchError

Resolve = Callable[[str, int], list[str]]


class Refused(FetchError):
    """An address that must not be fetched; trying again does not help."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet: not to this machine, a private network or a cloud's metadata."""
    found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inside is not None:
            found = inside
    return found.is_global and not found.is_multicast


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to a name's checked address, so that a second look-up cannot lead elsewhere (DNS rebinding)."""

    def __init__(self, private: bool | frozenset[str], look_up: Resolve = resolve) -> None:
        self._private = private
        self._look_up = look_up
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be found: {error}") from error
        allowed = self._private if isinstance(self._private, bool) else host in self._private
        for address in addresses:
            if not allowed and not is_public(address):
                raise Refused(f"{host} has the private address {address}")
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)
