"""Codes of countries and events in the formats of the field: ISO, FIPS, CAMEO, Correlates of War, PLOVER.

Data: knowledge/data/codes (each file explains its columns and sources).
"""

from functools import cache
from importlib.resources import files

from legation.records import Record

_FOLDER = files("legation.knowledge") / "data" / "codes"

GROUPS = {
    "UNO": "UNO", "EU": "EEC", "NATO": "NAT", "ASEAN": "ASN", "IAEA": "IAE", "OPEC": "OPC", "ICC": "ICC", "ICJ": "ICJ",
    "WTO": "WTO", "IMF": "IMF", "WHO": "WHO", "OAS": "OAS", "OECD": "OEC", "OSCE": "SCE",
}  # fmt: skip
"""Organisations as legation and as CAMEO's known groups name them (CAMEO codebook 1.1b3); others keep their name."""


class Country(Record, frozen=True, kw_only=True):
    """One country's codes and names; None where a scheme has none. `cow` is its Correlates of War number."""

    iso3: str
    iso2: str
    fips: str | None
    cameo: str
    cow: int | None
    name: str
    icews: str


class Cameo(Record, frozen=True, kw_only=True):
    """A CAMEO code: its name, and the PLOVER type, mode and contexts it falls under; None where PLOVER has none."""

    code: str
    name: str
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@cache
def countries() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-3."""
    return {
        iso3: Country(
            iso3=iso3, iso2=iso2, fips=fips or None, cameo=cameo, cow=int(cow) if cow else None, name=name, icews=icews
        )
        for iso3, iso2, fips, cameo, cow, name, icews in _rows("countries.tsv")
    }


@cache
def _index(scheme: str) -> dict[str, str]:
    return {str(value): c.iso3 for c in countries().values() if (value := getattr(c, scheme))}


_FURTHER = {
    "fips": {"GZ": "PSE", "RB": "SRB", "KV": "XKX", "YI": "SRB"},
    "cameo": {"WSB": "PSE", "GZS": "PSE", "ROU": "ROU", "TLS": "TLS", "MNE": "MNE", "XKX": "XKX", "KOS": "XKX"},
    "icews": {"Russia": "RUS", "Macedonia": "MKD", "North Macedonia": "MKD", "Eswatini": "SWZ", "Czechia": "CZE"},
    "name": {"Russian Federation": "RUS", "Czech Republic": "CZE", "Macedonia": "MKD", "Swaziland": "SWZ"},
}


def iso3(value: str | None, scheme: str) -> str | None:
    """The ISO code of a country in a scheme (`fips`, `cameo`, `cow`, `icews`, `name`, `iso2`, `iso3`), else None."""
    if not value:
        return None
    return _index(scheme).get(value) or _FURTHER.get(scheme, {}).get(value)


@cache
def cameo_codes() -> dict[str, Cameo]:
    """CAMEO's codes, with their leading zeros."""
    return {
        code: Cameo(
            code=code,
            name=name,
            type=kind or None,
            mode=mode or None,
            contexts=tuple(c for c in contexts.split(";") if c),
        )
        for code, name, kind, mode, contexts in (row[:5] for row in _rows("cameo.tsv"))
    }


def cameo(code: str | None) -> Cameo | None:
    """The entry of a code, of its parent where it has none itself; None for what is no CAMEO code."""
    while code and len(code) >= 2:
        if code in cameo_codes():
            return cameo_codes()[code]
        code = code[:-1]
    return None
