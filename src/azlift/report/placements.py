"""The roster line by line: a table for a spreadsheet, to defend each machine's size and price by."""

import csv
import io
from collections.abc import Iterable

from azlift.escaping import inert
from azlift.model import Assessment, Commitment, Estate, Finding, PlacedDisk, Placement, Roster, Workload

FILE_NAME = "placements.csv"
OFFERS = tuple((commitment, brought) for commitment in Commitment for brought in (False, True))
HEAD = ("name", "workload", "application", "verdict", "route", "route_reason")
CHOSEN = (
    *("azure_name", "size", "vcpu", "memory_gib", "region", "disks", "compute_usd_per_month", "disks_usd_per_month"),
    *("usd_per_month", "basis", "risk", "why", "instead_of", "because", "documented_size"),
    "documented_usd_per_month",
    *(f"compute_{commitment}{'_licence_brought' * brought}" for commitment, brought in OFFERS),
    *("prices_of", "price_source"),
)
COLUMNS = (*HEAD, *CHOSEN, "findings")


def placements_csv(estate: Estate, roster: Roster) -> str:
    """One row per workload, in the estate's order; what is not known is blank. No cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for workload in estate.workloads:
        assessment = roster.assessment_of.get(workload.id)
        if assessment:
            writer.writerow([inert(str(cell)) for cell in _row(workload, assessment, roster)])
    return text.getvalue()


def _row(workload: Workload, assessment: Assessment, roster: Roster) -> Iterable[object]:
    placed = roster.by_workload.get(workload.id)
    yield from (workload.name, workload.id, workload.application)
    yield from (assessment.verdict, assessment.route, assessment.route_reason)
    yield from _chosen(placed, roster.names.get(workload.id, "")) if placed else ("",) * len(CHOSEN)
    yield " | ".join(_told(finding) for finding in (placed or assessment).findings)


def _chosen(placed: Placement, azure_name: str) -> Iterable[object]:
    taken, refused = placed.documented, placed.runner_up
    amounts = {(one.commitment, one.licence_brought): one.amount_per_month for one in placed.offered}
    yield from (azure_name, placed.size, placed.vcpu, placed.memory_gib, placed.region)
    yield "; ".join(map(disk_text, placed.disks))
    yield from (placed.compute.amount_per_month, placed.storage.amount_per_month, placed.cost_per_month)
    yield from (placed.basis, "" if placed.risk is None else placed.risk, placed.why)
    yield from (refused.size, refused.reason) if refused else ("", "")
    yield from (taken.size, taken.compute_per_month + taken.storage_per_month) if taken else ("", "")
    yield from ("" if amounts.get(offer) is None else amounts[offer] for offer in OFFERS)
    yield from (placed.compute.seen_on, placed.compute.source)


def disk_text(disk: PlacedDisk) -> str:
    """`Premium_LRS P10 100 GiB`; of a disk whose units are bought apart, those too."""
    bought = f", {disk.iops:,} IOPS, {disk.mb_per_s:,} MB/s" if disk.iops and disk.mb_per_s else ""
    return " ".join(filter(None, (disk.sku, disk.tier, f"{disk.capacity_gib:,} GiB"))) + bought


def _told(finding: Finding) -> str:
    return " ".join(filter(None, (f"{finding.severity}: {finding.code}: {finding.message}", finding.remedy)))
