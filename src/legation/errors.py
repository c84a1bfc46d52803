"""Errors that a user can cause. Each prints as one line; a bug keeps its traceback.

LegationError
├── InputError          a document, archive or feed cannot be read
│   ├── EmptyInput      there is no text in it
│   ├── NotText         binary data, or an encoding that cannot be told
│   └── TooLarge        over the size limit
├── SettingsError       an option, date or configuration file is unusable
├── ModelError          the bundled weights are missing or do not fit this version
├── LedgerError         a ledger folder is missing, foreign or damaged
│   └── QueryError      a query is not valid or not read-only
├── FormatError         a file does not have the layout that its format prescribes
└── FetchError          an address was refused, is unreachable or sent too much
"""


class LegationError(Exception):
    """Base of all errors that are told to the user in one line (exit code 2)."""


class InputError(LegationError):
    """A document, archive or feed cannot be read."""


class EmptyInput(InputError):
    """There is no text in the input."""


class NotText(InputError):
    """The input is binary, or its encoding cannot be told."""


class TooLarge(InputError):
    """The input is over the size limit."""


class SettingsError(LegationError):
    """An option, a date or a configuration file is unusable."""


class ModelError(LegationError):
    """The bundled weights are missing or do not fit this version."""


class LedgerError(LegationError):
    """A ledger folder is missing, foreign or damaged."""


class QueryError(LedgerError):
    """A query is not valid, or would write."""


class FormatError(LegationError):
    """A file does not have the layout that its format prescribes."""


class FetchError(LegationError):
    """An address was refused, is unreachable, or sent too much."""
