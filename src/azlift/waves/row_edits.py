"""What the rows of an edited plan ask for, machine by machine, whatever kind of sheet they stood in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from azlift.model import Estate, WavePlan, WorkloadId
from azlift.waves.groups import moves
from azlift.waves.names import SLUG
from azlift.waves.plan_files import STAY
from azlift.waves.proposal import A_WAVE, A_WINDOW, WAVE_NUMBER, Fault, Proposal, is_window, quoted, refuse

COLUMNS = ("wave", "group", "workload")
WINDOW = "window"
"""The column that a file may do without."""


@dataclass(frozen=True)
class Table:
    """A sheet's cells as text without blanks around it. `lines` are the rows below the header by their number, as a
    spreadsheet counts: the header is 1. Rows may be shorter than the header. `tab` is empty for a file without tabs.
    """

    path: Path
    tab: str
    header: Sequence[str]
    lines: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Row:
    """One machine's row, as it was written."""

    number: int
    wave: str
    window: str
    group: str
    workload: str


def read_table(table: Table, plan: WavePlan, estate: Estate) -> Proposal:
    """What the table asks for; a PlanError names every cell that cannot be used and every machine that is missing."""
    rows = list(_rows(table))
    moving = [row for row in rows if row.wave.casefold() not in ("", STAY)]
    faults = [
        *_workload_faults(rows, estate),
        *_cell_faults(moving, estate),
        *_split_faults(moving),
        *_window_faults(moving),
    ]
    if faults:
        raise refuse(table.path, faults, table.tab)
    proposal = Proposal(members={}, numbers={}, limits=plan.limits)
    for row in moving:
        proposal.members.setdefault(row.group, []).append(row.workload)
        proposal.numbers[row.group] = int(row.wave)
        if row.window:
            proposal.windows[int(row.wave)] = row.window
    return proposal


def _rows(table: Table) -> Iterator[Row]:
    """Those that are not blank, from the columns that count, wherever they stand."""
    names = [name.casefold() for name in table.header]
    odd = [column for column in COLUMNS if names.count(column) != 1]
    if odd or names.count(WINDOW) > 1:
        found = quoted(",".join(table.header))
        faults = [Fault(1, column, found, f"one column {column}") for column in odd or [WINDOW]]
        raise refuse(table.path, faults, table.tab)
    wave, group, workload = (names.index(column) for column in COLUMNS)
    window = names.index(WINDOW) if WINDOW in names else len(names)
    for number, line in table.lines:
        if any(line):
            cells = [*line[: len(names)], *[""] * (len(names) + 1 - len(line))]
            yield Row(number, cells[wave], cells[window], cells[group], cells[workload])


# -- faults -------------------------------------------------------------------------------------------------------


def _workload_faults(rows: Sequence[Row], estate: Estate) -> Iterator[Fault]:
    first: dict[WorkloadId, int] = {}
    for row in rows:
        if row.workload not in estate.by_id:
            yield Fault(
                row.number, "workload", quoted(row.workload), "the id of a machine in this estate, as it was written"
            )
        elif row.workload in first:
            yield Fault(
                row.number, "workload", quoted(row.workload), f"each machine once: it is in row {first[row.workload]}"
            )
        first.setdefault(row.workload, row.number)
    for workload in estate.workloads:
        if workload.id not in first:
            yield Fault(
                None, "workload", "no row", f"a row for {workload.id} ({quoted(workload.name)}); {STAY} keeps it behind"
            )


def _cell_faults(moving: Sequence[Row], estate: Estate) -> Iterator[Fault]:
    for row in moving:
        workload = estate.by_id.get(row.workload)
        if not WAVE_NUMBER.fullmatch(row.wave):
            yield Fault(row.number, "wave", quoted(row.wave), A_WAVE)
        elif workload and not moves(workload):
            yield Fault(row.number, "wave", quoted(row.wave), f"{STAY}: the machine's route is {workload.route}")
        if not SLUG.fullmatch(row.group):
            yield Fault(row.number, "group", quoted(row.group), "a group's id: a-z, 0-9 and -, at most 40 characters")


def _split_faults(moving: Sequence[Row]) -> Iterator[Fault]:
    first: Mapping[str, Row] = {row.group: row for row in reversed(moving) if WAVE_NUMBER.fullmatch(row.wave)}
    for row in moving:
        if WAVE_NUMBER.fullmatch(row.wave) and row.wave != (begin := first[row.group]).wave:
            expected = f"{quoted(begin.wave)} as in row {begin.number}: group {quoted(row.group)} moves as a whole"
            yield Fault(row.number, "wave", quoted(row.wave), expected)


def _window_faults(moving: Sequence[Row]) -> Iterator[Fault]:
    """An empty cell says nothing: it goes with what the other rows of its wave say."""
    first: dict[str, Row] = {}
    for row in moving:
        if row.window and not is_window(row.window):
            yield Fault(row.number, WINDOW, quoted(row.window), A_WINDOW)
        elif row.window and row.window != (begin := first.setdefault(row.wave, row)).window:
            expected = f"{quoted(begin.window)} as in row {begin.number}, or nothing: a wave has one window"
            yield Fault(row.number, WINDOW, quoted(row.window), expected)
