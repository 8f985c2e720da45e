"""Whatever stands in a table, a reader reads it or says in a line why not, and every row of it is accounted for."""

from datetime import date, datetime, time, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.intake import (
    cmf,
    dependency_map,
    execution_guide,
    konveyor,
    servicenow,
    servicenow_relations,
    spreadsheet,
)
from azlift.estate.intake.fields import SYNONYMS
from azlift.estate.tables import Source, Table
from azlift.workbook import Row

HEADERS: dict[ModuleType, list[str]] = {
    cmf: [names[0] for names in cmf.FORM.values()],
    konveyor: [*(names[0] for names in konveyor.PORTFOLIO.values()), "Tag Category 1", "Tag 1", "Tag 2"],
    servicenow: [names[0] for names in (*servicenow.ITEMS.values(), *servicenow_relations.RELATIONS.values())],
    dependency_map: [names[0] for names in dependency_map.MAP.values()],
    execution_guide: [
        names[0]
        for spellings in (execution_guide.WAVES, execution_guide.WORKLOADS, execution_guide.PORTFOLIO)
        for names in spellings.values()
    ],
    spreadsheet: [*(names[0] for names in SYNONYMS.values()), "RAM_GB", "Storage (TB)", "Disk 1 (GB)", "Disk 2"],
}
WORDS = ["1", "2", "web-1", "10.0.0.1", "a.example.com", "1,024", "1.5", "Total", "None", "…", "<x>", "88;389", "a=b;c",
         "6", "Depends on::Used by", "southbound", "Refactor", "x" * 70, "0" * 32, "jane@example.com"]  # fmt: skip
cells = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=6),
    st.floats(),
    st.booleans(),
    st.sampled_from([date(1900, 1, 1), datetime(2024, 1, 1, 8), time(8), timedelta(1)]),
)


@st.composite
def tables(draw: st.DrawFn, headers: list[str]) -> Row:
    """A header of these words, shuffled, some left out and some twice, over rows of any length."""
    header = draw(st.lists(st.sampled_from(headers), min_size=len(headers), max_size=2 * len(headers)))
    rows = draw(st.lists(st.lists(cells, max_size=len(header) + 2), max_size=5))
    return [header, *rows]


@pytest.mark.parametrize("reader", HEADERS, ids=lambda reader: str(reader.__name__).rpartition(".")[2])
@given(data=st.data())
def test_no_table_breaks_a_reader_and_no_machine_is_counted_otherwise_than_it_is_listed(
    reader: ModuleType, data: st.DataObject
) -> None:
    rows = data.draw(tables(HEADERS[reader]))
    source = Source("list", ("list",), (Table("list", "T", lambda: rows),), keep_personal=data.draw(st.booleans()))
    if not reader.recognise(source):
        return
    reading = reader.read(source)
    if reading.records:
        assert reading.rows == len(reading.records)
    assert all(record.keys for record in reading.records if not record.excluded)
    for record in reading.records:
        assert record.origin.tab == "T"
        assert record.totals.disk_capacity_mib == sum(disk.capacity_mib for disk in record.disks)
        assert record.totals.memory_mib == record.facts.get("memory_mib", 0)


@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_every_row_below_the_header_of_a_list_is_a_machine_left_out_or_told(rows: list[Row]) -> None:
    below = [list(row) for row in rows]
    source = Source("list", ("list",), (Table("list", "", lambda: [["Hostname", "vCPU", "RAM_GB"], *below]),))
    if not spreadsheet.recognise(source):
        return
    reading = spreadsheet.read(source)
    told = {finding.origin.row for finding in reading.findings if finding.origin}
    listed = {record.origin.row for record in reading.records}
    filled = {n for n, row in enumerate(below, 2) if any(not isinstance(cell, str) or cell.strip() for cell in row)}
    assert filled <= told | listed
