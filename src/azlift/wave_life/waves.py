"""Where one wave stands."""

from collections.abc import Iterator

from azlift.errors import PersonNeeded
from azlift.model import Condition, GroupStanding, Health, RunState, Severity, WaveStanding
from azlift.stages import STANDING, Stage, Standing
from azlift.wave_life.following_on import DRAFT, ENGINEER, FEASIBLE, next_of_wave
from azlift.wave_life.groups import WORST_FIRST, group_standing, is_interrupted, of_failure
from azlift.wave_life.records import WaveRecord
from azlift.wave_life.times import times

ENDED = (Stage.CLOSED, Stage.ABANDONED)
AT_REST = (*ENDED, Stage.ROLLED_BACK)
WHILE_WAITED_FOR = (Stage.READY, Stage.VALIDATING, Stage.HYPERCARE)
"""Where a gate that is shut is what all wait for; a wave that nobody has committed yet just lies ahead."""
UNDER_GO = frozenset({Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN})
"""Where a go has to hold still: what was approved may change, or its approval end."""


def wave_standing(record: WaveRecord) -> WaveStanding:
    """Stage, run, health and conditions of a wave, and where each of its groups stands."""
    stage = stage_of(record)
    groups = tuple(group_standing(group, record) for group in record.wave.groups)
    conditions = tuple(_conditions(stage, groups, record))
    return WaveStanding(
        wave=record.id,
        stage=stage,
        run=_run(stage, groups, record),
        health=_health(stage, groups, conditions, record),
        since=_since(stage, record),
        opens=record.wave.opens,
        closes=record.wave.closes,
        conditions=conditions,
        groups=groups,
    )


def stage_of(record: WaveRecord) -> str:
    """The last stage on record. Before any it is `draft` where the plan breaks a rule, or `feasible`; `executing` where
    its groups were carried without anybody's word, and `rolled back` once all of that was taken back."""
    if record.standing.stage is not None:
        return record.standing.stage
    parts = [record.zone, *(found.standing for found in record.groups.values())]
    begun = [one for one in parts if one.stage is not None or one.run != "idle"]
    if not begun:
        return DRAFT if _breaches(record) else FEASIBLE
    taken_back = all(one.stage is Stage.ROLLED_BACK and one.run == "idle" for one in begun)
    return Stage.ROLLED_BACK if taken_back else Stage.EXECUTING


def _breaches(record: WaveRecord) -> list[Condition]:
    return [
        Condition(
            code=one.code,
            blocking=True,
            evidence=f"the plan breaks a rule: {one.message}",
            who="whoever plans the waves",
            remedy=one.remedy or "azlift plan check",
        )
        for one in record.plan.violations
        if one.wave == record.id and one.severity is Severity.BLOCKING
    ]


def _since(stage: str, record: WaveRecord) -> str:
    if record.standing.since:
        return record.standing.since
    parts = [record.zone, *(found.standing for found in record.groups.values())]
    return "" if stage in (DRAFT, FEASIBLE) else max(one.since for one in parts)


def _conditions(stage: str, groups: tuple[GroupStanding, ...], record: WaveRecord) -> Iterator[Condition]:
    if stage == DRAFT:
        yield from _breaches(record)
    if record.paused:
        yield _paused(record)
    for failure, standing in ((record.failure, record.standing), (record.zone_failure, record.zone)):
        if failure and standing.run == "failed":
            yield of_failure(failure, standing.since, next_of_wave(stage, record.id).command)
    yield from _interrupted(stage, record)
    yield from _gates(stage, record)
    yield from _checklist(stage, record)
    yield from times(stage, record)
    yield from _left_behind(groups, record)


def _paused(record: WaveRecord) -> Condition:
    said = record.held
    by = f" by {said.by.name or said.by.object_id}" if said and said.by else ""
    return Condition(
        code="paused",
        blocking=True,
        evidence=f"it was paused{by}" + (f": {said.reason}" if said and said.reason else ""),
        since=record.hold.since,
        who=ENGINEER,
        remedy=f"azlift resume {record.id} --reason TEXT",
    )


def _interrupted(stage: str, record: WaveRecord) -> Iterator[Condition]:
    begun = [one for one in (record.standing, record.zone) if is_interrupted(one, record)]
    for standing in begun:
        yield Condition(
            code="interrupted",
            blocking=False,
            evidence=f"whoever began to make {standing.subject} {standing.doing} drives the wave no more",
            since=standing.since,
            who=ENGINEER,
            remedy=f"{next_of_wave(stage, record.id).command}: it takes up what was begun",
        )


def _gates(stage: str, record: WaveRecord) -> Iterator[Condition]:
    """The gate that is to be opened next; and the one it went through, where that has shut again."""
    coming = next_of_wave(Stage.READY if stage in UNDER_GO else stage, record.id)
    if coming.gate and coming.gate in record.asked:
        what = "it is approved no longer" if stage in UNDER_GO else coming.what
        yield Condition(
            code=f"gate-{coming.gate.replace(' ', '-')}",
            blocking=True,
            evidence=f"{what}: {record.asked[coming.gate]}",
            since=_since(stage, record),
            who=coming.who,
            remedy=f"azlift ready {record.id}, then {coming.command}" if stage in UNDER_GO else coming.command,
        )


def _checklist(stage: str, record: WaveRecord) -> Iterator[Condition]:
    """What the last look at its readiness left open; once it is approved that is settled."""
    if record.checklist is None or stage not in (Stage.COMMITTED, Stage.READY):
        return
    for item in record.checklist.items:
        if item.state != "green":
            yield Condition(
                code=item.code,
                blocking=item.state != "waived",
                evidence=f"{item.title}: {item.state}. {item.evidence}",
                since=record.checklist.at.isoformat(),
                who=item.who,
                remedy=item.remedy or f"azlift ready {record.id}",
            )


def _left_behind(groups: tuple[GroupStanding, ...], record: WaveRecord) -> Iterator[Condition]:
    given_up = record.milestone.left_behind if record.milestone else {}
    for one in groups:
        if one.group in given_up:
            yield Condition(
                code="left-behind",
                blocking=False,
                evidence=f"{one.group} does not come along: {given_up[one.group]}",
                since=record.standing.since,
                who=ENGINEER,
                remedy=f"azlift why {one.group}",
            )
        elif one.blocked_by and one.run in ("failed", "awaiting a person"):
            yield Condition(
                code="group-held",
                blocking=False,
                evidence=f"{one.group}: {one.blocked_by[0].evidence}",
                since=one.since,
                who=one.blocked_by[0].who,
                remedy=one.blocked_by[0].remedy,
            )


def _run(stage: str, groups: tuple[GroupStanding, ...], record: WaveRecord) -> RunState:
    """What goes on in a wave is what goes on in it anywhere; a failure only where nothing else does."""
    own: tuple[Standing, ...] = (record.standing, record.zone)
    runs = {one.run for one in groups}
    if "running" in runs or (record.driven and any(one.run == "running" for one in own)):
        return "running"
    if record.paused:
        return "paused"
    if "awaiting a person" in runs or _person_asked(stage, record):
        return "awaiting a person"
    return "failed" if "failed" in runs or any(one.run == "failed" for one in own) else "idle"


def _person_asked(stage: str, record: WaveRecord) -> bool:
    failures = [f for f in (record.failure, record.zone_failure) if f]
    if any(failure.exit_code == PersonNeeded.exit_code for failure in failures):
        return True
    return stage in WHILE_WAITED_FOR and next_of_wave(stage, record.id).gate in record.asked


def _health(
    stage: str, groups: tuple[GroupStanding, ...], conditions: tuple[Condition, ...], record: WaveRecord
) -> Health:
    """That of what is worst in it; one group in error among others that do well puts the wave at risk."""
    if stage in AT_REST and record.standing.run != "failed":
        return "ok"
    codes, healths = {one.code for one in conditions}, [one.health for one in groups]
    worst: set[Health] = {"lagging"} if codes & {"late", "window-passed"} or "lagging" in healths else set()
    if codes & {"decide-by-passed", "interrupted", "left-behind"} or {"error", "at risk"} & set(healths):
        worst.add("at risk")
    failed = record.standing.run == "failed" or record.zone.run == "failed" or "decision-due" in codes
    moved_and_broken = any(one.health == "error" and one.stage in STANDING for one in groups)
    if failed or moved_and_broken or (healths and set(healths) == {"error"}):
        worst.add("error")
    return next((one for one in WORST_FIRST if one in worst), "ok")
