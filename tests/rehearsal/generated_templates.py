"""Templates made at random that Azure would take: networks, interfaces, disks, machines, notes, nested deployments.

Every name is used once, every dependency is said in one of the ways a template can say it, so that the order of the
resources means nothing.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from tests.rehearsal.landing_template import disk, machine, network, security_group, template

Json = dict[str, Any]
NOTE = "Contoso.Things/notes"
SIZES = ("Standard_D2s_v5", "Standard_D4s_v5", "Standard_E2s_v5")


@dataclass(frozen=True)
class Made:
    """Resources of one template, dependencies said explicitly."""

    resources: list[Json]

    def as_template(self, order: list[int] | None = None) -> Json:
        """The template, its resources in the given order."""
        return template([self.resources[at] for at in order] if order else self.resources)


def _depends(draw: st.DrawFn, resource_type: str, name: str) -> str:
    """One way to name a resource of the same template."""
    return draw(
        st.sampled_from(
            [
                f"[resourceId('{resource_type}', '{name}')]",
                f"{resource_type}/{name}",
                f"[concat('{resource_type}/', '{name}')]",
                f"{resource_type.upper()}/{name}",
            ]
        )
    )


TAGS = st.dictionaries(st.sampled_from(("wave", "owner", "note")), st.sampled_from(("1", "[[x]", "é")), max_size=2)


@st.composite
def made_templates(draw: st.DrawFn) -> Made:
    """A template with up to a dozen resources."""
    resources: list[Json] = []
    for number in range(draw(st.integers(0, 2))):
        members = {"tags": draw(TAGS)}
        resources.append(network(f"vnet{number}", f"10.{number}.0.0/16", f"10.{number}.0.0/24", **members))
    resources += [security_group(f"nsg{number}") for number in range(draw(st.integers(0, 2)))]
    networks = [each["name"] for each in resources if each["type"].endswith("virtualNetworks")]
    machines = draw(st.integers(0, 2)) if networks else 0
    for number in range(machines):
        resources += _machine(draw, number, draw(st.sampled_from(networks)))
    for number in range(draw(st.integers(0, 2))):
        resources.append(_note(draw, number))
    if draw(st.booleans()):
        resources.append(_nested(draw))
    return Made(resources)


def _machine(draw: st.DrawFn, number: int, vnet: str) -> list[Json]:
    nic, os_disk = f"nic{number}", f"os{number}"
    subnet = f"[resourceId('Microsoft.Network/virtualNetworks/subnets', '{vnet}', 's1')]"
    address = {"privateIPAllocationMethod": "Static", "privateIPAddress": f"10.{vnet[4:]}.0.{10 + number}"}
    interface = {
        "type": "Microsoft.Network/networkInterfaces",
        "apiVersion": "2024-07-01",
        "name": nic,
        "location": "westeurope",
        "dependsOn": [_depends(draw, "Microsoft.Network/virtualNetworks", vnet)],
        "properties": {"ipConfigurations": [{"name": "ip1", "properties": {"subnet": {"id": subnet}, **address}}]},
    }
    needed = [
        _depends(draw, "Microsoft.Network/networkInterfaces", nic),
        _depends(draw, "Microsoft.Compute/disks", os_disk),
    ]
    size = draw(st.sampled_from(SIZES))
    return [
        interface,
        disk(os_disk, size=draw(st.sampled_from((64, 128)))),
        machine(f"vm{number}", nic, os_disk, size, dependsOn=needed, tags=draw(TAGS)),
    ]


def _note(draw: st.DrawFn, number: int) -> Json:
    """A resource without semantics: any JSON."""
    value = st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(("", "x", "X")),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
        max_leaves=4,
    )
    properties = draw(st.dictionaries(st.sampled_from(("a", "b", "c")), value, max_size=3))
    return {
        "type": NOTE,
        "apiVersion": "2024-01-01",
        "name": f"note{number}",
        "location": "westeurope",
        "properties": properties,
    }


def _nested(draw: st.DrawFn) -> Json:
    inner = template([_note(draw, 7)], parameters={"p": {"type": "string", "defaultValue": "x"}})
    properties: Json = {"mode": "Incremental", "template": inner}
    if draw(st.booleans()):
        properties["expressionEvaluationOptions"] = {"scope": "inner"}
    else:
        del inner["parameters"]
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": "inner",
        "properties": properties,
    }
