"""The functions a template defines itself: `namespace.name(…)` (Microsoft, "User-defined functions").

Inside one, only its own parameters are known; it may call the template's other functions, not itself.
"""

from typing import Any

from azlift.rehearsal.expressions import Frame, Place, ResourceFacts, Scope, Surroundings
from azlift.rehearsal.language_errors import ExpressionError, invalid_content, invalid_template
from azlift.rehearsal.templates.content import content_of
from azlift.rehearsal.templates.shapes import (
    FUNCTION_MEMBERS,
    MEMBER_MEMBERS,
    ROOT,
    check_members,
    object_at,
    required_text,
)
from azlift.rehearsal.templates.types import Declaration, check_declaration, check_value


class UserFunctions:
    """The template's functions under `namespace.name`, lower case."""

    def __init__(self, declared: Any, definitions: Declaration) -> None:
        if not isinstance(declared, list):
            raise invalid_content(f"The value of '{ROOT}.functions' must be an array.", f"{ROOT}.functions")
        self._definitions = definitions
        self._functions: dict[str, dict[str, Any]] = {}
        self._running: set[str] = set()
        for index, group in enumerate(declared):
            self._add(group, f"{ROOT}.functions[{index}]")

    def _add(self, group: Any, path: str) -> None:
        group = check_members(group, FUNCTION_MEMBERS, "TemplateFunctionNamespace", path)
        namespace = required_text(group, "namespace", path)
        for name, member in object_at(group, "members", path).items():
            self._functions[f"{namespace}.{name}".lower()] = self._read(member, f"{path}.members.{name}")

    def _read(self, raw: Any, path: str) -> dict[str, Any]:
        member = check_members(raw, MEMBER_MEMBERS, "TemplateFunction", path)
        output = object_at(member, "output", path)
        parameters = member.get("parameters") or []
        if "value" not in output or not isinstance(parameters, list):
            raise invalid_content("A function must have an 'output' with a 'value', and an array of parameters.", path)
        try:
            check_declaration(output, self._definitions)
            for parameter in parameters:
                check_declaration(parameter, self._definitions)
        except ExpressionError as error:
            raise invalid_template(f"The template function at '{path}' is not valid: {error.message}", path) from error
        return {**member, "parameters": parameters}

    def answer(self, caller: Surroundings, namespace: str, name: str, arguments: list[Any]) -> Any:
        """The answer of one function."""
        key = f"{namespace}.{name}".lower()
        if key not in self._functions:
            raise ExpressionError(
                f"The template function '{namespace}.{name}' is not valid: the template does not define it."
            )
        if key in self._running:
            raise ExpressionError(f"The template function '{namespace}.{name}' is not valid: it calls itself.")
        member = self._functions[key]
        inside = _Inside(caller, self._bound(f"{namespace}.{name}", member["parameters"], arguments))
        self._running.add(key)
        try:
            answer = content_of(member["output"]["value"], Frame(inside, Place.FUNCTION))
        finally:
            self._running.discard(key)
        subject = f"output of the template function '{namespace}.{name}'"
        check_value(answer, member["output"], self._definitions, subject)
        return answer

    def _bound(self, name: str, declared: list[Any], arguments: list[Any]) -> dict[str, Any]:
        if len(declared) != len(arguments):
            raise ExpressionError(
                f"Unable to evaluate template language function '{name}': function requires {len(declared)} "
                f"argument(s) while {len(arguments)} were provided."
            )
        for parameter, value in zip(declared, arguments, strict=True):
            check_value(
                value,
                parameter,
                self._definitions,
                f"parameter '{parameter.get('name')}' of the template function '{name}'",
            )
        return {str(parameter.get("name")).lower(): value for parameter, value in zip(declared, arguments, strict=True)}


class _Inside:
    """What the body of a function sees: its parameters, the template's functions and scope."""

    def __init__(self, caller: Surroundings, values: dict[str, Any]) -> None:
        self._caller = caller
        self._values = values

    @property
    def scope(self) -> Scope:
        return self._caller.scope

    def parameter(self, name: str) -> Any:
        if name.lower() not in self._values:
            raise ExpressionError(f"The template function parameter '{name}' is not found.")
        return self._values[name.lower()]

    def variable(self, name: str) -> Any:
        raise ExpressionError(f"The template variable '{name}' cannot be used in a user-defined function.")

    def user_function(self, namespace: str, name: str, arguments: list[Any]) -> Any:
        return self._caller.user_function(namespace, name, arguments)

    def deployment(self) -> dict[str, Any]:
        return self._caller.deployment()

    def utc_now(self) -> str:
        return self._caller.utc_now()

    def new_guid(self) -> str:
        return self._caller.new_guid()

    def resource(self, reference: str) -> ResourceFacts | None:
        return self._caller.resource(reference)

    def resource_loop(self, symbolic_name: str) -> list[ResourceFacts]:
        return self._caller.resource_loop(symbolic_name)
