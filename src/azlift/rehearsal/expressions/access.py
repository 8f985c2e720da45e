"""Properties and indexes of values: `.name`, `['name']`, `[0]`; the names of members ignore case."""

from typing import Any

from azlift.rehearsal.expressions.values import find_key, type_name
from azlift.rehearsal.language_errors import ExpressionError


def access(target: Any, key: Any, *, safe: bool) -> Any:
    """The member or element of `target` called `key`; when it is missing, null if `safe`, else an error."""
    if type(target) is dict and type(key) is str:
        return _member(target, key, safe)
    if type(target) is list and type(key) is int:
        return _element(target, key, safe)
    if safe and target is None:
        return None
    if type(target) is list:
        raise ExpressionError(
            f"The language expression property '{_shown(key)}' can't be evaluated, property name must be an integer."
        )
    if type(target) is dict:
        raise ExpressionError(
            f"The language expression property '{_shown(key)}' can't be evaluated, property name must be a string."
        )
    raise ExpressionError(f"The language expression property '{_shown(key)}' can't be evaluated.")


def _shown(key: Any) -> str:
    return str(key) if type(key) in (str, int) else type_name(key)


def _member(target: dict[str, Any], name: str, safe: bool) -> Any:
    if name in target:
        return target[name]
    key = find_key(target, name)
    if key is not None:
        return target[key]
    if safe:
        return None
    raise ExpressionError(
        f"The language expression property '{name}' doesn't exist, available properties are '{', '.join(target)}'."
    )


def _element(target: list[Any], index: int, safe: bool) -> Any:
    if 0 <= index < len(target):
        return target[index]
    if safe:
        return None
    raise ExpressionError(f"The language expression property array index '{index}' is out of bounds.")
