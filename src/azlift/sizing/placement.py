"""The verdict on one workload: where it goes and at which price, or why it stays."""

from collections.abc import Iterator

from azlift.model import (
    Catalogue,
    Finding,
    Firmware,
    Placement,
    Power,
    Price,
    Route,
    Severity,
    Unplaceable,
    Workload,
)
from azlift.sizing.choice import CENT, HOURS_PER_MONTH, Choice, Known, choose_size, unmet
from azlift.sizing.disks import cost_of, judge_disks, place_disks
from azlift.sizing.needs import Needs, needs
from azlift.sizing.operating_systems import judge_os

MOVING = frozenset({Route.REHOST, Route.REDEPLOY})
"""The routes that end in a virtual machine."""


def choose_placement(workload: Workload, catalogue: Catalogue, disk_sku: str) -> Placement | Unplaceable:
    """The cheapest size that holds the machine as it is, with its disks in `disk_sku`; or why it does not move.

    Prices are list prices without reservations, hybrid benefit, image surcharges (RHEL, SUSE), traffic and backup.
    Raises SettingsError for a disk SKU the catalogue has no prices of.
    """
    if workload.route and workload.route not in MOVING:
        return _stays(workload, workload.route, "route", workload.route_reason or f"Its route is {workload.route}.")
    if workload.power in (Power.OFF, Power.SUSPENDED):
        return _stays(workload, Route.RETAIN, "powered-off", _asleep(workload), Severity.WARNING)
    findings = _judge(workload, catalogue, disk_sku)
    if any(finding.severity is Severity.BLOCKING for finding in findings):
        return _blocked(workload, findings)
    asked, known = needs(workload, disk_sku), Known(catalogue)
    if asked is None:
        return _blocked(workload, (_no_figures(workload), *findings))
    choice = choose_size(known, asked)
    if choice is None:
        return _blocked(workload, (_no_size(workload, asked, known), *findings))
    return _placement(workload, catalogue, disk_sku, choice, findings)


def _judge(workload: Workload, catalogue: Catalogue, disk_sku: str) -> tuple[Finding, ...]:
    return (
        *judge_os(workload, catalogue.seen_on),
        *judge_disks(workload, catalogue, disk_sku),
        *_notes(workload),
    )


def _notes(workload: Workload) -> Iterator[Finding]:
    if workload.firmware is Firmware.UNKNOWN:
        message = (
            "The inventory does not say whether it starts by BIOS or EFI. It is placed as BIOS (generation V1), on a "
        )
        message += "size that sells both."
        yield Finding(code="firmware-unknown", severity=Severity.NOTE, message=message, workload=workload.id)
    if not workload.nics:
        message = "The inventory lists no NIC; a machine in Azure has at least one, so it gets one."
        yield Finding(code="no-nic", severity=Severity.NOTE, message=message, workload=workload.id)


def _asleep(workload: Workload) -> str:
    state = "suspended" if workload.power is Power.SUSPENDED else "powered off"
    return f"It is {state}: it is left where it is. Retire it, or start it and survey again to move it."


def _stays(
    workload: Workload, route: Route, code: str, message: str, severity: Severity = Severity.NOTE
) -> Unplaceable:
    finding = Finding(code=code, severity=severity, message=message, evidence=workload.power, workload=workload.id)
    return Unplaceable(workload=workload.id, route=route, findings=(finding,))


def _blocked(workload: Workload, findings: tuple[Finding, ...]) -> Unplaceable:
    """It is retained until a person removes the cause; what blocks stands first."""
    blocking_first = sorted(findings, key=lambda finding: finding.severity is not Severity.BLOCKING)
    return Unplaceable(workload=workload.id, route=Route.RETAIN, findings=tuple(blocking_first))


def _no_size(workload: Workload, asked: Needs, known: Known) -> Finding:
    message = f"No size of {known.catalogue.region} that a machine can be rehosted on holds {_named(asked)}; "
    message += f"{unmet(known, asked)}. Choose another region, or make the machine smaller."
    return Finding(code="no-size", severity=Severity.BLOCKING, message=message, workload=workload.id)


def _no_figures(workload: Workload) -> Finding:
    message = "No source says how many vCPU or how much memory it has. Give an inventory that does, and survey again."
    return Finding(code="size-unknown", severity=Severity.BLOCKING, message=message, workload=workload.id)


def _placement(
    workload: Workload, catalogue: Catalogue, disk_sku: str, choice: Choice, findings: tuple[Finding, ...]
) -> Placement:
    size = choice.offer.size
    disks = place_disks(workload, catalogue, disk_sku)
    seen = {"seen_on": catalogue.seen_on, "source": catalogue.source}
    return Placement(
        workload=workload.id,
        size=size.name,
        family=size.family,
        vcpu=size.vcpu,
        memory_gib=size.memory_gib,
        region=catalogue.region,
        zones=size.zones,
        generation=choice.needs.generation,
        disks=disks,
        compute=Price(amount_per_month=choice.offer.per_month, **seen),
        storage=Price(amount_per_month=cost_of(disks).quantize(CENT), **seen),
        why=_why(choice, catalogue),
        runner_up=choice.runner_up,
        findings=findings,
    )


def _why(choice: Choice, catalogue: Catalogue) -> str:
    billed = "Windows" if choice.needs.windows else "Linux"
    return (
        f"{choice.offer.size.name} is the cheapest size in {catalogue.region} that holds {_named(choice.needs)}: "
        f"{choice.offer.per_month:,} USD a month ({billed}, {HOURS_PER_MONTH} h); {choice.decided_by}."
    )


def _named(asked: Needs) -> str:
    disks = _counted(asked.data_disks, "premium data disk" if asked.premium else "data disk")
    return (
        f"{asked.vcpu} vCPU, {asked.memory_mib:,} MiB, {disks}, {_counted(asked.nics, 'NIC')}, "
        f"generation {' and '.join(asked.generations)}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count or 'no'} {noun}s"
