"""Microsoft, "Array functions for ARM templates" and "Array functions for Bicep"."""

from tests.rehearsal.expressions.documented import Example

WORDS = {"words": ["one", "two", "three"]}
LETTERS = {"letters": {"one": "a", "two": "b", "three": "c"}}
TESTED = {"text": "OneTwoThree", **LETTERS, **WORDS}
EMPTY = {"list": [], "map": {}, "text": ""}
COMMON = {
    "first": {"one": "a", "two": "b", "three": "c"},
    "second": {"one": "a", "two": "z", "three": "c"},
    "firstList": ["one", "two", "three"],
    "secondList": ["two", "three"],
}
JOINED = {
    "first": {"one": "a", "two": "b", "three": "c1"},
    "second": {"three": "c2", "four": "d", "five": "e"},
    "firstList": ["one", "two", "three"],
    "secondList": ["three", "four"],
}
MEASURED = {
    "text": "One Two Three",
    "map": {"propA": "one", "propB": "two", "propC": "three", "propD": {"propD-1": "sub", "propD-2": "sub"}},
    **WORDS,
}
NUMBERS = {"numbers": [0, 3, 2, 5, 4]}
NAMES = {"names": ["one", "two", "three", "two"]}
ARRAYS = {"a": [0, 1], "b": [1, 2], "c": [0, 1, 2], "up": [1, 2, 3, 4], "down": [4, 3, 2, 1], "part": [7, 3, 2, 1]}

EXAMPLES = [
    Example("array", "intOutput", "array(parameters('it'))", [1], {"it": 1}),
    Example("array", "stringOutput", "array(parameters('it'))", ["efgh"], {"it": "efgh"}),
    Example("array", "objectOutput", "array(parameters('it'))", [{"a": "b", "c": "d"}], {"it": {"a": "b", "c": "d"}}),
    Example(
        "concat",
        "return",
        "concat(parameters('first'), parameters('second'))",
        ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"],
        {"first": ["1-1", "1-2", "1-3"], "second": ["2-1", "2-2", "2-3"]},
    ),
    Example("contains", "stringTrue", "contains(parameters('text'), 'e')", True, TESTED),
    Example("contains", "stringFalse", "contains(parameters('text'), 'z')", False, TESTED),
    Example("contains", "objectTrue", "contains(parameters('letters'), 'one')", True, TESTED),
    Example("contains", "objectFalse", "contains(parameters('letters'), 'a')", False, TESTED),
    Example("contains", "arrayTrue", "contains(parameters('words'), 'three')", True, TESTED),
    Example("contains", "arrayFalse", "contains(parameters('words'), 'four')", False, TESTED),
    Example("createArray", "stringArray", "createArray('a', 'b', 'c')", ["a", "b", "c"]),
    Example("createArray", "intArray", "createArray(1, 2, 3)", [1, 2, 3]),
    Example("createArray", "objectArray", "createArray(parameters('letters'))", [LETTERS["letters"]], LETTERS),
    Example("createArray", "arrayArray", "createArray(parameters('words'))", [["one", "two", "three"]], WORDS),
    Example("createArray", "emptyArray", "createArray()", []),
    Example("empty", "arrayEmpty", "empty(parameters('list'))", True, EMPTY),
    Example("empty", "objectEmpty", "empty(parameters('map'))", True, EMPTY),
    Example("empty", "stringEmpty", "empty(parameters('text'))", True, EMPTY),
    Example("first", "arrayOutput", "first(parameters('words'))", "one", WORDS),
    Example("first", "stringOutput", "first('One Two Three')", "O"),
    Example(
        "flatten",
        "arrayOutput",
        "flatten(parameters('nested'))",
        ["one", "two", "three", "four", "five", "six"],
        {"nested": [["one", "two"], ["three"], ["four", "five", "six"]]},
    ),
    Example("indexOf", "index1", "lastIndexOf(parameters('names'), 'two')", 3, NAMES),
    Example("indexOf", "index2", "indexOf(parameters('names'), 'one')", 0, NAMES),
    Example("indexOf", "index3", "indexOf(parameters('numbers'), 4)", 4, NUMBERS),
    Example("indexOf", "notFoundIndex1", "lastIndexOf(parameters('names'), 'four')", -1, NAMES),
    Example("indexOf", "notFoundIndex2", "indexOf(parameters('names'), 'Two')", -1, NAMES),
    Example("indexOf", "notFoundIndex3", "indexOf(parameters('numbers'), '4')", -1, NUMBERS),
    Example(
        "intersection",
        "objectOutput",
        "intersection(parameters('first'), parameters('second'))",
        {"one": "a", "three": "c"},
        COMMON,
    ),
    Example(
        "intersection",
        "arrayOutput",
        "intersection(parameters('firstList'), parameters('secondList'))",
        ["two", "three"],
        COMMON,
    ),
    Example("intersection", "commonUp", "intersection(parameters('up'), parameters('part'))", [1, 2, 3], ARRAYS),
    Example("intersection", "commonDown", "intersection(parameters('down'), parameters('part'))", [3, 2, 1], ARRAYS),
    Example("last", "arrayOutput", "last(parameters('words'))", "three", WORDS),
    Example("last", "stringOutput", "last('One Two Three')", "e"),
    Example("last", "stringOutput (Bicep)", "last('One Two three')", "e"),
    Example("length", "arrayLength", "length(parameters('words'))", 3, MEASURED),
    Example("length", "stringLength", "length(parameters('text'))", 13, MEASURED),
    Example("length", "objectLength", "length(parameters('map'))", 4, MEASURED),
    Example("max", "arrayOutput", "max(parameters('numbers'))", 5, NUMBERS),
    Example("max", "intOutput", "max(0,3,2,5,4)", 5),
    Example("min", "arrayOutput", "min(parameters('numbers'))", 0, NUMBERS),
    Example("min", "intOutput", "min(0,3,2,5,4)", 0),
    Example(
        "range", "rangeOutput", "range(parameters('start'), parameters('count'))", [5, 6, 7], {"start": 5, "count": 3}
    ),
    Example("skip", "arrayOutput", "skip(parameters('words'), 2)", ["three"], WORDS),
    Example("skip", "stringOutput", "skip(parameters('text'), 4)", "two three", {"text": "one two three"}),
    Example("take", "arrayOutput", "take(parameters('words'), 2)", ["one", "two"], WORDS),
    Example("take", "stringOutput", "take(parameters('text'), 2)", "on", {"text": "one two three"}),
    Example(
        "union",
        "objectOutput",
        "union(parameters('first'), parameters('second'))",
        {"one": "a", "two": "b", "three": "c2", "four": "d", "five": "e"},
        JOINED,
    ),
    Example(
        "union",
        "arrayOutput",
        "union(parameters('firstList'), parameters('secondList'))",
        ["one", "two", "three", "four"],
        JOINED,
    ),
]
