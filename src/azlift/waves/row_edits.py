"""What the rows of an edited plan ask for, machine by machine, whatever tool they were written for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from azlift.model import Estate, WavePlan, WorkloadId
from azlift.waves.barred import pinned_to
from azlift.waves.groups import moves
from azlift.waves.names import SLUG
from azlift.waves.plan_files import STAY
from azlift.waves.proposal import A_WAVE, A_WINDOW, Fault, Proposal, is_window, quoted, refuse
from azlift.waves.tables import Table


class Row(NamedTuple):
    """One machine's row, as it was written. `row` is its number in the sheet."""

    row: int
    wave: str
    window: str
    group: str
    workload: str


def own_number(wave: str) -> int | None:
    """A wave's number as azlift writes it, alone or in the wave's id; None for anything else."""
    return pinned_to(wave)


@dataclass(frozen=True)
class Words:
    """What a kind of sheet calls its columns, how it numbers its waves, and what it expects in each cell."""

    wave: str = "wave"
    group: str = "group"
    workload: str = "workload"
    number_of: Callable[[str], int | None] = own_number
    a_wave: str = A_WAVE
    a_group: str = "a group's id: a-z, 0-9 and -, at most 40 characters"
    a_workload: str = "the id of a machine in this estate, as it was written"
    empty_stays: bool = False
    """Whether no wave means that the machine stays, as other tools have it."""


OWN = Words()
WINDOW = "window"


def read_rows(
    table: Table, rows: Sequence[Row], plan: WavePlan, estate: Estate, words: Words = OWN, more: Iterable[Fault] = ()
) -> Proposal:
    """What the rows ask for; a PlanError names every cell that cannot be used, with `more` that the caller found, and
    every machine that is missing."""
    moving = [row for row in rows if row.wave.casefold() not in ("", STAY)]
    numbers = {row.wave: words.number_of(row.wave) for row in moving}
    numbered = [(row, number) for row in moving if (number := numbers[row.wave])]
    faults = [
        *more,
        *_workload_faults(rows, estate, words),
        *(Fault(row.row, words.wave, quoted(row.wave), words.a_wave) for row in moving if not numbers[row.wave]),
        *_empty_faults(rows, plan, words),
        *_place_faults(moving, estate, words),
        *_split_faults(numbered, words),
        *_window_faults(numbered),
    ]
    if faults:
        raise refuse(table.path, faults, table.tab)
    proposal = Proposal(members={}, numbers={}, limits=plan.limits)
    for row, number in numbered:
        proposal.members.setdefault(row.group, []).append(row.workload)
        proposal.numbers[row.group] = number
        if row.window:
            proposal.windows[number] = row.window
    return proposal


# -- faults -------------------------------------------------------------------------------------------------------


def _workload_faults(rows: Sequence[Row], estate: Estate, words: Words) -> Iterator[Fault]:
    first: dict[WorkloadId, int] = {}
    for row in rows:
        if row.workload not in estate.by_id:
            yield Fault(row.row, words.workload, quoted(row.workload), words.a_workload)
        elif row.workload in first:
            expected = f"each machine once: it is in row {first[row.workload]}"
            yield Fault(row.row, words.workload, quoted(row.workload), expected)
        first.setdefault(row.workload, row.row)
    for workload in estate.workloads:
        if workload.id not in first:
            expected = f"a row for {workload.id} ({quoted(workload.name)}); {STAY} keeps it behind"
            yield Fault(None, words.workload, "no row", expected)


def _empty_faults(rows: Sequence[Row], plan: WavePlan, words: Words) -> Iterator[Fault]:
    """A cell without a wave goes with a machine that stays; of one that was to move it is more likely a slip."""
    staying = set(plan.staying)
    for row in rows if not words.empty_stays else ():
        if not row.wave and row.workload not in staying:
            yield Fault(row.row, words.wave, "nothing", words.a_wave)


def _place_faults(moving: Sequence[Row], estate: Estate, words: Words) -> Iterator[Fault]:
    for row in moving:
        workload = estate.by_id.get(row.workload)
        if workload and not moves(workload):
            yield Fault(row.row, words.wave, quoted(row.wave), f"{STAY}: the machine's route is {workload.route}")
        elif not SLUG.fullmatch(row.group):
            cell = row.wave if words.group == words.wave else row.group
            yield Fault(row.row, words.group, quoted(cell), words.a_group)


def _split_faults(numbered: Sequence[tuple[Row, int]], words: Words) -> Iterator[Fault]:
    first: dict[str, tuple[Row, int]] = {}
    for row, number in numbered:
        begin, wave = first.setdefault(row.group, (row, number))
        if number != wave:
            expected = f"{quoted(begin.wave)} as in row {begin.row}: group {quoted(row.group)} moves as a whole"
            yield Fault(row.row, words.wave, quoted(row.wave), expected)


def _window_faults(numbered: Sequence[tuple[Row, int]]) -> Iterator[Fault]:
    """An empty cell says nothing: it goes with what the other rows of its wave say. Of several windows the one of most
    rows is taken for meant."""
    first: dict[int, Row] = {}
    for number, rows in _by_wave(numbered).items():
        most = Counter(row.window for row in rows).most_common(1)[0][0]
        first[number] = next(row for row in rows if row.window == most)
    for row, number in numbered:
        if row.window and not is_window(row.window):
            yield Fault(row.row, WINDOW, quoted(row.window), A_WINDOW)
        elif row.window and row.window != (begin := first[number]).window:
            expected = f"{quoted(begin.window)} as in row {begin.row}, or nothing: a wave has one window"
            yield Fault(row.row, WINDOW, quoted(row.window), expected)


def _by_wave(numbered: Sequence[tuple[Row, int]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row, number in numbered:
        if row.window:
            found[number].append(row)
    return found
