"""legation reads news reports and keeps the record of relations between governments."""

__version__ = "0.1.0"
