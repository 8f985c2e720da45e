"""What judging a plan anew says: an edited one against the one before (Review), an older one against today (Drift)."""

from datetime import datetime
from typing import Annotated, NamedTuple

from azlift.model.inventory import Finding
from azlift.model.noun import BY_NAME, GroupId, Noun, WaveId, WorkloadId
from azlift.model.planning import WavePlan, Worth


class Shift(NamedTuple):
    """A group that another plan puts elsewhere; empty where it was, or is, in no wave."""

    group: GroupId
    wave_before: WaveId
    wave_after: WaveId
    slot_before: str
    slot_after: str


class Mend(NamedTuple):
    """One move of a repair: the slot a group goes to, and what the plan then costs more."""

    group: GroupId
    slot_before: str
    slot: str
    costs_more: float


class SlotReason(NamedTuple):
    """What a group would cost more in a slot, all others staying, or what keeps it out; empty where nothing does."""

    slot: str
    costs_more: float
    refused: str


class Review(Noun):
    """A plan judged from scratch, and against the plan before, both under the same conditions.

    `before` and `after` are what the two are worth, None without a calendar. `mends` is the cheapest repair that was
    found in single moves; `mended`: after them no hard row is broken.
    """

    plan: WavePlan
    shifts: tuple[Annotated[Shift, BY_NAME], ...] = ()
    before: Annotated[Worth, BY_NAME] | None = None
    after: Annotated[Worth, BY_NAME] | None = None
    ends_before: datetime | None = None
    ends_after: datetime | None = None
    arose: tuple[Finding, ...] = ()
    """Violations that the plan before does not have."""
    went: tuple[Finding, ...] = ()
    """Violations that only the plan before has."""
    mends: tuple[Annotated[Mend, BY_NAME], ...] = ()
    mended: bool = True


class WaveDrift(Noun):
    """A wave that has not begun: valid, or broken by facts that are named."""

    wave: WaveId
    opens: datetime | None
    broken_by: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        return not self.broken_by


class Drift(Noun):
    """What has become of a plan since it was made. `changed` are the facts that differ, in words."""

    changed: tuple[str, ...]
    waves: tuple[WaveDrift, ...]
    unplanned: tuple[WorkloadId, ...]
    """Machines that move and are in no wave."""
    gone: tuple[WorkloadId, ...]
    """Machines of waves that are no longer there, or no longer move."""

    @property
    def valid(self) -> bool:
        return all(wave.valid for wave in self.waves)
