"""Whether a value is of a declared type, with its constraints (Microsoft, "Parameters", "Type definitions").

Refusals are ExpressionErrors: who declares the value knows where it stands.
"""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.expressions.values import compact_json, find_key, found_in, to_text, type_name
from azlift.rehearsal.language_errors import AT, PARAMETER_FILE_URL, PARAMETERS_URL, ExpressionError

# Lower-case type -> the name Azure echoes, the JSON type, and the JSON types' names in its messages.
TYPES: dict[str, tuple[str, type, str]] = {
    "string": ("String", str, "String, Uri"),
    "securestring": ("SecureString", str, "String, Uri"),
    "int": ("Int", int, "Integer"),
    "bool": ("Bool", bool, "Boolean"),
    "object": ("Object", dict, "Object"),
    "secureobject": ("SecureObject", dict, "Object"),
    "array": ("Array", list, "Array"),
}
SECURE = frozenset(("securestring", "secureobject"))
_CONSTRAINED = {
    "minLength": (str, list),
    "maxLength": (str, list),
    "minValue": (int,),
    "maxValue": (int,),
}
_REFERENCE = "#/definitions/"
# How far definitions may refer to one another before the chain is called circular.
_MAX_REFERENCES = 64

Declaration = Mapping[str, Any]


def resolved(declaration: Declaration, definitions: Declaration) -> Declaration:
    """The declaration with its `$ref` replaced by what it refers to; its own members win."""
    for _ in range(_MAX_REFERENCES):
        if "$ref" not in declaration:
            return declaration
        own = {member: value for member, value in declaration.items() if member != "$ref"}
        declaration = {**_referred(declaration["$ref"], definitions), **own}
    raise ExpressionError("The type reference is not valid: the definitions refer to one another in a circle.")


def _referred(target: Any, definitions: Declaration) -> Declaration:
    """What `#/definitions/name`, or a member further inside it, stands for."""
    found: Any = definitions if isinstance(target, str) and target.startswith(_REFERENCE) else None
    for step in str(target).removeprefix(_REFERENCE).split("/"):
        key = find_key(found, step) if isinstance(found, dict) else None
        found = None if key is None else found[key]
    if not isinstance(found, dict):
        raise ExpressionError(f"The type reference '{to_text(target)}' is not valid: there is no such definition.")
    return found


def declared_type(declaration: Declaration) -> str:
    """The lower-case type of a resolved declaration."""
    declared = declaration.get("type")
    if not isinstance(declared, str) or declared.lower() not in TYPES:
        raise ExpressionError(
            f"The type '{to_text(declared)}' is not valid. The supported types are "
            f"'{', '.join(name for name, *_ in TYPES.values())}'. Please see {PARAMETERS_URL} for usage details."
        )
    return declared.lower()


def check_declaration(declaration: Any, definitions: Declaration) -> str:
    """The lower-case type, once the declaration and all inside it are well formed."""
    _check_shape(declaration)
    declaration = resolved(declaration, definitions)
    declared = declared_type(declaration)
    for constraint, kinds in _CONSTRAINED.items():
        if constraint in declaration and TYPES[declared][1] not in kinds:
            raise ExpressionError(f"The constraint '{constraint}' is not valid for the type '{declared}'.")
    return declared


def check_definitions(definitions: Declaration) -> None:
    """Refuse definitions that are not well formed."""
    for name, definition in definitions.items():
        try:
            _check_shape(definition)
        except ExpressionError as error:
            raise ExpressionError(f"The type definition '{name}' is not valid: {error.message}") from error


def _check_shape(declaration: Any) -> None:
    if not isinstance(declaration, dict):
        raise ExpressionError("A type declaration must be an object.")
    for constraint in _CONSTRAINED.keys() & declaration.keys():
        if type(declaration[constraint]) is not int:
            raise ExpressionError(f"The constraint '{constraint}' must be an integer.")
    allowed = declaration.get("allowedValues", [None])
    if not isinstance(allowed, list) or not allowed:
        raise ExpressionError("The constraint 'allowedValues' must be an array of at least one value.")
    for member in _inner_declarations(declaration):
        _check_shape(member)


def _inner_declarations(declaration: Declaration) -> list[Any]:
    properties, leading = declaration.get("properties", {}), declaration.get("prefixItems", [])
    discriminator = declaration.get("discriminator", {"propertyName": "", "mapping": {}})
    if not isinstance(properties, dict) or not isinstance(leading, list) or not _is_discriminator(discriminator):
        raise ExpressionError("The 'properties', 'prefixItems' or 'discriminator' of the type are not well formed.")
    others = (declaration.get(name, True) for name in ("items", "additionalProperties"))
    inner = [other for other in others if type(other) is not bool]
    return [*properties.values(), *leading, *discriminator["mapping"].values(), *inner]


def _is_discriminator(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("propertyName"), str)
        and isinstance(value.get("mapping"), dict)
    )


def is_secret_reference(value: Any) -> bool:
    """Whether a value is `{"reference": {"keyVault": …, "secretName": …}}`, kept as it is in place of a secret."""
    if not (isinstance(value, dict) and value.keys() == {"reference"}):
        return False
    reference = value["reference"]
    return isinstance(reference, dict) and {"keyVault", "secretName"} <= reference.keys()


def check_value(value: Any, declaration: Declaration, definitions: Declaration, subject: str) -> None:
    """Refuse a value that is not of the declared type or breaks a constraint; `subject` is "template parameter 'x'".

    Azure tells the position of the declaration, where the subject has one, with a broken constraint only.
    """
    declaration = resolved(declaration, definitions)
    declared = declared_type(declaration)
    if value is None and declaration.get("nullable") is True:
        return
    if declared == "securestring" and is_secret_reference(value):
        return
    _, wanted, names = TYPES[declared]
    if type(value) is not wanted:
        raise ExpressionError(
            f"The provided value for the {subject.replace(AT, '')} is not valid. Expected a value of type '{names}', "
            f"but received a value of type '{type_name(value)}'. Please see {PARAMETER_FILE_URL} for usage details."
        )
    _check_allowed(value, declaration, subject)
    _check_bounds(value, declaration, subject)
    if isinstance(value, dict):
        _check_object(value, declaration, definitions, subject)
    elif isinstance(value, list):
        _check_array(value, declaration, definitions, subject)


def _check_allowed(value: Any, declaration: Declaration, subject: str) -> None:
    allowed = declaration.get("allowedValues")
    if allowed is None or found_in(value, allowed):
        return
    if isinstance(value, list) and all(found_in(item, allowed) for item in value):
        return
    shown = to_text(value) if not isinstance(value, dict | list) else compact_json(value)
    raise ExpressionError(
        f"The provided value '{shown}' for the {subject} is not valid. The parameter value is not part of the allowed "
        f"value(s): '{','.join(map(to_text, allowed))}'."
    )


def _check_bounds(value: Any, declaration: Declaration, subject: str) -> None:
    size = len(value) if isinstance(value, str | list) else value
    for constraint in _CONSTRAINED.keys() & declaration.keys():
        limit, least = declaration[constraint], constraint.startswith("min")
        if size < limit if least else size > limit:
            what = "Length of the value" if constraint.endswith("Length") else "The value"
            raise ExpressionError(
                f"The provided value for the {subject} is not valid. {what} should be "
                f"{'greater' if least else 'less'} than or equal to "
                f"'{declaration[constraint]}'. Please see {PARAMETERS_URL} for usage details."
            )


def _check_object(value: dict[str, Any], declaration: Declaration, definitions: Declaration, subject: str) -> None:
    if "discriminator" in declaration:
        check_value(value, _variant(value, declaration["discriminator"], subject), definitions, subject)
        return
    properties = declaration.get("properties", {})
    for name, member in properties.items():
        key = find_key(value, name)
        if key is not None:
            check_value(value[key], member, definitions, f"{subject} property '{name}'")
        elif resolved(member, definitions).get("nullable") is not True:
            raise ExpressionError(
                f"The provided value for the {subject} is not valid. The property '{name}' is required."
            )
    further = declaration.get(
        "additionalProperties", "properties" not in declaration or declaration.get("sealed") is not True
    )
    for name in value:
        if find_key(properties, name) is not None or further is True:
            continue
        if further is False:
            raise ExpressionError(
                f"The provided value for the {subject} is not valid. The property '{name}' is not permitted on this "
                "object."
            )
        check_value(value[name], further, definitions, f"{subject} property '{name}'")


def _variant(value: dict[str, Any], discriminator: Declaration, subject: str) -> Declaration:
    name, mapping = discriminator["propertyName"], discriminator["mapping"]
    chosen = value.get(name)
    if not isinstance(chosen, str) or chosen not in mapping:
        raise ExpressionError(
            f"The provided value for the {subject} is not valid. The property '{name}' must be one of "
            f"'{', '.join(mapping)}'."
        )
    return {"type": "object", **mapping[chosen]}


def _check_array(value: list[Any], declaration: Declaration, definitions: Declaration, subject: str) -> None:
    leading = declaration.get("prefixItems", [])
    rest = declaration.get("items", True)
    for index, item in enumerate(value):
        member = leading[index] if index < len(leading) else rest
        if member is False:
            raise ExpressionError(
                f"The provided value for the {subject} is not valid. It has more than {len(leading)} items."
            )
        if member is not True:
            check_value(item, member, definitions, f"{subject} item '{index}'")
