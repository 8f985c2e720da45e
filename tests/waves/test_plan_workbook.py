import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from small_estates import estate, machine, workload_id

from azlift.model import Estate, Limits, WavePlan
from azlift.waves import plan_waves, plan_xlsx
from azlift.waves.plan_files import COLUMNS
from azlift.workbook import Cell, open_workbook

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "https://x.example",
    "mailto:a@b",
    "007",
    "a\nb",
    "\x00\x1b[2J",
    "\u202e",
]


def tabs_of(content: bytes) -> dict[str, list[dict[str, Cell]]]:
    book = open_workbook("plan.xlsx", content)
    tables = {tab: [list(row) for row in book.read_tab(tab)] for tab in book.tabs}
    return {tab: [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]] for tab, rows in tables.items()}


def dated(made: Estate) -> WavePlan:
    plan = plan_waves(made, Limits(machines_per_wave=1, pilot_machines=1))
    window = {
        "slot": "2026-12-12T2100Z",
        "opens": datetime(2026, 12, 12, 21, tzinfo=UTC),
        "closes": datetime(2026, 12, 13, 5, tzinfo=UTC),
    }
    first, *others = plan.waves
    return plan.model_copy(update={"waves": (first.model_copy(update=window), *others)})


def test_the_first_tab_is_the_csv_file_with_numbers_as_numbers() -> None:
    made = estate([machine(0, "CRM", gib=7), machine(1, "Web").model_copy(update={"vcpu": None})])
    rows = tabs_of(plan_xlsx(dated(made), made, {workload_id(0): ("Standard_D2s_v5", Decimal("70.08"))}))["plan"]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0] == {
        "wave": 1.0,
        "window": "2026-12-12T2100Z",
        "group": "crm",
        "workload": workload_id(0),
        "name": "vm0",
        "application": "CRM",
        "owner": "Team A",
        "environment": "",
        "vcpu": 2.0,
        "memory_mib": 4096.0,
        "disk_gib": 7.0,
        "size": "Standard_D2s_v5",
        "cost_per_month": 70.08,
        "after": "",
        "because": "declared application CRM (1 machine)",
    }
    assert (rows[1]["wave"], rows[1]["window"], rows[1]["vcpu"]) == (2.0, "", "")


def test_the_second_tab_tells_of_each_wave() -> None:
    made = estate([machine(0, "CRM", gib=7), machine(1, "Web")])
    plan = dated(made)
    first, second = tabs_of(plan_xlsx(plan, made, {}))["waves"]
    assert first == {
        "wave": 1.0,
        "window": "2026-12-12T2100Z",
        "opens": datetime(2026, 12, 12, 21),
        "closes": datetime(2026, 12, 13, 5),
        "groups": 1.0,
        "machines": 1.0,
        "GiB": 7.0,
        "why": plan.waves[0].why,
    }
    assert (second["wave"], second["window"], second["opens"]) == (2.0, "", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_or_a_link_and_none_begins_like_one(text: str) -> None:
    made = estate([machine(0, text, text, name=text)])
    content = plan_xlsx(plan_waves(made, Limits()), made, {workload_id(0): (text, Decimal(1))})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(rb"<f[ >/]|<hyperlink", sheet) for sheet in sheets)
    name = tabs_of(content)["plan"][0]["name"]
    assert isinstance(name, str)
    assert name.removeprefix("'") == text
    assert not name.startswith(("=", "+", "-", "@", "\t"))


def test_the_header_stays_in_sight_and_filters() -> None:
    made = estate([machine(0)])
    with zipfile.ZipFile(BytesIO(plan_xlsx(plan_waves(made, Limits()), made, {}))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'ySplit="1"' in sheet
    assert b'<autoFilter ref="A1:O2"/>' in sheet


def test_the_same_plan_gives_the_same_bytes() -> None:
    made = estate([machine(0), machine(1)])
    plan = dated(made)
    assert plan_xlsx(plan, made, {}) == plan_xlsx(plan, made, {})


def test_the_workbook_of_a_plan_without_waves_opens() -> None:
    tabs = tabs_of(plan_xlsx(plan_waves(estate([]), Limits()), estate([]), {}))
    assert tabs == {"plan": [], "waves": []}
