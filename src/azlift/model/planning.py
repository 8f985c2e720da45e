"""Move groups, waves, and where a wave lands."""

from datetime import date, datetime
from functools import cached_property
from typing import Annotated, NamedTuple

from azlift.model.calendar import Calendar
from azlift.model.inventory import Finding
from azlift.model.noun import BY_NAME, GroupId, Noun, WaveId, WorkloadId
from azlift.model.pace import Range
from azlift.model.scarcity import Ask, Fallback


class MoveGroup(Noun):
    """The smallest set landed, cut over and rolled back together, and what holds it together."""

    id: GroupId
    workloads: tuple[WorkloadId, ...]
    because: str
    after: tuple[GroupId, ...] = ()
    disk_gib: int = 0
    cut: str = ""
    """The costliest link to another group, and what being apart costs a week; empty: it talks to none."""


class Limits(Noun):
    """What one wave may hold. The pilot wave is held to `pilot_machines`."""

    groups_per_wave: int = 50
    machines_per_wave: int = 50
    gib_per_wave: int = 40_000
    pilot_machines: int = 5


class WaveForecast(Noun):
    """What a wave's night is forecast to take. `decide_by_hours` is counted from the window's opening: the last moment
    at which a rollback still ends within it. `spare_hours` below 0: the window is too short when all takes longest."""

    copy_from: datetime | None
    copied_by: datetime | None
    cutover_hours: Range
    rollback_hours: Range
    decide_by_hours: float
    spare_hours: float


class Wave(Noun):
    """`opens` and `closes` are its window, in UTC; None for a wave that a person made, until it is planned again."""

    id: WaveId
    number: int
    pilot: bool
    groups: tuple[GroupId, ...]
    why: str
    slot: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    forecast: WaveForecast | None = None
    binding: str = ""
    """The limit with the least room left, as a share of it."""
    used: dict[str, float] = {}
    """What it takes of each limit; of what accumulates, such as a quota, what all have taken by then."""
    slack: dict[str, float] = {}
    """What is left of each limit."""
    cost_per_month: float | None = None
    """What its machines cost in Azure, in the currency of `money.yaml`; None where nobody priced them."""
    saving_per_month: float | None = None
    """What they cost today, less that."""
    risk: float = 0.0
    """Points: see `azlift.waves.burdens`."""
    risks: tuple[str, ...] = ()
    """What of it makes its night harder than others, in words."""


class Choice(NamedTuple):
    """Why a group is in its slot. `costs_more` is what the `next_best` slot would cost; None where there is no other.

    `not_earlier` is what keeps it out of the slot before its own; empty where nothing does, and the value decided.
    """

    group: GroupId
    slot: str
    next_best: str
    costs_more: float | None
    not_earlier: str


class Worth(NamedTuple):
    """What a plan costs in money, part by part, over the whole of it; lower is better.

    `saving` is run rate not saved while groups wait, `splitting` what it costs that groups which talk are apart,
    `length` what each week to the end costs, `stability` what it costs to leave the plan before, `double_running` what
    sources cost that run on beside their successors, `risk` what it costs that risky groups move early, `unevenness`
    what it costs that waves are fuller than their fair share. Ledgers of before have the first four alone.
    """

    saving: float
    splitting: float
    length: float
    stability: float
    double_running: float = 0.0
    risk: float = 0.0
    unevenness: float = 0.0

    @property
    def total(self) -> float:
        return sum(self)


class SuggestedApplication(Noun):
    """An application that links suggest for machines that state none: for their owners to confirm.

    `known`: others declare it; otherwise the name is made of the machines' names. `confidence` is from 0 to 1.
    """

    application: str
    known: bool
    workloads: tuple[WorkloadId, ...]
    confidence: float
    why: str


class WavePlan(Noun):
    """`violations`: where the plan breaks its limits, each naming the facts; a hand-edited plan may have some.

    `findings` and `suggestions`: what was seen of the estate when its groups were made.

    `fallbacks`: where a machine lands otherwise than it was placed; `asks`: what must be granted before a window.

    `basis` is the digest of what it was planned from: while that holds, planning again keeps a person's edits.
    """

    basis: str = ""
    planned_on: date | None = None
    """The day from which weeks count; None where there are no windows."""
    counted_from: date | None = None
    """The day of the first planning, from which windows are counted."""
    calendar: Calendar | None = None
    """What it was planned under; None where it was planned by limits alone."""
    limits: Limits
    groups: tuple[MoveGroup, ...]
    waves: tuple[Wave, ...]
    staying: tuple[WorkloadId, ...]
    violations: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[SuggestedApplication, ...] = ()
    choices: tuple[Annotated[Choice, BY_NAME], ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    asks: tuple[Ask, ...] = ()
    worth: Annotated[Worth, BY_NAME] | None = None
    bound: float | None = None
    """No feasible plan of these groups costs less; None for a plan that a person made."""

    cut_short: bool = False
    """Seconds or somebody ended the search before its work was done: planning again goes on from here."""

    @property
    def gap(self) -> float | None:
        """The share of its cost that at most could be saved by another plan, from 0 to 1.

        Double running is paid whatever the plan: it is in both figures, and left out here.
        """
        if self.worth is None or self.bound is None:
            return None
        cost = self.worth.total - self.worth.double_running
        return max(0.0, (self.worth.total - self.bound) / cost) if cost > 0 else None

    @cached_property
    def by_group(self) -> dict[GroupId, MoveGroup]:
        return {group.id: group for group in self.groups}

    @cached_property
    def by_wave(self) -> dict[WaveId, Wave]:
        return {wave.id: wave for wave in self.waves}


class Target(Noun):
    """Where one wave lands: its own resource group and spoke network in a subscription and region.

    `estate` is a slug that names the estate in Azure; `address_space` is the wave's own CIDR block.
    """

    subscription_id: str
    region: str
    estate: str
    wave: WaveId
    address_space: str
    tags: dict[str, str] = {}
    copy_of: GroupId = ""
    """The move group whose isolated copy lands there, in a resource group of its own; empty: the wave itself."""
