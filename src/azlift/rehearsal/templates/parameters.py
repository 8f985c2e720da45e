"""From what the caller gives to the value of each declared parameter: given, defaulted or refused."""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.language_errors import (
    AT,
    PARAMETER_FILE_URL,
    ExpressionError,
    invalid_content,
    invalid_template,
)
from azlift.rehearsal.templates.shapes import PARAMETER_MEMBERS, ROOT, check_members
from azlift.rehearsal.templates.types import SECURE, TYPES, Declaration, check_declaration, check_value, resolved

# `metadata` and `type` may stand with a value in a parameter file's deployment, as the portal writes them.
GIVEN_MEMBERS = frozenset(("metadata", "reference", "type", "value"))


def read_declarations(declarations: Mapping[str, Any]) -> dict[str, Declaration]:
    """The declarations with their members as documented; a member that is null, but a default, is not there."""
    read: dict[str, Declaration] = {}
    for name, declaration in declarations.items():
        members = check_members(declaration, PARAMETER_MEMBERS, "TemplateInputParameter", f"{ROOT}.parameters.{name}")
        read[name] = {key: item for key, item in members.items() if item is not None or key == "defaultValue"}
    return read


def declared_types(declarations: Mapping[str, Declaration], definitions: Declaration) -> dict[str, str]:
    """The lower-case type of each declared parameter."""
    types: dict[str, str] = {}
    for name, declaration in declarations.items():
        try:
            types[name] = check_declaration(declaration, definitions)
        except ExpressionError as error:
            raise invalid_template(
                f"The template parameter '{name}'{AT} is not valid: {error.message}", f"{ROOT}.parameters.{name}"
            ) from error
    return types


def echoed_types(types: Mapping[str, str]) -> dict[str, str]:
    """The types as Azure echoes them."""
    return {name: TYPES[declared][0] for name, declared in types.items()}


def secure_names(types: Mapping[str, str]) -> frozenset[str]:
    """The parameters whose values are never shown."""
    return frozenset(name for name, declared in types.items() if declared in SECURE)


def match_given(declarations: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for each declared parameter, under its declared name; names given ignore case."""
    declared = {name.lower(): name for name in declarations}
    unknown = [name for name in given if name.lower() not in declared]
    if unknown:
        raise invalid_template(
            f"The template parameters '{', '.join(unknown)}' in the parameters file are not valid; they are not "
            "present in the original template and can therefore not be provided at deployment time. The only supported "
            f"parameters for this template are '{', '.join(declarations)}'. Please see "
            "https://aka.ms/arm-pass-parameter-values for usage details."
        )
    return {declared[name.lower()]: entry for name, entry in given.items()}


def given_value(name: str, entry: Any, declared: str) -> Any:
    """The value given for a parameter; none when the entry gives none, or null, which Azure takes for not given.

    A Key Vault reference stands in for a secret as it is: `{"reference": {"keyVault": {"id": …}, "secretName": …}}`.
    """
    path = f"properties.parameters.{name}"
    entry = check_members(entry, GIVEN_MEMBERS, "DeploymentParameterDefinition", path)
    if entry.get("reference") is None:
        return entry.get("value")
    if "value" in entry:
        raise invalid_content(f"The parameter '{name}' has both a value and a reference.", path)
    if declared not in SECURE:
        raise invalid_template(
            f"The template parameter '{name}' of type '{TYPES[declared][0]}' cannot be a Key Vault reference: its "
            f"type must be 'SecureString' or 'SecureObject'. Please see {PARAMETER_FILE_URL} for usage details.",
            path,
        )
    return {"reference": entry["reference"]}


def missing(name: str) -> ExpressionError:
    """The refusal of a parameter that has neither a value nor a default."""
    return ExpressionError(
        f"The value for the template parameter '{name}'{AT} is not provided. "
        f"Please see {PARAMETER_FILE_URL} for usage details."
    )


def checked(name: str, value: Any, declaration: Declaration, definitions: Declaration) -> Any:
    """The value, once it is of the declared type."""
    check_value(value, declaration, definitions, f"template parameter '{name}'{AT}")
    return value


def may_be_absent(declaration: Declaration, definitions: Declaration) -> bool:
    """Whether a parameter without value and default is null."""
    return resolved(declaration, definitions).get("nullable") is True
