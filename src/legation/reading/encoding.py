"""Bytes to text: which encoding, and whether it is text at all."""

import re

from legation.errors import NotText

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SIGNATURES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"7z\xbc\xaf",
    b"MZ\x90",
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DOUBLY_ENCODED = re.compile("â€[™œ\x9d“”˜]")
_PAGE_ENCODINGS = ("iso-8859-", "windows-", "cp12", "koi8", "gb", "big5", "shift_jis", "euc-", "utf-16", "mac")
SAMPLE = 4096
"""Bytes or characters that a first look takes."""

CONTROL_SHARE = 0.002
"""Share of control characters above which something is no text."""


def decode(data: bytes, name: str, html: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text of `data` and notes on its encoding. Raises NotText for binary data.

    A byte order mark decides, then valid UTF-8, then what a page declares, then UTF-16 without a mark, then
    Windows-1252.
    """
    if data.startswith(_SIGNATURES):
        raise NotText(f"{name}: binary data, not text")
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return check_text(_decode_as(data, marked, name), name), ()
    for encoding in ("utf-8", _find_declared(data) if html else None, _guess_wide(data)):
        found = _try(data, encoding)
        if found is not None and (encoding != "utf-8" or "\x00" not in found):
            note = (f"{name}: read as {encoding}",) if encoding != "utf-8" else ()
            return check_text(found, name), note
    if b"\x00" in data:
        raise NotText(f"{name}: binary data, not text")
    text = check_text(data.decode("cp1252", "replace"), name)
    if text.count("�") > CONTROL_SHARE * len(text):
        raise NotText(f"{name}: the encoding cannot be told; save the text as UTF-8")
    return text, (f"{name}: not UTF-8, read as Windows-1252",)


def check_text(text: str, name: str) -> str:
    """The same text. Raises NotText if it holds null bytes, lone surrogates or many control characters."""
    if "\x00" in text:
        raise NotText(f"{name}: null bytes, not text")
    if _SURROGATE.search(text):
        raise NotText(f"{name}: lone surrogates, no valid Unicode text")
    controls = sum(1 for _ in _CONTROL.finditer(text, 0, 100 * SAMPLE))
    if controls > 3 and controls > CONTROL_SHARE * min(len(text), 100 * SAMPLE):
        raise NotText(f"{name}: {controls} control characters, not text")
    return text


def warn_of_mojibake(text: str, name: str) -> tuple[str, ...]:
    """A note where UTF-8 was once read as Windows-1252."""
    if _DOUBLY_ENCODED.search(text):
        return (f"{name}: looks like UTF-8 that was read as Windows-1252 before (“â€™” for “’”)",)
    return ()


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"{name}: marked as {encoding.upper().removesuffix('-SIG')} but invalid at byte {error.start}"
        ) from error


def _try(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _find_declared(data: bytes) -> str | None:
    """The encoding that a page declares, where it is one that pages use."""
    match = _CHARSET.search(data[:SAMPLE])
    name = match[1].decode("ascii", "replace").lower() if match else ""
    if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        return "cp1252"  # as browsers do
    return name if name.startswith(_PAGE_ENCODINGS) else None


def _guess_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is null."""
    sample = data[:SAMPLE]
    if len(data) % 2 or len(sample) < 4:
        return None
    half = len(sample) / 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None
