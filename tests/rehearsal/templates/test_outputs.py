"""Outputs: typed, looped, conditional, closed when secure."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import World, expand, refused, resource, template


def test_outputs_are_typed_looped_conditional_and_closed_when_secure() -> None:
    text = template(
        parameters={"secret": {"type": "secureObject"}},
        outputs={
            "text": {"type": "string", "value": "[concat('a', 'b')]"},
            "loop": {"type": "array", "copy": {"count": 3, "input": "[copyIndex(1)]"}},
            "gone": {"type": "string", "condition": "[equals(1, 2)]", "value": "x"},
            "secret": {"type": "secureObject", "value": "[parameters('secret')]"},
        },
    )
    assert expand(text, secret={"a": 1}).outputs(World()) == {
        "text": {"type": "String", "value": "ab"},
        "loop": {"type": "Array", "value": [1, 2, 3]},
        "secret": {"type": "SecureObject"},
    }


ENDED = "DeploymentOutputEvaluationFailed"


@pytest.mark.parametrize(
    ("output", "code", "reason"),
    [
        ({"type": "string", "value": 5}, ENDED, "not valid. Expected 'String, Uri'. Actual 'Integer'.Please see"),
        ({"type": "int", "value": "[reference('d').id]"}, ENDED, "Expected 'Integer'. Actual 'String'"),
        ({"type": "int", "value": "[reference('d').x]"}, ENDED, "property 'x' doesn't"),
        (
            {"type": "int", "value": "[variables('x')]"},
            ENDED,
            "output 'it' is not valid: The template variable 'x'",
        ),
        ({"type": "int", "value": 3, "maxValue": 2}, ENDED, "The value should be less than or equal to '2'"),
        ({"type": "int"}, "InvalidTemplate", "either a 'value' or a 'copy'"),
        ({"type": "int", "value": "[add(1)]"}, "InvalidTemplate", "The template output 'it' is not valid"),
        ({"type": "word", "value": 1}, "InvalidTemplate", "The type 'word' is not valid"),
        ({"type": "int", "value": 1, "values": 1}, "InvalidRequestContent", "Could not find member 'values'"),
        ({"type": "int", "value": 1, "condition": 1}, "InvalidTemplate", "The condition must be a boolean"),
        ({"type": "array", "copy": {"count": 1}}, "InvalidTemplate", "exactly the members 'count' and 'input'"),
    ],
)
def test_an_output_that_is_not_what_it_says_is_refused(output: dict[str, Any], code: str, reason: str) -> None:
    error = refused(lambda: expand(template(resource("d"), outputs={"it": output})).outputs(World()))
    told = error.details[0]["message"] if error.details else error.message
    assert (error.code, reason in told) == (code, True), told


def test_all_outputs_that_cannot_be_had_are_named_at_the_end_of_the_deployment() -> None:
    """As in Azure/azure-policy pull request 1442."""
    outputs = {name: {"type": "string", "value": f"[parameters('{name}')]"} for name in ("a", "b")}
    expansion = expand(template(outputs={**outputs, "good": {"type": "string", "value": "c"}}))
    error = refused(lambda: expansion.outputs(World()))
    assert error.message.startswith(
        "Unable to evaluate template outputs: 'a,b'. Please see error details and deployment"
    )
    assert [(each["code"], each["target"]) for each in error.details] == [(ENDED, "a"), (ENDED, "b")]
    assert error.details[0]["message"].startswith("The template output 'a' is not valid: The template parameter 'a' is")
    assert expansion.predicted_outputs() == {"a": "[parameters('a')]", "b": "[parameters('b')]", "good": "c"}


def test_secure_outputs_are_told_only_to_who_lists_them() -> None:
    outputs = {"key": {"type": "secureObject", "value": {"k": "hush"}}, "name": {"type": "string", "value": "n"}}
    expansion = expand(template(outputs=outputs))
    assert expansion.outputs(World()) == {"key": {"type": "SecureObject"}, "name": {"type": "String", "value": "n"}}
    assert expansion.outputs_with_secure_values(World())["key"] == {"type": "SecureObject", "value": {"k": "hush"}}
