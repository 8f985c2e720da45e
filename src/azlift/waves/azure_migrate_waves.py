"""Azure Migrate's "inventory to wave mapping": which workload is in which wave, in its words.

Source: MicrosoftDocs/azure-docs, articles/migrate/how-to-plan-create-waves.md and common-questions-wave-planning.yml,
2026-09-01. The export has a row per workload with inventory columns and one that is called "Wave Name", the only one
that may be changed; new names are new waves; none may be empty; no row may be added or removed, and its import ignores
the inventory columns. How those are called is not documented: the one that names the workloads is found by what it
holds. So Azure Migrate can only be sure to take back a file of its own, which `fill_azure_migrate_waves` fills in.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from azlift.escaping import inert
from azlift.model import Estate, WavePlan, WorkloadId
from azlift.waves.groups import disk_gib
from azlift.waves.named_rows import A_NAME, A_NAMED_WAVE, MachineNames, names_in, read_named_rows
from azlift.waves.plan_files import STAY
from azlift.waves.proposal import Fault, Proposal, quoted, refuse
from azlift.waves.tables import Table, read_csv_table

WAVE_NAME = "Wave Name"
COLUMNS = (
    "Workload ID", "Workload Name", "Application", "Environment", "Operating System", "Cores", "Memory (MB)",
    "Storage (GB)", WAVE_NAME,
)  # fmt: skip
"""Of the file that `azure_migrate_waves_csv` writes: azlift's words, but for the last."""


def is_azure_migrate(table: Table) -> bool:
    """Whether one column has the name that is documented."""
    return table.titles.count(WAVE_NAME.casefold()) == 1


def azure_migrate_waves_csv(plan: WavePlan, estate: Estate) -> str:
    """The plan in the shape of the mapping, a row per workload. Those that stay are in a wave of that name, since none
    may be without. No cell is a formula."""
    waves = _waves(plan)
    return _csv([COLUMNS, *([inert(cell) for cell in _row(workload, waves, estate)] for workload in waves)])


def fill_azure_migrate_waves(path: Path, exported: bytes, plan: WavePlan, estate: Estate) -> str:
    """Azure Migrate's own export with the plan's waves in it; every other cell is as it was.

    It may have fewer machines than the estate. PlanError names each row whose machine is not known.
    """
    table, names, waves = read_csv_table(path, exported), names_in(estate), _waves(plan)
    if not is_azure_migrate(table):
        raise refuse(path, [Fault(1, WAVE_NAME, quoted(",".join(table.header)), f"one column {WAVE_NAME}")])
    wave, machine = _columns(table, names)
    found = {number: (name, names.find(name)) for number, (name,) in table.pick(machine)}
    title = table.header[machine].strip()
    if faults := [Fault(row, title, quoted(name), A_NAME) for row, (name, workload) in found.items() if not workload]:
        raise refuse(path, faults)
    filled = (
        _with_wave(line, wave, waves[workload]) if (workload := found.get(number, ("", None))[1]) else line
        for number, line in enumerate(table.lines, start=2)
    )
    return _csv([table.header, *filled])


def read_azure_migrate(table: Table, plan: WavePlan, estate: Estate) -> Proposal:
    """The plan's groups in the waves that the mapping names. Raises PlanError."""
    names = names_in(estate)
    wave, machine = _columns(table, names)
    cells = [(number, name, workload) for number, (name, workload) in table.pick(wave, machine)]
    if faults := [Fault(number, WAVE_NAME, "''", A_NAMED_WAVE) for number, name, _ in cells if not name]:
        raise refuse(table.path, faults, table.tab)
    return read_named_rows(table, cells, names, (WAVE_NAME, table.header[machine].strip()), plan, estate)


def _columns(table: Table, names: MachineNames) -> tuple[int, int]:
    """Where the wave is, and where most machines are named; the leftmost such column. Raises PlanError for none."""
    wave = table.titles.index(WAVE_NAME.casefold())
    others = [place for place in range(len(table.header)) if place != wave]
    rows = [cells for _, cells in table.pick(*others)]
    known = [len({names.find(cell) for cell in set(column)} - {None}) for column in zip(*rows, strict=True)]
    if not any(known):
        expected = "a column with names or ids of this estate's machines"
        raise refuse(table.path, [Fault(1, "Workload Name", quoted(",".join(table.header)), expected)], table.tab)
    return wave, others[known.index(max(known))]


def _waves(plan: WavePlan) -> dict[WorkloadId, str]:
    """The name of each machine's wave, in the plan's order."""
    moving = {
        workload: wave.id for wave in plan.waves for group in wave.groups for workload in plan.by_group[group].workloads
    }
    return moving | dict.fromkeys(plan.staying, STAY)


def _row(workload: WorkloadId, waves: dict[WorkloadId, str], estate: Estate) -> Iterator[str]:
    machine = estate.by_id[workload]
    sizes = (machine.vcpu, machine.memory_mib, disk_gib([workload], estate))
    yield from (workload, machine.name, machine.application, machine.environment, machine.os_name)
    yield from ("" if size is None else str(size) for size in sizes)
    yield waves[workload]


def _with_wave(line: Sequence[str], place: int, wave: str) -> list[str]:
    cells = [*line, *[""] * (place + 1 - len(line))]
    return [*cells[:place], wave, *cells[place + 1 :]]


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
