"""A row becomes a record that states what the row states."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.intake.rows import (
    NO_NAME,
    Parts,
    apart_by_name,
    end_of,
    is_address,
    is_port,
    keys_of,
    make_record,
    nic_of,
    os_facts,
    stated,
    team,
    whole_disk,
)
from azlift.estate.record import KEY_KINDS, Record
from azlift.estate.sheet import Sheet, SheetRow
from azlift.model import OsFamily, Power

HEADER = ("Host", "DNS", "Owner")
COLUMNS = {"name": 0, "fqdn": 1, "owner": 2}


def record_of(name: str, fqdn: str = "", number: int = 2, **facts: object) -> Record:
    row = SheetRow(number, (name, fqdn, ""), COLUMNS, HEADER)
    return make_record(Sheet("list.csv", "", HEADER, COLUMNS, (row,)), row, {"fqdn": fqdn, **facts}, Parts())


@pytest.mark.parametrize("text", ["", "n/a", "N/A", " - ", "None", "unknown", "…", "TBD"])
def test_saying_that_there_is_nothing_is_saying_nothing(text: str) -> None:
    assert stated(SheetRow(2, (text, "", ""), COLUMNS, HEADER), "name") == ""


def test_a_mail_address_is_no_owner_unless_somebody_asked() -> None:
    row = SheetRow(2, ("a", "", "Jane Roe <jane@example.com>"), COLUMNS, HEADER)
    assert team(row, "owner", keep_personal=False) == ""
    assert team(row, "owner", keep_personal=True) == "Jane Roe <jane@example.com>"


def test_what_is_not_stated_is_not_among_the_facts() -> None:
    record = record_of("web-1", vcpu=None, environment="", power=Power.ON)
    assert record.facts == {"power": Power.ON}
    assert (record.totals.rows, record.totals.vcpu, record.totals.powered_on) == (1, 0, 1)


def test_a_row_without_a_name_goes_by_its_dns_name_and_without_either_is_left_out() -> None:
    assert record_of("", "web-1.example.com").name == "web-1.example.com"
    assert record_of("", "").excluded == ("incomplete", NO_NAME)


def test_keys_are_casefolded_and_the_safest_comes_first() -> None:
    keys = keys_of("WEB-1", "Web-1.Example.com.", "ABC")
    assert keys == (("sys-id", "abc"), ("fqdn", "web-1.example.com"), ("name", "web-1"))
    assert [kind for kind, _ in keys] == sorted((kind for kind, _ in keys), key=KEY_KINDS.index)


def test_a_name_that_is_a_dns_name_is_one_and_an_address_is_none() -> None:
    assert ("fqdn", "web-1.example.com") in keys_of("web-1.example.com", "")
    assert keys_of("10.0.0.1", "") == (("name", "10.0.0.1"),)


def test_a_dns_name_that_two_rows_claim_tells_nobody_apart() -> None:
    rows = [record_of("Server6", "s6.example.com", 7), record_of("Server8", "S6.example.com", 9), record_of("Server7")]
    records, (finding,) = apart_by_name(rows)
    assert [record.keys for record in records] == [
        (("name", "server6"),),
        (("name", "server8"),),
        (("name", "server7"),),
    ]
    assert records[1].facts["fqdn"] == "S6.example.com"
    assert (finding.code, finding.evidence) == ("fqdn-shared", "rows 7 (Server6), 9 (Server8)")


def test_a_row_that_is_left_out_claims_no_name() -> None:
    kept, gone = (
        record_of("a", "a.example.com"),
        replace(record_of("a", "a.example.com"), excluded=("excluded", "retired")),
    )
    records, findings = apart_by_name([kept, gone])
    assert (records[0].keys, findings) == (kept.keys, ())


@given(st.lists(st.sampled_from(["a.example.com", "b.example.com", ""]), max_size=6))
def test_of_the_dns_names_of_a_file_only_those_claimed_once_are_keys(fqdns: list[str]) -> None:
    records, findings = apart_by_name(record_of(f"m{n}", fqdn, n) for n, fqdn in enumerate(fqdns))
    kept = [key[1] for record in records for key in record.keys if key[0] == "fqdn"]
    assert sorted(kept) == sorted(fqdn for fqdn in set(fqdns) if fqdn and fqdns.count(fqdn) == 1)
    assert len(findings) == len([fqdn for fqdn in set(fqdns) if fqdn and fqdns.count(fqdn) > 1])


def test_the_family_beside_the_name_counts_where_the_name_tells_none() -> None:
    assert os_facts("redhat", OsFamily.LINUX)["os_family"] is OsFamily.LINUX
    assert os_facts("Windows Server 2019", OsFamily.LINUX)["os_family"] is OsFamily.WINDOWS
    assert os_facts("") == {}


def test_addresses_of_a_cell_are_one_nic_and_words_are_no_addresses() -> None:
    (nic,) = nic_of("10.0.0.1; 10.0.0.2, DHCP fe80::1")
    assert nic.addresses == ("10.0.0.1", "10.0.0.2", "fe80::1")
    assert nic_of("DHCP") == ()
    assert not is_address("10.0.0")


def test_storage_as_a_sum_is_one_estimated_disk_and_none_is_none() -> None:
    (disk,) = whole_disk(1024)
    assert (disk.capacity_mib, disk.os_disk, disk.estimated) == (1024, True, True)
    assert whole_disk(0) == whole_disk(None) == ()


def test_an_end_is_an_address_or_a_name() -> None:
    assert (end_of("10.0.0.1").address, end_of("10.0.0.1").name) == ("10.0.0.1", "")
    assert end_of("DB01").keys == (("name", "db01"),)


@pytest.mark.parametrize(
    ("word", "port"), [("443", True), ("65535", True), ("0", False), ("65536", False), ("٤", False)]
)
def test_a_port_is_a_number_from_1_to_65535(word: str, port: bool) -> None:
    assert is_port(word) is port


@pytest.mark.parametrize("text", ["10.0.0.1", "fe80::1", "::1", "::ffff:10.0.0.1", "2001:db8:0:0:0:0:0:1"])
def test_every_spelling_of_an_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["DB01", "10.0.0.256", "dead.beef", "", "1.2.3", "fe80::1%eth0"])
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert not is_address(text)
