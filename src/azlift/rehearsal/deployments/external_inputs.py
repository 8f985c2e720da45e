"""Parameters given as expressions over external inputs, which tooling has looked up for the deployment.

Source: the shape of the deployments API (`externalInputs`, and `expression` beside a parameter's `value`), and what
the Bicep compiler writes into a parameters file.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.expressions import (
    Frame,
    Place,
    ResourceFacts,
    Scope,
    expression_of,
    is_expression,
    literal_text,
)
from azlift.rehearsal.language_errors import ExpressionError

Json = dict[str, Any]


class _Surroundings:
    """No template: only the scope and what is handed to the deployment."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def parameter(self, name: str) -> Any:
        raise ExpressionError(f"The template parameter '{name}' is not found.")

    def variable(self, name: str) -> Any:
        raise ExpressionError(f"The template variable '{name}' is not found.")

    def user_function(self, namespace: str, name: str, arguments: list[Any]) -> Any:
        raise ExpressionError(f"The template function '{namespace}.{name}' is not valid.")

    def deployment(self) -> Json:
        return {"name": self.scope.deployment_name}

    def utc_now(self) -> str:
        raise ExpressionError("The template function 'utcNow' is not expected at this location.")

    def new_guid(self) -> str:
        raise ExpressionError("The template function 'newGuid' is not expected at this location.")

    def resource(self, reference: str) -> ResourceFacts | None:
        return None

    def resource_loop(self, symbolic_name: str) -> list[ResourceFacts]:
        return []


def read_inputs(given: Mapping[str, Any]) -> Json:
    """The values of `externalInputs`, each of which is written `{"value": …}`."""
    for name, entry in given.items():
        if not isinstance(entry, dict) or set(entry) != {"value"}:
            raise invalid_content(f"The external input '{name}' must have a value. Path 'properties.externalInputs'.")
    return {name: entry["value"] for name, entry in given.items()}


def known_parameters(parameters: Json, inputs: Json, scope: Scope) -> Json:
    """The parameters with a value in the place of each expression."""
    if not any(isinstance(entry, dict) and "expression" in entry for entry in parameters.values()):
        return parameters
    frame = Frame(_Surroundings(replace(scope, external_inputs=inputs)), Place.HEADER)
    return {name: _known(name, entry, frame) for name, entry in parameters.items()}


def _known(name: str, entry: Any, frame: Frame) -> Any:
    if not isinstance(entry, dict) or "expression" not in entry:
        return entry
    path = f"properties.parameters.{name}"
    if set(entry) != {"expression"} or not isinstance(entry["expression"], str):
        raise invalid_content(f"The parameter '{name}' must have one expression and nothing else. Path '{path}'.")
    text = entry["expression"]
    try:
        return {"value": expression_of(text).evaluate(frame) if is_expression(text) else literal_text(text)}
    except ExpressionError as error:
        message = f"The expression of the parameter '{name}' is not valid: {error.message}"
        raise AzureError(400, "InvalidTemplate", message) from error
