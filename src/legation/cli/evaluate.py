"""`legation evaluate`: scores the program on public benchmarks in their published metrics."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.output import print_line
from legation.errors import InputError, SettingsError
from legation.registry import load

BUNDLED = ("occurrences",)
"""Suites whose data come with the program."""


class LazyReader:
    """A reader that loads its models when an evaluation first asks for something: some suites read no text."""

    @cached_property
    def _reader(self) -> Any:
        from legation.api import Reader

        return Reader()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


def evaluate(
    suite: Annotated[
        str, typer.Argument(help="cases parse entities relations crises attribution times places links …")
    ],
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="PATH", help="The benchmark's file or folder (occurrences: MEANTIME or none)."),
    ] = None,
    split: Annotated[str | None, typer.Option("--split", metavar="NAME", help="Which part of it.")] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="Also write the predictions.")
    ] = None,
) -> int:
    """Score the program on a benchmark; prints the figures as one JSON object."""
    if data is None and suite not in BUNDLED:
        raise SettingsError(f"the suite {suite} needs its data: --data PATH")
    data = data or Path()
    if not data.exists():
        raise InputError(f"{data}: no such file or folder")
    figures = load("evaluation", suite)(LazyReader(), data, split, predictions)
    print_line(dict(figures))
    return 0
