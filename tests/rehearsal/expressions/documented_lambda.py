"""Microsoft, "Lambda functions for ARM templates" and "Lambda functions for Bicep"."""

from tests.rehearsal.expressions.documented import Example

EVIE = {"name": "Evie", "age": 5, "interests": ["Ball", "Frisbee"]}
CASPER = {"name": "Casper", "age": 3, "interests": ["Other dogs"]}
INDY = {"name": "Indy", "age": 2, "interests": ["Butter"]}
KIRA = {"name": "Kira", "age": 8, "interests": ["Rubs"]}
ALL = [EVIE, CASPER, INDY, KIRA]
DOGS = {"dogs": ALL, "ages": "[map(variables('dogs'), lambda('dog', lambdaVariables('dog').age))]"}
LOOP = {
    "copy": [
        {"name": "itemForLoop", "count": "[length(range(0, 10))]", "input": "[range(0, 10)[copyIndex('itemForLoop')]]"}
    ]
}
KEPT = [{"name": dog["name"], "properties": {"age": dog["age"], "interests": dog["interests"]}} for dog in ALL]
SUM = "lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next')))"
NAME = "lambda('entry', lambdaVariables('entry').name)"

EXAMPLES = [
    Example(
        "filter",
        "oldDogs",
        "filter(variables('dogs'), lambda('dog', greaterOrEquals(lambdaVariables('dog').age, 5)))",
        [EVIE, KIRA],
        {},
        DOGS,
    ),
    Example(
        "filter",
        "filteredLoop",
        "filter(variables('itemForLoop'), lambda('i', greater(lambdaVariables('i'), 5)))",
        [6, 7, 8, 9],
        {},
        LOOP,
    ),
    Example(
        "filter",
        "isEven",
        "filter(range(0, 10), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))",
        [0, 2, 4, 6, 8],
        {},
        LOOP,
    ),
    Example(
        "map",
        "dogNames",
        "map(variables('dogs'), lambda('dog', lambdaVariables('dog').name))",
        ["Evie", "Casper", "Indy", "Kira"],
        {},
        DOGS,
    ),
    Example(
        "map",
        "sayHi",
        "map(variables('dogs'), lambda('dog', format('Hello {0}!', lambdaVariables('dog').name)))",
        ["Hello Evie!", "Hello Casper!", "Hello Indy!", "Hello Kira!"],
        {},
        DOGS,
    ),
    Example(
        "map",
        "mapObject",
        "map(range(0, length(variables('dogs'))), lambda('i', createObject('i', lambdaVariables('i'), 'dog', "
        "variables('dogs')[lambdaVariables('i')].name, 'greeting', format('Ahoy, {0}!', "
        "variables('dogs')[lambdaVariables('i')].name))))",
        [{"i": index, "dog": dog["name"], "greeting": f"Ahoy, {dog['name']}!"} for index, dog in enumerate(ALL)],
        {},
        DOGS,
    ),
    Example("reduce", "totalAge", f"reduce(variables('ages'), 0, {SUM})", 18, {}, DOGS),
    Example("reduce", "totalAgeAdd1", f"reduce(variables('ages'), 1, {SUM})", 19, {}, DOGS),
    Example(
        "reduce",
        "reduceObjectUnion",
        "reduce(createArray(createObject('foo', 123), createObject('bar', 456), createObject('baz', 789)), "
        "createObject(), lambda('cur', 'next', union(lambdaVariables('cur'), lambdaVariables('next'))))",
        {"foo": 123, "bar": 456, "baz": 789},
    ),
    Example(
        "sort",
        "dogsByAge",
        "sort(variables('dogs'), lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age)))",
        [INDY, CASPER, EVIE, KIRA],
        {},
        DOGS,
    ),
    Example(
        "toObject",
        "dogsObject",
        f"toObject(variables('dogs'), {NAME})",
        {dog["name"]: dog for dog in ALL},
        {},
        DOGS,
    ),
    Example(
        "toObject",
        "dogsObject, the value named",
        f"toObject(variables('dogs'), {NAME}, lambda('entry', lambdaVariables('entry')))",
        {dog["name"]: dog for dog in ALL},
        {},
        DOGS,
    ),
    Example(
        "toObject",
        "dogsObject, of properties",
        f"toObject(variables('dogs'), {NAME}, lambda('entry', lambdaVariables('entry').properties))",
        {dog["name"]: dog["properties"] for dog in KEPT},
        {},
        {"dogs": KEPT},
    ),
]
