"""`legation evaluate`: scores the program on public benchmarks in their published metrics."""

from pathlib import Path
from typing import Annotated

import typer

from legation.cli.output import print_line
from legation.errors import InputError
from legation.registry import load


def evaluate(
    suite: Annotated[
        str, typer.Argument(help="cases parse entities relations crises attribution times places links …")
    ],
    data: Annotated[Path, typer.Option("--data", metavar="PATH", help="The benchmark's file or folder.")],
    split: Annotated[str | None, typer.Option("--split", metavar="NAME", help="Which part of it.")] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="Also write the predictions.")
    ] = None,
) -> int:
    """Score the program on a benchmark; prints the figures as one JSON object."""
    if not data.exists():
        raise InputError(f"{data}: no such file or folder")
    run = load("evaluation", suite)
    from legation.api import Reader

    figures = run(Reader(), data, split, predictions)
    print_line(dict(figures))
    return 0
