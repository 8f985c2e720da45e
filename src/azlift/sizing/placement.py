"""One workload that is to become a virtual machine -> its size, disks and price, or why there is none for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from azlift.model import (
    CENT,
    HOURS_PER_MONTH,
    Catalogue,
    Disk,
    Finding,
    OsFamily,
    PlacedDisk,
    Placement,
    Price,
    Recommendation,
    Rejected,
    Route,
    Severity,
    SizingRules,
    Trace,
    Unplaceable,
    Workload,
)
from azlift.sizing.azure_migrate import recommend
from azlift.sizing.choice import Choice, choose_size, unmet
from azlift.sizing.demand import Demand, read_demand
from azlift.sizing.disks import cost_of, disk_gib, place_disks, unfitting
from azlift.sizing.joint import Combination, choose_jointly, needs_of
from azlift.sizing.market import Known, Offer, prices_of
from azlift.sizing.needs import Needs, needs

BY_DEFAULT = SizingRules()
LIMITS_UNKNOWN = "limits-unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """A size and disks, and how they were come by."""

    needs: Needs
    offer: Offer
    disks: tuple[PlacedDisk, ...]
    runner_up: Rejected | None
    why: str
    risk: float | None = None
    findings: tuple[Finding, ...] = ()


def choose_placement(
    workload: Workload,
    catalogue: Catalogue,
    disk_sku: str,
    rules: SizingRules = BY_DEFAULT,
    trace: Trace | None = None,
) -> Placement | Unplaceable:
    """The cheapest size and disks that carry what was measured of the machine; or why it does not move.

    Where nobody measured it: the cheapest size that holds it as it is, with its disks in `disk_sku`.
    Prices are list prices without image surcharges (RHEL, SUSE), traffic and backup.
    Raises SettingsError for a disk SKU the catalogue has no prices of.
    """
    configured, known = needs(workload, disk_sku), Known(catalogue, rules)
    if configured is None:
        return _blocked(workload, _no_figures(workload))
    decided = _decide(workload, known, configured, disk_sku, trace)
    if isinstance(decided, Finding):
        return _blocked(workload, decided)
    return _placement(workload, catalogue, decided, recommend(workload, configured, known, disk_sku, trace))


def find_placement(
    workload: Workload, catalogue: Catalogue, disk_sku: str, rules: SizingRules, trace: Trace | None = None
) -> Placement | None:
    """The same choice, without Azure Migrate's beside it; None where nothing is found, or only by unknown limits."""
    configured, known = needs(workload, disk_sku), Known(catalogue, rules)
    decided = _decide(workload, known, configured, disk_sku, trace) if configured else None
    if not isinstance(decided, Decision) or any(finding.code == LIMITS_UNKNOWN for finding in decided.findings):
        return None
    return _placement(workload, catalogue, decided, None)


def _decide(
    workload: Workload, known: Known, configured: Needs, disk_sku: str, trace: Trace | None
) -> Decision | Finding:
    demand = read_demand(workload, known.rules, trace)
    if demand is None:
        return _as_it_is(workload, known, configured, disk_sku)
    return _as_measured(workload, known, configured, disk_sku, demand)


def _as_it_is(workload: Workload, known: Known, configured: Needs, disk_sku: str) -> Decision | Finding:
    choice, unfit = choose_size(known, configured), unfitting(workload, known.catalogue, disk_sku)
    if unfit:
        return _no_tier(workload, unfit, disk_sku)
    if choice is None:
        return _no_size(workload, configured, known)
    disks = place_disks(workload, known.catalogue, disk_sku)
    return Decision(configured, choice.offer, disks, choice.runner_up, _why(choice, known.catalogue))


def _as_measured(
    workload: Workload, known: Known, configured: Needs, disk_sku: str, demand: Demand
) -> Decision | Finding:
    """By figures the catalogue has; where those carry it nowhere, by unknown limits, with a warning."""
    found, findings = choose_jointly(workload, demand, configured, known, disk_sku), tuple(_split(workload, demand))
    if found is None:
        lenient = Known(known.catalogue, known.rules, unknown_is_enough=True)
        found = choose_jointly(workload, demand, configured, lenient, disk_sku)
        if found is None:
            return _no_size(workload, needs_of(demand, configured, workload.processor), lenient)
        findings += (_limits_unknown(workload, found),)
    why = _why_measured(found, demand, known)
    return Decision(found.needs, found.offer, found.disks, found.runner_up, why, found.risk, findings)


def _blocked(workload: Workload, finding: Finding) -> Unplaceable:
    """It is retained until a person removes the cause."""
    return Unplaceable(workload=workload.id, route=Route.RETAIN, findings=(finding,))


def _no_size(workload: Workload, asked: Needs, known: Known) -> Finding:
    message = f"No size of {known.catalogue.region} that a machine can be rehosted on holds {_named(asked)}; "
    message += f"{unmet(known, asked)}. Choose another region, or make the machine smaller."
    return Finding(code="no-size", severity=Severity.BLOCKING, message=message, workload=workload.id)


def _no_tier(workload: Workload, disk: Disk, disk_sku: str) -> Finding:
    message = f"{disk.label} has {disk_gib(disk):,} GiB, more than any {disk_sku} disk. Split the volume over several."
    return Finding(code="no-disk-tier", severity=Severity.BLOCKING, message=message, workload=workload.id)


def _no_figures(workload: Workload) -> Finding:
    message = "No source says how many vCPU or how much memory it has. Give an inventory that does, and survey again."
    return Finding(code="size-unknown", severity=Severity.BLOCKING, message=message, workload=workload.id)


def _limits_unknown(workload: Workload, found: Combination) -> Finding:
    message = (
        f"The catalogue does not know what {found.offer.size.name}, or one of its disks, carries in IOPS, MB/s or "
    )
    message += "traffic, and no size of known figures carries what was measured. Look its limits up before moving it."
    return Finding(code=LIMITS_UNKNOWN, severity=Severity.WARNING, message=message, workload=workload.id)


def _split(workload: Workload, demand: Demand) -> Iterator[Finding]:
    if demand.split:
        message = (
            "The load of its disks was measured for the machine as a whole; each is sized for a share by capacity."
        )
        yield Finding(code="disk-load-split", severity=Severity.NOTE, message=message, workload=workload.id)


def _placement(
    workload: Workload,
    catalogue: Catalogue,
    decided: Decision,
    documented: Recommendation | None,
) -> Placement:
    size = decided.offer.size
    seen = {"seen_on": catalogue.seen_on, "source": catalogue.source}
    return Placement(
        workload=workload.id,
        size=size.name,
        family=size.family,
        vcpu=size.vcpu,
        memory_gib=size.memory_gib,
        region=catalogue.region,
        zones=size.zones,
        generation=decided.needs.generation,
        disks=decided.disks,
        compute=Price(amount_per_month=decided.offer.per_month, **seen),
        storage=Price(amount_per_month=cost_of(decided.disks).quantize(CENT), **seen),
        why=decided.why,
        runner_up=decided.runner_up,
        basis="as_is" if decided.risk is None else "performance",
        risk=decided.risk,
        documented=documented,
        offered=prices_of(decided.offer, workload.os_family is OsFamily.WINDOWS),
        findings=decided.findings,
    )


def _why(choice: Choice, catalogue: Catalogue) -> str:
    billed = "Windows" if choice.needs.windows else "Linux"
    return (
        f"{choice.offer.size.name} is the cheapest size in {catalogue.region} that holds {_named(choice.needs)}: "
        f"{choice.offer.per_month:,} USD a month ({billed}, {HOURS_PER_MONTH} h); {choice.decided_by}."
    )


def _why_measured(found: Combination, demand: Demand, known: Known) -> str:
    total = found.offer.per_month + cost_of(found.disks).quantize(CENT)
    share = f"{found.risk:.2%}" if demand.interval_seconds else f"at most {found.risk:.2%}"
    rest = "" if found.exhaustive else "; not every combination of its disks was weighed, there are too many"
    basis = f"of {demand.intervals:,} intervals" if demand.interval_seconds else "of the time, by its percentiles"
    return (
        f"{found.offer.size.name} and its disks are the cheapest in {known.catalogue.region} that carry what it was "
        f"measured to use ({_named(found.needs)}), except in {share} {basis} ({known.rules.risk:.2%} are allowed): "
        f"{total:,} USD a month; {found.decided_by}{rest}."
    )


def _named(asked: Needs) -> str:
    disks = _counted(asked.data_disks, "premium data disk" if asked.premium else "data disk")
    return (
        f"{round(asked.vcpu, 2):g} vCPU, {asked.memory_mib:,} MiB, {disks}, {_counted(asked.nics, 'NIC')}, "
        f"generation {' and '.join(asked.generations)}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count or 'no'} {noun}s"
