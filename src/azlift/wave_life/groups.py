"""Where one group stands."""

from collections.abc import Iterator

from azlift.errors import PersonNeeded, Waiting
from azlift.model import Condition, Failure, GroupId, GroupStanding, Health, Question, RunState
from azlift.stages import MOVED, STANDING, Stage, Standing
from azlift.wave_life.following_on import ENGINEER, next_of_group
from azlift.wave_life.records import GroupRecord, WaveRecord

WORST_FIRST: tuple[Health, ...] = ("error", "at risk", "lagging", "ok")
WAITS_FOR_WINDOW = frozenset({Stage.VERIFIED, Stage.TEST_CLEANED})
AFTER_GO = frozenset({Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED})
WAITING = Waiting.__name__
"""The code of a failure that says only that another group does not stand."""


def group_standing(group: GroupId, record: WaveRecord) -> GroupStanding:
    """Stage, run, health and conditions of one of the wave's groups."""
    found = record.groups[group]
    conditions = tuple(_conditions(group, found, record))
    standing = found.standing
    return GroupStanding(
        group=group,
        wave=record.id,
        stage=standing.stage,
        run=_run(found, record),
        health=_health(group, found, conditions, record),
        since=standing.since,
        doing=standing.doing or "",
        conditions=conditions,
    )


def of_failure(failure: Failure, since: str, again: str) -> Condition:
    """A failure as what keeps its subject; `again` is the command that takes it up."""
    return Condition(
        code=failure.code,
        blocking=True,
        evidence=f"it could not be {failure.verb}: {failure.message}",
        since=since,
        who=ENGINEER,
        remedy=failure.advice or f"See to that, then: {again}",
    )


def of_question(question: Question) -> Condition:
    """What a step waits for a person to say."""
    asked = "somebody must say whether it was done" if question.unknown else question.text
    return Condition(
        code="manual-step",
        blocking=True,
        evidence=f"step {question.step} waits for a person: {asked}",
        since=question.at.isoformat(),
        who="whoever does the step",
        remedy=f"azlift answer {question.group} {question.step} --done --comment TEXT (or --not-done)",
    )


def is_interrupted(standing: Standing, record: WaveRecord) -> bool:
    """Something was begun, came to no end, and nobody drives the wave any more."""
    return standing.run == "running" and not record.driven


def _conditions(group: GroupId, found: GroupRecord, record: WaveRecord) -> Iterator[Condition]:
    standing, again = found.standing, next_of_group(found.standing.stage, group, record.id).command
    if standing.run == "failed" and found.failure and found.failure.code != WAITING:
        yield of_failure(found.failure, standing.since, again)
    if is_interrupted(standing, record):
        yield Condition(
            code="interrupted",
            blocking=False,
            evidence=f"whoever began to make it {standing.doing} drives the wave no more",
            since=standing.since,
            who=ENGINEER,
            remedy=f"{again}: it takes up what was begun",
        )
    if standing.stage not in STANDING:
        yield from _earlier(group, record)
    yield from _what_comes_by_itself(group, standing, record)
    for question in found.questions:
        yield of_question(question)
    if found.test_stands and standing.stage not in MOVED:
        yield Condition(
            code="test-stands",
            blocking=True,
            evidence="its test copy still stands in Azure",
            since=max(one.since for one in found.copies),
            who=ENGINEER,
            remedy=f"azlift test {group} --clean",
        )


def _what_comes_by_itself(group: GroupId, standing: Standing, record: WaveRecord) -> Iterator[Condition]:
    """What a group waits for though nothing is wrong: its window, or its owner's word."""
    opens, wave_stage = record.wave.opens, record.standing.stage
    if standing.stage in WAITS_FOR_WINDOW and opens and not record.has(opens):
        yield Condition(code="window-ahead", blocking=True, evidence=f"its window opens at {opens:%Y-%m-%d %H:%M} UTC")
    if standing.stage is Stage.VALIDATED and wave_stage in AFTER_GO and standing.run != "failed":
        coming = next_of_group(standing.stage, group, record.id)
        yield Condition(
            code="to-accept",
            blocking=True,
            evidence="nobody has accepted it yet",
            since=standing.since,
            who=coming.who,
            remedy=coming.command,
        )


def _earlier(group: GroupId, record: WaveRecord) -> Iterator[Condition]:
    """The groups that this one comes after and that do not stand."""
    for earlier in record.plan.by_group[group].after:
        known = record.groups.get(earlier)
        standing = known.standing if known else record.elsewhere.get(earlier, Standing(earlier))
        if standing.stage in STANDING and standing.run == "idle":
            continue
        failed = standing.run == "failed"
        said = f"could not be {standing.doing}" if failed else f"is {standing.stage or 'not begun'}"
        yield Condition(
            code="comes-after",
            blocking=True,
            evidence=f"it comes after {earlier}, which {said}",
            since=standing.since,
            who=ENGINEER,
            remedy=f"azlift why {earlier}",
        )


def _run(found: GroupRecord, record: WaveRecord) -> RunState:
    standing = found.standing
    if standing.run == "running" and record.driven:
        return "running"
    needs_person = found.failure is not None and found.failure.exit_code == PersonNeeded.exit_code
    to_accept = standing.stage is Stage.VALIDATED and record.standing.stage in AFTER_GO and standing.run != "failed"
    if found.questions or to_accept or (standing.run == "failed" and needs_person):
        return "awaiting a person"
    if standing.run == "failed":
        return "failed"
    return "paused" if record.paused else "idle"


def _health(group: GroupId, found: GroupRecord, conditions: tuple[Condition, ...], record: WaveRecord) -> Health:
    codes = {one.code for one in conditions}
    failed = found.standing.run == "failed"
    if failed and not (found.failure and found.failure.code == WAITING):
        return "error"
    if failed or "interrupted" in codes or _waits_for_a_failed_one(group, record):
        return "at risk"
    if record.has(record.wave.opens) and found.standing.stage not in STANDING:
        return "lagging"
    return "ok"


def _waits_for_a_failed_one(group: GroupId, record: WaveRecord) -> bool:
    if record.groups[group].standing.stage in STANDING:
        return False
    earlier = (g for g in record.plan.by_group[group].after if g in record.groups)
    return any(record.groups[g].standing.run == "failed" for g in earlier)
