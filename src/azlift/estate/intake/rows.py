"""One row of a list -> the record of one machine, as every intake format hands it on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from re import compile as pattern
from typing import Any

from azlift.estate.columns import without_mail
from azlift.estate.operating_systems import bits_of, family_of
from azlift.estate.record import End, Excluded, Key, Record
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.model import Disk, Finding, Nic, OsFamily, Power, Severity, Totals

NOT_STATED = frozenset(
    {"", "n/a", "na", "n.a.", "-", "–", "none", "null", "nan", "unknown", "tbd", "tba", "?", "…", "..."}
)
"""What people write where they have nothing to say."""
DNS_NAME = pattern(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+\.?")
LIKE_AN_ADDRESS = pattern(r"[0-9a-fA-F]*[.:][0-9a-fA-F:.]{1,44}")
LAST_PORT = 65_535
BETWEEN_ADDRESSES = pattern(r"[,;\s]+")
NO_NAME = "no name is stated"


def stated(row: SheetRow, field: str) -> str:
    """The cell's text, or nothing where a person wrote that there is nothing."""
    text = " ".join(row.text(field).split())
    return "" if text.casefold() in NOT_STATED else text


def team(row: SheetRow, field: str, keep_personal: bool) -> str:
    """Who is responsible, unless it is a mail address that nobody asked for."""
    text = stated(row, field)
    return text if keep_personal else without_mail(text)


def os_facts(os_name: str, family: OsFamily | None = None) -> dict[str, Any]:
    """The operating system's name and what it says; `family` is what the source states beside the name."""
    told = family_of(os_name)
    facts: dict[str, Any] = {"os_name": os_name, "os_bits": bits_of(os_name)}
    facts["os_family"] = family if family and told in (OsFamily.UNKNOWN, OsFamily.OTHER) else told
    return {} if not os_name and family is None else facts


def nic_of(addresses: str, mac: str = "") -> tuple[Nic, ...]:
    """One NIC with every address of the cell; none where the row states neither address nor MAC."""
    found = tuple(address for address in BETWEEN_ADDRESSES.split(addresses) if is_address(address))
    return (Nic(label="Network adapter 1", addresses=found, mac=mac),) if found or mac else ()


def is_address(text: str) -> bool:
    if not LIKE_AN_ADDRESS.fullmatch(text):
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def whole_disk(capacity_mib: int | None) -> tuple[Disk, ...]:
    """All the storage a row states, as the one disk it could be: the source does not tell its disks apart."""
    if not capacity_mib:
        return ()
    return (Disk(key="disk-1", label="Hard disk 1", capacity_mib=capacity_mib, os_disk=True, estimated=True),)


def keys_of(name: str, fqdn: str, sys_id: str = "") -> tuple[Key, ...]:
    """A name that is a DNS name is the machine's full name too."""
    full = fqdn or (name if DNS_NAME.fullmatch(name.casefold()) and not is_address(name) else "")
    stated_keys = (("sys-id", sys_id), ("fqdn", full.rstrip(".")), ("name", name))
    return tuple((kind, key.strip().casefold()) for kind, key in stated_keys if key.strip())


@dataclass(frozen=True)
class Parts:
    """What a row states beside its facts."""

    disks: tuple[Disk, ...] = ()
    nics: tuple[Nic, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    excluded: Excluded | None = None
    sys_id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The headers of facts that are made of a column of another name."""


def make_record(sheet: Sheet, row: SheetRow, facts: Mapping[str, Any], parts: Parts) -> Record:
    """The row's record; facts that are None or empty are not stated. A row without any name is left out."""
    fqdn = str(facts.get("fqdn") or "")
    name = stated(row, "name") or fqdn
    kept = {fact: value for fact, value in facts.items() if value not in (None, "")}
    return Record(
        origin=place_of(sheet, row),
        name=name,
        keys=keys_of(name, fqdn, parts.sys_id),
        facts=kept,
        disks=parts.disks,
        nics=parts.nics,
        tags=parts.tags,
        excluded=parts.excluded or (None if name else ("incomplete", NO_NAME)),
        totals=_totals(kept, parts),
        faults=row.faults,
        columns={**{fact: sheet.title(fact) for fact in kept if fact in sheet.columns}, **parts.columns},
    )


def _totals(facts: Mapping[str, Any], parts: Parts) -> Totals:
    return Totals(
        rows=1,
        powered_on=int(facts.get("power") is Power.ON),
        powered_off=int(facts.get("power") is Power.OFF),
        vcpu=facts.get("vcpu") or 0,
        memory_mib=facts.get("memory_mib") or 0,
        disks=len(parts.disks),
        disk_capacity_mib=sum(disk.capacity_mib for disk in parts.disks),
        nics=len(parts.nics),
    )


def apart_by_name(records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The records without the full names that several of them claim: such a name says nothing of who is who.

    AWS' own sample gives Server8 the full name of Server6; they are two machines, and one of the two cells is wrong.
    """
    every = tuple(records)
    claims: dict[Key, list[Record]] = defaultdict(list)
    for record in every:
        for key in record.keys:
            if key[0] == "fqdn" and not record.excluded:
                claims[key].append(record)
    shared = {key: claimants for key, claimants in claims.items() if len(claimants) > 1}
    kept = (
        replace(record, keys=tuple(key for key in record.keys if key not in shared))
        if shared.keys() & set(record.keys)
        else record
        for record in every
    )
    return tuple(kept), tuple(_shared_name(key, shared[key]) for key in sorted(shared))


def _shared_name(key: Key, records: Sequence[Record]) -> Finding:
    rows = ", ".join(f"{record.origin.row} ({record.name})" for record in records[:5])
    return Finding(
        code="fqdn-shared",
        severity=Severity.WARNING,
        message=f"{len(records)} rows claim the DNS name {key[1]}; it is not used to tell machines apart",
        evidence=f"rows {rows}" + (", …" if len(records) > 5 else ""),
        remedy="Correct the DNS name of all but one of them.",
        origin=records[-1].origin,
    )


def end_of(name: str) -> End:
    """One end of a link, by whatever it is called: an address, a DNS name, a machine's name."""
    return End(address=name) if is_address(name) else End(name=name, keys=keys_of(name, ""))


def is_port(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 5 and 0 < int(word) <= LAST_PORT
