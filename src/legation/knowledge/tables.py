"""Plain tables of the knowledge folder: tab-parted, one header line, `#` lines are comments, lists are parted
by '; '.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable

FOLDER = files("legation.knowledge") / "data" / "actors"


def read_table(name: str, folder: Traversable = FOLDER) -> list[dict[str, str]]:
    """The rows of a table by column name. Raises ValueError with the line's number for a row of another width."""
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    for number, line in enumerate((folder / name).read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise ValueError(f"{name}, line {number}: {len(cells)} cells, {len(header)} expected")
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def split_list(cell: str) -> list[str]:
    """The members of a list in a cell."""
    return [x.strip() for x in cell.split(";") if x.strip()]
