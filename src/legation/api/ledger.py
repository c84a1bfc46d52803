"""The ledger as users get it: storage with the analyses that read from it."""

from legation.analysis.dyads import Dyad
from legation.ledger import Ledger as Storage


class Ledger(Storage):
    """A folder of reports that were read (see `legation.ledger.Ledger`), with the relations of its actors."""

    def dyad(self, first: str, second: str, *, since: str | None = None, until: str | None = None) -> Dyad:
        """The relation of two actors by their codes: `.series()`, `.ruptures()`, `.reciprocity()`, `.plot()` …"""
        return Dyad.of(self, first, second, since=since, until=until)
