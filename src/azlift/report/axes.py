"""Where waves and groups stand on their four axes: rows for a table, lines for a person, data for a program."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from azlift.model import Condition, Failure, GroupStanding, WavePlan, WaveStanding, Why
from azlift.stages import STANDING

WAVE_COLUMNS = ("wave", "stage", "run", "health", "opens (UTC)", "groups", "stand", "left behind")
GROUP_COLUMNS = ("group", "stage", "run", "health", "since (UTC)", "machines", "GiB", "after")
LIES_AHEAD = "feasible"
"""A wave that nobody has begun waits for its time, not for anybody: an overview says nothing of it while it is well."""


def status_rows(plan: WavePlan, waves: Iterable[WaveStanding]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Columns, and a row per wave; not escaped."""
    return WAVE_COLUMNS, [_wave_row(plan, one) for one in waves]


def group_rows(plan: WavePlan, groups: Iterable[GroupStanding]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Columns, and a row per group; not escaped."""
    return GROUP_COLUMNS, [_group_row(plan, one) for one in groups]


def condition_lines(waves: Iterable[WaveStanding]) -> Iterator[str]:
    """What holds of waves, what blocks first, each with a line below it of who can act and how; what lies ahead and is
    well has none."""
    for wave in waves:
        if wave.stage == LIES_AHEAD and wave.health == "ok":
            continue
        for one in sorted(wave.conditions, key=lambda condition: not condition.blocking):
            yield from _lines(wave.wave, one)


def why_lines(why: Why) -> Iterator[str]:
    """The chain of what keeps a group, nearest first, each link indented by how far away it is."""
    one = why.standing
    about = f" ({one.doing})" if one.doing else ""
    yield f"{one.group} is {one.stage or 'not begun'}; run: {one.run}{about}; health: {one.health}"
    blocking = [reason for reason in why.reasons if reason.condition.blocking]
    for reason in why.reasons:
        yield from _lines(f"{'  ' * (reason.depth + 1)}{reason.subject}", reason.condition)
    yield f"{'After that' if blocking else 'Nothing keeps it. Next'}: {why.next}"


def why_data(why: Why) -> dict[str, Any]:
    """The same for a program."""
    return why.model_dump(mode="json")


def status_data(plan: WavePlan, waves: Sequence[WaveStanding], failures: Sequence[Failure] = ()) -> dict[str, Any]:
    """These waves group by group, and the failures that concern them."""
    subjects = {group.group for one in waves for group in one.groups} | {one.wave for one in waves}
    return {
        "waves": [_wave_data(plan, one) for one in waves],
        "failures": [one.model_dump(mode="json") for one in failures if one.subject.rpartition(":")[2] in subjects],
    }


def _wave_row(plan: WavePlan, one: WaveStanding) -> tuple[str, ...]:
    wave = plan.by_wave[one.wave]
    return (
        f"{one.wave} (pilot)" if wave.pilot else one.wave,
        one.stage,
        one.run,
        one.health,
        _minute(one.opens),
        f"{len(one.groups):,}",
        f"{sum(group.stage in STANDING for group in one.groups):,}",
        ", ".join(group.group for group in one.groups if _is_left_behind(group)),
    )


def _is_left_behind(group: GroupStanding) -> bool:
    return group.run == "failed" or (group.run == "awaiting a person" and bool(group.doing))


def _group_row(plan: WavePlan, one: GroupStanding) -> tuple[str, ...]:
    planned = plan.by_group[one.group]
    return (
        one.group,
        one.stage or "",
        f"{one.run}: {one.doing}" if one.doing else one.run,
        one.health,
        _said(one.since),
        f"{len(planned.workloads):,}",
        f"{planned.disk_gib:,}",
        ", ".join(planned.after),
    )


def _lines(subject: str, one: Condition) -> Iterator[str]:
    """`subject` may be indented; what is to be done stands deeper, below what is the matter."""
    yield f"{subject} {'waits' if one.blocking else 'note'}: {one.evidence}"
    indent = " " * (len(subject) - len(subject.lstrip()) + 4)
    act = ": ".join(part for part in (one.who, one.remedy) if part)
    told = "; ".join(part for part in (f"since {_said(one.since)}" if one.since else "", act) if part)
    if told:
        yield f"{indent}{told}"


def _said(when: str) -> str:
    return _minute(datetime.fromisoformat(when)) if when else ""


def _minute(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def _wave_data(plan: WavePlan, one: WaveStanding) -> dict[str, Any]:
    wave = plan.by_wave[one.wave]
    said = one.model_dump(mode="json", exclude={"groups"})
    return {**said, "pilot": wave.pilot, "why": wave.why, "groups": [_group_data(plan, g) for g in one.groups]}


def _group_data(plan: WavePlan, one: GroupStanding) -> dict[str, Any]:
    planned = plan.by_group[one.group]
    about = {"machines": len(planned.workloads), "disk_gib": planned.disk_gib, "after": list(planned.after)}
    return {**one.model_dump(mode="json", exclude={"wave"}), **about}
