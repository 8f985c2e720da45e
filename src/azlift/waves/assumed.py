"""What nobody gave and the calendar takes all the same: each figure with its source, or marked as an assumption."""

from collections.abc import Iterator
from typing import Any

from azlift.model import Calendar, Finding, Severity, Written

AGENTLESS = (
    "Azure Migrate, agentless replication of VMware machines, constraints and scale-out replication"
    " (MicrosoftDocs/azure-docs, articles/migrate/vmware/concepts-vmware-agentless-migration.md, 2023-10-18)"
)
THROTTLING = (
    "the bucket of one principal's writes in one region, and what flows into it (azure-docs,"
    " azure-resource-manager/management/request-limits-and-throttling)"
)
COMPUTE = "PutVM, per subscription and region (azure-compute-docs, virtual-machines/compute-throttling-limits, 2024-05)"
OURS = "azlift's assumption: no publication with a figure was found"
BETWEEN_EQUALS = f"less than a machine without a price saves a week: it decides between equals. {OURS}"

SOURCES = {
    "start": "the day of planning",
    "horizon_weeks": f"a year. {OURS}",
    "time_zone": OURS,
    "windows": f"the weekend. {OURS}",
    "links": "none: copying is then not bounded by a line",
    "teams": "none: hours of work then bound no wave",
    "quotas": "none: vCPU then bound no wave",
    "capacities": "none: what a region can give, and what is reserved of it, then bounds no wave",
    "unavailable": "none: every size is then taken to be sold when its wave moves",
    "subscription.resource_groups": (
        "all that a subscription may hold, as if it held none yet (azure-docs,"
        " azure-resource-manager/management/azure-subscription-service-limits)"
    ),
    "subscription.writes_at_once": THROTTLING,
    "subscription.writes_per_second": THROTTLING,
    "subscription.machines_at_once": COMPUTE,
    "subscription.machines_per_minute": COMPUTE,
    "per_wave.groups": "`limits` of the settings",
    "per_wave.machines": "`limits` of the settings",
    "per_wave.gib": "`limits` of the settings",
    "per_wave.ramp": "`limits` of the settings: the pilot wave first",
    "replication.change_share_per_day": (
        "the upper end of 2 to 5 % a day, typical of mid-sized and large sites; databases change more (Veeam best"
        " practices: veeambestpractise/VeeamBP, resource_planning/repository_planning_sizing.md)"
    ),
    "replication.sent_share": f"nothing is saved. What is sent is compressed, but by how much is not said: {AGENTLESS}",
    "replication.reserve_share": (
        "the lower end of 20 to 30 % of contingency (Cloud Adoption Framework, plan migration waves:"
        " MicrosoftDocs/cloud-adoption-framework, docs/migrate/migration-wave-planning.md, 2025-08-01)"
    ),
    "replication.test_lead_days": f"a week for the test. {OURS}",
    "replication.appliances": "one: the first that is set up",
    "replication.disks_per_appliance": AGENTLESS,
    "replication.disks_per_host": AGENTLESS,
    "replication.snapshots_per_datastore": AGENTLESS,
    "replication.machines_per_appliance": AGENTLESS,
    "replication.machines_at_most": AGENTLESS,
    "scarcity.lead_days": f"two weeks. {OURS}: how long Azure takes to grant quota or capacity is not published",
    "weights.split_per_week": OURS,
    "weights.length_per_week": OURS,
    "weights.change_once": OURS,
    "weights.change_per_week": OURS,
    "weights.risk_per_week": BETWEEN_EQUALS,
    "weights.ramp_weeks": f"two months. {OURS}",
    "weights.uneven_per_machine": BETWEEN_EQUALS,
    "pace.stop_minutes": OURS,
    "pace.start_minutes": (
        "10 minutes: some machines need 8 to 10 more than others until they have started (Azure Site Recovery,"
        " MicrosoftDocs/azure-docs, articles/site-recovery/avs-tutorial-dr-drill-azure.md, 2023-08-29). The"
        f" range around it: {OURS}"
    ),
    "pace.verify_minutes": OURS,
    "pace.restart_minutes": OURS,
    "pace.must_fit": f"what is expected must fit into a window; where the longest does not, a plan warns. {OURS}",
    "pace.machines_at_once": f"8 machines, stopped and started side by side. {OURS}",
}
"""By key of the file. A key that is not here leaves nothing open when it is not given."""


def assumed_of(calendar: Calendar) -> tuple[Finding, ...]:
    """A note for each key that was not given, with what is taken and why."""
    return tuple(
        Finding(
            code="calendar-assumed",
            severity=Severity.NOTE,
            message=f"{key} is not given: {_shown(value)} is taken",
            evidence=SOURCES[key],
            remedy=f"Write {key} in calendar.yaml.",
        )
        for key, value in _not_given(calendar, "")
        if key in SOURCES
    )


def _not_given(part: Written, prefix: str) -> Iterator[tuple[str, Any]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Written) and f"{prefix}{name}" not in SOURCES:
            yield from _not_given(value, f"{prefix}{name}.")
        elif name not in part.model_fields_set:
            yield f"{prefix}{name}", value


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(item, "when", str(item)) for item in value) or "nothing"
    if isinstance(value, Written):
        return ", ".join(f"{name} {figure:g}" for name, figure in value.model_dump().items())
    return "the default" if value is None else str(value)
