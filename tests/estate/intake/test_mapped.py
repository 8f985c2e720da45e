"""A mapping meets its table."""

from typing import Any

import pytest

from azlift.errors import InputError
from azlift.estate.intake.mapped import open_list
from azlift.estate.intake.mapping import MappedColumn, MappedTab

NAME = MappedColumn("name", "Box")


def tab_of(*columns: MappedColumn, tab: str = "") -> MappedTab:
    return MappedTab(tab, (NAME, *columns))


def test_cells_are_called_by_their_fields_and_units_and_disks_are_known(csv: Any) -> None:
    disks = (MappedColumn("disk_10", "D", "TB"), MappedColumn("disk_2", "C", "GB"))
    found = open_list(csv("Boxes of May", "Box,C,D", "web-1,1,2"), tab_of(*disks))
    assert [(row.number, row.text("name"), row.text("disk_10")) for row in found.sheet.rows] == [(3, "web-1", "2")]
    assert (found.disk_numbers, found.units["disk_2"]) == ((2, 10), "GB")


def test_a_header_on_two_lines_is_the_same_header(book: Any) -> None:
    found = open_list(
        book({"L": [["Box", "RAM\n(GB)"], ["web-1", 4]]}), tab_of(MappedColumn("memory", "RAM (GB)", "GB"), tab="L")
    )
    assert found.sheet.title("memory") == "RAM\n(GB)"


def test_a_capacity_without_a_unit_is_read_only_where_a_cell_names_one(csv: Any) -> None:
    storage = MappedColumn("storage", "Size")
    known = open_list(csv("Box,Size", "a,1 TB", "b,"), tab_of(storage))
    unknown = open_list(csv("Box,Size", "a,1", "b,"), tab_of(storage))
    assert ("storage" in known.sheet.columns, "storage" in unknown.sheet.columns) == (True, False)
    assert [finding.code for finding in (*known.findings(), *unknown.findings())] == ["unit-unknown"]
    assert [(use.header, use.field, use.why) for use in unknown.uses(keep_personal=False)] == [
        ("Box", "name", NAME.why), ("Size", "", "kept as a tag"),
    ]  # fmt: skip


def test_another_files_mapping_is_refused_with_the_nearest_header_or_tab(csv: Any, book: Any) -> None:
    with pytest.raises(InputError, match="'Bxo' is missing") as caught:
        open_list(csv("Box,Size", "a,1"), MappedTab("", (MappedColumn("name", "Bxo"),)))
    assert caught.value.advice == "Did you mean `Box`?"
    with pytest.raises(InputError, match="is missing") as caught:
        open_list(csv(""), tab_of())
    assert "delete the mapping" in caught.value.advice
    with pytest.raises(InputError, match="tab 'Server' is not there") as caught:
        open_list(book({"Servers": [["Box"]]}), tab_of(tab="Server"))
    assert caught.value.advice == "Did you mean `Servers`?"
