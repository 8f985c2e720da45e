"""The functions that ask the running world: reference(), references(), list…(); and resourceInfo()'s facts.

A resource is named by its id, or, when the template itself has it, by its symbolic name or its name. Without an api-
version the resource must be of this template, whose own api-version is taken (Microsoft, "reference").
"""

from typing import Any

from azlift.rehearsal.expressions.frame import Frame, Place, ResourceFacts, Runtime, not_expected_here
from azlift.rehearsal.expressions.signatures import ANY, STRING, Function, by_name, refused
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError


def _world(frame: Frame, function: str) -> Runtime:
    if frame.runtime is None or frame.place not in (Place.BODY, Place.OUTPUT):
        raise not_expected_here(function)
    return frame.runtime


def _resource(frame: Frame, function: str, reference: str) -> ResourceFacts | None:
    """The template's own resource; none for the id of another one."""
    found = frame.surroundings.resource(reference)
    if found is None and not reference.startswith("/"):
        raise not_in_template(reference, function)
    return found


def not_in_template(reference: str, function: str) -> ExpressionError:
    """The refusal of a name no resource of the template has."""
    return ExpressionError(
        f"The template reference '{reference}' is not valid: could not find template resource or resource copy with "
        f"this name. Please see {FUNCTIONS_URL}#{function.lower()} for usage details."
    )


def needs_version(found: ResourceFacts | None, version: str | None) -> bool:
    """Whether reference() must be given an api-version: the template puts no such resource whose own could be taken."""
    return version is None and (found is None or not (found.active or found.symbolic))


def _is_full(function: str, flag: str | None) -> bool:
    if flag is not None and flag.lower() != "full":
        raise refused(function, f"the last argument, when given, must be 'Full', not '{flag}'.")
    return flag is not None


def _reference(frame: Frame, name: str, version: str | None = None, flag: str | None = None) -> Any:
    world, full = _world(frame, "reference"), _is_full("reference", flag)
    found = _resource(frame, "reference", name)
    if needs_version(found, version):
        raise ExpressionError(
            f"The reference to '{name}' requires an API version. Please see {FUNCTIONS_URL}#reference for usage details"
        )
    if found is None:
        return world.reference(name, version, full)
    return world.reference(found.id, version or found.api_version, full)


def _references(frame: Frame, loop: str, flag: str | None = None) -> list[Any]:
    world, full = _world(frame, "references"), _is_full("references", flag)
    return [world.reference(found.id, found.api_version, full) for found in frame.surroundings.resource_loop(loop)]


def _resource_info(frame: Frame, symbolic_name: str) -> dict[str, Any]:
    found = frame.surroundings.resource(symbolic_name)
    if found is None:
        raise ExpressionError(f"The resource '{symbolic_name}' is not defined in the template.")
    return {"id": found.id, "name": found.name, "type": found.type, "apiVersion": found.api_version}


def list_function(name: str) -> Function:
    """The function of one `list…` action: resource, api-version, body."""

    def list_action(frame: Frame, resource: str, version: str, body: Any = None) -> Any:
        world = _world(frame, name)
        found = _resource(frame, name, resource)
        return world.list_action(name, found.id if found is not None else resource, version, body)

    return Function(name, list_action, (STRING, STRING, ANY), required=2, framed=True)


def is_list_function(name: str) -> bool:
    """Whether a lower-case function name is that of a `list…` action."""
    return len(name) > 4 and name.startswith("list") and name.isalpha()


FUNCTIONS = by_name(
    Function("reference", _reference, (STRING, STRING, STRING), required=1, framed=True),
    Function("references", _references, (STRING, STRING), required=1, framed=True),
    Function("resourceInfo", _resource_info, (STRING,), framed=True),
)

# The functions whose answers exist only while the deployment runs, beside the list… ones.
RUNNING = frozenset({"reference", "references"})
