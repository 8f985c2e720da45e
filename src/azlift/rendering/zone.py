"""A wave's landing zone: its resource group, and in it one network with a guarded subnet per source network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from azlift.errors import PlanError
from azlift.model import ExpectedResource, Rendering, Target, Wave, Workload
from azlift.rendering import tags
from azlift.rendering.deployment import Body, rendering_of, wired
from azlift.rendering.digest import canonical
from azlift.rendering.limits import check_part
from azlift.rendering.machine import nics_of
from azlift.rendering.names import place_name, resource_group_name, subnet_name
from azlift.rendering.resources import Foreseen, expect, foresee, group_scope
from azlift.rendering.sandbox import render_json
from azlift.rendering.subnets import carve

TEMPLATE = "landing_zone.json.j2"

RESOURCE_GROUP = "Microsoft.Resources/resourceGroups"
SECURITY_GROUP = "Microsoft.Network/networkSecurityGroups"
NETWORK = "Microsoft.Network/virtualNetworks"


def render_zone(
    wave: Wave,
    workloads: Sequence[Workload],
    target: Target,
    templates: Path,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> Rendering:
    """What is sent, at subscription scope, before the first group of a wave; `workloads` are all machines of the wave.

    `kept` are the blocks of subnets that stand already: Azure moves no subnet that is in use.
    Raises PlanError when the address space is too small, TemplateFault when the template cannot be used.
    """
    if wave.id != target.wave:
        raise PlanError(f"found {target.wave} as where {wave.id} lands", advice="Plan the waves again.")
    subject = tags.subject_tags(target, tags.LANDING_ZONE)
    subnets = guarded_subnets(workloads, target, kept)
    part = _part(subnets, target, tags.resource_tags(target, subject), templates)
    return rendering_of(wave.id, target, None, [part], subject)


def subnet_blocks(zone: Rendering) -> dict[str, str]:
    """The blocks of a landing zone's subnets, by their names."""
    network = zone.parts[0].parameters["network"]["value"]
    return {subnet["name"]: subnet["addressPrefix"] for subnet in network["subnets"].values()}


def guarded_subnets(
    workloads: Sequence[Workload], target: Target, kept: Mapping[str, str] = MappingProxyType({})
) -> dict[str, dict[str, Any]]:
    """By the subnet's key among the parameters: its name, block, and security group; one per source network."""
    counts = Counter(subnet_name(nic.network) for workload in workloads for nic in nics_of(workload))
    blocks = carve(target.address_space, counts, kept)
    return {
        f"s{number:02}": {"name": name, "addressPrefix": block, "guard": {"name": f"nsg-{name.removeprefix('snet-')}"}}
        for number, (name, block) in enumerate(blocks.items(), start=1)
    }


def _part(
    subnets: Mapping[str, Any], target: Target, all_tags: Mapping[str, str], templates: Path
) -> tuple[Body, list[ExpectedResource]]:
    template = render_json(templates, TEMPLATE, {"subnets": [{"path": f"network.subnets.{key}"} for key in subnets]})
    network = {"name": f"vnet-{place_name(target)}", "addressPrefix": target.address_space, "subnets": subnets}
    parameters = wired(
        location=target.region, resourceGroup=resource_group_name(target), tags=all_tags, network=network
    )
    foreseen = _foreseen(subnets, target)
    value_bytes = len(canonical(parameters)) + len(canonical(all_tags)) * len(foreseen)
    versions = check_part(str(templates / TEMPLATE), template, parameters, foreseen, value_bytes)
    return (template, parameters), expect(foreseen, versions)


def _foreseen(subnets: Mapping[str, Any], target: Target) -> list[Foreseen]:
    """The resource group first, then what lies in it, in creation order."""
    scope = group_scope(target)
    return [
        Foreseen(scope, RESOURCE_GROUP, resource_group_name(target)),
        *(foresee(scope, SECURITY_GROUP, subnet["guard"]["name"]) for subnet in subnets.values()),
        foresee(scope, NETWORK, f"vnet-{place_name(target)}"),
    ]
