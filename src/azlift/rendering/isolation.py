"""Where a group's isolated copy stands: a resource group and a network of its own, without routes to anywhere.

The template is another than the landing zone's, so that what somebody adds to that one (a peering with the hub, for
one) never reaches a copy. The addresses are the wave's own: machines keep theirs, and Azure refuses to peer networks
whose addresses overlap, so that nobody joins the two by mistake.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from azlift.errors import PlanError
from azlift.model import ExpectedResource, MoveGroup, Rendering, Target, Workload
from azlift.rendering import tags
from azlift.rendering.deployment import Body, rendering_of, wired
from azlift.rendering.digest import canonical
from azlift.rendering.limits import check_part
from azlift.rendering.names import place_name, resource_group_name
from azlift.rendering.resources import Foreseen, expect, foresee, group_scope
from azlift.rendering.sandbox import render_json
from azlift.rendering.zone import NETWORK, RESOURCE_GROUP, SECURITY_GROUP, guarded_subnets

TEMPLATE = "isolated_zone.json.j2"
ROUTE_TABLE = "Microsoft.Network/routeTables"


def render_isolated_zone(group: MoveGroup, workloads: Sequence[Workload], target: Target, templates: Path) -> Rendering:
    """What is sent, at subscription scope, before the group's copy; `workloads` are its machines.

    Raises PlanError when the target is not that of the group's copy or its address space is too small, TemplateFault
    when the template cannot be used.
    """
    if target.copy_of != group.id:
        raise PlanError(f"found {target.copy_of!r} as the group whose copy lands; expected {group.id!r}")
    called = f"{tags.COPY_ZONE}{group.id}"
    subject = tags.subject_tags(target, called)
    part = _part(guarded_subnets(workloads, target), target, tags.resource_tags(target, subject), templates)
    return rendering_of(called, target, None, [part], subject)


def _part(
    subnets: Mapping[str, Any], target: Target, all_tags: Mapping[str, str], templates: Path
) -> tuple[Body, list[ExpectedResource]]:
    place = place_name(target)
    template = render_json(templates, TEMPLATE, {"subnets": [{"path": f"network.subnets.{key}"} for key in subnets]})
    network = {
        "name": f"vnet-{place}",
        "addressPrefix": target.address_space,
        "routes": {"name": f"rt-{place}"},
        "subnets": subnets,
    }
    parameters = wired(
        location=target.region, resourceGroup=resource_group_name(target), tags=all_tags, network=network
    )
    scope = group_scope(target)
    foreseen = [
        Foreseen(scope, RESOURCE_GROUP, resource_group_name(target)),
        foresee(scope, ROUTE_TABLE, f"rt-{place}"),
        *(foresee(scope, SECURITY_GROUP, subnet["guard"]["name"]) for subnet in subnets.values()),
        foresee(scope, NETWORK, f"vnet-{place}"),
    ]
    value_bytes = len(canonical(parameters)) + len(canonical(all_tags)) * len(foreseen)
    versions = check_part(str(templates / TEMPLATE), template, parameters, foreseen, value_bytes)
    return (template, parameters), expect(foreseen, versions)
