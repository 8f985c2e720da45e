"""A move group's rendering: its machines with their disks and network cards, in one or more deployments."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import ExpectedResource, MoveGroup, Placement, Rendering, Target, Workload, WorkloadId, shared_zones
from azlift.rendering import tags
from azlift.rendering.deployment import Body, rendering_of, wired
from azlift.rendering.limits import check_part, deal_out
from azlift.rendering.machine import Machine, describe_machine
from azlift.rendering.names import resource_group_name
from azlift.rendering.resources import expect
from azlift.rendering.sandbox import render_json

TEMPLATE = "move_group.json.j2"


def render_group(
    group: MoveGroup,
    workloads: Sequence[Workload],
    placements: Mapping[WorkloadId, Placement],
    names: Mapping[WorkloadId, str],
    target: Target,
    templates: Path,
) -> Rendering:
    """What is sent for a move group: the same for the same facts, in whatever order they are given.

    `workloads`, `placements` and `names` may hold more than the group's. Where the target is that of its isolated copy,
    that is rendered: the same machines, in another resource group and network. Raises PlanError when they hold less,
    TemplateFault when the template cannot be used.
    """
    called = f"{tags.COPY}{group.id}" if target.copy_of else group.id
    subject = tags.subject_tags(target, called)
    zone = choose_zone(group, placements)
    machines = _machines(group, workloads, placements, names, target, subject)
    if zone is None:
        _check_zones(group, placements)
    parts = [_part(part, target, zone, templates) for part in deal_out(machines)]
    return rendering_of(called, target, resource_group_name(target), parts, subject)


def workloads_of(rendering: Rendering) -> frozenset[WorkloadId]:
    """The workloads a group's rendering holds machines of."""
    machines = (machine for part in rendering.parts for machine in part.parameters["machines"]["value"].values())
    return frozenset(machine["tags"][tags.WORKLOAD] for machine in machines)


def choose_zone(group: MoveGroup, placements: Mapping[WorkloadId, Placement]) -> str | None:
    """A zone that all the group's sizes share, spread over groups by a hash of the id; None where there is none."""
    shared = shared_zones(placements[workload] for workload in group.workloads if workload in placements)
    return shared[int(hashlib.sha256(group.id.encode()).hexdigest(), 16) % len(shared)] if shared else None


def _machines(
    group: MoveGroup,
    workloads: Sequence[Workload],
    placements: Mapping[WorkloadId, Placement],
    names: Mapping[WorkloadId, str],
    target: Target,
    subject: Mapping[str, str],
) -> list[Machine]:
    """The group's machines in the order of their names, which no two share."""
    by_id = {workload.id: workload for workload in workloads}
    _check(group, by_id, placements, names, target)
    return [
        describe_machine(f"m{number:02}", by_id[id_], placements[id_], names[id_], target, subject)
        for number, id_ in enumerate(sorted(group.workloads, key=lambda id_: names[id_]), start=1)
    ]


def _check(
    group: MoveGroup,
    workloads: Mapping[WorkloadId, Workload],
    placements: Mapping[WorkloadId, Placement],
    names: Mapping[WorkloadId, str],
    target: Target,
) -> None:
    """Raises PlanError when the group is empty, or a machine is unknown, not placed, or placed elsewhere."""
    lacks = {
        "is not in the estate": [id_ for id_ in group.workloads if id_ not in workloads],
        "has no placement": [id_ for id_ in group.workloads if id_ not in placements],
        "has no name in Azure": [id_ for id_ in group.workloads if id_ not in names],
        f"is not placed in {target.region}": [
            id_ for id_ in group.workloads if id_ in placements and placements[id_].region != target.region
        ],
        "is in the group twice": [id_ for id_, count in Counter(group.workloads).items() if count > 1],
    }
    faults = [f"{id_} {lack}" for lack, ids in lacks.items() for id_ in sorted(set(ids))]
    if not group.workloads:
        faults = ["it has no machines"]
    if faults:
        raise PlanError(
            f"move group {group.id} cannot be rendered: {'; '.join(faults[:20])}",
            advice="Place and plan again; a machine that cannot be placed stays behind (`stay` in the plan).",
        )


def _check_zones(group: MoveGroup, placements: Mapping[WorkloadId, Placement]) -> None:
    """Raises PlanError when a machine of a group that is in no zone needs one: Azure would refuse its disks."""
    needing = sorted(id_ for id_ in group.workloads if placements[id_].needs_zone)
    if needing:
        raise PlanError(
            f"move group {group.id} cannot be rendered: its sizes share no availability zone, and Premium SSD v2 disks "
            f"of {', '.join(needing[:20])} need one",
            advice="Give these machines groups of their own in the plan, or place again with sizing.zonal.",
        )


def _part(
    machines: list[Machine], target: Target, zone: str | None, templates: Path
) -> tuple[Body, list[ExpectedResource]]:
    shapes = [machine.shape for machine in machines]
    template = render_json(templates, TEMPLATE, {"zonal": zone is not None, "machines": shapes})
    values = {machine.key: machine.values for machine in machines}
    parameters = wired(location=target.region, zone=zone, machines=values)
    foreseen = [resource for machine in machines for resource in machine.foreseen]
    value_bytes = sum(machine.bytes for machine in machines)
    versions = check_part(str(templates / TEMPLATE), template, parameters, foreseen, value_bytes)
    return (template, parameters), expect(foreseen, versions, zone)
