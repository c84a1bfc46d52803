"""Names of features and where they are: built-in ones and those of plug-ins (entry points `legation.<kind>`)."""

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from legation.errors import SettingsError

BUILT_IN: dict[str, dict[str, str]] = {
    "evaluation": {
        "parse": "legation.evaluation.parse:evaluate",
        "entities": "legation.evaluation.entities:evaluate",
        "attribution": "legation.evaluation.attribution:evaluate",
        "cases": "legation.evaluation.cases:evaluate",
        "relations": "legation.evaluation.relations:evaluate",
        "forecasting": "legation.forecasting.benchmark:evaluate",
        "coreference": "legation.evaluation.coreference:evaluate",
        "times": "legation.evaluation.times:evaluate",
        "places": "legation.evaluation.places:evaluate",
        "occurrences": "legation.evaluation.occurrences:evaluate",
        "links": "legation.evaluation.links:evaluate",
        "crises": "legation.evaluation.crises:evaluate",
    },
    "exporter": {
        "plover": "legation.export.plover:PloverExporter",
        "polecat": "legation.export.polecat:PolecatExporter",
        "gdelt": "legation.export.gdelt:GdeltExporter",
        "icews": "legation.export.icews:IcewsExporter",
        "phoenix": "legation.export.phoenix:PhoenixExporter",
        "cameo": "legation.export.flat:CameoExporter",
        "csv": "legation.export.flat:CsvExporter",
        "parquet": "legation.export.flat:ParquetExporter",
        "graphml": "legation.export.graph:GraphmlExporter",
    },
    "importer": {
        "gdelt": "legation.export.gdelt:GdeltImporter",
        "icews": "legation.export.icews:IcewsImporter",
        "polecat": "legation.export.polecat:PolecatImporter",
        "plover": "legation.export.plover:PloverImporter",
        "phoenix": "legation.export.phoenix:PhoenixImporter",
    },
    "engine": {
        "local": "legation.scaling.local:LocalEngine",
        "ray": "legation.scaling.cluster:RayEngine",
    },
    "analysis": {},
    "forecaster": {},
    "page": {
        "overview": "legation.web.pages.overview:PAGE",
        "events": "legation.web.pages.events:PAGE",
        "occurrences": "legation.web.pages.occurrences:LIST",
        "occurrence": "legation.web.pages.occurrences:PAGE",
        "statements": "legation.web.pages.statements:PAGE",
        "commitments": "legation.web.pages.commitments:PAGE",
        "actors": "legation.web.pages.actors:LIST",
        "actor": "legation.web.pages.actors:PAGE",
        "relation": "legation.web.pages.relation:PAGE",
        "network": "legation.web.pages.network:PAGE",
        "report": "legation.web.pages.report:PAGE",
        "outlook": "legation.web.pages.outlook:PAGE",
        "search": "legation.web.pages.search:PAGE",
        "read": "legation.web.pages.reading:PAGE",
        "judge": "legation.web.pages.judge:PAGE",
    },
}


def names(kind: str) -> list[str]:
    """All names of one kind, built-in and installed, in order."""
    found = set(BUILT_IN[kind]) | {e.name for e in entry_points(group=f"legation.{kind}")}
    return sorted(found)


def load(kind: str, name: str) -> Any:
    """The object behind a name. Raises SettingsError with the known names for an unknown one."""
    target = BUILT_IN[kind].get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)
    for entry in entry_points(group=f"legation.{kind}"):
        if entry.name == name:
            return entry.load()
    raise SettingsError(f"unknown {kind} {name!r}; known: {', '.join(names(kind))}")
