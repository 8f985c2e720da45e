"""One template being evaluated: parameters and variables (each once, when first asked for), functions, resources."""

from collections.abc import Callable, Mapping
from typing import Any

from azlift.rehearsal.expressions import Frame, Place, ResourceFacts, Scope, is_expression
from azlift.rehearsal.language_errors import AT, EXPRESSIONS_URL, PARAMETERS_URL, ExpressionError, invalid_template
from azlift.rehearsal.templates import parameters as given_parameters
from azlift.rehearsal.templates.content import content_of, is_copy, value_copies
from azlift.rehearsal.templates.extensions import read_extensions
from azlift.rehearsal.templates.functions import UserFunctions
from azlift.rehearsal.templates.names import ResourceIndex
from azlift.rehearsal.templates.shapes import ROOT, object_at
from azlift.rehearsal.templates.types import check_definitions, is_secret_reference


class Evaluation:
    """The surroundings of every expression of one template; names ignore case.

    `deployed_as` are further members of what deployment() answers as properties: mode, templateHash, templateLink.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        given: Mapping[str, Any],
        scope: Scope,
        utc_now: str,
        new_guid: Callable[[], str],
        deployed_as: Mapping[str, Any],
    ) -> None:
        self.template = template
        self.resources = ResourceIndex()
        self.extensions = read_extensions(template)
        self._deployed_as = deployed_as
        self._scope = scope
        self._utc_now = utc_now
        self._new_guid = new_guid
        self.definitions = _definitions(template)
        self._declarations = given_parameters.read_declarations(object_at(template, "parameters", ROOT))
        self.types = given_parameters.declared_types(self._declarations, self.definitions)
        self._given = given_parameters.match_given(self._declarations, given)
        variables = object_at(template, "variables", ROOT)
        self._copies = _copy_entries(variables)
        self._variables = {name: item for name, item in variables.items() if not is_copy(name, item)}
        self._functions = UserFunctions(template.get("functions") or [], self.definitions)
        self._names = {
            **{f"parameter {name.lower()}": name for name in self._declarations},
            **{f"variable {name.lower()}": name for name in (*self._variables, *self._copies)},
        }
        self._values: dict[str, Any] = {}
        self._pending: set[str] = set()

    # -- what expressions ask ------------------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        """Where the template is deployed."""
        return self._scope

    def parameter(self, name: str) -> Any:
        """The value of a parameter."""
        return self._value("parameter", name, self._parameter_value)

    def variable(self, name: str) -> Any:
        """The value of a variable."""
        return self._value("variable", name, self._variable_value)

    def user_function(self, namespace: str, name: str, arguments: list[Any]) -> Any:
        """The answer of a function the template defines."""
        return self._functions.answer(self, namespace, name, arguments)

    def deployment(self) -> dict[str, Any]:
        """What deployment() answers: the name, the template and the open parameters."""
        secure = given_parameters.secure_names(self.types)
        shown = {name: entry for name, entry in self._given.items() if name not in secure}
        properties = {
            **self._deployed_as,
            "template": self.template,
            "parameters": shown,
            "provisioningState": "Accepted",
        }
        answer: dict[str, Any] = {"name": self._scope.deployment_name, "properties": properties}
        if self._scope.resource_group is None:
            answer["location"] = self._scope.location
        return answer

    def utc_now(self) -> str:
        """The instant of the deployment."""
        return self._utc_now

    def new_guid(self) -> str:
        """A fresh GUID."""
        return self._new_guid()

    def resource(self, reference: str) -> ResourceFacts | None:
        """The resource of this template with that id, symbolic name or name."""
        return self.resources.facts(reference)

    def resource_loop(self, symbolic_name: str) -> list[ResourceFacts]:
        """The resources of the symbolic copy loop of that name."""
        return self.resources.loop(symbolic_name)

    # -- everything at once --------------------------------------------------------------------------------------

    def all_parameters(self) -> dict[str, Any]:
        """Every parameter under its declared name; the first one that cannot be had is refused."""
        return {name: self._explained("parameter", name, self.parameter) for name in self._declarations}

    def check_variables(self) -> None:
        """Refuse the first variable that cannot be evaluated, used or not."""
        for name in (*self._variables, *self._copies):
            self._explained("variable", name, self.variable)

    def _explained(self, kind: str, name: str, find: Callable[[str], Any]) -> Any:
        try:
            return find(name)
        except ExpressionError as error:
            path = f"{ROOT}.{kind}s.{name}"
            if kind == "parameter" and not self._is_computed(name):
                raise invalid_template(error.message, path) from error
            # Azure's reader calls a parameter whose default it evaluates a resource (vscode-azurearmtools issue 961).
            subject = f"resource '{name}'{AT}" if kind == "parameter" else f"variable '{name}'"
            raise invalid_template(
                f"The template {subject} is not valid: {error.message}. "
                f"Please see {EXPRESSIONS_URL} for usage details.",
                path,
            ) from error

    def _is_computed(self, name: str) -> bool:
        """Whether a parameter has the value of its default, and that is an expression."""
        default = self._declarations[name].get("defaultValue")
        return name not in self._given and isinstance(default, str) and is_expression(default)

    # -- one at a time -------------------------------------------------------------------------------------------

    def _value(self, kind: str, name: str, make: Callable[[str], Any]) -> Any:
        key = f"{kind} {name.lower()}"
        if key in self._values:
            return self._values[key]
        if key not in self._names:
            raise ExpressionError(
                f"The template {kind} '{name}' is not found. Please see {PARAMETERS_URL} for usage details."
                if kind == "parameter"
                else f"The template variable '{name}' is not found. "
                "Please see https://aka.ms/arm-syntax-variables for usage details."
            )
        if key in self._pending:
            raise ExpressionError(f"The template {kind} '{name}' is not valid: it refers to itself.")
        self._pending.add(key)
        try:
            self._values[key] = make(self._names[key])
        finally:
            self._pending.discard(key)
        return self._values[key]

    def _parameter_value(self, name: str) -> Any:
        declaration = self._declarations[name]
        given = self._given.get(name)
        value = given_parameters.given_value(name, given, self.types[name]) if given is not None else None
        if value is None and "defaultValue" in declaration:
            value = content_of(declaration["defaultValue"], Frame(self, Place.PARAMETER))
        elif value is None and not given_parameters.may_be_absent(declaration, self.definitions):
            raise given_parameters.missing(name)
        if self.types[name] == "secureobject" and is_secret_reference(value):
            return value
        return given_parameters.checked(name, value, declaration, self.definitions)

    def _variable_value(self, name: str) -> Any:
        frame = Frame(self, Place.VARIABLE)
        if name in self._copies:
            return next(copies for _, copies in value_copies([self._copies[name]], frame))
        return content_of(self._variables[name], frame)


def _definitions(template: Mapping[str, Any]) -> dict[str, Any]:
    definitions = object_at(template, "definitions", ROOT)
    try:
        check_definitions(definitions)
    except ExpressionError as error:
        raise invalid_template(error.message, f"{ROOT}.definitions") from error
    return definitions


def _copy_entries(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of the variables' own `copy`, by name."""
    entries: list[Any] = next((item for name, item in variables.items() if is_copy(name, item)), [])
    named = [
        {name.lower(): item for name, item in entry.items()} if isinstance(entry, dict) else {} for entry in entries
    ]
    if any(not isinstance(entry.get("name"), str) for entry in named):
        raise invalid_template("Every variable 'copy' must have a 'name'", f"{ROOT}.variables.copy")
    return {str(entry["name"]): entry for entry in named}
