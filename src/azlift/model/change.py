"""The change form of a wave, as systems for changes ask for it, and the ticket that was made of it.

What a form asks: Microsoft's migration execution guide (change form: scope, test outcome, bandwidth validated, rollback
plan, remediation allowance, requests to retire the old asset and to take up the new one). None: nobody knows.
"""

from datetime import datetime
from typing import Literal

from azlift.model.noun import GroupId, Noun, WaveId
from azlift.model.pace import Range
from azlift.model.runbook import Order

TicketEvent = Literal["opened", "updated", "closed"]
Outcome = Literal["successful", "successful, with groups left behind", "rolled back", "abandoned"]


class ApprovedBy(Noun):
    """One person's yes, as a change form lists it."""

    role: str
    name: str
    object_id: str
    reason: str
    at: datetime
    until: datetime


class ChangeForm(Noun):
    """A wave as a change. `correlation_id` is the same as long as it is the same change: by it a ticket is found."""

    correlation_id: str
    event: TicketEvent
    number: str
    """The ticket's number, where it is known already."""
    title: str
    description: str
    change_type: str = "normal"
    category: str = "migration to Azure"
    # -- what it is about
    estate: str
    wave: WaveId
    pilot: bool
    groups: tuple[GroupId, ...]
    machines: tuple[str, ...]
    machine_count: int
    disk_gib: int
    applications: tuple[str, ...]
    environments: tuple[str, ...]
    criticalities: tuple[str, ...]
    owners: tuple[str, ...]
    operating_systems: tuple[str, ...]
    source_sites: tuple[str, ...]
    target_subscription: str
    target_region: str
    target_sizes: tuple[str, ...]
    resource_groups: tuple[str, ...]
    # -- when
    window_opens: datetime | None
    window_closes: datetime | None
    copying_from: datetime | None
    copied_by: datetime | None
    decide_by: datetime | None
    cutover_hours: Range | None
    rollback_hours: Range | None
    remediation_allowance_minutes: float | None
    """What is left of the window when cutover and rollback take longest."""
    # -- what speaks against it
    depends_on: tuple[GroupId, ...]
    needed_by: tuple[GroupId, ...]
    risk_points: float
    risks: tuple[str, ...]
    plan_warnings: tuple[str, ...]
    # -- what was tried
    test_outcome: dict[GroupId, str]
    test_copies_cleaned: bool
    bandwidth_validated: bool | None
    """Whether the copying ends before the window opens, by the forecast; None without one."""
    readiness: dict[str, str]
    """Each item of the checklist, and whether it is green, waived or red."""
    readiness_seen_at: datetime | None
    waivers: tuple[str, ...]
    # -- the way back
    rollback_plan: str
    rollback_plan_exists: bool
    rollback_rehearsed: dict[GroupId, str]
    point_of_no_return: dict[GroupId, str]
    # -- who
    driver: str
    approvals: tuple[ApprovedBy, ...]
    approved_digest: str
    decided_by: str
    # -- money, a month
    cost_per_month: float | None
    saving_per_month: float | None
    # -- requests raised: for how many of the groups
    retire_asset_register: str
    retire_cmdb: str
    retire_monitoring: str
    retire_backup: str
    retire_siem: str
    retire_disaster_recovery: str
    onboard_cmdb: str
    onboard_monitoring: str
    onboard_backup: str
    onboard_siem: str
    onboard_disaster_recovery: str
    # -- what came of it
    outcome: Outcome | None
    actual_opened: datetime | None
    actual_ended: datetime | None
    downtime_minutes: dict[GroupId, float]
    left_behind: dict[GroupId, str]
    resources_deleted: int
    close_notes: str
    closed_by: str
    ledger_events: int
    ledger_head: str
    """The hash of the ledger's last event when this was written: what `azlift ledger verify` compares."""


class Ticket(Noun):
    """That the system for changes was told of a wave. `digest` is that of what was approved."""

    wave: WaveId
    correlation_id: str
    number: str
    event: TicketEvent
    digest: str
    outcome: Outcome | None = None
    said: str = ""
    """What the hook answered, cut to a few lines."""


class TicketOrder(Order):
    """What the hook is told: an order as steps of a cutover get one, and the form."""

    form: ChangeForm
