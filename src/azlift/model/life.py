"""The life of a wave: who said what of it, what its night consists of, and what each step came to."""

from datetime import datetime
from typing import Literal

from azlift.model.noun import GroupId, Noun, WaveId

Gate = Literal["commit", "go", "decide", "accept", "hand over", "retire"]
"""Where people decide: that a wave is carried; that it is executed; go or no-go in its window; that a group stays; that
operations take it over; that a source is switched off for good."""


class Person(Noun):
    """Somebody, or an application, as Entra's tokens name them. `object_id` counts; `name` is for reading."""

    object_id: str
    tenant_id: str
    name: str = ""
    application: bool = False


class Approval(Noun):
    """One person's word at a gate about exactly what `digest` covers, until `expires_at`.

    `answer` is `yes`, or `no`, which holds the gate shut until the same person takes it back (`withdrawn`). azlift
    itself writes `void` under it when what was approved has changed since; `reason` then says so.
    """

    wave: WaveId
    gate: Gate
    role: str
    person: Person
    answer: Literal["yes", "no", "withdrawn", "void"]
    reason: str
    digest: str
    at: datetime
    expires_at: datetime
    groups: tuple[GroupId, ...] = ()
    """The groups it is about; empty: the whole wave."""


class Waiver(Noun):
    """An item of the checklist that is red and shall not block, on somebody's word, until `expires_at`."""

    wave: WaveId
    code: str
    person: Person
    reason: str
    at: datetime
    expires_at: datetime


ANY_RUN = "any"
"""Of a hold that ends with the next run of Prefect, whichever it is."""


class Milestone(Noun):
    """That a wave reached a stage: on whose word and why. `digest` is what was approved, where something was.

    `left_behind` names the groups that do not come along, with the reason of each. `until_run` is, of a hold that came
    from Prefect, the run whose start ends it; empty: only a person's word does.
    """

    wave: WaveId
    by: Person | None = None
    reason: str = ""
    digest: str = ""
    left_behind: dict[GroupId, str] = {}
    until_run: str = ""
    driver: Person | None = None
    """As whom the wave is driven from here on; who drives it does not approve it."""


ItemState = Literal["green", "red", "waived", "unknown"]


class ChecklistItem(Noun):
    """One line of the checklist. `unknown`: it could not be looked at, which blocks as red does.

    `who` can act on it, and `remedy` says how.
    """

    code: str
    title: str
    state: ItemState
    evidence: str
    who: str = ""
    remedy: str = ""


class Checklist(Noun):
    """A wave's readiness as seen at `at`; `digest` is what an approval of the wave would bind."""

    wave: WaveId
    at: datetime
    digest: str
    items: tuple[ChecklistItem, ...]

    @property
    def green(self) -> bool:
        return all(item.state in ("green", "waived") for item in self.items)


class CheckResult(Noun):
    """One check of one machine or service: what was expected, what was found, and how long that took."""

    name: str
    kind: str
    passed: bool
    expected: str
    found: str
    seconds: float = 0.0


class CheckReport(Noun):
    """What the checks of a group said at `at`."""

    group: GroupId
    at: datetime
    results: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.results if not result.passed)


class StepOutcome(Noun):
    """What a step of a group's cutover, or its inverse, came to. `by` and `comment` are those of a manual step."""

    group: GroupId
    step: str
    kind: str
    said: str = ""
    """What it answered, cut to a few lines; nothing secret."""
    began: datetime
    ended: datetime
    by: Person | None = None
    comment: str = ""


class Question(Noun):
    """What a step waits for a person to say. `unknown`: it was begun and nobody knows how that ended; otherwise a
    person is asked to do it by hand. `key` is the doing of the step that it belongs to."""

    group: GroupId
    step: str
    number: int
    text: str
    undo: bool = False
    unknown: bool = False
    key: str
    at: datetime


class Answer(Noun):
    """A person's answer to the question of that number: done or not, with the comment that it requires."""

    group: GroupId
    step: str
    done: bool
    person: Person
    comment: str
    at: datetime
    number: int = 1


class Cutover(Noun):
    """That a group's work has moved: from when to when it was down."""

    group: GroupId
    digest: str
    down_from: datetime | None
    """When users could no longer work at the source: when freezing or stopping it began; None where neither is done."""
    up_at: datetime | None
    steps: tuple[str, ...]

    @property
    def downtime_minutes(self) -> float | None:
        if self.down_from is None or self.up_at is None:
            return None
        return (self.up_at - self.down_from).total_seconds() / 60


class TestVerdict(Noun):
    """What a group's isolated copy showed; `digest` is that of what the group itself is rendered as.

    `resource_groups` are those the copy stood in, to be cleaned.
    """

    __test__ = False  # pytest would take it for a test
    group: GroupId
    digest: str
    checks: CheckReport
    resource_groups: tuple[str, ...]
    accepted_by: Person | None = None
    rejected_by: Person | None = None
    """Whoever looked at the copy and said that it will not do, whatever the checks say."""
    reason: str = ""
    answered_at: datetime | None = None

    @property
    def passed(self) -> bool:
        return self.checks.passed and self.rejected_by is None


class Acceptance(Noun):
    """That a group stays in Azure, on whose word: from here on nothing is rolled back."""

    group: GroupId
    person: Person | None
    reason: str
    at: datetime


class Watch(Noun):
    """One look at a wave in hypercare: what each group's checks say that fail now; `checked` counts all of them.

    `worse` are the groups that were well when they were last looked at.
    """

    wave: WaveId
    at: datetime
    groups: int
    checked: int
    failing: dict[GroupId, tuple[str, ...]] = {}
    worse: tuple[GroupId, ...] = ()


OFF_BOARDED = ("asset_register", "cmdb", "monitoring", "backup", "siem", "disaster_recovery")
"""Where a retired machine is taken out of: the six lines of the change form in Microsoft's Migration Execution Guide
("request raised?": asset register, CMDB, monitoring, backup, SIEM, DR)."""


class Retirement(Noun):
    """That a source is switched off for good. `records` are the six off-boarding records, each with its evidence."""

    group: GroupId
    person: Person | None
    reason: str
    at: datetime
    archive: str
    restore_test: str
    records: dict[str, str]
