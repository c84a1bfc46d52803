"""The ledger: Delta Lake tables that are queried through DuckDB."""

from legation.ledger.core import Ledger
from legation.ledger.query import QueryResult
from legation.ledger.schemas import SCHEMAS

__all__ = ["SCHEMAS", "Ledger", "QueryResult"]
