"""The nouns: frozen, validated, without I/O. One noun per verb (`azlift.journey`), plus what they are made of.

Units are in the names: MiB are 2**20 bytes (RVTools' "MB" are MiB too), GiB 2**30. Money is USD, retail list price.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

WorkloadId = str
"""`w-` and 12 hexadecimal digits: a hash of the key that identifies the machine at its source."""
GroupId = str
"""A slug, unique in an estate, made of the application's or the machine's name."""
WaveId = str
"""`wave-01`, `wave-02`, …"""


class Noun(BaseModel):
    """A frozen fact; unknown members are refused, so an old ledger is never half-understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the fact as JSON: the same facts have the same one."""
        return sha256(self.model_dump_json().encode()).hexdigest()


# -- the estate ---------------------------------------------------------------------------------------------------


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


# -- the catalogue: what Azure offers in one region ---------------------------------------------------------------


class Size(Noun):
    """A VM size as the region sells it; prices are USD per hour, pay as you go, or None: not known."""

    name: str
    family: str
    vcpu: int
    vcpu_quota: int
    """What the size takes from the family's quota: more than `vcpu` for constrained-core sizes."""
    memory_gib: Decimal
    max_data_disks: int
    max_nics: int
    architecture: Literal["x64", "Arm64"]
    generations: tuple[Literal["V1", "V2"], ...]
    premium_io: bool
    zones: tuple[str, ...]
    linux_per_hour: Decimal | None
    windows_per_hour: Decimal | None


class DiskTier(Noun):
    """A managed disk's tier: it holds up to `capacity_gib`, and is billed whole."""

    sku: str
    tier: str
    capacity_gib: int
    cost_per_month: Decimal


class Catalogue(Noun):
    """One region's sizes and disk tiers, each list in ascending order of price, with where and when they were read."""

    region: str
    seen_on: str
    source: str
    sizes: tuple[Size, ...]
    disk_tiers: tuple[DiskTier, ...]


# -- what each workload becomes -----------------------------------------------------------------------------------


class PlacedDisk(Noun):
    """`capacity_gib` is the managed disk's size; its tier is billed, e.g. `P10`."""

    key: str
    sku: str
    tier: str
    capacity_gib: int
    os_disk: bool
    cost_per_month: Decimal


class Price(Noun):
    """A price with where it comes from and when it was seen: lookups never lose either."""

    amount_per_month: Decimal
    currency: str = "USD"
    seen_on: str
    source: str


class Rejected(Noun):
    """A size that was not taken, and the fact that spoke against it."""

    size: str
    reason: str


class Placement(Noun):
    workload: WorkloadId
    size: str
    family: str
    vcpu: int
    memory_gib: Decimal
    region: str
    zones: tuple[str, ...]
    """Zones of the region that sell this size; a move group is put into one that all its sizes share."""
    generation: Literal["V1", "V2"]
    disks: tuple[PlacedDisk, ...]
    compute: Price
    storage: Price
    why: str
    runner_up: Rejected | None
    findings: tuple[Finding, ...] = ()

    @property
    def cost_per_month(self) -> Decimal:
        return self.compute.amount_per_month + self.storage.amount_per_month


class Unplaceable(Noun):
    """No size holds this workload, or it does not move at all; the findings say why."""

    workload: WorkloadId
    route: Route
    findings: tuple[Finding, ...]


# -- the plan -----------------------------------------------------------------------------------------------------


class MoveGroup(Noun):
    """The smallest set landed, cut over and rolled back together, and what holds it together."""

    id: GroupId
    workloads: tuple[WorkloadId, ...]
    because: str
    after: tuple[GroupId, ...] = ()
    disk_gib: int = 0


class Limits(Noun):
    """What one wave may hold. The pilot wave is held to `pilot_machines`."""

    groups_per_wave: int = 50
    machines_per_wave: int = 50
    gib_per_wave: int = 40_000
    pilot_machines: int = 5


class Wave(Noun):
    id: WaveId
    number: int
    pilot: bool
    groups: tuple[GroupId, ...]
    why: str


class WavePlan(Noun):
    """`violations`: where the plan breaks its limits, each naming the facts; a hand-edited plan may have some.

    `basis` is the digest of what it was planned from: while that holds, planning again keeps a person's edits.
    """

    basis: str = ""
    limits: Limits
    groups: tuple[MoveGroup, ...]
    waves: tuple[Wave, ...]
    staying: tuple[WorkloadId, ...]
    violations: tuple[Finding, ...] = ()

    @cached_property
    def by_group(self) -> dict[GroupId, MoveGroup]:
        return {group.id: group for group in self.groups}

    @cached_property
    def by_wave(self) -> dict[WaveId, Wave]:
        return {wave.id: wave for wave in self.waves}


# -- where it lands -----------------------------------------------------------------------------------------------


class Target(Noun):
    """Where one wave lands: its own resource group and spoke network in a subscription and region.

    `estate` is a slug that names the estate in Azure; `address_space` is the wave's own CIDR block.
    """

    subscription_id: str
    region: str
    estate: str
    wave: WaveId
    address_space: str
    tags: dict[str, str] = {}


# -- what is sent to Azure ----------------------------------------------------------------------------------------


class ExpectedResource(Noun):
    """One resource a rendering creates, in creation order; deleted in the reverse of it."""

    id: str
    type: str
    name: str
    api_version: str
    size: str | None = None
    """The VM size or the disk's SKU, where the type has one."""
    members: tuple[str, ...] = ()
    """The ids of a virtual machine's disks and NICs."""


class Part(Noun):
    """One ARM deployment: at most 800 resources, 256 parameters and 4 MB (see `rendering`)."""

    deployment: str
    template: dict[str, Any]
    parameters: dict[str, Any]


class Rendering(Noun):
    """`resource_group` is None for a deployment at subscription scope; `digest` covers everything that is sent."""

    subject: str
    resource_group: str | None
    location: str
    parts: tuple[Part, ...]
    expected: tuple[ExpectedResource, ...]
    tags: dict[str, str]
    digest: str


class Change(Noun):
    """One line of Azure's what-if; `tags` are those of the resource that stands there now."""

    resource: str
    kind: str
    detail: str = ""
    tags: dict[str, str] = {}


class Preview(Noun):
    """What Azure says it would do. `surprises` is what was not expected: landing is refused while there are any."""

    subject: str
    digest: str
    changes: tuple[Change, ...]
    surprises: tuple[Change, ...]


class Landing(Noun):
    """`adopted`: the deployments that already stood when azlift looked, so that nothing was sent again."""

    subject: str
    digest: str
    deployments: tuple[str, ...]
    resources: tuple[str, ...]
    outputs: dict[str, Any] = {}
    adopted: tuple[str, ...] = ()


class ObservedResource(Noun):
    """A resource as Azure answers it. `members` are a VM's disks and NICs."""

    id: str
    type: str
    name: str
    location: str = ""
    state: str = ""
    size: str | None = None
    tags: dict[str, str] = {}
    members: tuple[str, ...] = ()


class Observation(Noun):
    subject: str
    at: datetime
    resources: tuple[ObservedResource, ...]


class Verdict(Noun):
    """`passed` when nothing is missing and nothing differs; each difference names resource, expected and found."""

    subject: str
    digest: str
    passed: bool
    checked: int
    differences: tuple[str, ...] = ()


class Removal(Noun):
    """What a roll-back deleted, as a listing proves; `kept` is ours but held by something foreign; `foreign` is not
    ours and was not touched."""

    subject: str
    deleted: tuple[str, ...]
    kept: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class Failure(Noun):
    """Why a subject was left behind, as a value: it never stops its neighbours."""

    subject: str
    verb: str
    code: str
    message: str
    advice: str = ""
    correlation_id: str = ""
    exit_code: int = 1


class Roster(Noun):
    """All placements of an estate, as one fact: an estate of 10,000 machines is placed at once.

    `names` are the virtual machines' names in Azure; `basis` is the digest of what it was decided from.
    """

    basis: str
    placements: tuple[Placement, ...]
    unplaceable: tuple[Unplaceable, ...]
    names: dict[WorkloadId, str]

    @cached_property
    def by_workload(self) -> dict[WorkloadId, Placement]:
        return {placement.workload: placement for placement in self.placements}


NOUNS: dict[str, type[Noun]] = {
    noun.__name__: noun
    for noun in (Estate, Roster, WavePlan, Rendering, Preview, Landing, Observation, Verdict, Removal, Failure)
}
"""The nouns a ledger may hold, by the name it stores."""
