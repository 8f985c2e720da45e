"""The estate: what stands today, as its sources describe it."""

from enum import StrEnum
from functools import cached_property
from typing import Literal

from azlift.model.noun import Noun, WorkloadId


class Power(StrEnum):
    ON = "on"
    OFF = "off"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Firmware(StrEnum):
    BIOS = "bios"
    EFI = "efi"
    UNKNOWN = "unknown"


class OsFamily(StrEnum):
    WINDOWS = "windows"
    LINUX = "linux"
    OTHER = "other"
    UNKNOWN = "unknown"


class Route(StrEnum):
    """How a workload gets there; `retain` and `retire` leave it where it is."""

    REHOST = "rehost"
    REDEPLOY = "redeploy"
    REPLATFORM = "replatform"
    RETIRE = "retire"
    RETAIN = "retain"


class Severity(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    BLOCKING = "blocking"


class Origin(Noun):
    """Where a fact was read: the file's name, its tab, and the row as the spreadsheet numbers it (the header is 1)."""

    file: str
    tab: str = ""
    row: int | None = None
    column: str = ""


class Finding(Noun):
    """Something a person should know, with its evidence. `code` is stable: people filter on it."""

    code: str
    severity: Severity
    message: str
    evidence: str = ""
    workload: WorkloadId | None = None
    origin: Origin | None = None


class Disk(Noun):
    """`estimated`: the source gave no capacity of its own for this disk, so a rule did (see `estate`)."""

    key: str
    label: str
    capacity_mib: int
    os_disk: bool = False
    estimated: bool = False
    raw: bool = False
    shared: bool = False


class Nic(Noun):
    label: str
    network: str = ""
    mac: str = ""
    addresses: tuple[str, ...] = ()
    connected: bool | None = None


class Workload(Noun):
    """One machine as its source describes it. Names and tags are text from outside: data, never template or markup."""

    id: WorkloadId
    name: str
    origin: Origin
    source_key: str
    power: Power = Power.UNKNOWN
    firmware: Firmware = Firmware.UNKNOWN
    os_name: str = ""
    os_family: OsFamily = OsFamily.UNKNOWN
    os_bits: Literal[32, 64] | None = None
    vcpu: int
    memory_mib: int
    disks: tuple[Disk, ...] = ()
    nics: tuple[Nic, ...] = ()
    provisioned_mib: int | None = None
    in_use_mib: int | None = None
    datacenter: str = ""
    cluster: str = ""
    host: str = ""
    fqdn: str = ""
    application: str = ""
    owner: str = ""
    environment: str = ""
    tags: dict[str, str] = {}
    route: Route = Route.REHOST
    route_reason: str = ""

    @property
    def disk_capacity_mib(self) -> int:
        return sum(disk.capacity_mib for disk in self.disks)


class LeftOut(Noun):
    """A row that is not a workload, and why: promise 1, nothing disappears."""

    origin: Origin
    name: str
    reason: Literal["template", "placeholder", "incomplete", "duplicate"]
    detail: str


class Link(Noun):
    """`source` talks to `target`: declared by a person or observed on the wire."""

    source: WorkloadId
    target: WorkloadId
    port: int | None = None
    kind: Literal["declared", "observed"] = "declared"


class Totals(Noun):
    """Sums over every row read, left-out ones included; `None`-free: an absent cell counts 0 and has a finding."""

    rows: int = 0
    powered_on: int = 0
    powered_off: int = 0
    vcpu: int = 0
    memory_mib: int = 0
    disks: int = 0
    disk_capacity_mib: int = 0
    provisioned_mib: int = 0
    in_use_mib: int = 0
    nics: int = 0


class SourceFile(Noun):
    name: str
    sha256: str
    format: str
    tabs: tuple[str, ...]
    rows: int


class Estate(Noun):
    """Everything that was read. `rows == len(workloads) + len(left_out)` always."""

    sources: tuple[SourceFile, ...]
    totals: Totals
    workloads: tuple[Workload, ...]
    left_out: tuple[LeftOut, ...]
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_id(self) -> dict[WorkloadId, Workload]:
        return {workload.id: workload for workload in self.workloads}
