"""The command line: a thin skin over `api` that prints and exits; nobody else does."""

from legation.cli.app import main, run

__all__ = ["main", "run"]
