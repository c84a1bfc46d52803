"""legation reads news reports and keeps the record of relations between governments.

>>> import legation
>>> reader = legation.Reader()
>>> report = reader.read("…", published="2017-08-03")
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Ledger", "Reader", "Report", "__version__"]

if TYPE_CHECKING:
    from legation.api import Ledger, Reader
    from legation.records import Report


def __getattr__(name: str) -> Any:
    """Loads the public names when they are first asked for, so that importing the package stays cheap."""
    if name in ("Reader", "Ledger"):
        from legation import api

        return getattr(api, name)
    if name == "Report":
        from legation.records import Report

        return Report
    raise AttributeError(f"module 'legation' has no attribute {name!r}")
