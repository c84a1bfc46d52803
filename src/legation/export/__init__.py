"""Formats of the field: exporters take rows of the ledger's view `event_rows`, importers give rows of `events`.

Each format is one module with an exporter and, where it can be read, an importer (`contracts.Exporter`,
`contracts.Importer`).
"""
