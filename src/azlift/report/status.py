"""Where every wave and group stands: rows for a table, data for a program, one line for a terminal."""

from collections.abc import Sequence
from typing import Any

from azlift.errors import NotFound
from azlift.escaping import plain
from azlift.model import Failure, GroupId, Wave, WaveId, WavePlan
from azlift.report.standing import Standings, has_landed, is_left_behind, is_verified, standing_of
from azlift.stages import Standing

WAVE_COLUMNS = ("wave", "groups", "machines", "GiB", "landed", "verified", "left behind")
GROUP_COLUMNS = ("group", "machines", "GiB", "stage", "run", "since", "after")


def status_rows(plan: WavePlan, standings: Standings, wave: WaveId | None) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Columns and rows, not escaped: one row per wave, or per group of one wave. Raises NotFound."""
    if wave is None:
        return WAVE_COLUMNS, [wave_row(one, plan, standings) for one in plan.waves]
    (chosen,) = _chosen(plan, wave)
    return GROUP_COLUMNS, [_group_row(group, plan, standing_of(group, standings)) for group in chosen.groups]


def status_data(
    plan: WavePlan, standings: Standings, failures: Sequence[Failure], wave: WaveId | None
) -> dict[str, Any]:
    """All waves, or one, group by group, and the failures that concern them. Raises NotFound."""
    chosen = _chosen(plan, wave)
    subjects = {group for one in chosen for group in one.groups} | {one.id for one in chosen}
    return {
        "waves": [_wave_data(one, plan, standings) for one in chosen],
        "failures": [one.model_dump(mode="json") for one in failures if one.subject.rpartition(":")[2] in subjects],
    }


def progress_line(plan: WavePlan, standings: Standings, wave: WaveId | None) -> str:
    """How far the groups of a wave are, or of all waves: every group is counted once. Raises NotFound."""
    groups = [group for one in _chosen(plan, wave) for group in one.groups]
    counts = dict.fromkeys(("verified", "landed", "running", "left behind", "to go"), 0)
    for group in groups:
        counts[_progress(standing_of(group, standings))] += 1
    shown = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    number = f"{len(groups):,} group{'' if len(groups) == 1 else 's'}"
    return f"{plain(wave or 'all waves')}: {number}: {shown or 'nothing to do'}"


def wave_row(wave: Wave, plan: WavePlan, standings: Standings) -> tuple[str, ...]:
    """A wave's size, and how many of its groups have landed and are verified; those left behind by name."""
    groups = [plan.by_group[group] for group in wave.groups]
    standing = {group: standing_of(group, standings) for group in wave.groups}
    return (
        f"{wave.id} (pilot)" if wave.pilot else wave.id,
        f"{len(groups):,}",
        f"{sum(len(group.workloads) for group in groups):,}",
        f"{sum(group.disk_gib for group in groups):,}",
        f"{sum(map(has_landed, standing.values())):,}",
        f"{sum(map(is_verified, standing.values())):,}",
        ", ".join(group for group, one in standing.items() if is_left_behind(one)),
    )


def _chosen(plan: WavePlan, wave: WaveId | None) -> tuple[Wave, ...]:
    if wave is None:
        return plan.waves
    if wave not in plan.by_wave:
        advice = f"It has {', '.join(plan.by_wave) or 'none'}."
        raise NotFound(f"the plan has no wave {wave!r}", advice=advice)
    return (plan.by_wave[wave],)


def _progress(standing: Standing) -> str:
    if is_left_behind(standing):
        return "left behind"
    if standing.run == "running":
        return "running"
    return "verified" if is_verified(standing) else "landed" if has_landed(standing) else "to go"


def _group_row(group: GroupId, plan: WavePlan, standing: Standing) -> tuple[str, ...]:
    planned = plan.by_group[group]
    size = (f"{len(planned.workloads):,}", f"{planned.disk_gib:,}")
    return (group, *size, standing.stage or "", standing.run, standing.since, ", ".join(planned.after))


def _wave_data(wave: Wave, plan: WavePlan, standings: Standings) -> dict[str, Any]:
    return {
        "wave": wave.id,
        "pilot": wave.pilot,
        "why": wave.why,
        "groups": [_group_data(group, plan, standing_of(group, standings)) for group in wave.groups],
    }


def _group_data(group: GroupId, plan: WavePlan, standing: Standing) -> dict[str, Any]:
    planned = plan.by_group[group]
    return {
        "group": group,
        "machines": len(planned.workloads),
        "disk_gib": planned.disk_gib,
        "after": list(planned.after),
        "stage": standing.stage,
        "run": standing.run,
        "since": standing.since,
    }
