"""How a rehearsal ended: numbers that add up to the rows read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from azlift.escaping import plain


@dataclass(frozen=True)
class RehearsalSummary:
    """Counts are machines, except `groups` and `waves`.

    `left_out` and `staying` are by reason (what cannot be placed stays); `left_behind` is by group. VMs of
    verified groups are counted as the ledger records them and as the SDK lists them; unfinished ones were begun by
    groups left behind. `stuck` are waves that could not go on, with what kept them; `story` is told line by line.
    `ours_seconds` is azlift's processor time, Prefect's client and the SDK's included.
    """

    rows: int
    left_out: Mapping[str, int]
    staying: Mapping[str, int]
    to_move: int
    verified: int
    left_behind: Mapping[str, int]
    groups: int
    waves: int
    machines_recorded: int
    machines_listed: int
    machines_unfinished: int
    stuck: Mapping[str, str]
    story: tuple[str, ...]
    wall_seconds: float
    ours_seconds: float

    @property
    def share_ours(self) -> float:
        return self.ours_seconds / self.wall_seconds if self.wall_seconds else 0.0


def adds_up(summary: RehearsalSummary) -> bool:
    """Every row read is left out, stays or was to move; each of the last is verified or named as left behind; and
    what stands is what the record says."""
    kept = sum(summary.left_out.values()) + sum(summary.staying.values())
    moved = summary.verified + sum(summary.left_behind.values())
    return (
        summary.rows == kept + summary.to_move
        and summary.to_move == moved
        and summary.machines_listed == summary.machines_recorded
    )


def summary_data(summary: RehearsalSummary) -> dict[str, Any]:
    """The summary for a program, with what follows from it."""
    members = {one.name: getattr(summary, one.name) for one in fields(summary)}
    counts = {name: dict(value) for name, value in members.items() if isinstance(value, Mapping)}
    derived = {"share_ours": round(summary.share_ours, 3), "adds_up": adds_up(summary)}
    return members | counts | derived


def summary_text(summary: RehearsalSummary) -> str:
    """Plain lines for a terminal; when the numbers do not add up, the last line says so."""
    left_out, staying, left = (
        sum(counts.values()) for counts in (summary.left_out, summary.staying, summary.left_behind)
    )
    lines = [
        *summary.story,
        *(f"{plain(wave)} could not go on: {plain(why)}" for wave, why in summary.stuck.items()),
        f"{summary.rows:,} rows = {left_out:,} left out + {staying:,} stay + {summary.to_move:,} to move",
        f"{summary.to_move:,} to move = {summary.verified:,} verified + {left:,} left behind",
        *_reasons("left out", summary.left_out),
        *_reasons("stay", summary.staying),
        *_reasons("left behind", summary.left_behind),
        f"{summary.groups:,} groups in {summary.waves:,} waves; virtual machines: {summary.machines_recorded:,} "
        f"verified in the ledger, {summary.machines_listed:,} of them listed by Azure{_unfinished(summary)}",
        f"{_duration(summary.wall_seconds)}, of which {summary.share_ours:.0%} azlift's own work",
        *([] if adds_up(summary) else ["These numbers do not add up: please report this as a fault of azlift."]),
    ]
    return "\n".join(lines)


def _unfinished(summary: RehearsalSummary) -> str:
    count = summary.machines_unfinished
    return f"; {count:,} more stand unfinished, of groups left behind" if count else ""


def _reasons(what: str, counts: Mapping[str, int]) -> list[str]:
    """Most first; nothing when there is nothing to tell."""
    ordered = sorted(counts.items(), key=lambda reason: (-reason[1], reason[0]))
    told = ", ".join(f"{count:,} {plain(reason)}" for reason, count in ordered if count)
    return [f"{what}: {told}"] if told else []


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s" if minutes else f"{seconds:.1f} s"
