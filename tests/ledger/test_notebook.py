"""The example notebook: every cell runs, one after the other, and gives what it claims to."""

import ast
import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "ledger.ipynb"


def run(source: str, names: dict[str, Any]) -> Any:
    """Runs a cell; gives the value of its last expression, None where it ends in something else."""
    body = ast.parse(source)
    last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, str(NOTEBOOK), "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)


def test_all_cells_of_the_notebook_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    cells = [c for c in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    names: dict[str, Any] = {}
    values = []
    for cell in cells:
        shown = any(o["output_type"] == "execute_result" for o in cell["outputs"])
        values.append(run("".join(cell["source"]), names))
        assert (values[-1] is not None) == shown
    read, events, statements = values[0]
    assert read == len(list((ROOT / "samples").glob("*.json")))
    assert isinstance(names["events"], polars.DataFrame)
    assert 0 < len(names["events"]) <= events
    assert isinstance(names["pairs"], pandas.DataFrame)
    assert len(names["pairs"]) > 0
    assert names["table"].num_rows == statements > 0
    assert "not allowed" in capsys.readouterr().out
    assert str(os.getcwd()) not in NOTEBOOK.read_text("utf-8")
