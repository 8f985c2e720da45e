"""What a plan is made under, besides the estate: limits, calendar, the day, and what each machine costs and takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from azlift.model import Calendar, Limits, WorkloadId
from azlift.waves.capacity import Taken

UNKNOWN_COST = 1.0
"""Money a week of a machine nobody priced: every group has a reason to move soon."""


@dataclass(frozen=True)
class Conditions:
    """`costs` is what a machine costs a week where it stands: what is not saved while it waits. `vcpu` is what each
    placement takes of its family's quota in a region; `away` the region of machines that land in another than the rest.
    """

    limits: Limits
    today: date
    calendar: Calendar
    costs: Mapping[WorkloadId, float] = field(default_factory=dict)
    vcpu: Mapping[WorkloadId, Taken] = field(default_factory=dict)
    away: Mapping[WorkloadId, str] = field(default_factory=dict)

    def away_of(self, group: Iterable[WorkloadId]) -> str:
        """The other region a group lands in, empty for the rest's: a wave lands in one."""
        return max((self.away.get(workload, "") for workload in group), default="")
