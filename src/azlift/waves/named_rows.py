"""Rows of tools that know machines and waves by their names, and no move groups: read against a plan that has them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from azlift.escaping import inert
from azlift.model import Estate, WavePlan, WorkloadId
from azlift.waves.barred import pinned_to
from azlift.waves.plan_files import STAY
from azlift.waves.proposal import Fault, Proposal, quoted
from azlift.waves.row_edits import Row, Words, read_rows
from azlift.waves.tables import Table

A_NAMED_WAVE = f"a wave's name with its number, such as Wave 3 or wave-03, or {STAY}"
A_NAME = "the id of a machine in this estate, or a name that it alone has"
NO_GROUP = f"{STAY}: the machine is in no group of the plan; give it one in plan.csv"

Cells = tuple[int, str, str]
"""The row's number, its wave, its machine."""


@dataclass(frozen=True)
class MachineNames:
    """Who is meant by a name: the machine that is called so, or else the one that is called so in capitals, or among
    its other names. Nobody, where several are."""

    exact: Mapping[str, frozenset[WorkloadId]]
    alike: Mapping[str, frozenset[WorkloadId]]

    def find(self, name: str) -> WorkloadId | None:
        found = self.exact.get(name) or self.alike.get(name.casefold()) or frozenset()
        return next(iter(found)) if len(found) == 1 else None


def names_in(estate: Estate) -> MachineNames:
    """Ids, and names as they are and as they are written where they would be formulas."""
    exact, alike = defaultdict[str, set[WorkloadId]](set), defaultdict[str, set[WorkloadId]](set)
    for machine in estate.workloads:
        for name in (machine.id, machine.name, inert(machine.name)):
            exact[name.strip()].add(machine.id)
        for name in (machine.name, machine.fqdn, *machine.aliases):
            alike[name.strip().casefold()].add(machine.id)
    exact.pop("", None)
    alike.pop("", None)
    return MachineNames(*({name: frozenset(ids) for name, ids in known.items()} for known in (exact, alike)))


def read_named_rows(
    table: Table, cells: Iterable[Cells], names: MachineNames, titles: tuple[str, str], plan: WavePlan, estate: Estate
) -> Proposal:
    """What rows ask for in which each machine stays in its group, and a group moves as a whole. A wave's number is the
    one in its name. `titles` are those of the columns of waves and machines. Raises PlanError."""
    wave, workload = titles
    words = Words(wave, wave, workload, pinned_to, A_NAMED_WAVE, NO_GROUP, A_NAME, empty_stays=True)
    home = {member: group.id for group in plan.groups for member in group.workloads}
    rows = [_row(number, wave_name, names.find(machine), machine, home) for number, wave_name, machine in cells]
    return read_rows(table, rows, plan, estate, words, _spelling_faults(rows, wave))


def _row(number: int, wave: str, found: WorkloadId | None, name: str, home: Mapping[WorkloadId, str]) -> Row:
    """A row that is nobody's asks for nothing: who it is for is its one fault."""
    return Row(number, wave, "", home.get(found, ""), found) if found else Row(number, "", "", "", name)


def _spelling_faults(rows: Iterable[Row], column: str) -> Iterator[Fault]:
    """Two names with one number are two waves to other tools, and one to azlift."""
    first: dict[int, Row] = {}
    for row in rows:
        if (number := pinned_to(row.wave)) and row.wave != (begin := first.setdefault(number, row)).wave:
            yield Fault(
                row.row, column, quoted(row.wave), f"{quoted(begin.wave)} as in row {begin.row}: both are wave {number}"
            )
