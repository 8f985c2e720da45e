"""The `if` of a policy rule: allOf, anyOf, not, and comparisons of a field, a value or a count.

Source: Azure Policy documentation, "Policy definition structure: policy rule". Texts are compared without regard to
case; a field that is absent equals nothing.
"""

import re
from collections.abc import Callable
from typing import Any

from azlift.rehearsal.authorization.policy.fields import EACH, field_path, field_values
from azlift.rehearsal.authorization.policy.values import Outlook, value_of
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json

Trace = list[Json]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).lower() if isinstance(value, str | int | float) else repr(value)


def _equals(actual: Any, wanted: Any) -> bool:
    return actual is not None and _text(actual) == _text(wanted)


def _like(actual: Any, wanted: Any) -> bool:
    pattern = ".*".join(map(re.escape, _text(wanted).split("*")))
    return isinstance(actual, str) and re.fullmatch(pattern, actual.lower(), re.DOTALL) is not None


_MATCH = {"#": "[0-9]", "?": "[A-Za-z]", ".": "."}


def _match(actual: Any, wanted: Any, flags: int = 0) -> bool:
    pattern = "".join(_MATCH.get(each) or re.escape(each) for each in str(wanted))
    return isinstance(actual, str) and re.fullmatch(pattern, actual, flags | re.DOTALL) is not None


def _match_any_case(actual: Any, wanted: Any) -> bool:
    return _match(actual, wanted, re.IGNORECASE)


def _contains(actual: Any, wanted: Any) -> bool:
    if isinstance(actual, list):
        return any(_equals(each, wanted) for each in actual)
    return isinstance(actual, str) and _text(wanted) in actual.lower()


def _in(actual: Any, wanted: Any) -> bool:
    return any(_equals(actual, each) for each in wanted) if isinstance(wanted, list) else False


def _contains_key(actual: Any, wanted: Any) -> bool:
    return isinstance(actual, dict) and _text(wanted) in {key.lower() for key in actual}


def _exists(actual: Any, wanted: Any) -> bool:
    return (actual is not None) == (_text(wanted) == "true")


def _order(actual: Any, wanted: Any) -> int | None:
    """Below, equal or above: numbers as numbers, texts (dates too, in ISO 8601) as texts; None: not to be compared."""
    if isinstance(actual, str) and isinstance(wanted, str):
        one, other = actual.lower(), wanted.lower()
        return (one > other) - (one < other)
    try:
        return (float(actual) > float(wanted)) - (float(actual) < float(wanted))
    except (TypeError, ValueError):
        return None


def _ordered(*orders: int) -> Callable[[Any, Any], bool]:
    return lambda actual, wanted: _order(actual, wanted) in orders


def _not(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda actual, wanted: not compare(actual, wanted)


OPERATORS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    name.lower(): (name[0].upper() + name[1:], compare)
    for name, compare in {
        "equals": _equals,
        "notEquals": _not(_equals),
        "like": _like,
        "notLike": _not(_like),
        "match": _match,
        "notMatch": _not(_match),
        "matchInsensitively": _match_any_case,
        "notMatchInsensitively": _not(_match_any_case),
        "contains": _contains,
        "notContains": _not(_contains),
        "in": _in,
        "notIn": _not(_in),
        "containsKey": _contains_key,
        "notContainsKey": _not(_contains_key),
        "exists": _exists,
        "less": _ordered(-1),
        "lessOrEquals": _ordered(-1, 0),
        "greater": _ordered(1),
        "greaterOrEquals": _ordered(0, 1),
    }.items()
}
JOINTS = {"allof": all, "anyof": any}
SUBJECTS = frozenset(("field", "value", "count"))


def holds(condition: Json, outlook: Outlook, trace: Trace) -> bool:
    """Whether a condition is true of a request; each comparison made is noted in `trace`, as Azure tells it."""
    members = {name.lower(): value for name, value in condition.items()}
    for joint, joined in JOINTS.items():
        if joint in members:
            return joined(holds(each, outlook, trace) for each in members[joint])
    if "not" in members:
        return not holds(members["not"], outlook, trace)
    operator = next(name for name in members if name in OPERATORS)
    label, compare = OPERATORS[operator]
    wanted = value_of(members[operator], outlook)
    kind, text, path, values = _compared(members, outlook)
    result = all(compare(each, wanted) for each in values)
    noted: Json = {"result": str(result), "expressionKind": kind, "expression": text}
    if path is not None:
        noted["path"] = path
    if values and values[0] is not None:
        noted["expressionValue"] = values[0] if len(values) == 1 else values
    trace.append({**noted, "targetValue": wanted, "operator": label})
    return result


def _compared(members: Json, outlook: Outlook) -> tuple[str, str, str | None, list[Any]]:
    """What stands on the left of a comparison: its kind, its text, its path, and its values, all of which must fit."""
    if "value" in members:
        value = value_of(members["value"], outlook)
        return "Value", str(members["value"]), None, ["" if value is None and "exists" not in members else value]
    if "count" in members:
        return "Count", str(members["count"]), None, [_count(members["count"], outlook)]
    name = value_of(members["field"], outlook)
    return "Field", name, field_path(outlook.subject, name), field_values(outlook.subject, name)


def _count(counted: Json, outlook: Outlook) -> int:
    """How many members of an array, of the request or given, satisfy `where`."""
    where = counted.get("where")
    if "value" in counted:
        name = counted.get("name", "default")
        views = [outlook.at_value(name, each) for each in value_of(counted["value"], outlook)]
    else:
        alias = counted["field"]
        views = [outlook.at_member(alias, each) for each in field_values(outlook.subject, alias)]
    return len(views) if where is None else sum(holds(where, view, []) for view in views)


def check_condition(condition: Any, name: str) -> None:
    """Refuse a rule whose `if` is not one of Azure's."""
    members = {key.lower(): value for key, value in condition.items()} if isinstance(condition, dict) else {}
    for joint in JOINTS:
        if joint in members:
            if not isinstance(members[joint], list) or len(members) > 1:
                raise invalid_rule(name, f"'{joint}' must be an array and stand alone")
            for each in members[joint]:
                check_condition(each, name)
            return
    if "not" in members:
        check_condition(members["not"], name)
        return
    operators = [each for each in members if each in OPERATORS]
    subjects = [each for each in members if each in SUBJECTS]
    if len(operators) != 1 or len(subjects) != 1 or len(members) != 2:
        found = ", ".join(members) or "nothing"
        raise invalid_rule(name, f"a condition compares one field, value or count by one operator; found: {found}")
    if "count" in members:
        _check_count(members["count"], name)


def _check_count(counted: Any, name: str) -> None:
    sources = [each for each in ("field", "value") if isinstance(counted, dict) and each in counted]
    if len(sources) != 1 or ("field" in counted and EACH not in str(counted["field"])):
        raise invalid_rule(name, "'count' goes over an array alias ending in [*] or over a value")
    if "where" in counted:
        check_condition(counted["where"], name)


def invalid_rule(name: str, reason: str) -> AzureError:
    return AzureError(
        400, "InvalidPolicyRule", f"Failed to parse policy rule: the policy definition '{name}': {reason}."
    )
