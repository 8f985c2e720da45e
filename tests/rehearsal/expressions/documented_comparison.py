"""Microsoft, "Comparison functions for ARM templates"; Bicep has operators in their place.

The strings that are compared are 'A' and 'a': the greater one is 'A', as in .NET's cultures, not in ASCII.
"""

from tests.rehearsal.expressions.documented import Example

TESTED = {
    "it": {
        "null1": None,
        "null2": None,
        "string": "default",
        "int": 1,
        "object": {"first": "default"},
        "array": [1],
    }
}
NULLS = "parameters('it').null1, parameters('it').null2"
PAIRS = {
    "ints": [1, 1],
    "strings": ["a", "a"],
    "arrays": [["a", "b"], ["a", "b"]],
    "objects": [{"a": "b"}, {"a": "b"}],
}


def _pair(function: str, ints: bool, strings: bool) -> list[Example]:
    return [
        Example(function, "checkInts", f"{function}(parameters('a'), parameters('b') )", ints, {"a": 1, "b": 2}),
        Example(
            function, "checkStrings", f"{function}(parameters('a'), parameters('b'))", strings, {"a": "A", "b": "a"}
        ),
    ]


EXAMPLES = [
    Example("coalesce", "stringOutput", f"coalesce({NULLS}, parameters('it').string)", "default", TESTED),
    Example("coalesce", "intOutput", f"coalesce({NULLS}, parameters('it').int)", 1, TESTED),
    Example("coalesce", "objectOutput", f"coalesce({NULLS}, parameters('it').object)", {"first": "default"}, TESTED),
    Example("coalesce", "arrayOutput", f"coalesce({NULLS}, parameters('it').array)", [1], TESTED),
    Example("coalesce", "emptyOutput", f"empty(coalesce({NULLS}))", True, TESTED),
    *(
        Example(
            "equals",
            f"check{name.capitalize()}",
            "equals(parameters('a'), parameters('b') )",
            True,
            {"a": left, "b": right},
        )
        for name, (left, right) in PAIRS.items()
    ),
    Example("equals", "checkNotEquals", "not(equals(1, 2))", True),
    *_pair("greater", False, True),
    *_pair("greaterOrEquals", False, True),
    *_pair("less", True, False),
    *_pair("lessOrEquals", True, False),
]
