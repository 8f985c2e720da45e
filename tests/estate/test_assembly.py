import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import Cell, info_row, tab_of, write_tabs

from azlift.errors import InputError
from azlift.estate import read_inventory
from azlift.model import Estate


def write(path: Path, *rows: dict[str, Cell]) -> Path:
    return write_tabs(path, {"vInfo": tab_of(*rows)})


def test_a_machine_in_two_workbooks_is_one_workload_and_its_second_row_is_on_record(tmp_path: Path) -> None:
    row = info_row(VM_ID="vm-1", VI_SDK_UUID="A")
    first, second = write(tmp_path / "april.xlsx", row), write(tmp_path / "may.xlsx", info_row(VM="other"), row)
    for sources in ([first, second], [second, first], [tmp_path]):
        estate = read_inventory(sources).estate
        assert [(w.origin.file, w.origin.row) for w in estate.workloads] == [("april.xlsx", 2), ("may.xlsx", 2)]
        (item,) = estate.merges
        assert (item.origin.file, item.origin.row, item.rule, item.key) == (
            "may.xlsx",
            3,
            "vCenter and VM ID",
            "a/vm-1",
        )
        assert item.workload == estate.workloads[0].id
        assert estate.totals.rows == 3
        assert estate.totals.vcpu == 4


def test_one_name_in_two_vcenters_is_two_workloads(tmp_path: Path) -> None:
    for file, cells in (
        ("ids.xlsx", ({"VM_ID": "vm-1", "VI_SDK_UUID": "A"}, {"VM_ID": "vm-1", "VI_SDK_UUID": "B"})),
        ("servers.xlsx", ({"VI_SDK_Server": "east"}, {"VI_SDK_Server": "west"})),
    ):
        estate = read_inventory([write(tmp_path / file, *(info_row(**cell) for cell in cells))]).estate
        assert len({workload.id for workload in estate.workloads}) == 2
        assert estate.left_out == ()


def test_names_alone_make_two_rows_one_machine_in_any_case(tmp_path: Path) -> None:
    estate = read_inventory([write(tmp_path / "a.xlsx", info_row(VM="Web01"), info_row(VM="WEB01 "))]).estate
    assert [workload.name for workload in estate.workloads] == ["Web01"]
    assert [(item.name, item.reason) for item in estate.left_out] == [("WEB01 ", "duplicate")]


def test_a_template_does_not_take_the_place_of_a_machine_of_its_name(tmp_path: Path) -> None:
    estate = read_inventory([write(tmp_path / "a.xlsx", info_row(Template="True"), info_row())]).estate
    assert [item.reason for item in estate.left_out] == ["template"]
    assert [workload.origin.row for workload in estate.workloads] == [3]


def test_totals_are_sums_over_every_row_the_left_out_ones_too(tmp_path: Path) -> None:
    rows = (info_row(), info_row(), info_row(VM="t", Template="True"), info_row(VM="i", CPUs=None))
    totals = read_inventory([write(tmp_path / "a.xlsx", *rows)]).estate.totals
    assert (totals.rows, totals.vcpu, totals.memory_mib, totals.disks, totals.nics) == (4, 6, 4 * 4096, 4, 4)


def test_sources_are_recorded_with_their_digest_and_rows(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", info_row())
    (tmp_path / "links.csv").write_bytes(b"source,target\nweb01,web01\n")
    one, two = read_inventory([tmp_path]).estate.sources
    assert (one.name, one.format, one.tabs, one.rows, len(one.sha256)) == ("a.xlsx", "rvtools", ("vInfo",), 1, 64)
    assert (two.name, two.format, two.tabs, two.rows) == ("links.csv", "dependency-map", (), 1)


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
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    if not filled:
        with pytest.raises(InputError, match="the sources hold no machine"):
            read_inventory([path])
        return
    estate = read_inventory([path]).estate
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
    whole = read_inventory([write(folder / "whole.xlsx", *rows)]).estate
    random.Random(seed).shuffle(rows)
    halves = [write(folder / "x.xlsx", *rows[:5]), write(folder / "y.xlsx", *rows[5:])]
    assert ids(read_inventory(halves).estate) == ids(read_inventory(halves[::-1]).estate) == ids(whole)


def test_reading_twice_is_reading_the_same(tmp_path: Path) -> None:
    write(tmp_path / "b.xlsx", info_row(VM="x", NICs="?"), info_row(VM="y", Template="?"))
    write(tmp_path / "a.xlsx", info_row(VM="z", Disks="?"))
    first = read_inventory([tmp_path / "b.xlsx", tmp_path / "a.xlsx"]).estate
    assert first == read_inventory([tmp_path]).estate
    places = [(f.origin.file, f.origin.tab, f.origin.row or 0) for f in first.findings if f.origin]
    assert places == sorted(places)


# -- many sources -------------------------------------------------------------------------------------------------


def text(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


LIST = ("Hostname,vCPU,RAM_GB,Owner", "web01,8,16,Billing", "app07,2,4,Billing")


def test_sources_of_different_kinds_are_one_estate_in_any_order(tmp_path: Path) -> None:
    workbook = write(tmp_path / "rv.xlsx", info_row(DNS_Name="web01.example.com", Owner="vSphere"))
    sources = [workbook, text(tmp_path, "list.csv", *LIST), text(tmp_path, "map.csv", "source,target", "web01,app07")]
    estate = read_inventory(sources).estate
    assert estate == read_inventory(sources[::-1]).estate == read_inventory([tmp_path]).estate
    assert [(w.name, w.vcpu, w.owner) for w in estate.workloads] == [("web01", 2, "Billing"), ("app07", 2, "Billing")]
    assert [(d.field, d.taken, d.other) for d in estate.disagreements] == [
        ("memory_mib", "4096", "16384"),
        ("owner", "Billing", "vSphere"),
        ("vcpu", "2", "8"),
    ]
    assert len(estate.links) == 1
    assert estate.totals.rows == 3
    assert estate.totals.vcpu == 4
    assert [(s.name, s.totals.vcpu) for s in estate.sources] == [("list.csv", 10), ("map.csv", 0), ("rv.xlsx", 2)]


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    first = text(tmp_path, "list.csv", *LIST)
    (tmp_path / "copy of list.csv").write_bytes(first.read_bytes())
    estate = read_inventory([tmp_path]).estate
    assert (len(estate.workloads), estate.merges) == (2, ())
    (finding,) = (finding for finding in estate.findings if finding.code == "file-twice")
    assert finding.message == "the same file as copy of list.csv, byte for byte: it is read once"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    text(tmp_path, "list.csv", *LIST)
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 and no more")
    text(tmp_path, "poem.csv", "no machine,in it", "at,all")
    estate = read_inventory([tmp_path]).estate
    assert len(estate.workloads) == 2
    told = {f.origin.file: f.message for f in estate.findings if f.code == "file-not-read" and f.origin}
    assert told["damaged.xlsx"].startswith("the workbook is damaged")
    assert told["poem.csv"] == ("nothing in it is an inventory azlift knows; its first row is no machine, in it")


def test_where_nothing_is_usable_the_first_fault_is_the_error(tmp_path: Path) -> None:
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 and no more")
    text(tmp_path, "poem.csv", "no machine,in it", "at,all")
    with pytest.raises(InputError, match="the workbook is damaged") as caught:
        read_inventory([tmp_path])
    assert "(1 other files are no better)" in str(caught.value)
    assert caught.value.file == "damaged.xlsx"


def test_links_without_an_inventory_are_not_enough(tmp_path: Path) -> None:
    text(tmp_path, "links.csv", "source,target", "a,b")
    with pytest.raises(InputError, match="the sources hold no machine: they were read as dependency-map"):
        read_inventory([tmp_path])


def test_what_cannot_be_told_apart_is_left_apart_and_said(tmp_path: Path) -> None:
    write(tmp_path / "rv.xlsx", info_row(VM_ID="vm-1", VI_SDK_UUID="A"), info_row(VM_ID="vm-1", VI_SDK_UUID="B"))
    text(tmp_path, "list.csv", "Hostname,vCPU,RAM_GB", "web01,2,4")
    estate = read_inventory([tmp_path]).estate
    assert len(estate.workloads) == 3
    (finding, *_) = (finding for finding in estate.findings if finding.code == "perhaps-one-machine")
    assert finding.evidence == "web01 (list.csv, row 2); web01 (rv.xlsx, row 2); web01 (rv.xlsx, row 3)"


def test_a_series_becomes_usage_and_a_trace_of_its_machine(tmp_path: Path) -> None:
    text(tmp_path, "list.csv", *LIST)
    lines = [f"2026-08-01T00:{minute:02}:00Z,web01,cpu_pct,{10 + minute}" for minute in range(0, 60, 5)]
    text(tmp_path, "cpu.csv", "time,workload,metric,value", *lines)
    inventory = read_inventory([tmp_path])
    (workload,) = (w for w in inventory.estate.workloads if w.name == "web01")
    (usage,) = workload.usage
    assert (usage.metric, usage.peak, usage.samples) == ("cpu_percent", 65.0, 12)
    assert list(inventory.traces) == [workload.id]
