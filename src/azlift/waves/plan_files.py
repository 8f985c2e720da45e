"""The plan as files a person edits: one row per machine (CSV, for a spreadsheet), or one list per group (YAML)."""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal

import yaml

from azlift.escaping import inert
from azlift.model import Estate, GroupId, Wave, WavePlan, WorkloadId
from azlift.waves.groups import disk_gib

COLUMNS = (
    "wave", "window", "group", "workload", "name", "application", "owner", "environment", "vcpu", "memory_mib",
    "disk_gib", "size", "cost_per_month", "after", "because",
)  # fmt: skip
STAY = "stay"
YAML_HEAD = """\
# The waves of this plan. Move a group by moving its entry under another wave, or under `stay`; a new wave number makes
# a new wave. `windows` are when waves are cut over: the ids of windows of the calendar, which are their opening in UTC.
# The machines' names are for reading: machines are regrouped in the CSV file.
"""

Costs = Mapping[WorkloadId, tuple[str, Decimal]]
"""Size and USD per month of each machine that has a place in Azure."""
Cell = str | int | Decimal


def plan_csv(plan: WavePlan, estate: Estate, costs: Costs) -> str:
    """The rows of `plan_rows` under their columns. No cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # with both in it, cells that hold either are quoted
    writer.writerow(COLUMNS)
    for row in plan_rows(plan, estate, costs):
        writer.writerow([inert(str(cell)) for cell in row])
    return text.getvalue()


def plan_yaml(plan: WavePlan, estate: Estate) -> str:
    """Limits, the windows of waves that have one, then waves by number, each with its groups and machines' names."""
    groups = {group.id: names_of(group.workloads, estate) for group in plan.groups}
    content = {
        "limits": plan.limits.model_dump(),
        "windows": {wave.number: wave.slot for wave in plan.waves if wave.slot},
        "waves": {wave.number: {group: groups[group] for group in wave.groups} for wave in plan.waves},
        STAY: {},
        "staying": names_of(plan.staying, estate),
    }
    return YAML_HEAD + yaml.safe_dump(content, sort_keys=False, width=120)


def names_of(workloads: tuple[WorkloadId, ...], estate: Estate) -> list[str]:
    return [estate.by_id[workload].name for workload in workloads]


def plan_rows(plan: WavePlan, estate: Estate, costs: Costs) -> Iterator[tuple[Cell, ...]]:
    """One row per workload, those that stay last, with a cell for each of `COLUMNS`."""
    for wave in plan.waves:
        for group in wave.groups:
            for workload in plan.by_group[group].workloads:
                yield _row(wave, group, workload, plan, estate, costs)
    for workload in plan.staying:
        yield _row(None, "", workload, plan, estate, costs)


def _row(
    wave: Wave | None, group: GroupId, workload: WorkloadId, plan: WavePlan, estate: Estate, costs: Costs
) -> tuple[Cell, ...]:
    machine = estate.by_id[workload]
    after, because = (plan.by_group[group].after, plan.by_group[group].because) if group else ((), machine.route_reason)
    place = (wave.number, wave.slot) if wave else (STAY, "")
    people = (machine.name, machine.application, machine.owner, machine.environment)
    facts = ["" if fact is None else fact for fact in (machine.vcpu, machine.memory_mib)]
    size, cost = costs.get(workload, ("", ""))
    why = (" ".join(after), because)
    return (*place, group, workload, *people, *facts, disk_gib([workload], estate), size, cost, *why)
