"""What a plan is made under, besides the estate: limits, calendar, the day, and what each machine costs and takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from azlift.model import Calendar, Limits, WorkloadId
from azlift.waves.capacity import Family

UNKNOWN_COST = 1.0
"""Money a week of a machine nobody priced: every group has a reason to move soon."""


@dataclass(frozen=True)
class Conditions:
    """`costs` is what a machine costs a week where it stands: what is not saved while it waits. `vcpu` is what each
    placement takes of its family's quota in a region, `double_running` what a machine costs while it runs on beside its
    successor.
    """

    limits: Limits
    today: date
    calendar: Calendar
    costs: Mapping[WorkloadId, float] = field(default_factory=dict)
    vcpu: Mapping[WorkloadId, tuple[Family, int]] = field(default_factory=dict)
    double_running: Mapping[WorkloadId, float] = field(default_factory=dict)
