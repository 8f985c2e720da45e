"""What a plan is made under, besides the estate: limits, calendar, the day, and what each machine costs and takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from azlift.model import Calendar, Limits, Placement, Slot, WorkloadId
from azlift.strict_yaml import KeyPath, Said
from azlift.waves.calendar import slots_of
from azlift.waves.capacity import Family, Taken

CALENDAR_FILE = "calendar.yaml"
UNKNOWN_COST = 1.0
"""Money a week of a machine nobody priced: every group has a reason to move soon."""


@dataclass(frozen=True)
class Conditions:
    """`costs` is what a machine costs a week where it stands: what is not saved while it waits. `prices` is what it
    costs a week in Azure, in the same currency. `vcpu` is what each placement takes of its family's quota in a region,
    `in_use` what those have taken that moved before and are planned no more. `placements` say where each machine lands,
    and as what; `away` the region of those that land in another than the rest. `double_running` is what a machine
    costs, once, while its source runs on beside it.
    """

    limits: Limits
    today: date
    calendar: Calendar
    costs: Mapping[WorkloadId, float] = field(default_factory=dict)
    prices: Mapping[WorkloadId, float] = field(default_factory=dict)
    vcpu: Mapping[WorkloadId, Taken] = field(default_factory=dict)
    in_use: Mapping[Family, float] = field(default_factory=dict)
    double_running: Mapping[WorkloadId, float] = field(default_factory=dict)
    placements: Mapping[WorkloadId, Placement] = field(default_factory=dict)
    away: Mapping[WorkloadId, str] = field(default_factory=dict)
    counted_from: date | None = None
    """The day of the first planning, from which windows are counted; None: today."""
    rows: Mapping[KeyPath, int] = field(default_factory=dict)
    """The rows of the calendar's file in which its parts stand."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return slots_of(self.calendar, self.today, self.counted_from)

    @property
    def said(self) -> Said[Calendar]:
        return Said(CALENDAR_FILE, self.calendar, self.rows)

    def away_of(self, group: Iterable[WorkloadId]) -> str:
        """The other region a group lands in, empty for the rest's: a wave lands in one."""
        return max((self.away.get(workload, "") for workload in group), default="")

    def vcpu_of(self, group: Iterable[WorkloadId]) -> dict[Family, float]:
        """What a group's placements together take of each family's quota; a machine without a placement takes none."""
        sums: dict[Family, float] = defaultdict(float)
        for family, count in (self.vcpu[workload] for workload in group if workload in self.vcpu):
            sums[family] += count
        return dict(sums)
