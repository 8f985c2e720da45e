"""Sources out of text and rows, and the real inventories where they are."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from workbooks import Cell, write_tabs

from azlift.estate.tables import Source, csv_source, workbook_source
from azlift.workbook import open_workbook

REAL_DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"

MakeCsv = Callable[..., Source]
MakeBook = Callable[..., Source]


@pytest.fixture
def real_file() -> Callable[[str], Path]:
    """A file of the open data, which is too large to commit; the test is skipped where it is absent."""

    def find(name: str) -> Path:
        path = REAL_DATA / name
        if not path.is_file():
            pytest.skip(f"the open data are not here: {path} (set AZLIFT_SHARED)")
        return path

    return find


@pytest.fixture
def csv() -> MakeCsv:
    """A CSV file of these lines."""

    def make(*lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Source:
        return csv_source(name, "\n".join(lines).encode(encoding))

    return make


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """A workbook of these tabs, each a list of rows."""

    def make(tabs: Mapping[str, Sequence[Sequence[Cell]]]) -> Source:
        path = write_tabs(tmp_path / "book.xlsx", tabs)
        return workbook_source(open_workbook(path.name, path.read_bytes()))

    return make
