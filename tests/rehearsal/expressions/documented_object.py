"""Microsoft, "Object functions for ARM templates" and "Object functions for Bicep".

The pages repeat the examples of contains, empty, intersection, length and the first of union from the array page.
"""

from tests.rehearsal.expressions.documented import Example

ENTITIES = {
    "item002": {"enabled": False, "displayName": "Example item 2", "number": 200},
    "item001": {"enabled": True, "displayName": "Example item 1", "number": 300},
}
ENTITY = "items(variables('entities'))[copyIndex('modified')]"
JSON = {
    "empty": "null",
    "object": '{"a": "b"}',
    "string": '"test"',
    "boolean": "true",
    "int": "3",
    "array": "[[1,2,3 ]",
    "concat": "demo value",
}
FIRST = {"property": {"one": "a", "two": "b", "three": "c1"}, "nestedArray": [1, 2]}
SECOND = {"property": {"three": "c2", "four": "d", "five": "e"}, "nestedArray": [3, 4]}
MERGED = {"property": {"one": "a", "two": "b", "three": "c2", "four": "d", "five": "e"}, "nestedArray": [3, 4]}
NESTED = {
    "firstObject": FIRST,
    "secondObject": SECOND,
    "firstArray": [["one", "two"], ["three"]],
    "secondArray": [["three"], ["four", "two"]],
}

EXAMPLES = [
    Example(
        "createObject",
        "newObject",
        "createObject('intProp', 1, 'stringProp', 'abc', 'boolProp', true(), 'arrayProp', createArray('a', 'b', 'c'), "
        "'objectProp', createObject('key1', 'value1'))",
        {
            "intProp": 1,
            "stringProp": "abc",
            "boolProp": True,
            "arrayProp": ["a", "b", "c"],
            "objectProp": {"key1": "value1"},
        },
    ),
    Example(
        "items",
        "modifiedResult",
        "variables('modified')",
        [
            {"fullName": "Example item 1", "itemEnabled": True, "key": "item001"},
            {"fullName": "Example item 2", "itemEnabled": False, "key": "item002"},
        ],
        {},
        {
            "copy": [
                {
                    "name": "modified",
                    "count": "[length(items(variables('entities')))]",
                    "input": {
                        "key": f"[{ENTITY}.key]",
                        "fullName": f"[{ENTITY}.value.displayName]",
                        "itemEnabled": f"[{ENTITY}.value.enabled]",
                    },
                }
            ],
            "entities": ENTITIES,
        },
    ),
    Example(
        "items",
        "itemsResult",
        "variables('entitiesArray')",
        [
            {"key": "item001", "value": {"enabled": True, "displayName": "Example item 1", "number": 300}},
            {"key": "item002", "value": {"enabled": False, "displayName": "Example item 2", "number": 200}},
        ],
        {},
        {"entities": ENTITIES, "entitiesArray": "[items(variables('entities'))]"},
    ),
    Example("json", "emptyObjectOutput", "empty(json(parameters('empty')))", True, JSON),
    Example("json", "objectOutput", "json(parameters('object'))", {"a": "b"}, JSON),
    Example("json", "stringOutput", "json(parameters('string'))", "test", JSON),
    Example("json", "booleanOutput", "json(parameters('boolean'))", True, JSON),
    Example("json", "intOutput", "json(parameters('int'))", 3, JSON),
    Example("json", "arrayOutput", "json(parameters('array'))", [1, 2, 3], JSON),
    Example(
        "json",
        "concatObjectOutput",
        "json(concat('{\"a\": \"', parameters('concat'), '\"}'))",
        {"a": "demo value"},
        JSON,
    ),
    Example("json", "objectOutput (Bicep)", "json(parameters('it'))", {"a": "b"}, {"it": "{'a': 'b'}"}),
    Example("json", "stringOutput (Bicep)", "json(parameters('it'))", "test", {"it": "'test'"}),
    Example("null", "emptyOutput", "empty(null())", True),
    Example("union", "objectOutput", "union(variables('firstObject'), variables('secondObject'))", MERGED, {}, NESTED),
    Example(
        "union",
        "arrayOutput",
        "union(variables('firstArray'), variables('secondArray'))",
        [["one", "two"], ["three"], ["four", "two"]],
        {},
        NESTED,
    ),
    Example(
        "union",
        "arrayOutput (Bicep)",
        "union(createArray('one', 'two', 'three'), createArray('three', 'four', 'two'))",
        ["one", "two", "three", "four"],
    ),
    Example(
        "objectKeys",
        "objectKeysOutput",
        "objectKeys(variables('obj'))",
        ["a", "b"],
        {},
        {"obj": {"a": 1, "b": 2}},
    ),
    Example(
        "shallowMerge",
        "firstOutput",
        "shallowMerge(variables('objects'))",
        {"one": "a", "two": "b", "three": "c2", "four": "d", "five": "e"},
        {},
        {"objects": [{"one": "a", "two": "b", "three": "c1"}, {"three": "c2", "four": "d", "five": "e"}]},
    ),
    Example(
        "shallowMerge",
        "secondOutput",
        "shallowMerge(variables('objects'))",
        {"one": "a", "two": "b", "three": "c2", "four": "d", "five": "e"},
        {},
        {"objects": [{"one": "a", "two": "b", "three": "c2"}, {"four": "d", "five": "e"}]},
    ),
]
