"""Versions of the ledger's layout, and how an older ledger is brought up to date.

Version 1 is the layout of the first release. A change of `schemas` after it adds one to `LAYOUT` and one step here.
"""

import datetime
from collections.abc import Callable, Mapping

from legation.errors import LedgerError
from legation.ledger.schemas import SCHEMAS
from legation.ledger.tables import Tables

LAYOUT = 1

MIGRATIONS: Mapping[int, Callable[[Tables], None]] = {}
"""From version n to n + 1. A step can be run twice without harm: a process may be killed after it."""


def add_column(tables: Tables, table: str, column: str) -> None:
    """Add a column that `schemas` has and the stored table lacks; older rows have null there."""
    from deltalake import Field, Schema

    stored = tables.open(table)
    if column in {f.name for f in stored.schema().fields}:
        return
    wanted: Field = next(f for f in Schema.from_arrow(SCHEMAS[table]).fields if f.name == column)
    stored.alter.add_columns([wanted])


def version(tables: Tables) -> int:
    """The layout version of a stored ledger, 0 for one that was never finished."""
    rows = tables.open("layout").to_pyarrow_table().to_pylist()
    return max((r["version"] for r in rows), default=0)


def prepare(tables: Tables, layout: int = LAYOUT, steps: Mapping[int, Callable[[Tables], None]] = MIGRATIONS) -> None:
    """Make a ledger, or bring it to this version's layout. Raises LedgerError for one of a newer version."""
    if not tables.exists():
        tables.make({n: s for n, s in SCHEMAS.items() if n != "layout"})
        tables.make({"layout": SCHEMAS["layout"]})
    found = version(tables)
    if found > layout:
        raise LedgerError(f"the ledger {tables.root} has layout {found}; this legation knows layouts up to {layout}")
    if found == layout:
        return
    tables.make()
    for number in range(found or layout, layout):
        steps[number](tables)
    tables.append("layout", [{"version": layout, "applied_at": datetime.datetime.now(datetime.UTC)}])
