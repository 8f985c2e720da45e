"""Templates of language version 2: symbolic names and existing resources."""

from tests.rehearsal.templates.writing import (
    SUBSCRIPTION,
    World,
    expand,
    refused,
    resource,
    symbolic,
    waits,
)


def test_symbolic_resources_refer_to_one_another_by_symbol() -> None:
    expansion = expand(
        symbolic(
            net={**resource("v", "Microsoft.Network/virtualNetworks"), "existing": True, "resourceGroup": "hub"},
            disk={**resource("[concat('d', copyIndex())]"), "copy": {"name": "disk", "count": 2}},
            vm=resource(
                "m",
                "Microsoft.Compute/virtualMachines",
                dependsOn=["disk"],
                properties={
                    "net": "[reference('net', '2020-01-01', 'full').id]",
                    "first": "[reference('disk[0]').id]",
                    "all": "[map(references('disk'), lambda('d', lambdaVariables('d').id))]",
                    "info": "[resourceInfo('net').id]",
                },
            ),
        )
    )
    hub = f"{SUBSCRIPTION}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/v"
    assert [(planned.symbolic_name, planned.existing) for planned in expansion.resources] == [
        ("net", True),
        ("disk", False),
        ("disk", False),
        ("vm", False),
    ]
    assert waits(expansion)["m"] == ["d0", "d1"]
    ids = [planned.id for planned in expansion.resources]
    assert expansion.resources[3].body(World())["properties"] == {
        "net": hub,
        "first": ids[1],
        "all": ids[1:3],
        "info": hub,
    }


def test_an_existing_resource_has_nothing_to_deploy() -> None:
    error = refused(lambda: expand(symbolic(a={**resource("d"), "existing": True, "properties": {}})))
    assert "Could not find member 'properties' on object of type 'ExistingResourceDefinition'" in error.message
