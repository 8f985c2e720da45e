"""Move groups, waves, and where a wave lands."""

from functools import cached_property

from azlift.model.inventory import Finding
from azlift.model.noun import GroupId, Noun, WaveId, WorkloadId


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


class Wave(Noun):
    id: WaveId
    number: int
    pilot: bool
    groups: tuple[GroupId, ...]
    why: str


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

    `basis` is the digest of what it was planned from: while that holds, planning again keeps a person's edits.
    """

    basis: str = ""
    limits: Limits
    groups: tuple[MoveGroup, ...]
    waves: tuple[Wave, ...]
    staying: tuple[WorkloadId, ...]
    violations: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[SuggestedApplication, ...] = ()

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
