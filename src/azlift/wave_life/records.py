"""What a wave's standing is folded from: read elsewhere, so that the fold itself reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from azlift.model import Checklist, Failure, Gate, GroupId, Milestone, Question, Wave, WavePlan
from azlift.stages import Stage, Standing

CLEANED = frozenset({None, Stage.TEST_CLEANED, Stage.ROLLED_BACK})


@dataclass(frozen=True)
class GroupRecord:
    """What is on record of one group. `copies`: its isolated copy and that copy's network.

    `questions` are what steps of its cutover wait for a person to say.
    """

    standing: Standing
    failure: Failure | None = None
    copies: tuple[Standing, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def test_stands(self) -> bool:
        return any(one.stage not in CLEANED or one.run == "running" for one in self.copies)


@dataclass(frozen=True)
class WaveRecord:
    """What is on record of one wave at `now`. `held` is the milestone of its pausing, None while it is not paused.

    `asked`: for each gate that is shut, in words, whose word is missing; a gate that is not in it is open. `driven`:
    whether somebody holds its lease.
    """

    plan: WavePlan
    wave: Wave
    now: datetime
    standing: Standing
    zone: Standing
    groups: Mapping[GroupId, GroupRecord]
    hold: Standing
    failure: Failure | None = None
    zone_failure: Failure | None = None
    milestone: Milestone | None = None
    held: Milestone | None = None
    checklist: Checklist | None = None
    asked: Mapping[Gate, str] = field(default_factory=dict)
    driven: bool = True
    elsewhere: Mapping[GroupId, Standing] = field(default_factory=dict)
    """Where groups of other waves stand that groups of this one come after."""

    @property
    def id(self) -> str:
        return self.wave.id

    @property
    def paused(self) -> bool:
        return self.hold.stage is Stage.PAUSED

    def has(self, when: datetime | None) -> bool:
        """Whether this time has come."""
        return when is not None and self.now >= when
