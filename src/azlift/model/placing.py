"""What Azure offers in a region, and what each workload becomes there."""

from decimal import Decimal
from functools import cached_property
from typing import Literal

from azlift.model.inventory import Finding, Route
from azlift.model.noun import Noun, WorkloadId


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
