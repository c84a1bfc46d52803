"""The ledger as users get it: storage with the analyses that read from it."""

from collections.abc import Collection

from legation.analysis import network
from legation.analysis.dyads import Dyad
from legation.ledger import Ledger as Storage
from legation.records.finding import Finding, Step


class Ledger(Storage):
    """A folder of reports that were read (see `legation.ledger.Ledger`), with the relations of its actors."""

    def dyad(self, first: str, second: str, *, since: str | None = None, until: str | None = None) -> Dyad:
        """The relation of two actors by their codes: `.series()`, `.ruptures()`, `.reciprocity()`, `.plot()` …"""
        return Dyad.of(self, first, second, since=since, until=until)

    def network(
        self,
        *,
        step: Step = "month",
        since: str | None = None,
        until: str | None = None,
        actors: Collection[str] | None = None,
        most: int = network.MOST,
    ) -> Finding:
        """Who deals with whom by period (see `analysis.network`): of one actor, between several, or of all.

        Raises SettingsError for an unknown step or a day that is none."""
        asked = network.parameters(step=step, since=since, until=until, actors=actors, most=most)
        rows = self.query(network.DEEDS + network.EDGES, asked).to_dicts()
        return network.assemble(rows, step=step, since=since, until=until, most=most)
