"""Who talks to whom, as people write it down."""

import csv as plain_csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azlift.estate.intake.dependency_map import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import csv_source


def drawn(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(link.source.name, link.target.name, link.port) for link in reading.links]


def told(reading: Reading) -> list[tuple[str, int | None, str, str]]:
    places = [(f.code, f.origin, f.evidence) for f in reading.findings]
    return [(code, place.row, place.column, evidence) for code, place, evidence in places if place]


def test_the_open_map_says_what_a_plain_reading_of_it_says(real_file: Callable[[str], Path]) -> None:
    path = real_file("dependencies/contoso-dependency-map.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(plain_csv.DictReader(file))
    expected = []
    for row in rows:
        ports = [int(port) for port in row["Port"].split(";")] if row["Port"] != "Various" else [None]
        for target in row["Target"].split(";"):
            expected += [(row["Source"], target, port) for port in ports]
            if row["Direction"] == "Bidirectional":
                expected += [(target, row["Source"], port) for port in ports]
    source = csv_source(path.name, path.read_bytes())
    reading = read(source)
    assert recognise(source).startswith("declared dependencies: the columns Source, Target")
    assert (reading.rows, drawn(reading), told(reading)) == (20, expected, [])
    assert {"AllServers", "Azure", "Factory Devices"} <= {name for link in drawn(reading) for name in link[:2]}
    assert {link.protocol for link in reading.links if link.port == 53} == {"UDP/TCP"}


@pytest.mark.parametrize("header", ["source,target", "Source,TARGET,Port", "Source server,Destination,Ports"])
def test_azlifts_own_links_and_their_like_are_read(csv: Any, header: str) -> None:
    source = csv(header, "web01,db01.example.org,1521")
    port = 1521 if "ort" in header else None
    assert recognise(source)
    assert drawn(read(source)) == [("web01", "db01.example.org", port)]
    assert read(source).links[0].target.keys == (("fqdn", "db01.example.org"), ("name", "db01.example.org"))


def test_an_address_is_an_end_like_a_name(csv: Any) -> None:
    (link,) = read(csv("source,target", "10.0.0.1,db01")).links
    assert (link.source.address, link.source.name, link.origin.row) == ("10.0.0.1", "", 2)


def test_cycles_and_links_to_oneself_stay_what_they_are(csv: Any) -> None:
    reading = read(csv("source,target", "a,b", "b,a", "a,a"))
    assert drawn(reading) == [("a", "b", None), ("b", "a", None), ("a", "a", None)]


def test_a_direction_turns_a_row_round_or_makes_it_go_both_ways(csv: Any) -> None:
    reading = read(csv("source,target,direction", "a,b,Inbound", "a,b,two-way", "a,b,", "a,b,sideways"))
    ways = [link[:2] for link in drawn(reading)]
    assert ways == [("b", "a"), ("a", "b"), ("b", "a"), ("a", "b"), ("a", "b")]
    assert told(reading) == [("bad-cell", 5, "direction", "'sideways'")]


def test_an_end_nobody_has_is_a_finding_with_row_and_column(csv: Any) -> None:
    reading = read(csv("source,target,port", "web01,", ",db01", "", "web01"))
    assert drawn(reading) == []
    assert told(reading) == [
        ("link-unresolved", 2, "target", "''"), ("link-unresolved", 3, "source", "''"),
        ("link-unresolved", 5, "target", "''"),
    ]  # fmt: skip


def test_a_port_that_is_none_is_told_and_the_link_stays(csv: Any) -> None:
    reading = read(csv("source,target,port", "a,b,https", "a,b,65536", "a,b,0", "a,b,443;x;8443", "a,b,Various"))
    assert [port for _, _, port in drawn(reading)] == [None, None, None, 443, 8443, None]
    assert told(reading) == [
        ("bad-cell", 2, "port", "'https'"), ("bad-cell", 3, "port", "'65536'"), ("bad-cell", 4, "port", "'0'"),
        ("bad-cell", 5, "port", "'x'"),
    ]  # fmt: skip


def test_a_port_as_a_number_or_behind_its_protocol_is_a_port(book: Any) -> None:
    rows = [["Source", "Target", "Port"], ["a", "b", 443], ["a", "b", "TCP/1433"]]
    assert [port for _, _, port in drawn(read(book({"Map": rows})))] == [443, 1433]


@pytest.mark.parametrize("lines", [("",), ("VM,CPUs,Memory",), ("source",), ("Hostname,vCPU", "a,4")])
def test_what_names_no_two_ends_is_no_map(csv: Any, lines: tuple[str, ...]) -> None:
    assert recognise(csv(*lines)) == ""
