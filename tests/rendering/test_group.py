import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from azlift.errors import PlanError, TemplateFault
from azlift.model import MoveGroup, OsFamily, Placement, Rendering, Target, Workload
from azlift.rendering import render_group, resource_names
from azlift.rendering.group import TEMPLATE, choose_zone

MakeWorkload = Callable[..., Workload]
MakePlacement = Callable[..., Placement]
Render = Callable[..., Rendering]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def of_type(rendering: Rendering, kind: str) -> list[dict[str, Any]]:
    return [resource for part in rendering.parts for resource in part.template["resources"] if resource["type"] == kind]


def test_a_group_is_one_deployment_into_the_waves_resource_group(workload: MakeWorkload, rendered: Render) -> None:
    rendering = rendered(workload())
    (part,) = rendering.parts
    assert part.deployment == f"azlift-billing-{rendering.digest[:8]}"
    assert rendering.subject == "billing"
    assert rendering.resource_group == "rg-contoso-wave-01-westeurope"
    assert rendering.location == "westeurope"
    assert rendering.tags == {"azlift-estate": "contoso", "azlift-wave": "wave-01", "azlift-group": "billing"}
    assert set(part.parameters) == set(part.template["parameters"]) == {"location", "zone", "machines"}


def test_expected_resources_are_the_cards_disks_and_machine_with_the_templates_versions(
    workload: MakeWorkload, rendered: Render
) -> None:
    rendering = rendered(workload(networks=("a", "b")), data_disks=2)
    assert [(resource.type.rsplit("/")[-1], resource.name) for resource in rendering.expected] == [
        ("networkInterfaces", "nic-web01-01"),
        ("networkInterfaces", "nic-web01-02"),
        ("disks", "osdisk-web01"),
        ("disks", "disk-web01-01"),
        ("disks", "disk-web01-02"),
        ("virtualMachines", "vm-web01"),
    ]
    (template,) = (part.template for part in rendering.parts)
    assert {(r["type"], r["apiVersion"]) for r in template["resources"]} == {
        (r.type, r.api_version) for r in rendering.expected
    }


def test_a_virtual_machine_attaches_what_is_deleted_with_it(workload: MakeWorkload, rendered: Render) -> None:
    (machine,) = of_type(rendered(workload(networks=("a", "b")), data_disks=2), "Microsoft.Compute/virtualMachines")
    storage = machine["properties"]["storageProfile"]
    cards = machine["properties"]["networkProfile"]["networkInterfaces"]
    assert {disk["createOption"] for disk in [storage["osDisk"], *storage["dataDisks"]]} == {"Attach"}
    assert {disk["deleteOption"] for disk in [storage["osDisk"], *storage["dataDisks"]]} == {"Detach"}
    assert [card["properties"] for card in cards] == [
        {"primary": True, "deleteOption": "Detach"},
        {"primary": False, "deleteOption": "Detach"},
    ]
    attached = [disk["managedDisk"]["id"] for disk in [storage["osDisk"], *storage["dataDisks"]]]
    assert sorted(machine["dependsOn"]) == sorted([*attached, *(card["id"] for card in cards)])
    assert set(machine["properties"]) == {
        "hardwareProfile",
        "storageProfile",
        "networkProfile",
        "diagnosticsProfile",
    }


def test_only_the_os_disk_says_what_it_boots(workload: MakeWorkload, rendered: Render) -> None:
    os_disk, *data = of_type(rendered(workload(), data_disks=3), "Microsoft.Compute/disks")
    assert {"osType", "hyperVGeneration"} <= set(os_disk["properties"])
    assert [set(disk["properties"]) for disk in data] == [{"creationData", "diskSizeGB"}] * 3


def test_a_machine_without_data_disks_has_none(workload: MakeWorkload, rendered: Render) -> None:
    (machine,) = of_type(rendered(workload(), data_disks=0), "Microsoft.Compute/virtualMachines")
    assert machine["properties"]["storageProfile"]["dataDisks"] == []


def test_disks_and_machines_stand_in_the_zone_they_share(workload: MakeWorkload, rendered: Render) -> None:
    rendering = rendered(workload())
    zonal = [resource for resource in rendering.parts[0].template["resources"] if "zones" in resource]
    assert Counter(resource["type"] for resource in zonal) == {
        "Microsoft.Compute/disks": 2,
        "Microsoft.Compute/virtualMachines": 1,
    }
    assert rendering.parts[0].parameters["zone"]["value"] in {"1", "2", "3"}


def test_a_group_without_a_shared_zone_has_none(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path
) -> None:
    machines = [workload(1, "a"), workload(2, "b")]
    placements = {"w-000000000001": placement(machines[0], ("1",)), "w-000000000002": placement(machines[1], ("2",))}
    group = MoveGroup(id="g", workloads=tuple(placements), because="")
    rendering = render_group(group, machines, placements, resource_names(machines), target, templates)
    assert "zone" not in rendering.parts[0].parameters
    assert "zone" not in rendering.parts[0].template["parameters"]
    assert not any("zones" in resource for resource in rendering.parts[0].template["resources"])


def test_a_disk_whose_iops_are_bought_says_so_and_is_cached_nowhere(workload: MakeWorkload, rendered: Render) -> None:
    rendering = rendered(workload(), data_disks=1, fast_disks=1)
    os_disk, plain, fast = of_type(rendering, "Microsoft.Compute/disks")
    path = "parameters('machines').m01.disks.d02"
    assert fast["properties"] == {
        "creationData": {"createOption": "Empty", "logicalSectorSize": 512},
        "diskIOPSReadWrite": f"[{path}.iops]",
        "diskMBpsReadWrite": f"[{path}.mbPerS]",
        "diskSizeGB": f"[{path}.sizeGb]",
    }
    assert {"diskIOPSReadWrite", "diskMBpsReadWrite"}.isdisjoint(os_disk["properties"].keys() | plain["properties"])
    (machine,) = of_type(rendering, "Microsoft.Compute/virtualMachines")
    assert [disk.get("caching") for disk in machine["properties"]["storageProfile"]["dataDisks"]] == [None, "None"]
    assert [r.zone for r in rendering.expected] == [None, *[rendering.parts[0].parameters["zone"]["value"]] * 4]


def test_a_disk_that_needs_a_zone_is_not_rendered_without_one(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path
) -> None:
    pair = [workload(1, name="a"), workload(2, name="b")]
    group = MoveGroup(id="pair", workloads=tuple(machine.id for machine in pair), because="application")
    placements = {
        pair[0].id: placement(pair[0], zones=("1",), fast_disks=1),
        pair[1].id: placement(pair[1], zones=("2",)),
    }
    with pytest.raises(PlanError, match="share no availability zone, and Premium SSD v2 disks of w-000000000001 need"):
        render_group(group, pair, placements, resource_names(pair), target, templates)


def test_the_zone_is_one_all_share_and_groups_spread_over_the_zones(
    workload: MakeWorkload, placement: MakePlacement
) -> None:
    first, second = workload(1), workload(2)
    placements = {first.id: placement(first, ("1", "2", "3")), second.id: placement(second, ("3", "2"))}
    ids = (first.id, second.id)
    zones = [choose_zone(MoveGroup(id=f"g-{n}", workloads=ids, because=""), placements) for n in range(200)]
    assert set(zones) == {"2", "3"}
    assert min(Counter(zones).values()) > 60
    assert choose_zone(MoveGroup(id="g-0", workloads=ids[::-1], because=""), placements) == zones[0]


def test_the_same_facts_in_any_order_render_byte_for_byte_the_same(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path
) -> None:
    machines = [workload(n, name) for n, name in enumerate(["web01", "web_01", "db", "DB", "app"])]

    def render(order: list[Workload]) -> str:
        group = MoveGroup(id="g", workloads=tuple(w.id for w in order), because="")
        placements = {w.id: placement(w) for w in order}
        return render_group(group, order, placements, resource_names(order), target, templates).model_dump_json()

    assert render(machines) == render(machines[::-1]) == render(machines[2:] + machines[:2])


SCRIPT = """
import sys
from pathlib import Path
from azlift.model import MoveGroup, Placement, Target, Wave, Workload
from azlift.rendering import render_group, render_zone, resource_names
import json
given = json.load(sys.stdin)
machines = [Workload.model_validate(w) for w in given["workloads"]]
placements = {p["workload"]: Placement.model_validate(p) for p in given["placements"]}
target, templates = Target.model_validate(given["target"]), Path(given["templates"])
group = MoveGroup(id="g", workloads=tuple({w.id for w in machines}), because="")
wave = Wave(id=target.wave, number=1, pilot=False, groups=("g",), why="")
print(render_group(group, machines, placements, resource_names(machines), target, templates).model_dump_json())
print(render_zone(wave, machines, target, templates).model_dump_json())
"""


def test_the_hash_seed_of_the_interpreter_does_not_matter(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path
) -> None:
    machines = [workload(n, f"web_{n}", networks=("a", "b", "VM Network")) for n in range(20)]
    given = {
        "workloads": [machine.model_dump(mode="json") for machine in machines],
        "placements": [placement(machine).model_dump(mode="json") for machine in machines],
        "target": target.model_dump(mode="json"),
        "templates": str(templates),
    }
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(given),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 2


def test_hostile_text_is_found_in_tags_only_and_the_template_does_not_change(
    workload: MakeWorkload, rendered: Render, hostile: list[str]
) -> None:
    tame = rendered(workload(name="tame", networks=("tame", "tame"))).parts[0].template
    for text in hostile:
        machine = workload(name=text, networks=(text, text)).model_copy(
            update={"os_name": text, "fqdn": text, "owner": text, "application": text, "tags": {text: text}}
        )
        rendering = rendered(machine)
        part = rendering.parts[0]
        assert part.template == tame
        assert json.loads(rendering.model_dump_json())["parts"][0]["parameters"] == part.parameters
        values = part.parameters["machines"]["value"]["m01"]
        source = values["tags"].pop("azlift-source")
        assert text.replace("\ud800", "").startswith(source)
        assert len(source.encode("utf-16-le")) <= 512
        assert all(said.isascii() and said.isprintable() for said in texts(part.parameters))
        assert all(said.isascii() and not set(said) & set("{}[]<>'\"$;\\ ") for said in texts(values["nics"]))


def test_every_value_is_a_parameter(workload: MakeWorkload, rendered: Render) -> None:
    rendering = rendered(workload(name="Payroll", networks=("Secret Segment",)))
    template = json.dumps(rendering.parts[0].template)
    for value in ("payroll", "Payroll", "segment", "Standard_D2s_v5", "Premium_LRS", "westeurope", "4711", "w-0000"):
        assert value not in template
        assert value in json.dumps(rendering.parts[0].parameters)


def test_a_large_group_is_split_between_machines_and_within_the_limits(
    workload: MakeWorkload, rendered: Render
) -> None:
    machines = [workload(n, f"srv{n}") for n in range(400)]
    rendering = rendered(*machines, data_disks=3)
    assert len(rendering.parts) == 4
    assert len({part.deployment for part in rendering.parts}) == 4
    keys = [list(part.parameters["machines"]["value"]) for part in rendering.parts]
    assert [key for part in keys for key in part] == [f"m{n:02}" for n in range(1, 401)]
    for part, machines_in_part in zip(rendering.parts, keys, strict=True):
        assert len(part.template["resources"]) == 6 * len(machines_in_part) <= 700
    assert len(rendering.expected) == 2400
    assert rendering.expected[-1].type == "Microsoft.Compute/virtualMachines"


def test_a_group_with_large_tags_is_split_by_bytes(workload: MakeWorkload, rendered: Render, target: Target) -> None:
    laden = target.model_copy(update={"tags": {f"{n:02}" + "n" * 500: "v" * 256 for n in range(43)}})
    rendering = rendered(*(workload(n, f"srv{n}") for n in range(30)), target=laden)
    assert len(rendering.parts) > 1
    for part in rendering.parts:
        tags = len(json.dumps(next(iter(part.parameters["machines"]["value"].values()))["tags"]))
        assert tags * len(part.template["resources"]) < 3_000_000


def test_a_group_that_cannot_be_rendered_says_which_machines_lack_what(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path
) -> None:
    known, unplaced, abroad = workload(1, "a"), workload(2, "b"), workload(3, "c")
    placements = {known.id: placement(known), abroad.id: placement(abroad, region="eastus")}
    names = resource_names([known, unplaced])
    group = MoveGroup(id="g", workloads=(known.id, unplaced.id, abroad.id, "w-gone", known.id), because="")
    with pytest.raises(PlanError) as caught:
        render_group(group, [known, unplaced, abroad], placements, names, target, templates)
    for said in (
        "move group g",
        "w-gone is not in the estate",
        f"{unplaced.id} has no placement",
        f"{abroad.id} has no name",
        f"{abroad.id} is not placed in westeurope",
        f"{known.id} is in the group twice",
    ):
        assert said in caught.value.message


def test_an_empty_group_is_refused(target: Target, templates: Path) -> None:
    with pytest.raises(PlanError, match="it has no machines"):
        render_group(MoveGroup(id="g", workloads=(), because=""), [], {}, {}, target, templates)


def test_a_template_that_adds_a_resource_is_refused(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path, tmp_path: Path
) -> None:
    extra = '"resources": [{"type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-05-01", "name": "p"},'
    source = (templates / TEMPLATE).read_text(encoding="utf-8").replace('"resources": [', extra)
    (tmp_path / TEMPLATE).write_text(source, encoding="utf-8")
    machine = workload()
    group = MoveGroup(id="g", workloads=(machine.id,), because="")
    with pytest.raises(TemplateFault, match=r"1 Microsoft\.Network/publicIPAddresses; expected") as caught:
        render_group(group, [machine], {machine.id: placement(machine)}, resource_names([machine]), target, tmp_path)
    assert caught.value.file == str(tmp_path / TEMPLATE)


def test_a_changed_template_changes_the_digest(
    workload: MakeWorkload, placement: MakePlacement, target: Target, templates: Path, tmp_path: Path
) -> None:
    source = (templates / TEMPLATE).read_text(encoding="utf-8")
    (tmp_path / TEMPLATE).write_text(source.replace('"enabled": true', '"enabled": false'), encoding="utf-8")
    machine = workload()
    group, names = MoveGroup(id="g", workloads=(machine.id,), because=""), resource_names([machine])
    placements = {machine.id: placement(machine)}
    digests = {
        render_group(group, [machine], placements, names, target, folder).digest for folder in (templates, tmp_path)
    }
    assert len(digests) == 2


def test_a_windows_machine_keeps_its_short_name_in_all_its_resources(workload: MakeWorkload, rendered: Render) -> None:
    rendering = rendered(workload(name="Finance Reporting Server", os_family=OsFamily.WINDOWS))
    machine = rendering.expected[-1]
    assert len(machine.name) <= 15
    assert all(machine.name.removeprefix("vm-") in resource.name for resource in rendering.expected)


def test_a_thousand_groups_render_in_under_three_seconds(workload: MakeWorkload, rendered: Render) -> None:
    rendered(workload())
    machines = [workload(n, f"srv{n}") for n in range(1000)]
    start = time.process_time()
    for machine in machines:
        rendered(machine, group=machine.name)
    assert time.process_time() - start < 3
