import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from small_estates import estate, machine, workload_id
from workbooks import Cell, write_tabs

from azlift.errors import InputError, PlanError
from azlift.model import Limits
from azlift.waves import plan_waves, plan_xlsx
from azlift.waves.proposal import Proposal
from azlift.waves.table_edits import read_xlsx_edits

ESTATE = estate([machine(0, "CRM"), machine(1, "AD")])
PLAN = plan_waves(ESTATE, Limits())
HEADER: list[Cell] = ["wave", "window", "group", "workload"]


def reading(folder: Path, *rows: list[Cell], **tabs: list[list[Cell]]) -> Proposal:
    content = write_tabs(folder / "plan.xlsx", {**tabs, "Plan": [HEADER, *rows]}).read_bytes()
    return read_xlsx_edits(Path("plan.xlsx"), content, PLAN, ESTATE)


def row(number: int, wave: Cell, window: Cell = "") -> list[Cell]:
    return [wave, window, f"g{number}", workload_id(number)]


def test_numbers_and_dates_are_read_as_what_was_meant(tmp_path: Path) -> None:
    asked = reading(
        tmp_path, row(0, 3.0, datetime(2026, 12, 12, 20, 59, 59, 999_000)), row(1, " 12 ", datetime(2026, 12, 13))
    )
    assert asked.numbers == {"g0": 3, "g1": 12}
    assert asked.windows == {3: "2026-12-12T2100Z", 12: "2026-12-13T0000Z"}


def test_the_tab_called_plan_is_read_wherever_it_is_else_the_first(tmp_path: Path) -> None:
    assert reading(tmp_path, row(0, 1), row(1, 1), notes=[["wave"]]).numbers == {"g0": 1, "g1": 1}
    only = write_tabs(tmp_path / "one.xlsx", {"Sheet1": [HEADER, row(0, 1), row(1, 2)], "Sheet2": []}).read_bytes()
    assert read_xlsx_edits(Path("one.xlsx"), only, PLAN, ESTATE).numbers == {"g0": 1, "g1": 2}


@pytest.mark.parametrize(
    ("cell", "found"),
    [(2.5, "2.5"), (datetime(2026, 3, 1), "2026-03-01T0000Z"), (True, "True"), (-1, "-1"), (1e300, "1000000")],
)
def test_what_is_no_wave_is_named_with_tab_row_and_column(tmp_path: Path, cell: Cell, found: str) -> None:
    with pytest.raises(PlanError) as raised:
        reading(tmp_path, row(0, 1), [], row(1, cell))
    error = raised.value
    assert (error.file, error.tab, error.row, error.column) == ("plan.xlsx", "Plan", 4, "wave")
    assert f"row 4, column wave: found '{found}" in error.message


def test_an_empty_tab_has_no_columns(tmp_path: Path) -> None:
    empty = write_tabs(tmp_path / "empty.xlsx", {"plan": []}).read_bytes()
    with pytest.raises(PlanError, match="expected one column wave"):
        read_xlsx_edits(Path("empty.xlsx"), empty, PLAN, ESTATE)


@pytest.mark.parametrize(
    ("content", "words"), [(b"wave,group\n", "text .CSV."), (b"", "empty"), (b"PK\x03\x04", "damaged")]
)
def test_what_is_no_workbook_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_xlsx_edits(Path("plan.xlsx"), content, PLAN, ESTATE)


def test_a_workbook_that_unpacks_without_end_is_not_opened() -> None:
    bomb = BytesIO(plan_xlsx(PLAN, ESTATE, {}))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"<row/>" * 2_000_000)
    with pytest.raises(InputError, match="not opened: it unpacks to over"):
        read_xlsx_edits(Path("plan.xlsx"), bomb.getvalue(), PLAN, ESTATE)
