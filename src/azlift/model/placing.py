"""What Azure offers in a region, and what each workload becomes there."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from azlift.model.inventory import Finding, Route
from azlift.model.noun import Noun, WorkloadId


class Readiness(StrEnum):
    """Azure Migrate's four verdicts."""

    READY = "ready"
    CONDITIONAL = "ready_with_conditions"
    NOT_READY = "not_ready"
    UNKNOWN = "unknown"


class Commitment(StrEnum):
    """How compute is paid for."""

    PAY_AS_YOU_GO = "pay_as_you_go"
    RESERVED_1Y = "reserved_1y"
    RESERVED_3Y = "reserved_3y"
    SAVINGS_1Y = "savings_1y"
    SAVINGS_3Y = "savings_3y"


class Burst(Noun):
    """What a burstable size earns: `baseline_percent` is of the whole machine (200 = two vCPU all the time).

    One credit is one vCPU at 100 % for one minute.
    """

    baseline_percent: Decimal
    credits_per_hour: Decimal
    credits_at_most: Decimal
    credits_at_start: Decimal


class Size(Noun):
    """A VM size as the region sells it. None is not known, never zero.

    Prices are list prices in USD per hour. `windows_per_hour` has the licence in it; commitments are for compute
    alone, without an operating system's licence. Throughput is in MB (10**6 bytes) per second.
    """

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
    reserved_1y_per_hour: Decimal | None = None
    reserved_3y_per_hour: Decimal | None = None
    savings_1y_per_hour: Decimal | None = None
    savings_3y_per_hour: Decimal | None = None
    uncached_iops: int | None = None
    uncached_mb_per_s: Decimal | None = None
    burst_iops: int | None = None
    burst_mb_per_s: Decimal | None = None
    network_mbit_per_s: int | None = None
    temp_disk_gib: int | None = None
    """0: it has none."""
    accelerated_networking: bool | None = None
    encryption_at_host: bool | None = None
    cpu_score: Decimal | None = None
    """Azure compute units per vCPU (100 = Standard_A1) where published."""
    burst: Burst | None = None

    def per_hour(self, commitment: Commitment, *, windows: bool, licence_brought: bool) -> Decimal | None:
        """USD under a commitment, with the licence unless it is brought; None where a part of it is not known.

        A commitment is for compute alone: Windows pays its licence beside it, as it goes, and nothing under Azure
        Hybrid Benefit. Source: azure-docs cost-management-billing/reservations/reserved-instance-windows-software-costs
        and savings-plan/software-costs-not-included.
        """
        compute = {
            Commitment.PAY_AS_YOU_GO: self.linux_per_hour,
            Commitment.RESERVED_1Y: self.reserved_1y_per_hour,
            Commitment.RESERVED_3Y: self.reserved_3y_per_hour,
            Commitment.SAVINGS_1Y: self.savings_1y_per_hour,
            Commitment.SAVINGS_3Y: self.savings_3y_per_hour,
        }[commitment]
        if not windows or licence_brought:
            return compute
        if commitment is Commitment.PAY_AS_YOU_GO:
            return self.windows_per_hour
        if compute is None or self.windows_per_hour is None or self.linux_per_hour is None:
            return None
        return compute + self.windows_per_hour - self.linux_per_hour


class DiskTier(Noun):
    """A managed disk's tier: it holds up to `capacity_gib`, and is billed whole. MB are 10**6 bytes.

    `burst_iops` and `burst_mb_per_s` are 0 where it does not burst.
    """

    sku: str
    tier: str
    capacity_gib: int
    cost_per_month: Decimal
    iops: int | None = None
    mb_per_s: Decimal | None = None
    burst_iops: int | None = None
    burst_mb_per_s: Decimal | None = None
    shares_at_most: int | None = None


class PerUnitDisk(Noun):
    """A kind of disk whose GiB, IOPS and MB/s are bought apart (Premium SSD v2); USD a month per unit of each.

    A disk may have `free_iops` and `free_mb_per_s` for nothing, at most `iops_per_gib` times its GiB above
    `gib_with_free_iops`, and `mb_per_s_per_iops` times its IOPS.
    """

    sku: str
    least_gib: int
    most_gib: int
    free_iops: int
    free_mb_per_s: int
    gib_with_free_iops: int
    iops_per_gib: int
    most_iops: int
    mb_per_s_per_iops: Decimal
    most_mb_per_s: int
    per_gib: Decimal
    per_iops: Decimal
    per_mb_per_s: Decimal


class Meter(Noun):
    """A price per unit of something beside machines and disks, e.g. `snapshot` per GiB and month."""

    name: str
    unit: str
    price: Decimal
    seen_on: str
    source: str


class Catalogue(Noun):
    """One region's sizes and disks, each list in ascending order of price, with where and when they were read.

    Disks and `meters` are those whose price is known; what is not among them is unknown, never free.
    """

    region: str
    currency: str = "USD"
    seen_on: str
    source: str
    sizes: tuple[Size, ...]
    disk_tiers: tuple[DiskTier, ...]
    per_unit_disks: tuple[PerUnitDisk, ...] = ()
    meters: tuple[Meter, ...] = ()


class PlacedDisk(Noun):
    """`capacity_gib` is the managed disk's size; its tier is billed, e.g. `P10`.

    `iops` and `mb_per_s` are what was bought of a per-unit disk, whose `tier` is empty.
    """

    key: str
    sku: str
    tier: str
    capacity_gib: int
    os_disk: bool
    cost_per_month: Decimal
    iops: int | None = None
    mb_per_s: int | None = None

    @property
    def bought_apart(self) -> bool:
        """Whether its GiB, IOPS and MB/s are bought apart (Premium SSD v2)."""
        return not self.tier


class Price(Noun):
    """A price with where it comes from and when it was seen: lookups never lose either."""

    amount_per_month: Decimal
    currency: str = "USD"
    seen_on: str
    source: str


class Offered(Noun):
    """What the placement's compute costs under a commitment, with or without a licence brought; None: not known."""

    commitment: Commitment
    licence_brought: bool
    amount_per_month: Decimal | None


class Recommendation(Noun):
    """What a method would take, whether or not azlift took it. Amounts in USD a month."""

    method: Literal["azure_migrate", "azlift"]
    basis: Literal["performance", "as_is"]
    """`as_is`: sized by what the machine has, because nobody measured what it uses."""
    size: str
    disks: tuple[PlacedDisk, ...]
    compute_per_month: Decimal
    storage_per_month: Decimal
    why: str
    confidence: int | None = None
    """1 to 5 stars by the share of data points present; None where the method gives none."""


class Assessment(Noun):
    """Whether Azure can run a workload, and the route it takes, each with its reasons."""

    workload: WorkloadId
    verdict: Readiness
    findings: tuple[Finding, ...]
    route: Route
    route_code: str
    """The rule that gave the route; `given` for a person's."""
    route_reason: str


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
    basis: Literal["performance", "as_is"] = "as_is"
    risk: float | None = None
    """The share of measured intervals in which demand exceeds what was chosen; None where nothing was measured."""
    documented: Recommendation | None = None
    """What Azure Migrate's published method takes; None where it finds nothing."""
    offered: tuple[Offered, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def cost_per_month(self) -> Decimal:
        return self.compute.amount_per_month + self.storage.amount_per_month

    @property
    def needs_zone(self) -> bool:
        """Whether it lands in an availability zone or not at all.

        In most regions that have zones, Premium SSD v2 disks are attached to zonal machines only. Source:
        MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/disks-prem-v2-limitations.md (2026-06-05).
        """
        return any(disk.bought_apart for disk in self.disks)


def shared_zones(placements: Iterable[Placement]) -> tuple[str, ...]:
    """The zones in which all of these sizes are sold, in order; none of no placements."""
    zones = [set(placement.zones) for placement in placements]
    return tuple(sorted(set.intersection(*zones))) if zones else ()


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
    assessments: tuple[Assessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What concerns all of it, for one that the prices are old."""
    names: dict[WorkloadId, str]

    @cached_property
    def by_workload(self) -> dict[WorkloadId, Placement]:
        return {placement.workload: placement for placement in self.placements}

    @cached_property
    def assessment_of(self) -> dict[WorkloadId, Assessment]:
        return {assessment.workload: assessment for assessment in self.assessments}


def _whole(value: object) -> object:
    """A whole number, which an environment variable gives as text."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


class SizingRules(Noun):
    """How sizes are chosen from what was measured.

    `percentile` and `comfort_factor` are Azure Migrate's (its documentation's example is the 95th; 1.3 is quoted as the
    factor's default). `risk` is ours: the share of intervals in which demand may exceed what is chosen; the headrooms
    multiply the demand, because what comes is not what was measured (tests/benchmarks/right_sizing.py).
    """

    basis: Literal["performance", "as_is"] = "performance"
    percentile: Annotated[Literal[50, 90, 95, 99], BeforeValidator(_whole)] = 95
    comfort_factor: float = Field(default=1.3, ge=1, le=10)
    risk: float = Field(default=0.01, ge=0, le=0.5)
    cpu_headroom: float = Field(default=1.3, ge=1, le=10)
    memory_headroom: float = Field(default=1.1, ge=1, le=10)
    families: tuple[str, ...] = ()
    """Approved families (`standardDSv5Family`); empty: all that a machine can be rehosted on."""
    zonal: bool = False
    """Only sizes the region sells in at least one availability zone."""
    commitment: Commitment = Commitment.PAY_AS_YOU_GO
    licence_per_core_month: Decimal = Field(default=Decimal(0), ge=0)
    """What a core costs in licences beside Azure's price (SQL Server, Oracle): it favours constrained-core sizes."""
