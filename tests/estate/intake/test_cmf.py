"""The intake form of AWS' Cloud Migration Factory, in its three shapes."""

import csv as plain_csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azlift.estate.intake.cmf import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import csv_source
from azlift.model import OsFamily, Route

FOLDER = "inventories/aws-cmf/"
NEW = "wave_name,app_name,aws_accountid,server_name,server_os_family,server_fqdn,r_type,subnet_IDs,tags"


def plainly(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(plain_csv.DictReader(file))


def faults(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.column, fault.found) for record in reading.records for fault in record.faults]


@pytest.mark.parametrize("name", ["0-intake-form_v1.csv", "mgn-server-list.csv", "ui-import-test_valid.csv"])
def test_each_shape_says_what_a_plain_reading_of_it_says(real_file: Callable[[str], Path], name: str) -> None:
    path = real_file(FOLDER + name)
    rows, source = plainly(path), csv_source(name, path.read_bytes())
    reading = read(source)
    assert recognise(source).startswith("AWS Cloud Migration Factory")
    assert [record.name for record in reading.records] == [row["server_name"] for row in rows]
    assert [record.facts["wave"] for record in reading.records] == [
        row.get("wave_name") or row["wave_id"] for row in rows
    ]
    assert Counter(record.facts["application"] for record in reading.records) == Counter(
        row["app_name"] for row in rows
    )
    assert [record.tags["aws_accountid"] for record in reading.records] == [row["aws_accountid"] for row in rows]
    assert [str(record.facts["os_family"]) for record in reading.records] == [row["server_os_family"] for row in rows]
    assert faults(reading) == []


def test_sizes_are_not_stated_and_that_is_no_reason_to_leave_a_machine_out(real_file: Callable[[str], Path]) -> None:
    path = real_file(FOLDER + "mgn-server-list.csv")
    reading = read(csv_source(path.name, path.read_bytes()))
    assert all(
        record.excluded is None and not {"vcpu", "memory_mib"} & record.facts.keys() for record in reading.records
    )
    assert {record.facts["route"] for record in reading.records} == {Route.REHOST}
    assert reading.records[0].tags["securitygroup_IDs"] == "sg-1111;sg-2222"
    assert reading.records[0].tags["CostCenter"] == "123"


@pytest.mark.parametrize("name", ["0-intake-form_v1.csv", "mgn-server-list.csv"])
def test_server8_with_the_dns_name_of_server6_is_a_machine_of_its_own(
    real_file: Callable[[str], Path], name: str
) -> None:
    path = real_file(FOLDER + name)
    reading = read(csv_source(name, path.read_bytes()))
    by_name = {record.name: record for record in reading.records}
    assert by_name["Server6"].facts["fqdn"] == by_name["Server8"].facts["fqdn"]
    assert [by_name[server].keys for server in ("Server6", "Server8")] == [
        (("name", "server6"),),
        (("name", "server8"),),
    ]
    assert [(f.code, f.evidence) for f in reading.findings] == [("fqdn-shared", "rows 7 (Server6), 9 (Server8)")]


def test_the_family_beside_the_system_is_taken(csv: Any) -> None:
    header = "server_name,server_os_family,server_os_version,app_name,wave_name,aws_accountid"
    reading = read(csv(header, "a,linux,redhat,app,1,123456789012"))
    assert (reading.records[0].facts["os_name"], reading.records[0].facts["os_family"]) == ("redhat", OsFamily.LINUX)


def test_tags_are_pairs_with_or_without_a_last_semicolon_and_what_is_no_pair_is_told(csv: Any) -> None:
    reading = read(
        csv(
            NEW,
            "1,app,123456789012,a,linux,,Rehost,,k=v;Cost Centre = 7;",
            "1,app,123456789012,b,linux,,Rehost,,k=v=w;jane@example.com;;=x",
            "1,app,123456789012,c,linux,,Rehost,,owner_email=a;by=jane@example.com;k=;",
        )
    )
    assert [dict(record.tags) for record in reading.records] == [
        {"k": "v", "Cost Centre": "7", "aws_accountid": "123456789012"},
        {"k": "v=w", "aws_accountid": "123456789012"},
        {"aws_accountid": "123456789012"},
    ]
    assert faults(reading) == [("tags", "something else in place 2"), ("tags", "something else in place 4")]


def test_an_account_of_twelve_digits_stays_text_and_a_rounded_one_is_told(csv: Any, book: Any) -> None:
    row = ["1", "app", 12345678901.0, "a", "linux", "", "Rehost", "", ""]
    stated = ["1", "app", "012345678901", "b", "linux", "", "Rehost", "", ""]
    reading = read(book({"Intake": [NEW.split(","), row, stated]}))
    assert [record.tags["aws_accountid"] for record in reading.records] == ["12345678901", "012345678901"]
    assert faults(reading) == [("aws_accountid", "'12345678901'")]
    assert faults(read(csv(NEW, "1,app,1.11122E+11,a,linux,,Rehost,,"))) == [("aws_accountid", "'1.11122E+11'")]


def test_a_route_azlift_has_not_is_a_tag_and_a_finding(csv: Any) -> None:
    rows = [f"1,app,123456789012,m{n},linux,,{r_type},," for n, r_type in enumerate(["Refactor", "Retain", ""])]
    reading = read(csv(NEW, *rows))
    assert [record.facts.get("route") for record in reading.records] == [None, Route.RETAIN, None]
    assert reading.records[0].tags["r_type"] == "Refactor"
    assert "r_type" not in reading.records[1].tags
    assert [(f.code, f.origin and f.origin.row, f.evidence) for f in reading.findings] == [
        ("route-not-taken", 2, "'Refactor'")
    ]


def test_a_row_without_a_server_is_left_out_and_the_others_are_not(csv: Any) -> None:
    reading = read(csv(NEW, "1,app,123456789012,,linux,,Rehost,,", "1,app,123456789012,a,linux,,Rehost,,"))
    assert [record.excluded and record.excluded[0] for record in reading.records] == ["incomplete", None]


@pytest.mark.parametrize("header", ["server_name,app_name", "Hostname,vCPU,RAM_GB", "source,target", ""])
def test_other_lists_are_no_intake_form(csv: Any, header: str) -> None:
    assert recognise(csv(header, "a,b")) == ""
