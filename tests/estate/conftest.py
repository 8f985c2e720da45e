"""Puts this folder's makers of workbooks within reach of its tests, and finds the real inventories."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from workbooks import Cell, tab_of, write_tabs

from azlift.estate import read_inventory
from azlift.model import Estate

REAL_DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
"""Open data that is too large to commit; the tests that read it are skipped where it is absent."""


@pytest.fixture
def rvtools_folder() -> Path:
    folder = REAL_DATA / "inventories" / "rvtools"
    if not folder.is_dir():
        pytest.skip(f"the real inventories are not here: {folder} (set AZLIFT_SHARED)")
    return folder


@pytest.fixture
def read_rows(tmp_path: Path) -> Callable[..., Estate]:
    """The estate of one workbook whose tabs are lists of rows; each row maps headers to cells."""

    def read(*info: dict[str, Cell], **others: list[dict[str, Cell]]) -> Estate:
        tabs = {"vInfo": tab_of(*info), **{name: tab_of(*rows) for name, rows in others.items()}}
        return read_inventory([write_tabs(tmp_path / "estate.xlsx", tabs)]).estate

    return read
