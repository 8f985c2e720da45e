"""From the text of an expression to its tree.

Lexical facts: names are case-insensitive, `''` is a quote inside a string, `[[x]` is the literal `[x]`, a string that
starts with `[` but does not end with `]` is a literal as it stands (Microsoft, "Template expressions"; Azure/bicep
baseline Variables_LF).
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from azlift.rehearsal.language_errors import ExpressionError

# Characters in one expression (Microsoft, "Azure subscription and service limits", template limits).
MAX_EXPRESSION_LENGTH = 24_576

# The integers an expression may write; Bicep wraps larger ones in json() (Azure/bicep, ExpressionConverter).
LITERAL_MIN, LITERAL_MAX = -(2**31), 2**31 - 1

# How deep calls may nest. Azure publishes no figure; this one keeps a hostile expression inside the interpreter's
# stack.
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Literal:
    """A string or an integer written in the expression."""

    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; `namespace` for a user-defined one."""

    name: str
    arguments: tuple["Node", ...]
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """A property (`.name`) or an index (`[i]`) of a value; `safe` (`.?name`, `[?i]`) forgives what is missing."""

    target: "Node"
    key: "Node"
    safe: bool


Node = Literal | Call | Access


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


_PUNCTUATION = {
    "(": "LeftParenthesis",
    ")": "RightParenthesis",
    "[": "LeftSquareBracket",
    "[?": "LeftSquareBracketQuestion",
    "]": "RightSquareBracket",
    ",": "Comma",
    ".": "Dot",
    ".?": "DotQuestion",
}
_TOKEN = re.compile(
    r"(?P<blank>\s+)|(?P<Identifier>[A-Za-z_][A-Za-z0-9_$]*)|(?P<Integer>[+-]?[0-9]+)"
    r"|(?P<LiteralString>'(?:[^']|'')*')|(?P<punctuation>\.\?|\[\?|[()\[\],.])"
)


def is_expression(text: str) -> bool:
    """Whether a string of a template is to be evaluated."""
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


def literal_text(text: str) -> str:
    """What a string that is not an expression stands for: `[[x]` is `[x]`."""
    return text[1:] if text.startswith("[[") and text.endswith("]") else text


def escape_text(text: str) -> str:
    """The template string that stands for exactly `text`."""
    return "[" + text if text.startswith("[") and text.endswith("]") else text


def parse(text: str) -> Node:
    """The tree of an expression, given with its square brackets."""
    if len(text) > MAX_EXPRESSION_LENGTH:
        raise ExpressionError(
            f"The language expression length limit exceeded. Limit: '{MAX_EXPRESSION_LENGTH}' and actual: "
            f"'{len(text)}'."
        )
    inner = text[1:-1]
    return _Parser(inner, _tokens(inner)).whole()


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse_character(text, position)
        kind = str(match.lastgroup)
        if kind == "punctuation":
            kind = _PUNCTUATION[match.group()]
        if kind != "blank":
            tokens.append(_Token(kind, match.group(), position))
        position = match.end()
    tokens.append(_Token("EndOfData", "", position))
    return tokens


def _refuse_character(text: str, position: int) -> NoReturn:
    if text[position] == "'":
        reason = (
            f"the string constant at position '{position}' is not terminated. "
            "String constants must be enclosed within a pair of single quotes"
        )
    else:
        reason = f"the string character '{text[position]}' at position '{position}' is not expected"
    raise ExpressionError(f"The language expression '{text}' is not valid: {reason}.")


class _Parser:
    """Recursive descent over one expression's tokens."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        self._take("EndOfData")
        return node

    def _peek(self) -> str:
        return self._tokens[self._next].kind

    def _take(self, kind: str) -> _Token:
        token = self._tokens[self._next]
        if token.kind != kind:
            raise ExpressionError(
                f"Unable to parse language expression '{self._text}': "
                f"expected token '{kind}' and actual '{token.kind}'."
            )
        self._next += 1
        return token

    def _expression(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(f"The language expression nests deeper than '{MAX_DEPTH}' levels.")
        node = self._primary()
        while self._peek() in ("Dot", "DotQuestion", "LeftSquareBracket", "LeftSquareBracketQuestion"):
            node = self._access(node)
        self._depth -= 1
        return node

    def _primary(self) -> Node:
        kind = self._peek()
        if kind == "LiteralString":
            return Literal(self._take(kind).text[1:-1].replace("''", "'"))
        if kind == "Integer":
            return self._integer()
        return self._call()

    def _integer(self) -> Node:
        token = self._take("Integer")
        value = int(token.text)
        if not LITERAL_MIN <= value <= LITERAL_MAX:
            raise ExpressionError(
                f"The language expression '{self._text}' is not valid: the value '{token.text}' at position "
                f"'{token.position}' cannot be converted to number."
            )
        return Literal(value)

    def _call(self) -> Node:
        name, namespace = self._take("Identifier").text, None
        if self._peek() == "Dot":
            self._take("Dot")
            namespace, name = name, self._take("Identifier").text
        return Call(name, self._arguments(), namespace)

    def _arguments(self) -> tuple[Node, ...]:
        self._take("LeftParenthesis")
        arguments: list[Node] = []
        while self._peek() != "RightParenthesis":
            if arguments:
                if self._peek() != "Comma":
                    break
                self._take("Comma")
            arguments.append(self._expression())
        self._take("RightParenthesis")
        return tuple(arguments)

    def _access(self, target: Node) -> Node:
        opening = self._peek()
        self._take(opening)
        if opening.startswith("Dot"):
            return Access(target, Literal(self._take("Identifier").text), opening == "DotQuestion")
        key = self._expression()
        self._take("RightSquareBracket")
        return Access(target, key, opening == "LeftSquareBracketQuestion")
