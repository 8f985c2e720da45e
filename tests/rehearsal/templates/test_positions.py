"""Where in the request a refused part stands."""

import json
from typing import Any

import pytest
from tests.rehearsal.templates.writing import expand, refused, resource, template

from azlift.rehearsal.lenient_json import read_lenient
from azlift.rehearsal.templates import located


def refusal_of(body: bytes) -> tuple[str, dict[str, Any] | None]:
    """The message and the violation of the template in a request's body."""
    properties = read_lenient(body)["properties"]
    error = located(refused(lambda: expand(properties["template"])), body)
    return error.message, next((info["info"] for info in error.additional_info), None)


def body_of(whole: dict[str, Any]) -> bytes:
    return json.dumps({"properties": {"mode": "Incremental", "template": whole}}, indent=2).encode()


def test_a_missing_parameter_is_told_with_the_place_of_its_declaration() -> None:
    message, violation = refusal_of(body_of(template(parameters={"location": {"type": "string"}})))
    assert "The value for the template parameter 'location' at line '9' and column '21' is not provided." in message
    assert violation == {
        "lineNumber": 9,
        "linePosition": 21,
        "path": "properties.template.parameters.location",
    }


@pytest.mark.parametrize(
    ("whole", "message"),
    [
        (
            template(resource("a", location="[nosuch()]")),
            "Unable to process template language expressions for resource '/subscriptions/",
        ),
        (
            template(resource("[nosuch()]")),
            "The template resource '[nosuch()]' at line '8' and column '9' is",
        ),
        (
            template(parameters={"a": {"type": "string", "defaultValue": "[nosuch()]"}}),
            "The template resource 'a' at line '9' and column '14' is not valid: The template function 'nosuch'",
        ),
        (
            template(resource("a"), resource("a")),
            "The resource 'Microsoft.Compute/disks/a' at line '13' and column '9' is",
        ),
        (template(resource("a", size=1)), "Path 'properties.template.resources[0].size', line 12, position 19.'"),
        (
            template({**resource("a"), "copy": {"name": "loop", "count": 801}}),
            "'The template 'copy' definition at line '12' and column '19' has an invalid copy count. The copy count",
        ),
        (template({**resource("a"), "type": "[x]"}), "at line '9' and column '23' is not valid. The type property"),
        (template(outputs={"o": {"type": "bool", "value": "[nosuch()]"}}), "output 'o' at line '9' and column '14' is"),
    ],
)
def test_a_refusal_names_line_and_column_where_azure_does(whole: dict[str, Any], message: str) -> None:
    assert message in refusal_of(body_of(whole))[0]


def test_a_variable_has_its_place_in_the_violation_only() -> None:
    message, violation = refusal_of(body_of(template(variables={"v": "[nosuch()]"})))
    assert message.startswith(
        "Deployment template validation failed: 'The template variable 'v' is not valid: The temp"
    )
    assert violation == {"lineNumber": 9, "linePosition": 25, "path": "properties.template.variables.v"}


def test_a_body_as_azure_cli_sends_it_has_places_too() -> None:
    body = b'{"properties": {"mode": "Incremental", template: {\n"$schema": "%s", contentVersion: \'1.0.0.0\', // own\n'
    schema = b"https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#"
    message, _ = refusal_of(body % schema + b"resources: [\n{type: 'A.B/c', apiVersion: '2020-01-01', name: '/'}]}}}")
    assert "resource '/' for type 'A.B/c' at line '4' and column '14' has incorrect segment lengths" in message


def test_what_is_answered_later_is_counted_in_json_without_blanks() -> None:
    """The place of the parameter in a what-if that was recorded with the Python SDK, whose own JSON has blanks."""
    schema = "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#"
    parameters = {"location": {"type": "string"}}
    whole = {"$schema": schema, "contentVersion": "1.0.0.0", "parameters": parameters, "resources": []}
    request = {"properties": {"template": whole, "mode": "Incremental"}}
    error = refused(lambda: expand(whole))
    assert "'location' at line '1' and column '172' is not provided" in located(error, request).message
    assert (
        "'location' at line '1' and column '180' is not provided"
        in located(error, json.dumps(request).encode()).message
    )


def test_a_refusal_of_nothing_in_particular_has_no_place() -> None:
    error = refused(lambda: expand(template(), none=1))
    assert located(error, body_of(template())).additional_info[0]["info"] == {
        "lineNumber": 0,
        "linePosition": 0,
        "path": "",
    }
