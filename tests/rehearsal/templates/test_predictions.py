"""What can be said of a template before it runs: values where they are known, expressions where they are not."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import GROUP, expand, only, resource, symbolic, template

ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/a"


def predicted(expression: str, **members: Any) -> Any:
    """What is predicted of one property of a disk, beside an account of the same template."""
    account = resource("a", "Microsoft.Storage/storageAccounts")
    disk = resource("d", properties={"it": f"[{expression}]"})
    return expand(template(account, disk, **members)).resources[1].prediction()["properties"]["it"]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("concat('a', 'b')", "ab"),
        ("reference('a').primaryEndpoints.blob", f"[reference('{ACCOUNT}', '2024-03-02').primaryEndpoints.blob]"),
        (
            "reference(resourceId('Microsoft.Storage/storageAccounts', 'a'), '2022-09-01', 'Full')['sku'].name",
            f"[reference('{ACCOUNT}', '2022-09-01', 'Full').sku.name]",
        ),
        (
            "concat('it''s ', toUpper('x'), listKeys('/b/c', '2022-09-01').keys[sub(2, 2)]['a-b'])",
            "[concat('it''s ', 'X', listKeys('/b/c', '2022-09-01').keys[0]['a-b'])]",
        ),
        (
            "if(equals(1, 1), reference('a').x, fail('never'))",
            f"[reference('{ACCOUNT}', '2024-03-02').x]",
        ),
        (
            "createObject('n', null(), 't', true(), 'l', createArray(1), 'o', createObject(), 'r', reference('a').?x)",
            "[createObject('n', null(), 't', true(), 'l', createArray(1), 'o', createObject(), 'r', "
            f"reference('{ACCOUNT}', '2024-03-02').?x)]",
        ),
        (
            "map(createArray(1), lambda('v', concat(lambdaVariables('v'), reference('a').x)))",
            f"[map(createArray(1), lambda('v', concat(lambdaVariables('v'), reference('{ACCOUNT}', '2024-03-02').x)))]",
        ),
        (
            "concat(reference('a').x, own.join('u', 'v'))",
            f"[concat(reference('{ACCOUNT}', '2024-03-02').x, 'u-v')]",
        ),
        (
            "own.join(reference('a').x, json('1.5'))",
            f"[own.join(reference('{ACCOUNT}', '2024-03-02').x, json('1.5'))]",
        ),
    ],
)
def test_what_is_known_inside_an_expression_is_put_in_its_place(expression: str, wanted: str) -> None:
    """As Azure's engine shows it in the snapshots of Azure/bicep (SnapshotCommandTests)."""
    parameters = [{"name": name, "type": "string"} for name in ("a", "b")]
    output = {"type": "string", "value": "[concat(parameters('a'), '-', parameters('b'))]"}
    functions = [{"namespace": "own", "members": {"join": {"parameters": parameters, "output": output}}}]
    assert predicted(expression, functions=functions) == wanted


def test_outputs_are_predicted_but_for_the_secure_ones() -> None:
    outputs = {
        "name": {"type": "string", "value": "[resourceGroup().name]"},
        "blob": {"type": "string", "value": "[reference('a', '2024-03-02', 'full').id]"},
        "key": {"type": "securestring", "value": "hush"},
    }
    whole = {**symbolic(a=resource("a", "Microsoft.Storage/storageAccounts")), "outputs": outputs}
    assert expand(whole).predicted_outputs() == {
        "name": "rg1",
        "blob": f"[reference('{ACCOUNT}', '2024-03-02', 'full').id]",
    }


def test_a_prediction_is_fresh_each_time() -> None:
    planned = only(expand(template(resource("d", properties={"l": ["[reference('/x/y', '2020-01-01').z]"]}))))
    planned.prediction()["properties"]["l"].append(1)
    assert planned.prediction() == {"properties": {"l": ["[reference('/x/y', '2020-01-01').z]"]}}
