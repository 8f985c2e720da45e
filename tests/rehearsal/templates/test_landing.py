"""The whole path of azlift's own templates: a group made, and a deployment into it."""

from hypothesis import given
from hypothesis import strategies as st
from tests.rehearsal.templates.writing import (
    AT_SUBSCRIPTION,
    SUBSCRIPTION,
    World,
    expand,
    expand_wire,
    landing,
    nested,
    only,
    resource,
    template,
)


def test_a_subscription_deployment_makes_a_group_and_deploys_into_it() -> None:
    machines = {"vm01": {"name": "[web01]", "size": "Standard_D2s_v5", "disks": [64, 128]}}
    outer = expand(landing(), AT_SUBSCRIPTION, group="rg-app", machines=machines)
    group, deployment = outer.resources
    assert group.id == f"{SUBSCRIPTION}/resourceGroups/rg-app"
    assert group.body(World()) == {"location": "northeurope", "tags": {"wave": "1"}}
    assert deployment.id == f"{group.id}/providers/Microsoft.Resources/deployments/machines"
    assert deployment.depends_on == (group.id,)
    assert deployment.scope.prefix == group.id
    assert (deployment.scope.location, deployment.scope.resource_group_tags) == ("northeurope", {"wave": "1"})
    assert outer.outputs(World()) == {"vm": {"type": "String", "value": "[x]"}}

    properties = deployment.body(World())["properties"]
    assert properties.keys() == {"mode", "template", "parameters"}
    inner = expand_wire(properties["template"], properties["parameters"], deployment.scope)
    nic, machine = inner.resources
    assert machine.id == f"{group.id}/providers/Microsoft.Compute/virtualMachines/[web01]"
    assert machine.depends_on == (nic.id,)
    assert machine.body(World()) == {
        "location": "northeurope",
        "tags": {"wave": "1", "role": "web"},
        "properties": {
            "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
            "storageProfile": {"dataDisks": [{"lun": 0, "diskSizeGB": 64}, {"lun": 1, "diskSizeGB": 128}]},
        },
    }
    assert inner.outputs(World())["vm"]["value"] == machine.id


@given(st.text())
def test_a_parameter_value_is_data_whatever_it_says(text: str) -> None:
    inside = template(resource("disk", tags={"note": "[parameters('note')]"}), parameters={"note": {"type": "string"}})
    whole = template(
        nested("n", inside, parameters={"note": {"value": "[parameters('note')]"}}),
        parameters={"note": {"type": "string"}},
    )
    properties = only(expand(whole, note=text)).body(World())["properties"]
    disk = only(expand_wire(properties["template"], properties["parameters"]))
    assert disk.body(World()) == {"tags": {"note": text}}
