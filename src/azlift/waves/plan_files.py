"""The plan as files a person edits: one row per machine (CSV, for a spreadsheet), or one list per group (YAML)."""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal

import yaml

from azlift.escaping import inert
from azlift.model import Estate, GroupId, WavePlan, WorkloadId
from azlift.waves.groups import disk_gib
from azlift.waves.packing import numbers_of

COLUMNS = (
    "wave", "group", "workload", "name", "application", "owner", "environment", "vcpu", "memory_mib", "disk_gib",
    "size", "cost_per_month", "after", "because",
)  # fmt: skip
STAY = "stay"
YAML_HEAD = """\
# The waves of this plan. Move a group by moving its entry under another wave, or under `stay`; a new wave number makes
# a new wave. The machines' names are for reading: machines are regrouped in the CSV file.
"""


def plan_csv(plan: WavePlan, estate: Estate, costs: Mapping[WorkloadId, tuple[str, Decimal]]) -> str:
    """One row per workload, those that stay last; `costs` gives size and USD per month. No cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # with both in it, cells that hold either are quoted
    writer.writerow(COLUMNS)
    for wave, group, workload in _places(plan):
        writer.writerow([inert(cell) for cell in _row(wave, group, workload, plan, estate, costs)])
    return text.getvalue()


def plan_yaml(plan: WavePlan, estate: Estate) -> str:
    """Limits, then waves by number, each with its groups and their machines' names."""
    groups = {group.id: names_of(group.workloads, estate) for group in plan.groups}
    content = {
        "limits": plan.limits.model_dump(),
        "waves": {wave.number: {group: groups[group] for group in wave.groups} for wave in plan.waves},
        STAY: {},
        "staying": names_of(plan.staying, estate),
    }
    return YAML_HEAD + yaml.safe_dump(content, sort_keys=False, width=120)


def names_of(workloads: tuple[WorkloadId, ...], estate: Estate) -> list[str]:
    return [estate.by_id[workload].name for workload in workloads]


def _places(plan: WavePlan) -> Iterator[tuple[str, GroupId, WorkloadId]]:
    numbers = numbers_of(plan)
    for group in (group for wave in plan.waves for group in wave.groups):
        for workload in plan.by_group[group].workloads:
            yield str(numbers[group]), group, workload
    for workload in plan.staying:
        yield STAY, "", workload


def _row(
    wave: str,
    group: GroupId,
    workload: WorkloadId,
    plan: WavePlan,
    estate: Estate,
    costs: Mapping[WorkloadId, tuple[str, Decimal]],
) -> list[str]:
    machine = estate.by_id[workload]
    size, cost = costs.get(workload, ("", ""))
    after, because = (plan.by_group[group].after, plan.by_group[group].because) if group else ((), machine.route_reason)
    facts = (machine.vcpu, machine.memory_mib, disk_gib([workload], estate), size, cost)
    people = (machine.name, machine.application, machine.owner, machine.environment)
    return [wave, group, workload, *people, *map(str, facts), " ".join(after), because]
