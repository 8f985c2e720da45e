"""How far waves are, in one line for a terminal."""

from azlift.errors import NotFound
from azlift.escaping import plain
from azlift.model import Wave, WaveId, WavePlan
from azlift.report.standing import Standings, has_landed, is_left_behind, is_verified, standing_of
from azlift.stages import Standing


def progress_line(plan: WavePlan, standings: Standings, wave: WaveId | None) -> str:
    """How far the groups of a wave are, or of all waves: every group is counted once. Raises NotFound."""
    groups = [group for one in _chosen(plan, wave) for group in one.groups]
    counts = dict.fromkeys(("verified", "landed", "running", "left behind", "to go"), 0)
    for group in groups:
        counts[_progress(standing_of(group, standings))] += 1
    shown = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    number = f"{len(groups):,} group{'' if len(groups) == 1 else 's'}"
    return f"{plain(wave or 'all waves')}: {number}: {shown or 'nothing to do'}"


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
