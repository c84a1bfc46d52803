"""The commands in one place, and how errors become one line and an exit code.

Exit codes: 0 done; 1 done, some inputs were rejected; 2 unusable arguments or input.
"""

import os
import sys

import typer
from typer.exceptions import TyperException

from legation.cli.desk import dyad, network, serve
from legation.cli.evaluate import evaluate
from legation.cli.exchange import export, import_events
from legation.cli.ledger import code, judge, query, tables, watch
from legation.cli.lists import actors, commitments, statements
from legation.cli.outlook import outlook
from legation.cli.read import read, read_many, relate
from legation.errors import LegationError

app = typer.Typer(
    name="legation",
    help="Reads news reports and keeps the record of relations between governments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(read)
app.command("read-many")(read_many)
app.command()(relate)
app.command()(code)
app.command()(watch)
app.command()(query)
app.command()(tables)
app.command()(judge)
app.command()(export)
app.command("import")(import_events)
for command in (serve, dyad, network, commitments, statements, actors):
    app.command()(command)
app.command()(outlook)
app.command()(evaluate)


def main() -> None:
    """Runs the command line and exits."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command; returns its exit code. What the user got wrong prints as one line on standard error."""
    try:
        code = app(arguments, standalone_mode=False)
    except LegationError as error:
        return _fail(str(error))
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _fail("interrupted")
    except TyperException as error:
        return _fail(error.format_message() if hasattr(error, "format_message") else str(error))
    except BrokenPipeError:
        # The reader of our output has gone (`legation … | head`); nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


def _fail(message: str) -> int:
    sys.stderr.write("legation: " + " ".join(message.split()) + "\n")
    return 2
