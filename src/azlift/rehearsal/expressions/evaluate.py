"""From the tree of an expression to its value: each tree is turned once into nested closures, kept with its text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from azlift.rehearsal.expressions import (
    arrays,
    cloud,
    dates,
    formats,
    lambdas,
    logic,
    network,
    numbers,
    objects,
    running,
    scopes,
    strings,
    surroundings,
    uris,
)
from azlift.rehearsal.expressions.access import access
from azlift.rehearsal.expressions.frame import Frame, Lambda
from azlift.rehearsal.expressions.signatures import Function, refused
from azlift.rehearsal.expressions.syntax import Access, Call, Literal, Node, parse
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError

Thunk = Callable[[Frame], Any]
_IF_ARGUMENTS = 3

FUNCTIONS: dict[str, Function] = {
    **arrays.FUNCTIONS,
    **cloud.FUNCTIONS,
    **dates.FUNCTIONS,
    **formats.FUNCTIONS,
    **lambdas.FUNCTIONS,
    **logic.FUNCTIONS,
    **network.FUNCTIONS,
    **numbers.FUNCTIONS,
    **objects.FUNCTIONS,
    **running.FUNCTIONS,
    **scopes.FUNCTIONS,
    **strings.FUNCTIONS,
    **surroundings.FUNCTIONS,
    **uris.FUNCTIONS,
}


# Azure's own functions, by lower-case name, that this rehearsal refuses by name: experimental in Bicep, undocumented.
NOT_REHEARSED = frozenset({"targetexists"})


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression ready to be evaluated; `needs_runtime` when it asks the running world."""

    text: str
    node: Node
    evaluate: Thunk
    needs_runtime: bool


@lru_cache(maxsize=32_768)
def expression_of(text: str) -> Expression:
    """The expression written in `text`, given with its square brackets."""
    node = parse(text)
    return Expression(text, node, thunk_of(node), any(map(is_running, calls_in(node))))


def calls_in(node: Node) -> Iterator[Call]:
    """Every function call of a tree, outermost first."""
    if isinstance(node, Call):
        yield node
        for argument in node.arguments:
            yield from calls_in(argument)
    elif isinstance(node, Access):
        yield from calls_in(node.target)
        yield from calls_in(node.key)


def live_calls(node: Node, frame: Frame) -> Iterator[Call]:
    """The calls of a tree that are made: of if(), where its condition can be known, only the branch that is taken."""
    if isinstance(node, Access):
        yield from live_calls(node.target, frame)
        yield from live_calls(node.key, frame)
    elif isinstance(node, Call):
        yield node
        arguments = node.arguments
        if node.namespace is None and node.name.lower() == "if" and len(arguments) == _IF_ARGUMENTS:
            taken = _known_condition(arguments[0], frame)
            arguments = arguments if taken is None else (arguments[0], arguments[1 if taken else 2])
        for argument in arguments:
            yield from live_calls(argument, frame)


def _known_condition(node: Node, frame: Frame) -> bool | None:
    try:
        condition = thunk_of(node)(frame)
    except ExpressionError:
        return None
    return condition if type(condition) is bool else None


def is_running(call: Call) -> bool:
    """Whether a call asks the running world."""
    name = call.name.lower()
    return call.namespace is None and (name in running.RUNNING or running.is_list_function(name))


def thunk_of(node: Node) -> Thunk:
    """The closure of a part of an expression; unknown functions and wrong argument counts are refused here."""
    if isinstance(node, Literal):
        value = node.value
        return lambda frame: value
    if isinstance(node, Access):
        return _access_thunk(node)
    if node.namespace is not None:
        return _user_thunk(node.namespace, node.name, tuple(map(thunk_of, node.arguments)))
    if node.name.lower() == "lambda":
        return _lambda_thunk(node)
    return _call_thunk(_function(node.name), tuple(map(thunk_of, node.arguments)))


def _function(name: str) -> Function:
    lowered = name.lower()
    if lowered in FUNCTIONS:
        return FUNCTIONS[lowered]
    if running.is_list_function(lowered):
        return running.list_function(name)
    if lowered in NOT_REHEARSED:
        raise ExpressionError(
            f"The template function '{name}' is one of Azure's but not part of this rehearsal. "
            f"Please see {FUNCTIONS_URL} for usage details."
        )
    raise ExpressionError(f"The template function '{name}' is not valid. Please see {FUNCTIONS_URL} for usage details.")


def _call_thunk(function: Function, arguments: tuple[Thunk, ...]) -> Thunk:
    kinds = function.kinds(len(arguments))
    call, framed = function.call, function.framed
    if function.lazy:
        return lambda frame: call(frame, arguments)
    checked = tuple(zip(arguments, (kind.types for kind in kinds), strict=True))

    def evaluate(frame: Frame) -> Any:
        values: list[Any] = []
        for argument, types in checked:
            value = argument(frame)
            if types is not None and type(value) not in types:
                rest = [other(frame) for other in arguments[len(values) + 1 :]]
                raise function.refuse_kind(len(values), [*values, value, *rest])
            values.append(value)
        return call(frame, *values) if framed else call(*values)

    return evaluate


def _user_thunk(namespace: str, name: str, arguments: tuple[Thunk, ...]) -> Thunk:
    def evaluate(frame: Frame) -> Any:
        return frame.surroundings.user_function(namespace, name, [argument(frame) for argument in arguments])

    return evaluate


def _access_thunk(node: Access) -> Thunk:
    target, key, safe = thunk_of(node.target), thunk_of(node.key), node.safe
    forgiving = safe or _has_safe_access(node.target)

    def evaluate(frame: Frame) -> Any:
        value = target(frame)
        if forgiving and value is None:
            return None
        return access(value, key(frame), safe=safe)

    return evaluate


def _has_safe_access(node: Node) -> bool:
    """Whether a chain of accesses has a safe one: what follows a null of it is null too."""
    return isinstance(node, Access) and (node.safe or _has_safe_access(node.target))


def _lambda_thunk(node: Call) -> Thunk:
    *variables, body = node.arguments or (Literal(None),)
    names = tuple(str(variable.value).lower() for variable in variables if isinstance(variable, Literal))
    if not node.arguments or len(names) != len(variables):
        raise refused("lambda", "every argument but the last must be the name of a variable.")
    answer = thunk_of(body)
    return lambda frame: Lambda(names, answer, frame)
