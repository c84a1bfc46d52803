"""The same reading on one process, on several, or on a cluster (Ray), into any sink."""

from legation.scaling.coding import Progress, Summary, code_archive
from legation.scaling.local import LocalEngine
from legation.scaling.work import ReaderFactory

__all__ = ["LocalEngine", "Progress", "ReaderFactory", "Summary", "code_archive"]
