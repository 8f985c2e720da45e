"""What one file says, as every reader hands it on: its machines row by row, links, applications, and findings.

A reader knows one format; what two files say of one machine is settled afterwards (`merging`), so a record holds only
what its own row states. A field that is absent from `facts` is not stated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from azlift.estate.sheet import Fault
from azlift.model import Application, ApplicationLink, Disk, FileSystem, Finding, Nic, Origin, Totals, Trace, Usage

Key = tuple[str, ...]
"""The kind of key, then its parts, casefolded: see `join.keys_of` and `KEY_KINDS`."""
KEY_KINDS = ("vcenter", "server", "arm-id", "uuid", "smbios", "sys-id", "vm-id", "fqdn", "name-in-server", "name")
"""From the safest to the least: vCenter's UUID and VM ID, vCenter's name and VM ID, Azure's id, instance UUID, BIOS
UUID, a CMDB's sys_id, a VM ID alone, full DNS name, name within a vCenter, name."""

NOTHING = Totals()
Excluded = tuple[Literal["template", "placeholder", "incomplete", "duplicate", "appliance", "excluded"], str]
"""Why a row is no workload, and the detail."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row about one machine.

    `facts` are fields of Workload with the values they have there (vcpu, memory_mib, power, firmware, os_name, fqdn,
    host, owner, application, route, wave, …); never `id`, `origin`, `source_key`, or the tuples that have a place here.
    `columns` gives the header each fact was read from. `totals` are what this row adds to its file's sums.
    """

    origin: Origin
    name: str
    keys: tuple[Key, ...]
    facts: Mapping[str, Any]
    disks: tuple[Disk, ...] = ()
    nics: tuple[Nic, ...] = ()
    file_systems: tuple[FileSystem, ...] = ()
    usage: tuple[Usage, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    excluded: Excluded | None = None
    totals: Totals = NOTHING
    faults: tuple[Fault, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link as it is written: any of these may be empty. `keys` as a record's."""

    name: str = ""
    address: str = ""
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedLink:
    """One row about two machines that talk, before anybody knows which workloads they are."""

    origin: Origin
    source: End
    target: End
    port: int | None = None
    kind: Literal["declared", "observed"] = "declared"
    protocol: str = ""
    process: str = ""
    observations: int = 1
    first_seen: datetime | None = None
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatedUsage:
    """Utilisation that a file of its own gives for a machine, which `end` names; a series, a statistic, or both."""

    origin: Origin
    end: End
    usage: tuple[Usage, ...] = ()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How a column was read, for `survey --explain`. `field` is empty for one that is not read, and `why` says so."""

    tab: str
    header: str
    field: str
    unit: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one source says. `kind` is the format's name, `rows` its rows about machines (or about links)."""

    file: str
    kind: str
    tabs: tuple[str, ...]
    rows: int
    records: tuple[Record, ...] = ()
    links: tuple[StatedLink, ...] = ()
    usage: tuple[StatedUsage, ...] = ()
    applications: tuple[Application, ...] = ()
    application_links: tuple[ApplicationLink, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
