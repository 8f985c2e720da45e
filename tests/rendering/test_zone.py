import json
from collections.abc import Callable
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest

from azlift.errors import PlanError, TemplateFault
from azlift.model import Rendering, Target, Wave, Workload
from azlift.rendering import render_zone
from azlift.rendering.zone import TEMPLATE

MakeWorkload = Callable[..., Workload]
WAVE = Wave(id="wave-01", number=1, pilot=True, groups=("billing",), why="")


def network(rendering: Rendering) -> dict[str, Any]:
    value: dict[str, Any] = rendering.parts[0].parameters["network"]["value"]
    return value


def test_a_zone_is_a_deployment_at_subscription_scope(workload: MakeWorkload, target: Target, templates: Path) -> None:
    rendering = render_zone(WAVE, [workload()], target, templates)
    (part,) = rendering.parts
    assert rendering.resource_group is None
    assert rendering.subject == "wave-01"
    assert rendering.location == "westeurope"
    assert part.deployment == f"azlift-wave-01-{rendering.digest[:8]}"
    assert part.template["$schema"].endswith("subscriptionDeploymentTemplate.json#")
    assert rendering.tags == {
        "azlift-estate": "contoso",
        "azlift-wave": "wave-01",
        "azlift-group": "landing zone",
    }
    assert part.parameters["tags"]["value"] == {
        "cost-centre": "4711",
        **rendering.tags,
        "azlift-digest": rendering.digest,
    }


def test_a_zone_expects_its_resource_group_security_groups_and_network(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    rendering = render_zone(WAVE, [workload(networks=("DMZ", "App"))], target, templates)
    group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-contoso-wave-01-westeurope"
    assert [(resource.id, resource.api_version) for resource in rendering.expected] == [
        (group, "2024-03-01"),
        (f"{group}/providers/Microsoft.Network/networkSecurityGroups/nsg-app", "2024-05-01"),
        (f"{group}/providers/Microsoft.Network/networkSecurityGroups/nsg-dmz", "2024-05-01"),
        (f"{group}/providers/Microsoft.Network/virtualNetworks/vnet-contoso-wave-01-westeurope", "2024-05-01"),
    ]


def test_each_source_network_has_a_subnet_as_large_as_its_cards_need(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    machines = [workload(n, networks=("app", "dmz") if n < 3 else ("app",)) for n in range(40)]
    subnets = network(render_zone(WAVE, [*machines, workload(99, networks=())], target, templates))["subnets"]
    sizes = {subnet["name"]: IPv4Network(subnet["addressPrefix"]).prefixlen for subnet in subnets.values()}
    assert sizes == {"snet-app": 26, "snet-default": 27, "snet-dmz": 27}


def test_each_subnet_has_a_guard_that_denies_what_comes_from_the_internet(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    rendering = render_zone(WAVE, [workload(networks=("a", "b", "c"))], target, templates)
    inner = rendering.parts[0].template["resources"][1]["properties"]["template"]["resources"]
    *guards, virtual_network = inner
    rules = [[rule["properties"] for rule in guard["properties"]["securityRules"]] for guard in guards]
    assert len(rules) == 3
    for (rule,) in rules:
        assert (rule["access"], rule["direction"], rule["sourceAddressPrefix"]) == ("Deny", "Inbound", "Internet")
    guarded = [
        subnet["properties"]["networkSecurityGroup"]["id"] for subnet in virtual_network["properties"]["subnets"]
    ]
    assert guarded == virtual_network["dependsOn"]
    assert len(set(guarded)) == 3


def test_a_group_finds_its_subnets_in_the_zone(
    workload: MakeWorkload, rendered: Callable[..., Rendering], target: Target, templates: Path, hostile: list[str]
) -> None:
    machines = [workload(n, f"srv{n}", networks=(text, "VM Network", "")) for n, text in enumerate(hostile)]
    zone = render_zone(WAVE, machines, target, templates)
    virtual_network = zone.expected[-1].id
    subnets = {f"{virtual_network}/subnets/{subnet['name']}" for subnet in network(zone)["subnets"].values()}
    parts = rendered(*machines).parts
    wanted = {
        nic["subnetId"]
        for part in parts
        for machine in part.parameters["machines"]["value"].values()
        for nic in machine["nics"].values()
    }
    assert wanted == subnets


def test_hostile_networks_leave_nothing_but_letters_digits_and_hyphens(
    workload: MakeWorkload, target: Target, templates: Path, hostile: list[str]
) -> None:
    rendering = render_zone(WAVE, [workload(networks=tuple(hostile))], target, templates)
    sent = json.dumps(rendering.parts[0].parameters["network"], ensure_ascii=False)
    assert sent.isascii()
    assert not set(sent) & set("[]<>'$;\\")
    assert json.loads(rendering.model_dump_json())["digest"] == rendering.digest


def test_the_order_of_machines_does_not_matter(workload: MakeWorkload, target: Target, templates: Path) -> None:
    machines = [workload(n, networks=(f"net-{n % 7}",)) for n in range(30)]
    assert render_zone(WAVE, machines, target, templates) == render_zone(WAVE, machines[::-1], target, templates)


def test_a_space_too_small_for_the_wave_is_refused_with_numbers(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    small = target.model_copy(update={"address_space": "10.64.0.0/27"})
    with pytest.raises(PlanError, match=r"2 subnets for 2 network cards need 64 addresses; .* has 32"):
        render_zone(WAVE, [workload(networks=("a", "b"))], small, templates)


def test_more_networks_than_one_deployment_holds_are_refused(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    wide = target.model_copy(update={"address_space": "10.0.0.0/8"})
    with pytest.raises(TemplateFault, match="found 803 resources; Azure allows 800"):
        render_zone(WAVE, [workload(networks=tuple(f"n{n}" for n in range(800)))], wide, templates)


def test_a_target_of_another_wave_is_refused(workload: MakeWorkload, target: Target, templates: Path) -> None:
    with pytest.raises(PlanError, match="found wave-01 as where wave-02 lands"):
        render_zone(WAVE.model_copy(update={"id": "wave-02"}), [workload()], target, templates)


def test_a_template_without_the_network_is_refused(workload: MakeWorkload, target: Target, tmp_path: Path) -> None:
    (tmp_path / TEMPLATE).write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(TemplateFault, match=r"found no resources; expected 1 Microsoft\.Network/networkSecurityGroups"):
        render_zone(WAVE, [workload()], target, tmp_path)
