"""The plan's CSV file, as a spreadsheet saved it: wave, group and workload count, the other columns are for reading."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Estate, WavePlan, WorkloadId
from azlift.waves.groups import moves
from azlift.waves.names import SLUG
from azlift.waves.plan_files import STAY
from azlift.waves.proposal import A_WAVE, WAVE_NUMBER, Fault, Proposal, quoted, refuse

READ_COLUMNS = ("wave", "group", "workload")
SEPARATORS = (",", ";", "\t")
"""Excel saves the list separator of its locale."""


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet counts: the header is 1."""

    number: int
    wave: str
    group: str
    workload: str


def read_csv_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the file asks for; a PlanError names every cell that cannot be used and every machine that is missing."""
    rows = list(_rows(path, _text(content)))
    moving = [row for row in rows if row.wave.casefold() not in ("", STAY)]
    faults = [*_workload_faults(rows, estate), *_cell_faults(moving, estate), *_split_faults(moving)]
    if faults:
        raise refuse(path, faults)
    proposal = Proposal(members={}, numbers={}, limits=plan.limits)
    for row in moving:
        proposal.members.setdefault(row.group, []).append(row.workload)
        proposal.numbers[row.group] = int(row.wave)
    return proposal


# -- rows ---------------------------------------------------------------------------------------------------------


def _text(content: bytes) -> str:
    """UTF-8, with or without a mark; else what Excel saves as plain CSV. The columns that count are ASCII in both."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(path: Path, text: str) -> Iterator[Row]:
    try:
        header, *lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))) or [[]]
    except csv.Error as error:
        raise PlanError(f"not a CSV file: {error}", file=path.name, advice="Save the sheet as CSV UTF-8.") from error
    names = [name.strip().casefold() for name in header]
    if missing := [column for column in READ_COLUMNS if names.count(column) != 1]:
        raise refuse(path, [Fault(1, column, quoted(",".join(header)), f"one column {column}") for column in missing])
    wave, group, workload = (names.index(column) for column in READ_COLUMNS)
    for number, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            cells = [cell.strip() for cell in line] + [""] * len(names)
            yield Row(number, cells[wave], cells[group], cells[workload])


def _separator(text: str) -> str:
    """The one that occurs most in the header."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)


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
