"""What all three reports say of a machine alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from migrate_files import sheet_row

from azlift.estate.azure_migrate.machine import machine_facts, meaning_of, nics_of, stated, totals_of, unsized_disks
from azlift.model import Firmware, OsFamily, Power


def test_only_what_a_row_states_is_a_fact() -> None:
    assert machine_facts(sheet_row(name="web01", vcpu="", os_name="")) == {}


def test_a_row_is_read_into_the_facts_of_a_workload() -> None:
    row = sheet_row(
        name="web01.contoso.local", vcpu=4.0, memory_mib="8,192", power="ON", firmware="UEFI", host="esx1",
        environment="Prod", os_name="Windows Server 2016 (64-bit)",
    )  # fmt: skip
    assert machine_facts(row) == {
        "fqdn": "web01.contoso.local", "vcpu": 4, "memory_mib": 8192, "power": Power.ON, "firmware": Firmware.EFI,
        "os_name": "Windows Server 2016 (64-bit)", "os_family": OsFamily.WINDOWS, "os_bits": 64, "host": "esx1",
        "environment": "Prod",
    }  # fmt: skip
    assert not row.faults


def test_no_cores_and_no_memory_are_not_stated_and_never_zero() -> None:
    row = sheet_row(name="a", vcpu="0", memory_gib="0")
    assert machine_facts(row) == {}
    assert [str(fault) for fault in row.faults] == [
        "vcpu: expected a number above 0, found '0'",
        "memory_gib: expected a number above 0, found '0'",
    ]


@pytest.mark.parametrize(("word", "power"), [("OFF", Power.OFF), ("on", Power.ON), ("PoweredOff", Power.OFF)])
def test_power_is_read_in_any_case(word: str, power: Power) -> None:
    assert machine_facts(sheet_row(name="a", power=word))["power"] is power


def test_an_unknown_word_is_a_fault_and_the_row_goes_on() -> None:
    row = sheet_row(name="a", power="Ein", vcpu="2")
    assert machine_facts(row) == {"vcpu": 2}
    assert [fault.found for fault in row.faults] == ["'Ein'"]
    assert meaning_of(row, "power", {"ein": 1}, "") == 1


def test_addresses_and_macs_go_with_their_nic() -> None:
    nics = nics_of(sheet_row(addresses="[10.0.0.1,fe80::1];[10.0.0.2];", macs="[00:50:56:01];[00:50:56:02];", nics="3"))
    assert [(nic.mac, nic.addresses) for nic in nics] == [
        ("00:50:56:01", ("10.0.0.1", "fe80::1")),
        ("00:50:56:02", ("10.0.0.2",)),
        ("", ()),
    ]


def test_a_plain_list_goes_one_to_each_nic_where_the_count_fits_else_to_the_first() -> None:
    two = "10.0.0.1;10.0.0.2"
    assert [nic.addresses for nic in nics_of(sheet_row(addresses=two, nics="2"))] == [("10.0.0.1",), ("10.0.0.2",)]
    assert [nic.addresses for nic in nics_of(sheet_row(addresses=two, nics="1"))] == [("10.0.0.1", "10.0.0.2")]


def test_what_is_no_address_is_a_fault_and_the_others_stay() -> None:
    row = sheet_row(addresses="10.0.0.1 dhcp", nics="1")
    assert [nic.addresses for nic in nics_of(row)] == [("10.0.0.1",)]
    assert [fault.expected for fault in row.faults] == ["IP addresses"]


def test_a_machine_may_have_no_nic() -> None:
    assert nics_of(sheet_row(addresses="", nics="0")) == ()


@given(st.integers(1, 300), st.integers(0, 2**40))
def test_shares_hold_the_capacity_and_waste_less_than_a_mib_each(count: int, capacity_mib: int) -> None:
    disks = unsized_disks(count, capacity_mib)
    assert len(disks) == count
    assert capacity_mib <= sum(disk.capacity_mib for disk in disks) < capacity_mib + count
    assert [disk.os_disk for disk in disks].count(True) == 1


def test_a_row_adds_to_the_totals_what_it_states() -> None:
    totals = totals_of({"power": Power.OFF, "vcpu": 2, "in_use_mib": 5}, unsized_disks(2, 10), ())
    assert (totals.rows, totals.powered_off, totals.vcpu, totals.memory_mib) == (1, 1, 2, 0)
    assert (totals.disks, totals.disk_capacity_mib, totals.in_use_mib) == (2, 10, 5)


def test_false_and_zero_are_stated_and_nothing_is_not() -> None:
    assert stated(a=None, b="", c=0, d=False) == {"c": 0, "d": False}
