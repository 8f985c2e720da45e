"""When the copy of each wave must start, whether every byte fits before its window, and what that leaves the planner.

Symbols, per line: waves w = 1..W in order of their cutover tau_w (hours from the origin); V_w GiB to copy, c_w GiB an
hour of changes; L the test lead; B(t) what the line has carried by hour t.

Late start: e_w = min(tau_w - L, s_{w+1}); s_w is so early that (1 + 0.6) V_w fits before e_w beside the deltas of the
waves that are copied and not yet cut over, that the disks can be read in time, and another 30 hours. To start
everything early instead sends up to half of all bytes as changes. 0.6 and 30 hours were measured on generated estates
of 2,000 and 10,000 machines: with a margin of 0.25, 17 waves of the latter slipped by up to a week, with 0.6 none.

Fluid test: for each w, sum of V_k over k <= w, and the deltas until then, <= B(tau_w - L). No schedule does without it,
and where nothing but the line binds, copying in the order of the cutovers needs no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from azlift.forecast.loads import Load, total_change, total_gib
from azlift.forecast.replicating import at_most
from azlift.forecast.replication import disk_hours, left_by, reached
from azlift.model import Line, Replication, Slot

MARGIN = 0.6
EARLIER_HOURS = 30.0
LEAST_SHARE = 0.01
"""Of a line: what deltas leave to copies is reckoned as no less, so that a start is always named."""


@dataclass(frozen=True)
class Convoy:
    """The machines of one wave that go over one line; `cutover` is the start of its window, in hours."""

    name: str
    cutover: float
    loads: tuple[Load, ...]

    @cached_property
    def gib(self) -> float:
        return total_gib(self.loads)

    @cached_property
    def change(self) -> float:
        """GiB an hour."""
        return total_change(self.loads)


@dataclass(frozen=True, slots=True)
class Seeding:
    """Hours from the origin. `spare_gib` is what the fluid test leaves before `due`; below 0 it does not fit.

    `replicating` is how many machines are copied or kept in step at once when this wave's copy ends, of `at_most`.
    """

    name: str
    start: float
    finish: float
    due: float
    spare_gib: float
    replicating: int
    at_most: int

    @property
    def copied_in_time(self) -> bool:
        return self.spare_gib >= 0 and self.finish <= self.due

    @property
    def fits(self) -> bool:
        return self.copied_in_time and self.replicating <= self.at_most


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line as rows of the planning problem: `stock` per group and `supply` up to each slot, in GiB."""

    line: str
    stock: tuple[float, ...]
    supply: tuple[float, ...]


# -- the calendar of copies ---------------------------------------------------------------------------------------


def seeding(convoys: Sequence[Convoy], line: Line, rules: Replication) -> tuple[Seeding, ...]:
    """Each wave's copy, started as late as is safe and never before the origin; in order of the cutovers."""
    ordered = sorted(convoys, key=lambda convoy: (convoy.cutover, convoy.name))
    lead = rules.test_lead_days * 24
    most = at_most(rules)
    starts = _late_starts(ordered, line, rules)
    made: list[Seeding] = []
    free_from = 0.0
    for number, convoy in enumerate(ordered):
        start = max(0.0, starts[number], free_from)
        before = list(zip(ordered[:number], made, strict=True))
        read = reached(line, start, line.gib_per_hour * disk_hours(convoy.loads, rules))
        finish = max(read, _finish(line, start, convoy.gib, before))
        free_from = finish
        due = convoy.cutover - lead
        needed = sum(earlier.gib for earlier in ordered[: number + 1])
        deltas = sum(earlier.change * max(0.0, min(earlier.cutover, due) - done.finish) for earlier, done in before)
        kept = sum(len(earlier.loads) for earlier, _ in before if earlier.cutover > finish)
        spare = line.carried(0.0, due) - needed - deltas
        made.append(Seeding(convoy.name, start, finish, due, spare, kept + len(convoy.loads), most))
    return tuple(made)


def _late_starts(ordered: Sequence[Convoy], line: Line, rules: Replication) -> list[float]:
    starts = [0.0] * len(ordered)
    following = float("inf")
    for number in range(len(ordered) - 1, -1, -1):
        convoy = ordered[number]
        end = min(convoy.cutover - rules.test_lead_days * 24, following)
        sent = (1 + MARGIN) * convoy.gib
        begin = left_by(line, end, sent)
        beside = sum(earlier.change for earlier in ordered[:number] if earlier.cutover > begin)
        share = max(LEAST_SHARE, 1 - beside / line.gib_per_hour)
        read = line.gib_per_hour * disk_hours(convoy.loads, rules)
        following = starts[number] = left_by(line, end, max(sent / share, read)) - EARLIER_HOURS
    return starts


def _finish(line: Line, start: float, gib: float, before: Sequence[tuple[Convoy, Seeding]]) -> float:
    """When the copy is complete beside the deltas of earlier waves, each of which ends with its cutover.

    Deltas take what changes, all day, out of the hours in which the line is open.
    """
    now, left = start, gib
    for end in (*sorted({convoy.cutover for convoy, _ in before if convoy.cutover > start}), float("inf")):
        beside = sum(convoy.change for convoy, _ in before if convoy.cutover > now)
        share = max(LEAST_SHARE, 1 - beside / (line.gib_per_hour * _open_share(line, start)))
        done = reached(line, now, left / share)
        if done <= end:
            return done
        left -= line.carried(now, end) * share
        now = end
    return now


def _open_share(line: Line, start: float) -> float:
    """The share of the time after `start`, up to the last blackout that is known, in which the line is open."""
    last = max((end for _, end in line.closed), default=start)
    if last <= start:
        return 1.0
    return max(LEAST_SHARE, line.carried(start, last) / (line.gib_per_hour * (last - start)))


def delta_share(convoys: Sequence[Convoy], seeded: Sequence[Seeding]) -> float:
    """The share of all bytes that is sent as changes, from the end of each copy to its cutover."""
    by_name = {done.name: done for done in seeded}
    copied = sum(convoy.gib for convoy in convoys)
    changed = sum(convoy.change * max(0.0, convoy.cutover - by_name[convoy.name].finish) for convoy in convoys)
    return changed / (copied + changed) if copied + changed else 0.0


# -- rows of the planning problem ---------------------------------------------------------------------------------


def line_rows(
    groups: Sequence[Sequence[Load]],
    hours_of_slots: Sequence[float],
    lines: Mapping[str, Line],
    rules: Replication,
    delta_shares: Mapping[str, float] | None = None,
) -> tuple[LineRow, ...]:
    """Bytes seeded through each line up to each slot: sum of stock <= supply is needed for every plan.

    `hours_of_slots` are the slots' starts, in order. A plan made with these rows is simulated; the share of deltas that
    shows tightens the supply of the next.
    """
    shares = delta_shares or {}
    lead = rules.test_lead_days * 24
    return tuple(
        LineRow(
            line=name,
            stock=tuple(total_gib(load for load in loads if load.link == name) for loads in groups),
            supply=tuple(
                accumulate(
                    (
                        (1 - rules.reserve_share) * (1 - shares.get(name, 0.0)) * line.carried(0.0, start - lead)
                        for start in hours_of_slots
                    ),
                    max,
                )
            ),
        )
        for name, line in sorted(lines.items())
    )


def hours_of(slots: Sequence[Slot]) -> tuple[float, ...]:
    """Each slot's start, in hours since the day of planning began."""
    return tuple(slot.week * 7 * 24 for slot in slots)
