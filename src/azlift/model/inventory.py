"""The estate: what stands today, as its sources describe it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from azlift.model.noun import Noun, WaveId, WorkloadId
from azlift.model.usage import Usage


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


MOVING_ROUTES = frozenset({Route.REHOST, Route.REDEPLOY})
"""The routes that end in a virtual machine of the same system: the others need no place in Azure and no wave."""


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
    remedy: str = ""
    """What a person can do about it; empty where the message says it."""
    workload: WorkloadId | None = None
    wave: WaveId | None = None
    """The wave it is about, where it is about one."""
    origin: Origin | None = None


class Disk(Noun):
    """`estimated`: the source gave no capacity of its own for this disk, so a rule did (see `estate`).

    `mode` and `controller` are the source's own words, e.g. `independent_persistent`, `SCSI controller 0`.
    """

    key: str
    label: str
    capacity_mib: int
    os_disk: bool = False
    estimated: bool = False
    raw: bool = False
    shared: bool = False
    mode: str = ""
    controller: str = ""
    thin: bool | None = None
    datastore: str = ""
    """The name of the datastore its file is in."""
    backing: str = ""
    """What a shared disk is stored in, in the source's words: a LUN's id, or a datastore's file."""


class FileSystem(Noun):
    """A file system as the guest mounts it."""

    mount: str
    capacity_mib: int
    used_mib: int | None = None


class Nic(Noun):
    label: str
    network: str = ""
    mac: str = ""
    addresses: tuple[str, ...] = ()
    connected: bool | None = None


class Licence(StrEnum):
    """What is already paid for and may be brought along under Azure Hybrid Benefit."""

    WINDOWS_SERVER = "windows_server"
    SQL_STANDARD = "sql_standard"
    SQL_ENTERPRISE = "sql_enterprise"


class LicencesHeld(Noun):
    """Cores covered by licences with Software Assurance or by subscriptions, over the whole estate."""

    windows_server_cores: int | None = Field(default=None, ge=0)
    sql_standard_cores: int | None = Field(default=None, ge=0)
    sql_enterprise_cores: int | None = Field(default=None, ge=0)

    def cores(self, licence: Licence) -> int | None:
        """None: nobody says how many."""
        held: int | None = getattr(self, f"{licence.value}_cores")
        return held


class GivenVerdict(Noun):
    """What another tool decided about a machine, in its own words: kept beside ours, never taken for it.

    `cost_per_month` is pay as you go, compute and disks, in the report's currency, which only its properties tell;
    `offers` is compute alone under other terms, by the report's words for them (`Pay as you go + AHUB + RI`).
    """

    tool: str
    readiness: str
    warnings: tuple[str, ...] = ()
    size: str = ""
    disks: tuple[str, ...] = ()
    cost_per_month: Decimal | None = None
    offers: dict[str, Decimal] = {}
    currency: str = ""
    region: str = ""
    origin: Origin


class Workload(Noun):
    """One machine as its sources describe it. Names and tags are text from outside: data, never template or markup.

    None, or an empty text, is what no source says: never zero. `origin` is the row that names it first.
    """

    id: WorkloadId
    name: str
    origin: Origin
    source_key: str
    aliases: tuple[str, ...] = ()
    """Other names the sources give this machine."""
    kind: Literal["virtual", "physical"] = "virtual"
    power: Power = Power.UNKNOWN
    powered_off_since: date | None = None
    created_on: date | None = None
    firmware: Firmware = Firmware.UNKNOWN
    secure_boot: bool | None = None
    os_name: str = ""
    os_family: OsFamily = OsFamily.UNKNOWN
    os_bits: Literal[32, 64] | None = None
    vcpu: int | None
    memory_mib: int | None
    processor: str = ""
    """The source host's processor model, e.g. `Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz`."""
    disks: tuple[Disk, ...] = ()
    nics: tuple[Nic, ...] = ()
    file_systems: tuple[FileSystem, ...] = ()
    usage: tuple[Usage, ...] = ()
    snapshots: int | None = None
    """Open snapshots at the source."""
    mounted_media: tuple[str, ...] = ()
    """What is connected to it from outside: `CD`, `USB`."""
    tools_state: str = ""
    """The guest agent's state in the source's words, e.g. `toolsOk`, `toolsOld`, `toolsNotInstalled`."""
    clock_synced: bool | None = None
    encrypted: bool | None = None
    provisioned_mib: int | None = None
    in_use_mib: int | None = None
    datacenter: str = ""
    cluster: str = ""
    host: str = ""
    fqdn: str = ""
    application: str = ""
    owner: str = ""
    environment: str = ""
    criticality: str = ""
    wave: str = ""
    """The wave a source plans it for, as it is written there."""
    target_size: str = ""
    """The size a source plans it for, as it is written there."""
    given: GivenVerdict | None = None
    latency_ms: float | None = None
    """The round trip to what it talks to that it bears."""
    licences: tuple[Licence, ...] = ()
    maintenance_windows: tuple[str, ...] = ()
    freeze_windows: tuple[str, ...] = ()
    tags: dict[str, str] = {}
    route: Route | None = None
    """The route a person chose; None leaves it to the rules."""
    route_reason: str = ""
    taken_from: dict[str, str] = {}
    """By fact, the file its value was taken from, where that may be another than `origin`'s."""

    @cached_property
    def disk_capacity_mib(self) -> int:
        return sum(disk.capacity_mib for disk in self.disks)

    @property
    def used_mib(self) -> int | None:
        """What its file systems hold; None where no source looked into the guest."""
        known = [system.used_mib for system in self.file_systems if system.used_mib is not None]
        return sum(known) if known else None


class LeftOut(Noun):
    """A row that is not a workload, and why: promise 1, nothing disappears."""

    origin: Origin
    name: str
    reason: Literal["template", "placeholder", "incomplete", "duplicate", "appliance", "excluded"]
    detail: str


class Merge(Noun):
    """A row that describes a workload another row named first. `rule` says by which key the two are one machine."""

    origin: Origin
    workload: WorkloadId
    rule: str
    key: str


class Disagreement(Noun):
    """Two sources tell different things of one machine: what was taken, from where, by which rule, and the other."""

    workload: WorkloadId
    field: str
    taken: str
    taken_from: Origin
    other: str
    other_from: Origin
    rule: str


class Application(Noun):
    """An application of the portfolio, whether or not its machines are known."""

    name: str
    owner: str = ""
    environment: str = ""
    criticality: str = ""
    route: Route | None = None
    tags: dict[str, str] = {}
    origin: Origin | None = None


class ApplicationLink(Noun):
    """`source` depends on `target`: names of applications as they are written, known to the portfolio or not."""

    source: str
    target: str
    origin: Origin | None = None


class Link(Noun):
    """`source` talks to `target`: declared by a person or observed on the wire.

    `observations` counts distinct time slots, or connections where the source counts them.
    """

    source: WorkloadId
    target: WorkloadId
    port: int | None = None
    kind: Literal["declared", "observed"] = "declared"
    protocol: str = ""
    process: str = ""
    observations: int = 1
    first_seen: datetime | None = None
    last_seen: datetime | None = None


class ExternalLink(Noun):
    """A link of which one end is no workload: a service, a client, a machine no inventory lists."""

    workload: WorkloadId
    other: str
    """The other end as its source names it: an address, or a name."""
    outgoing: bool
    port: int | None = None
    kind: Literal["declared", "observed"] = "declared"
    observations: int = 1


class Totals(Noun):
    """Sums over machines, each counted once; `None`-free: an absent cell counts 0 and has a finding."""

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
    """A file that was read. `totals` are over its own rows, before anything was left out or merged."""

    name: str
    sha256: str
    format: str
    tabs: tuple[str, ...]
    rows: int
    totals: Totals = Totals()


class Estate(Noun):
    """Everything that was read. `totals.rows == len(workloads) + len(left_out) + len(merges)` always.

    `totals` are before exclusions: over the workloads and over what was left out, each machine once.
    """

    sources: tuple[SourceFile, ...]
    totals: Totals
    workloads: tuple[Workload, ...]
    left_out: tuple[LeftOut, ...]
    merges: tuple[Merge, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    applications: tuple[Application, ...] = ()
    application_links: tuple[ApplicationLink, ...] = ()
    links: tuple[Link, ...] = ()
    external_links: tuple[ExternalLink, ...] = ()
    findings: tuple[Finding, ...] = ()
    licences_held: LicencesHeld = LicencesHeld()

    @cached_property
    def by_id(self) -> dict[WorkloadId, Workload]:
        return {workload.id: workload for workload in self.workloads}
