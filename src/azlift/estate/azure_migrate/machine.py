"""What import CSV, discovery report and assessment report say of a machine alike: facts, NICs, sums."""

from collections.abc import Collection, Mapping
from itertools import zip_longest
from typing import Any, Literal, TypeVar

from azlift.estate.azure_migrate.identity import fqdn_of, is_address
from azlift.estate.azure_migrate.lists import nested_items, words_of
from azlift.estate.azure_migrate.numbers import mib_or_none
from azlift.estate.machines import FIRMWARES, MOST_DEVICES, POWERS
from azlift.estate.operating_systems import bits_of, family_of, version_of
from azlift.estate.record import Excluded
from azlift.estate.sheet import Sheet, SheetRow
from azlift.model import Disk, Nic, Power, Totals

Meaning = TypeVar("Meaning")
BITS: dict[str, Literal[32, 64]] = {"x64": 64, "amd64": 64, "x86_64": 64, "64-bit": 64, "x86": 32, "32-bit": 32}


def machine_facts(row: SheetRow) -> dict[str, Any]:
    """The facts of this row that its columns name, and only those. 0 cores or 0 MB are not stated: nothing has them."""
    os_name = row.text("os_name").strip()
    return stated(
        fqdn=fqdn_of(row.text("name")),
        vcpu=_above_zero(row, "vcpu", row.number_or_none("vcpu")),
        memory_mib=_above_zero(row, "memory_mib", mib_or_none(row, "memory")),
        power=meaning_of(row, "power", POWERS, "ON or OFF"),
        firmware=meaning_of(row, "firmware", FIRMWARES, "BIOS or UEFI"),
        os_name=os_name,
        os_family=family_of(os_name) if os_name else None,
        os_bits=bits_of(os_name),
        host=row.text("host").strip(),
        environment=row.text("environment").strip(),
    )


def os_name_of(row: SheetRow) -> str:
    """The system's name; one without a version is completed by the column of its version."""
    name, version = row.text("os_name").strip(), row.text("os_version").strip()
    return f"{name} {version}".strip() if name and version_of(name) is None else name


def architecture_bits(row: SheetRow) -> Literal[32, 64] | None:
    return meaning_of(row, "architecture", BITS, "x64, x86, amd64, 32-bit or 64-bit")


def stated(**facts: Any) -> dict[str, Any]:
    """Without what is None or an empty text."""
    return {field: value for field, value in facts.items() if value is not None and value != ""}


def excluded_of(sheet: Sheet, row: SheetRow) -> Excluded | None:
    """A row without a name is no machine; anything else it lacks may stand in another file."""
    if row.text("name").strip():
        return None
    return "incomplete", f"{sheet.title('name')}: expected a name, found nothing"


def nics_of(row: SheetRow) -> tuple[Nic, ...]:
    """As many NICs as are counted or listed, whichever is more; addresses and MAC addresses by position."""
    count = row.number_or_none("nics", MOST_DEVICES) or 0
    addresses, macs = (_by_nic(row.text(field), count)[:MOST_DEVICES] for field in ("addresses", "macs"))
    if not all(is_address(address) for own in addresses for address in own):
        row.add_fault("addresses", "IP addresses")
    listed = list(zip_longest(addresses, macs, fillvalue=()))
    listed += [((), ())] * (count - len(listed))
    return tuple(
        Nic(label=f"Network adapter {number}", mac=", ".join(mac), addresses=tuple(filter(is_address, own)))
        for number, (own, mac) in enumerate(listed, 1)
    )


def unsized_disks(count: int, capacity_mib: int = 0) -> tuple[Disk, ...]:
    """As many disks, each an even share of the capacity, rounded up; 0 where the source knows no capacity."""
    share = -(-capacity_mib // count) if count else 0
    return tuple(
        Disk(key=f"disk-{number}", label=f"Disk {number}", capacity_mib=share, os_disk=number == 1, estimated=True)
        for number in range(1, count + 1)
    )


def totals_of(facts: Mapping[str, Any], disks: Collection[Disk], nics: Collection[Nic]) -> Totals:
    """What one row adds to the sums of its file."""
    return Totals(
        rows=1,
        powered_on=int(facts.get("power") is Power.ON),
        powered_off=int(facts.get("power") is Power.OFF),
        vcpu=facts.get("vcpu", 0),
        memory_mib=facts.get("memory_mib", 0),
        disks=len(disks),
        disk_capacity_mib=sum(disk.capacity_mib for disk in disks),
        provisioned_mib=facts.get("provisioned_mib", 0),
        in_use_mib=facts.get("in_use_mib", 0),
        nics=len(nics),
    )


def meaning_of(row: SheetRow, field: str, meanings: Mapping[str, Meaning], expected: str) -> Meaning | None:
    """What the cell's word means, in any case; None for an empty cell, and for a word that is not known: a fault."""
    word = row.text(field).strip().casefold()
    if word and word not in meanings:
        row.add_fault(field, expected)
    return meanings.get(word)


def _above_zero(row: SheetRow, field: str, number: int | None) -> int | None:
    if number != 0:
        return number
    column = next(name for name in row.columns if name in (field, field.replace("_mib", "_gib")))
    row.add_fault(column, "a number above 0")
    return None


def _by_nic(text: str, count: int) -> tuple[tuple[str, ...], ...]:
    """Brackets say what belongs to which NIC; a plain list does where it has one item each; else the first has all."""
    if "[" in text:
        return nested_items(text)
    words = words_of(text)
    if len(words) == count:
        return tuple((word,) for word in words)
    return (words,) if words else ()
