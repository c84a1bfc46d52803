"""How results are printed: JSON lines byte for byte the same everywhere, tables in colour where there is one."""

import sys
from typing import Any

import msgspec
from rich.console import Console

_ENCODER = msgspec.json.Encoder()


def print_json(value: Any) -> None:
    """Prints a record as one line of JSON (UTF-8, keys in the order of the record)."""
    sys.stdout.buffer.write(_ENCODER.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def print_line(value: Any) -> None:
    """Prints a plain value as one line of JSON."""
    print_json(value)


def console() -> Console:
    """A console that is 80 columns wide where it is no terminal, and never wider than 100."""
    found = Console(highlight=False, emoji=False, markup=False)
    if not found.is_terminal:
        return Console(highlight=False, emoji=False, markup=False, width=80)
    return Console(highlight=False, emoji=False, markup=False, width=min(found.width, 100))
