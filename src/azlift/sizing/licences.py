"""Whether the licences that machines bring along are enough: the core licences each needs, against those held.

A size needs one core licence per vCPU, and every machine a least number of them. Sources:
- Windows Server 8, for a machine of 4 vCPU too; a processor licence counts as 16 core licences:
  MicrosoftDocs/azure-compute-docs articles/virtual-machines/windows/hybrid-use-benefit-licensing.md (2024-12-02),
  MicrosoftDocs/windowsserverdocs WindowsServerDocs/get-started/azure-hybrid-benefit.md (2025-09-03).
- SQL Server 4, of the edition that runs: Microsoft's page on licensing SQL Server, Windows Server and Linux in Azure
  VMware Solution (2024-05-24), which licenses a machine by its virtual cores as well.
That an Enterprise core licence covers 4 vCPU of the Standard edition is not counted.
"""

from collections.abc import Iterator

from azlift.model import Estate, Finding, Licence, Placement, Severity

LEAST_CORES = {Licence.WINDOWS_SERVER: 8, Licence.SQL_STANDARD: 4, Licence.SQL_ENTERPRISE: 4}
NAMES = {
    Licence.WINDOWS_SERVER: "Windows Server",
    Licence.SQL_STANDARD: "SQL Server Standard",
    Licence.SQL_ENTERPRISE: "SQL Server Enterprise",
}


def judge_licences(estate: Estate, placements: tuple[Placement, ...]) -> Iterator[Finding]:
    """A finding for each licence of which the machines that bring it need more cores than are held, or than is said."""
    for licence in Licence:
        bringing = [one for one in placements if licence in estate.by_id[one.workload].licences]
        held = estate.licences_held.cores(licence)
        needed = sum(cores_needed(licence, one.vcpu) for one in bringing)
        if bringing and (held is None or needed > held):
            yield _finding(licence, bringing, needed, held)


def cores_needed(licence: Licence, vcpu: int) -> int:
    """Core licences for a machine of this many vCPU."""
    return max(vcpu, LEAST_CORES[licence])


def _finding(licence: Licence, bringing: list[Placement], needed: int, held: int | None) -> Finding:
    vcpu = sum(one.vcpu for one in bringing)
    message = (
        f"{len(bringing):,} machines with {vcpu:,} vCPU bring their {NAMES[licence]} licence, which takes {needed:,} "
        f"core licences ({LEAST_CORES[licence]} a machine at least); "
    )
    if held is None:
        return Finding(
            code="licences-held-unknown",
            severity=Severity.NOTE,
            message=message + "nobody says how many are held.",
            remedy=f"Say it in estate.yaml: licences_held, {licence.value}_cores.",
        )
    return Finding(
        code="licences-exceeded",
        severity=Severity.WARNING,
        message=message + f"{held:,} are held, {needed - held:,} too few.",
        remedy="Take the licence off some machines in estate.yaml: they are then priced with it.",
    )
