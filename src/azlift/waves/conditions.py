"""What a plan is made under, besides the estate: limits, calendar, the day, and what each machine costs and takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from azlift.model import Calendar, Limits, WorkloadId


class Takes(NamedTuple):
    """vCPU that a placement takes of its family's quota."""

    family: str
    region: str
    vcpu: int


@dataclass(frozen=True)
class Conditions:
    """`calendar` is None where nobody wrote one: then there is a window each week, for as many weeks as it takes.

    `costs` is what a machine costs a week where it stands: what is not saved while it waits. A machine that is not in
    it counts `UNKNOWN_COST`, so that every group has a reason to move soon.
    """

    limits: Limits
    today: date
    calendar: Calendar | None = None
    costs: Mapping[WorkloadId, float] = field(default_factory=dict)
    takes: Mapping[WorkloadId, Takes] = field(default_factory=dict)


UNKNOWN_COST = 1.0
