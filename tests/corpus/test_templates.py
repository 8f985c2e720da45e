"""Reading templates of a folder: scopes, placeholders, invented values."""

from pathlib import Path
from typing import Any

import pytest
from tests.corpus.templates import cases_in, invented, parameters_for, scope_of

SAMPLES = Path(__file__).parent / "samples" / "templates"


def test_every_deployment_template_is_found_with_its_scope() -> None:
    found = [(case.path.parent.name, case.scope) for case in cases_in(SAMPLES)]
    assert found == [("broken", "group"), ("registry", "subscription"), ("store", "group")]


def test_placeholders_are_filled_in_and_blanks_invented() -> None:
    (store,) = (case for case in cases_in(SAMPLES) if case.path.parent.name == "store")
    values = {name: entry["value"] for name, entry in store.parameters.items()}
    assert values["location"] == "westeurope"
    assert values["tier"] == "Standard_LRS"
    assert len(values["storeName"]) == 12
    assert "GEN" not in values["storeName"]


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({"type": "int", "minValue": 7}, 7),
        ({"type": "bool"}, False),
        ({"type": "array", "minLength": 1, "items": {"type": "int"}}, [1]),
        ({"type": "object", "properties": {"a": {"type": "int"}, "b": {"type": "int", "nullable": True}}}, {"a": 1}),
        ({"$ref": "#/definitions/colour"}, "red"),
    ],
)
def test_an_invented_value_is_of_the_declared_type(declared: dict[str, Any], value: Any) -> None:
    definitions = {"colour": {"type": "string", "allowedValues": ["red", "blue"]}}
    assert invented("anything", declared, definitions) == value


def test_a_text_keeps_to_its_lengths() -> None:
    assert len(invented("name", {"type": "string", "minLength": 40, "maxLength": 40}, {})) == 40
    assert len(invented("name", {"type": "string", "maxLength": 3}, {})) == 3


def test_a_parameter_with_a_default_or_nullable_gets_no_value() -> None:
    declared = {"a": {"type": "string", "defaultValue": "x"}, "b": {"type": "string", "nullable": True}}
    assert parameters_for({"parameters": declared}, {}) == {}


def test_a_parameters_file_is_no_template() -> None:
    assert (
        scope_of({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}) is None
    )
    assert scope_of(["not", "an", "object"]) is None
