"""From a part of a template to its value: expressions evaluated, copies turned, what needs the world deferred."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.expressions import (
    Expression,
    Frame,
    Place,
    Runtime,
    escape_text,
    expression_of,
    is_expression,
    is_running,
    literal_text,
    live_calls,
)
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import CopyError, ExpressionError
from azlift.rehearsal.templates.limits import MAX_COPIES
from azlift.rehearsal.templates.shapes import VALUE_COPY_MEMBERS

_DEFERRING = (Place.BODY, Place.OUTPUT)


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """What cannot be evaluated, where Azure says so only at the end: the part as written, and why."""

    written: Any
    error: ExpressionError


@dataclass(frozen=True, slots=True)
class Deferred:
    """An expression that waits for the running world; `escaped` when its value is to be template text."""

    expression: Expression
    frame: Frame
    escaped: bool = False


def content_of(value: Any, frame: Frame) -> Any:
    """The value of a part of a template; in a body or an output, Deferred stands for what only the world can answer."""
    kind = type(value)
    if kind is str:
        return _text(value, frame)
    if kind is dict:
        return _object(value, frame)
    if kind is list:
        return [content_of(item, frame) for item in value]
    return value


def header_of(value: Any, frame: Frame) -> Any:
    """The value of a part that must be known before anything is deployed."""
    if type(value) is str and not value.startswith("["):
        return value
    return content_of(value, frame.at(Place.HEADER))


def _text(text: str, frame: Frame) -> Any:
    if not text.startswith("["):
        return text
    if not is_expression(text):
        return literal_text(text)
    expression = expression_of(text)
    if expression.needs_runtime and frame.runtime is None and frame.place in _DEFERRING and _asks(expression, frame):
        return Deferred(expression, frame)
    return expression.evaluate(frame)


def _asks(expression: Expression, frame: Frame) -> bool:
    """Whether the running world is asked by what is evaluated of an expression: of if(), the branch that is taken."""
    return any(map(is_running, live_calls(expression.node, frame)))


def _object(value: dict[str, Any], frame: Frame) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, item in value.items():
        if is_copy(name, item):
            made.update(value_copies(item, frame))
        elif name.startswith("["):
            made[member_name(name, frame)] = content_of(item, frame)
        else:
            made[name] = content_of(item, frame)
    return made


def is_copy(name: str, item: Any) -> bool:
    """Whether a member is a `copy` that makes arrays beside it."""
    return type(item) is list and len(name) == 4 and name.lower() == "copy"


def member_name(name: str, frame: Frame) -> str:
    """The name of a member, which may be an expression."""
    made = header_of(name, frame)
    if type(made) is not str:
        raise ExpressionError(
            f"The property name '{name}' is not valid: it must be a string, not of type '{type_name(made)}'."
        )
    return made


def value_copies(
    entries: list[Any], frame: Frame, make: Callable[[Any, Frame], Any] = content_of
) -> Iterator[tuple[str, list[Any]]]:
    """The arrays a `copy` of properties or variables makes, by name; `make` gives the value of one turn's input."""
    for entry in entries:
        name, count, repeated = _copy_entry(entry)
        name = member_name(name, frame) if name.startswith("[") else name
        turns = range(copy_count(count, frame))
        yield name, [make(repeated, frame.in_loop(name, index)) for index in turns]


def _copy_entry(entry: Any) -> tuple[str, Any, Any]:
    """The name, count and input of one entry of a `copy`."""
    found = {name.lower(): item for name, item in entry.items()} if isinstance(entry, dict) else {}
    if found.keys() != VALUE_COPY_MEMBERS or not isinstance(found["name"], str):
        raise CopyError("is not valid: each entry must have exactly the members 'name', 'count' and 'input'.")
    return found["name"], found["count"], found["input"]


def copy_count(count: Any, frame: Frame) -> int:
    """How many turns a copy loop makes."""
    number = header_of(count, frame)
    if type(number) is not int or not 0 <= number <= MAX_COPIES:
        raise CopyError(
            "has an invalid copy count. The copy count must be a non-negative integer value and cannot exceed "
            f"'{MAX_COPIES}'."
        )
    return number


def settled(content: Any, runtime: Runtime) -> Any:
    """A fresh copy of the content with nothing deferred any more."""
    kind = type(content)
    if kind is dict:
        return {name: settled(item, runtime) for name, item in content.items()}
    if kind is list:
        return [settled(item, runtime) for item in content]
    if kind is Deferred:
        value = content.expression.evaluate(content.frame.with_runtime(runtime))
        return as_template_text(value) if content.escaped else settled(value, runtime)
    if kind is Unanswerable:
        raise content.error
    return content


def check_expressions(value: Any) -> None:
    """Refuse a part of a template in which an expression cannot be read."""
    if isinstance(value, dict):
        for name, item in value.items():
            check_expressions(name)
            check_expressions(item)
    elif isinstance(value, list):
        for item in value:
            check_expressions(item)
    elif isinstance(value, str) and is_expression(value):
        expression_of(value)


def as_template_text(value: Any) -> Any:
    """A value as template text that stands for exactly itself: no string of it is taken for an expression."""
    if isinstance(value, str):
        return escape_text(value)
    if isinstance(value, list):
        return [as_template_text(item) for item in value]
    if isinstance(value, dict):
        return {escape_text(name): as_template_text(item) for name, item in value.items()}
    return value


def deferred_in(content: Any) -> Iterator[Deferred]:
    """Every deferred expression of a content."""
    kind = type(content)
    if kind is Deferred:
        yield content
    elif kind is dict:
        for item in content.values():
            yield from deferred_in(item)
    elif kind is list:
        for item in content:
            yield from deferred_in(item)
