"""What can be said beforehand of content that waits for the running world: the expression, as far as it is known.

What is known inside an expression is put in its place, as Azure's what-if and Bicep's snapshots show it:
`[reference('/subscriptions/…/storageAccounts/a', '2022-09-01').primaryEndpoints.blob]`.
"""

import re
from typing import Any

from azlift.rehearsal.expressions import Frame, calls_in, is_running, thunk_of
from azlift.rehearsal.expressions.syntax import Access, Call, Literal, Node
from azlift.rehearsal.expressions.values import compact_json
from azlift.rehearsal.language_errors import ExpressionError
from azlift.rehearsal.templates.content import Deferred, Unanswerable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*")
_IF_ARGUMENTS = 3


def predicted(content: Any) -> Any:
    """A fresh copy of the content with the text of an expression wherever its value cannot be known yet."""
    if isinstance(content, Deferred):
        return f"[{_text(content.expression.node, content.frame)}]"
    if isinstance(content, Unanswerable):
        return content.written
    if isinstance(content, dict):
        return {name: predicted(item) for name, item in content.items()}
    if isinstance(content, list):
        return [predicted(item) for item in content]
    return content


def _text(node: Node, frame: Frame) -> str:
    if isinstance(node, Literal):
        return _literal(node.value)
    known, value = _known(node, frame)
    if known:
        return _literal(value)
    if isinstance(node, Access):
        return _text(node.target, frame) + _key(node, frame)
    if node.namespace is None and node.name.lower() == "if" and len(node.arguments) == _IF_ARGUMENTS:
        decided, condition = _known(node.arguments[0], frame)
        if decided and isinstance(condition, bool):
            return _text(node.arguments[1 if condition else 2], frame)
    name = node.name if node.namespace is None else f"{node.namespace}.{node.name}"
    return f"{name}({', '.join(_arguments(node, frame))})"


def _known(node: Node, frame: Frame) -> tuple[bool, Any]:
    """Whether the value of a node is known, and the value; not that of a lambda, or of what stands inside one."""
    if any(is_running(call) or call.name.lower() == "lambda" for call in calls_in(node)):
        return False, None
    try:
        return True, thunk_of(node)(frame)
    except ExpressionError:
        return False, None


def _arguments(call: Call, frame: Frame) -> list[str]:
    """The arguments of a call; of reference() to a resource of the template, its id and api-version."""
    texts = [_text(argument, frame) for argument in call.arguments]
    if call.name.lower() != "reference" or not call.arguments:
        return texts
    known, name = _known(call.arguments[0], frame)
    facts = frame.surroundings.resource(name) if known and isinstance(name, str) else None
    if facts is None:
        return texts
    return [_literal(facts.id), texts[1] if len(texts) > 1 else _literal(facts.api_version), *texts[2:]]


def _key(node: Access, frame: Frame) -> str:
    mark = "?" if node.safe else ""
    if isinstance(node.key, Literal) and isinstance(node.key.value, str) and _NAME.fullmatch(node.key.value):
        return f".{mark}{node.key.value}"
    return f"[{mark}{_text(node.key, frame)}]"


def _literal(value: Any) -> str:
    """The expression that stands for a value."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if value is None or isinstance(value, bool):
        return {None: "null()", True: "true()", False: "false()"}[value]
    if isinstance(value, list):
        return f"createArray({', '.join(map(_literal, value))})"
    if isinstance(value, dict):
        pairs = (f"{_literal(name)}, {_literal(item)}" for name, item in value.items())
        return f"createObject({', '.join(pairs)})"
    return str(value) if isinstance(value, int) else f"json({_literal(compact_json(value))})"
