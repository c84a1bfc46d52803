"""Reader and Ledger: the only place where parts are put together."""

from typing import TYPE_CHECKING, Any

from legation.api.pairs import relate_lines
from legation.api.reader import Reader, make_engine, make_reader
from legation.model import digest_weights as model_digest

if TYPE_CHECKING:
    from legation.api.ledger import Ledger

__all__ = ["Ledger", "Reader", "make_engine", "make_reader", "model_digest", "relate_lines"]


def __getattr__(name: str) -> Any:
    """Loads the ledger, with its database engines, only when it is asked for: reading does without."""
    if name == "Ledger":
        from legation.api.ledger import Ledger

        return Ledger
    raise AttributeError(f"module 'legation.api' has no attribute {name!r}")
