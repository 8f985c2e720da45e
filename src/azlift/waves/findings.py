"""What people should know of a grouping: services that hold nothing together, bonds that were cut, what is unsure."""

from collections.abc import Iterator

from azlift.model import Estate, Finding, Severity, WorkloadId
from azlift.waves.bonds import suspected_clusters
from azlift.waves.groups import Grouping, by_name, listed
from azlift.waves.joining import pins_of


def grouping_findings(grouping: Grouping, estate: Estate) -> tuple[Finding, ...]:
    """One for each thing, in the order of ids."""
    return (
        *_services(grouping, estate),
        *_cut(grouping),
        *_suspected(grouping, estate),
        *_pins(grouping, estate),
    )


def _services(grouping: Grouping, estate: Estate) -> Iterator[Finding]:
    told = {
        "infrastructure": ("infrastructure-service", "infrastructure: its links hold no group together"),
        "stateful": ("shared-service", "shared by many applications: its callers are not grouped with it"),
    }
    for machine, service in grouping.services.items():
        code, what = told[service.kind]
        yield Finding(
            code=code,
            severity=Severity.NOTE,
            message=f"{estate.by_id[machine].name} is {what}",
            evidence=service.evidence,
            workload=machine,
        )


def _cut(grouping: Grouping) -> Iterator[Finding]:
    for bond, why in grouping.cut:
        yield Finding(
            code="bond-cut",
            severity=Severity.WARNING,
            message=f"two machines that should move together do not: {why}",
            evidence=f"{bond.evidence}; strength {bond.strength:.2f}",
            remedy="Raise the limit of machines per wave, or put both into one application in estate.yaml.",
            workload=bond.machines[0],
        )


def _suspected(grouping: Grouping, estate: Estate) -> Iterator[Finding]:
    home = {machine: group for group, found in grouping.groups.items() for machine in found.members}
    for machines in suspected_clusters(estate, grouping.bonds):
        if len({home[machine] for machine in machines if machine in home}) > 1:
            yield Finding(
                code="cluster-suspected",
                severity=Severity.WARNING,
                message=f"{_names(machines, estate)} may be one cluster, and are in different groups",
                evidence="names that differ in a number, and shared disks of the same sizes",
                remedy="If they are, put them into one application in estate.yaml.",
                workload=machines[0],
            )


def _pins(grouping: Grouping, estate: Estate) -> Iterator[Finding]:
    for group, found in grouping.groups.items():
        if len(pins := pins_of(found.members, estate)) > 1:
            yield Finding(
                code="pins-disagree",
                severity=Severity.WARNING,
                message=f"{group} moves as a whole, and its machines are planned for {len(pins):,} waves",
                evidence=f"waves {listed(sorted(pins))}; {found.because}",
                remedy="Choose one wave for all of them in estate.yaml.",
            )


def _names(machines: tuple[WorkloadId, ...], estate: Estate) -> str:
    return listed([estate.by_id[machine].name for machine in by_name(machines, estate)])
