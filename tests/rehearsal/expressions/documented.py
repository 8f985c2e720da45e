"""The shape of a documented example: one output of one example of Microsoft's pages on the template functions."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Example(NamedTuple):
    """`function`'s example, whose output of this name is `value`; `given` are the defaults of its parameters."""

    function: str
    output: str
    expression: str
    value: Any
    given: Mapping[str, Any] = {}
    variables: Mapping[str, Any] = {}
