"""The expression language of ARM templates: text -> tree (syntax) -> value (evaluate), with the functions by family."""

from azlift.rehearsal.expressions.evaluate import Expression, calls_in, expression_of, is_running, live_calls, thunk_of
from azlift.rehearsal.expressions.frame import (
    Directory,
    Frame,
    Lambda,
    Place,
    ResourceFacts,
    Runtime,
    Scope,
    Surroundings,
)
from azlift.rehearsal.expressions.syntax import escape_text, is_expression, literal_text

__all__ = [
    "Directory",
    "Expression",
    "Frame",
    "Lambda",
    "Place",
    "ResourceFacts",
    "Runtime",
    "Scope",
    "Surroundings",
    "calls_in",
    "escape_text",
    "expression_of",
    "is_expression",
    "is_running",
    "literal_text",
    "live_calls",
    "thunk_of",
]
