"""Variables and the functions a template defines itself."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import World, expand, refused, template, why


def test_variables_are_evaluated_in_any_order_with_copies_and_expression_names() -> None:
    text = template(
        variables={
            "b": {
                "[concat('k', '1')]": "[variables('A')]",
                "copy": [{"name": "l", "count": 2, "input": "[copyIndex('l')]"}],
            },
            "a": "x",
            "copy": [{"name": "names", "count": 3, "input": {"n": "[concat('disk', copyIndex('names', 1))]"}}],
        },
        outputs={
            "b": {"type": "object", "value": "[variables('b')]"},
            "names": {"type": "array", "value": "[map(variables('names'), lambda('n', lambdaVariables('n').n))]"},
        },
    )
    answers = expand(text).outputs(World())
    assert answers["b"] == {"type": "Object", "value": {"k1": "x", "l": [0, 1]}}
    assert answers["names"]["value"] == ["disk1", "disk2", "disk3"]


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"a": "[variables('b')]", "b": "[variables('a')]"}, "it refers to itself"),
        (
            {"a": "[toLower(1)]"},
            "The template variable 'a' is not valid: The template language function 'toLower' expects",
        ),
        ({"a": "[reference('x')]"}, "The template function 'reference' is not expected at this location"),
        ({"a": "[copyIndex()]"}, "The template function 'copyIndex' is not expected at this location"),
        ({"copy": [{"name": "a", "count": 801, "input": 1}]}, "has an invalid copy count"),
        ({"copy": [{"name": "a", "count": -1, "input": 1}]}, "has an invalid copy count"),
        ({"copy": [{"name": "a", "count": "[add(1, 1)]"}]}, "must have exactly the members"),
    ],
)
def test_a_variable_that_cannot_be_evaluated_is_refused_though_unused(variables: dict[str, Any], reason: str) -> None:
    assert reason in refused(lambda: expand(template(variables=variables))).message


def test_the_templates_own_functions_know_their_parameters_and_one_another() -> None:
    functions = [
        {
            "namespace": "our",
            "members": {
                "twice": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[mul(parameters('N'), 2)]"},
                },
                "more": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[add(our.twice(parameters('n')), 1)]"},
                },
                "loop": {"output": {"type": "int", "value": "[our.loop()]"}},
                "peek": {"output": {"type": "string", "value": "[variables('v')]"}},
            },
        }
    ]

    def answer(expression: str) -> Any:
        text = template(
            functions=functions, variables={"v": "x"}, outputs={"it": {"type": "int", "value": f"[{expression}]"}}
        )
        return expand(text).outputs(World())["it"]["value"]

    assert answer("OUR.More(3)") == 7
    assert "it calls itself" in why(lambda: answer("our.loop()"))
    assert "'variables' is not expected" in why(lambda: answer("our.peek()"))
    assert "requires 1 argument(s) while 0" in why(lambda: answer("our.twice()"))
    assert "Expected a value of type 'Integer'" in why(lambda: answer("our.twice('a')"))
