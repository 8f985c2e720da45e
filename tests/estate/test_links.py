from pathlib import Path

import pytest
from workbooks import info_row, tab_of, write_tabs

from azlift.errors import InputError
from azlift.estate import read_estate
from azlift.estate.links import read_declared
from azlift.model import Estate, Severity

MACHINES = (
    info_row(VM="web01", DNS_Name="web01.example.org", VM_ID="vm-1", VI_SDK_Server="east"),
    info_row(VM="db01", DNS_Name="db01.example.org", VM_ID="vm-2", VI_SDK_Server="east"),
    info_row(VM="app", DNS_Name="app.east.example.org", VM_ID="vm-3", VI_SDK_Server="east"),
    info_row(VM="app", DNS_Name="app.west.example.org", VM_ID="vm-3", VI_SDK_Server="west"),
    info_row(VM="golden", Template="True", VM_ID="vm-4", VI_SDK_Server="east"),
)


def read(folder: Path, links: str | bytes) -> Estate:
    write_tabs(folder / "estate.xlsx", {"vInfo": tab_of(*MACHINES)})
    (folder / "links.csv").write_bytes(links if isinstance(links, bytes) else links.encode())
    return read_estate([folder])


def drawn(estate: Estate) -> list[tuple[str, str, int | None]]:
    names = {workload.id: workload.fqdn for workload in estate.workloads}
    return [(names[link.source].split(".")[0], names[link.target].split(".")[0], link.port) for link in estate.links]


def told(estate: Estate) -> list[tuple[str, int | None, str, str]]:
    return [
        (finding.code, finding.origin.row, finding.origin.column, finding.evidence)
        for finding in estate.findings
        if finding.origin and finding.origin.file == "links.csv"
    ]


def test_links_are_resolved_by_dns_name_and_by_unique_name_in_any_case(tmp_path: Path) -> None:
    estate = read(tmp_path, "Source,TARGET,Port\nWEB01,db01.EXAMPLE.org,1521\n app.west.example.org ,Web01,\n")
    assert drawn(estate) == [("web01", "db01", 1521), ("app", "web01", None)]
    assert estate.links[1].source == estate.workloads[3].id
    assert told(estate) == []


def test_the_port_column_and_the_byte_order_mark_are_optional(tmp_path: Path) -> None:
    assert drawn(read(tmp_path, b"\xef\xbb\xbfsource,target\r\nweb01,db01\r\n")) == [("web01", "db01", None)]


def test_an_end_nobody_has_is_a_finding_with_file_and_row(tmp_path: Path) -> None:
    estate = read(tmp_path, "source,target,port\nweb01,db01,\n\nweb01,AllServers,\n,db01,\napp,golden,\n")
    assert drawn(estate) == [("web01", "db01", None)]
    assert told(estate) == [
        ("link-unresolved", 4, "target", "'AllServers'"),
        ("link-unresolved", 5, "source", "''"),
        ("link-unresolved", 6, "target", "'golden'"),
        ("link-unresolved", 6, "source", "'app'"),
    ]
    messages = [finding.message for finding in estate.findings if finding.code == "link-unresolved"]
    assert "left out as template" in messages[2]
    assert "stands for 2 machines" in messages[3]


def test_a_port_that_is_none_is_told_and_the_link_stays(tmp_path: Path) -> None:
    estate = read(tmp_path, "source,target,port\nweb01,db01,https\ndb01,web01,65536\napp.east.example.org,db01,0\n")
    assert [port for _, _, port in drawn(estate)] == [None, None, None]
    assert told(estate) == [
        ("bad-cell", 2, "port", "'https'"), ("bad-cell", 3, "port", "'65536'"), ("bad-cell", 4, "port", "'0'"),
    ]  # fmt: skip
    assert {finding.severity for finding in estate.findings if finding.code == "bad-cell"} == {Severity.WARNING}


def test_a_link_declared_twice_or_to_itself_counts_once_or_not_and_is_told(tmp_path: Path) -> None:
    estate = read(tmp_path, "source,target,port\nweb01,db01,80\nWEB01,db01,80\nweb01,db01,81\nweb01,web01,80\n")
    assert drawn(estate) == [("web01", "db01", 80), ("web01", "db01", 81)]
    assert [(code, row) for code, row, *_ in told(estate)] == [("link-twice", 3), ("link-to-itself", 5)]


@pytest.mark.parametrize(
    "content",
    [b"", b"VM,CPUs,Memory\n", b"source;target;port\nweb01;db01;80\n", b"source,target,port,why\n", b"target,source\n"],
)
def test_a_csv_of_another_kind_is_refused_with_what_was_found(content: bytes) -> None:
    with pytest.raises(InputError, match="not a list of links: expected the header source,target,port"):
        read_declared("links.csv", content)


def test_text_that_cannot_be_read_is_an_input_error() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        read_declared("links.csv", "source,target\nK\xf6ln,db01\n".encode("latin-1"))
    with pytest.raises(InputError, match="CSV cannot be read"):
        read_declared("links.csv", b'source,target\n"' + b"x" * 2_000_000 + b'",db01\n')


def test_ragged_rows_do_not_break_the_reading(tmp_path: Path) -> None:
    estate = read(tmp_path, "source,target,port\nweb01\nweb01,db01\nweb01,db01,22,extra\n")
    assert drawn(estate) == [("web01", "db01", None), ("web01", "db01", 22)]
    assert told(estate) == [("link-unresolved", 2, "target", "''")]


def test_links_without_an_inventory_are_not_enough(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("source,target\n")
    with pytest.raises(InputError, match="links but no inventory"):
        read_estate([tmp_path])
