"""What a template comes to: resources to put, in what order, and outputs to read when they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal.expressions import Runtime, Scope
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import AT, ExpressionError, TemplateError
from azlift.rehearsal.templates.content import deferred_in, settled
from azlift.rehearsal.templates.predictions import predicted
from azlift.rehearsal.templates.shapes import DEPLOYMENTS_TYPE
from azlift.rehearsal.templates.types import (
    SECURE,
    TYPES,
    Declaration,
    check_value,
    declared_type,
    is_secret_reference,
    resolved,
)


@dataclass(frozen=True)
class PlannedResource:
    """One resource of an expanded template.

    `id` is canonical; `depends_on` are ids of the same template, in template order, explicit and implicit ones
    together. The scope of a nested deployment in another resource group has an empty location unless this template
    itself declares the group. `options` are what the template says about putting it: `onlyIfNotExists`, `retryOn`.
    """

    id: str
    type: str
    name: str
    api_version: str
    scope: Scope
    depends_on: tuple[str, ...]
    symbolic_name: str | None
    existing: bool
    path: str
    content: Mapping[str, Any] = field(repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def put_type(self) -> str:
        """The type of what is put: of an extension written as a child (`A/b/providers/c`), the extension's own."""
        host, written_so, own = self.type.partition("/providers/")
        return f"{self.name.split('/')[host.count('/')]}/{own}" if written_so else self.type

    @property
    def needs_runtime(self) -> bool:
        """Whether the body asks the running world: reference() or list…()."""
        return any(True for _ in deferred_in(self.content))

    def body(self, runtime: Runtime) -> dict[str, Any]:
        """The JSON to put, fresh at each call; a nested deployment's `properties` hold mode, template, parameters."""
        try:
            body: dict[str, Any] = settled(dict(self.content), runtime)
        except ExpressionError as error:
            raise unprocessable(self.id, self.path, error) from error
        return self._on_the_wire(body)

    def prediction(self) -> dict[str, Any]:
        """The JSON to put as far as it is known beforehand: the text of an expression in place of what is not."""
        made: dict[str, Any] = predicted(dict(self.content))
        return self._on_the_wire(made)

    def _on_the_wire(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.type.lower() == DEPLOYMENTS_TYPE and not self.existing:
            body["properties"]["parameters"] = _wire(body["properties"].get("parameters", {}))
        return body


@dataclass(frozen=True)
class PlannedOutput:
    """One output, its value still to be read where it asks the running world."""

    name: str
    declaration: Declaration
    content: Any = field(repr=False)


@dataclass(frozen=True)
class Expansion:
    """A template expanded for one scope and one set of parameters."""

    parameters: dict[str, Any]
    secure: frozenset[str]
    parameter_types: dict[str, str]
    resources: tuple[PlannedResource, ...]
    definitions: Declaration = field(repr=False)
    planned_outputs: tuple[PlannedOutput, ...] = field(repr=False)

    def outputs(self, runtime: Runtime) -> dict[str, dict[str, Any]]:
        """The outputs as Azure answers them; secure ones without their value."""
        return {
            name: {"type": output["type"]} if output["type"].lower() in SECURE else output
            for name, output in self.outputs_with_secure_values(runtime).items()
        }

    def outputs_with_secure_values(self, runtime: Runtime) -> dict[str, dict[str, Any]]:
        """The outputs with their values, as only listOutputsWithSecureValues() may tell them.

        All those that cannot be had are refused together.
        """
        made: dict[str, dict[str, Any]] = {}
        failed: dict[str, str] = {}
        for output in self.planned_outputs:
            try:
                made[output.name] = self._output(output, runtime)
            except (ExpressionError, TemplateError) as error:
                failed[output.name] = f"The template output '{output.name}' is not valid: {error.message}."
        if failed:
            raise _outputs_failed(failed)
        return made

    def predicted_outputs(self) -> dict[str, Any]:
        """The values of the outputs as far as they are known beforehand, but for the secure ones."""
        open_ones = (each for each in self.planned_outputs if self._type_of(each) not in SECURE)
        return {output.name: predicted(output.content) for output in open_ones}

    def _type_of(self, output: PlannedOutput) -> str:
        return declared_type(resolved(output.declaration, self.definitions))

    def _output(self, output: PlannedOutput, runtime: Runtime) -> dict[str, Any]:
        declared = self._type_of(output)
        value = settled(output.content, runtime)
        nullable = resolved(output.declaration, self.definitions).get("nullable") is True
        _, wanted, names = TYPES[declared]
        if type(value) is not wanted and not (value is None and nullable):
            raise ExpressionError(
                f"Template output JToken type is not valid. Expected '{names}'. Actual '{type_name(value)}'.Please see "
                "https://aka.ms/arm-template/#outputs for usage details."
            )
        check_value(value, output.declaration, self.definitions, f"template output '{output.name}'")
        return {"type": TYPES[declared][0], "value": value}


def _outputs_failed(failed: Mapping[str, str]) -> TemplateError:
    code = "DeploymentOutputEvaluationFailed"
    return TemplateError(
        code,
        f"Unable to evaluate template outputs: '{','.join(failed)}'. Please see error details and deployment "
        "operations. Please see https://aka.ms/arm-common-errors for usage details.",
        details=tuple({"code": code, "target": name, "message": message} for name, message in failed.items()),
    )


def unprocessable(resource_id: str, path: str, error: ExpressionError) -> TemplateError:
    """The refusal of a resource whose expressions cannot be evaluated.

    Azure names its position, but no path (Azure/azure-quickstart-templates issue 6936).
    """
    return TemplateError(
        "InvalidTemplate",
        f"Unable to process template language expressions for resource '{resource_id}'{AT}. '{error.message}'",
        path,
        violation="",
    )


def _wire(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A nested deployment's parameters; a secret handed on as a Key Vault reference stays one."""
    return {name: _wire_entry(entry) for name, entry in parameters.items()}


def _wire_entry(entry: Any) -> Any:
    value = entry.get("value") if isinstance(entry, dict) else None
    return value if isinstance(entry, dict) and entry.keys() == {"value"} and is_secret_reference(value) else entry
