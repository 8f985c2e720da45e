"""Parameters given as expressions over external inputs."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

PATH = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d"
INPUTS = {"binding_0": {"value": "westeurope"}, "binding_1": {"value": {"size": 3}}}


def asked(parameters: Any, inputs: Any = INPUTS) -> Any:
    declared = {"where": {"type": "string"}, "count": {"type": "int", "defaultValue": 1}}
    outputs = {
        "where": {"type": "string", "value": "[parameters('where')]"},
        "count": {"type": "int", "value": "[parameters('count')]"},
    }
    body = template([], parameters=declared, outputs=outputs)
    definitions = {"binding_0": {"kind": "sys.envVar", "config": "REGION"}}
    return deployment(body, parameters=parameters, externalInputs=inputs, externalInputDefinitions=definitions)


def test_an_expression_is_a_value_before_the_template_sees_it(desk: Desk) -> None:
    parameters = {
        "where": {"expression": "[format('{0}!', externalInputs('binding_0'))]"},
        "count": {"expression": "[externalInputs('binding_1').size]"},
    }
    done = desk.deploy(asked(parameters))["properties"]
    assert {name: output["value"] for name, output in done["outputs"].items()} == {"where": "westeurope!", "count": 3}
    assert done["parameters"]["where"] == {"type": "String", "value": "westeurope!"}


def test_expressions_and_values_may_stand_side_by_side(desk: Desk) -> None:
    done = desk.deploy(asked({"where": {"expression": "[[plain]"}, "count": {"value": 2}}))["properties"]
    assert {name: output["value"] for name, output in done["outputs"].items()} == {"where": "[plain]", "count": 2}


@pytest.mark.parametrize(
    ("parameters", "inputs", "code"),
    [
        ({"where": {"expression": "[externalInputs('none')]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[parameters('where')]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[variables('x')]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[utcNow()]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[my.own()]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[reference('x')]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "[resourceInfo('x').id]"}}, INPUTS, "InvalidTemplate"),
        ({"where": {"expression": "x", "value": "y"}}, INPUTS, "InvalidRequestContent"),
        ({"where": {"expression": 1}}, INPUTS, "InvalidRequestContent"),
        ({"where": {"value": "x"}}, {"a": 1}, "InvalidRequestContent"),
    ],
)
def test_what_cannot_be_known_is_refused(desk: Desk, parameters: Any, inputs: Any, code: str) -> None:
    assert desk.ask("PUT", PATH, asked(parameters, inputs)).refusal == (400, code)
