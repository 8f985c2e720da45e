import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import Cell, info_row, tab_of, write_tabs

from azlift.estate import read_estate
from azlift.model import Estate


def write(path: Path, *rows: dict[str, Cell]) -> Path:
    return write_tabs(path, {"vInfo": tab_of(*rows)})


def test_a_machine_in_two_workbooks_counts_where_it_is_first_by_name(tmp_path: Path) -> None:
    row = info_row(VM_ID="vm-1", VI_SDK_UUID="A")
    first, second = write(tmp_path / "april.xlsx", row), write(tmp_path / "may.xlsx", info_row(VM="other"), row)
    for sources in ([first, second], [second, first], [tmp_path]):
        estate = read_estate(sources)
        assert [(w.origin.file, w.origin.row) for w in estate.workloads] == [("april.xlsx", 2), ("may.xlsx", 2)]
        (item,) = estate.left_out
        assert (item.origin.file, item.origin.row, item.reason) == ("may.xlsx", 3, "duplicate")
        assert item.detail == "the same machine (a/vm-1) as in april.xlsx, tab vInfo, row 2"
        assert estate.totals.rows == 3


def test_one_name_in_two_vcenters_is_two_workloads(tmp_path: Path) -> None:
    for file, cells in (
        ("ids.xlsx", ({"VM_ID": "vm-1", "VI_SDK_UUID": "A"}, {"VM_ID": "vm-1", "VI_SDK_UUID": "B"})),
        ("servers.xlsx", ({"VI_SDK_Server": "east"}, {"VI_SDK_Server": "west"})),
    ):
        estate = read_estate([write(tmp_path / file, *(info_row(**cell) for cell in cells))])
        assert len({workload.id for workload in estate.workloads}) == 2
        assert estate.left_out == ()


def test_names_alone_make_two_rows_one_machine_in_any_case(tmp_path: Path) -> None:
    estate = read_estate([write(tmp_path / "a.xlsx", info_row(VM="Web01"), info_row(VM="WEB01 "))])
    assert [workload.name for workload in estate.workloads] == ["Web01"]
    assert [(item.name, item.reason) for item in estate.left_out] == [("WEB01 ", "duplicate")]


def test_a_template_does_not_take_the_place_of_a_machine_of_its_name(tmp_path: Path) -> None:
    estate = read_estate([write(tmp_path / "a.xlsx", info_row(Template="True"), info_row())])
    assert [item.reason for item in estate.left_out] == ["template"]
    assert [workload.origin.row for workload in estate.workloads] == [3]


def test_totals_are_sums_over_every_row_the_left_out_ones_too(tmp_path: Path) -> None:
    rows = (info_row(), info_row(), info_row(VM="t", Template="True"), info_row(VM="i", CPUs=None))
    totals = read_estate([write(tmp_path / "a.xlsx", *rows)]).totals
    assert (totals.rows, totals.vcpu, totals.memory_mib, totals.disks, totals.nics) == (4, 6, 4 * 4096, 4, 4)


def test_sources_are_recorded_with_their_digest_and_rows(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", info_row())
    (tmp_path / "links.csv").write_bytes(b"source,target\nweb01,web01\n")
    one, two = read_estate([tmp_path]).sources
    assert (one.name, one.format, one.tabs, one.rows, len(one.sha256)) == ("a.xlsx", "rvtools", ("vInfo",), 1, 64)
    assert (two.name, two.format, two.tabs, two.rows) == ("links.csv", "links", (), 1)


CELLS = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 10**7), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.sampled_from(["True", "poweredOn", "4,096", "web01", "vm-1"]),
)  # fmt: skip
HEADERS = ["VM", "Powerstate", "Template", "CPUs", "Memory", "NICs", "Disks", "Provisioned MiB", "VM ID",
           "VI SDK UUID", "OS according to the VMware Tools", "DNS Name"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=8))
def test_nothing_disappears_whatever_the_cells_hold(
    rows: list[list[Cell]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = write_tabs(tmp_path_factory.getbasetemp() / "cells.xlsx", {"vInfo": [HEADERS, *rows]})
    estate = read_estate([path])
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    assert estate.totals.rows == len(estate.workloads) + len(estate.left_out) == len(filled)
    assert len(estate.by_id) == len(estate.workloads)
    places = [item.origin.row for item in (*estate.workloads, *estate.left_out)]
    assert len(set(places)) == len(places)


def ids(estate: Estate) -> dict[str, str]:
    return {workload.source_key: workload.id for workload in estate.workloads}


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_ids_do_not_depend_on_the_order_of_rows_or_files(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [info_row(VM=f"m{n}", VM_ID=f"vm-{n}", VI_SDK_UUID="A" if n % 2 else None) for n in range(12)]
    folder = tmp_path_factory.mktemp("orders")
    whole = read_estate([write(folder / "whole.xlsx", *rows)])
    random.Random(seed).shuffle(rows)
    halves = [write(folder / "x.xlsx", *rows[:5]), write(folder / "y.xlsx", *rows[5:])]
    assert ids(read_estate(halves)) == ids(read_estate(halves[::-1])) == ids(whole)


def test_reading_twice_is_reading_the_same(tmp_path: Path) -> None:
    write(tmp_path / "b.xlsx", info_row(VM="x", NICs="?"), info_row(VM="y", Template="?"))
    write(tmp_path / "a.xlsx", info_row(VM="z", Disks="?"))
    first = read_estate([tmp_path / "b.xlsx", tmp_path / "a.xlsx"])
    assert first == read_estate([tmp_path])
    places = [(f.origin.file, f.origin.tab, f.origin.row or 0) for f in first.findings if f.origin]
    assert places == sorted(places)
