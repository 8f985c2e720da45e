"""The functions that look around: at parameters, variables, copy loops, the cloud and the deployment itself."""

from typing import Any

from azlift.rehearsal.expressions.frame import Frame, Place, not_expected_here
from azlift.rehearsal.expressions.signatures import INTEGER, STRING, STRING_OR_INTEGER, Function, by_name, refused
from azlift.rehearsal.expressions.values import fits
from azlift.rehearsal.language_errors import ExpressionError


def _parameters(frame: Frame, name: str) -> Any:
    return frame.surroundings.parameter(name)


def _variables(frame: Frame, name: str) -> Any:
    if frame.place in (Place.PARAMETER, Place.FUNCTION):
        raise not_expected_here("variables")
    return frame.surroundings.variable(name)


def _deployment(frame: Frame) -> dict[str, Any]:
    return frame.surroundings.deployment()


def _environment(frame: Frame) -> dict[str, Any]:
    return dict(frame.surroundings.scope.cloud)


def _fail(message: str) -> Any:
    raise ExpressionError(message)


def _copy_index(frame: Frame, first: Any = 0, second: int | None = None) -> int:
    if type(first) is int and second is not None:
        raise refused("copyIndex", "the name of the loop must precede the offset.")
    name, offset = (first.lower(), second or 0) if type(first) is str else ("", first)
    if name not in frame.loops or (type(first) is str and not first):
        raise not_expected_here(
            "copyIndex",
            "The function can only be used in a resource with copy specified."
            if not name
            else f"There is no copy loop named '{first}' here.",
        )
    index = frame.loops[name] + offset
    if not fits(index):
        raise refused("copyIndex", f"the offset '{offset}' is out of range.")
    return index


def _lambda_variables(frame: Frame, name: str) -> Any:
    if name.lower() not in frame.lambdas:
        raise ExpressionError(f"The lambda variable '{name}' is not found.")
    return frame.lambdas[name.lower()]


FUNCTIONS = by_name(
    Function("parameters", _parameters, (STRING,), framed=True),
    Function("variables", _variables, (STRING,), framed=True),
    Function("deployment", _deployment, framed=True),
    Function("environment", _environment, framed=True),
    Function("copyIndex", _copy_index, (STRING_OR_INTEGER, INTEGER), required=0, framed=True),
    Function("lambdaVariables", _lambda_variables, (STRING,), framed=True),
    Function("fail", _fail, (STRING,)),
)
