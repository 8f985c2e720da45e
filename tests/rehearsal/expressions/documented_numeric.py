"""Microsoft, "Numeric functions for ARM templates" and "Numeric functions for Bicep".

The pages repeat the examples of max and min from the array page.
"""

from tests.rehearsal.expressions.documented import Example

EXAMPLES = [
    Example("add", "addResult", "add(parameters('first'), parameters('second'))", 8, {"first": 5, "second": 3}),
    Example("div", "divResult", "div(parameters('first'), parameters('second'))", 2, {"first": 8, "second": 3}),
    Example("float", "custom1", "float('3.0')", 3.0),
    Example("float", "custom2", "float(3)", 3.0),
    Example("int", "intResult", "int(parameters('text'))", 4, {"text": "4"}),
    Example("mod", "modResult", "mod(parameters('first'), parameters('second'))", 1, {"first": 7, "second": 3}),
    Example("mul", "mulResult", "mul(parameters('first'), parameters('second'))", 15, {"first": 5, "second": 3}),
    Example(
        "mul", "mulResult (later)", "mul(parameters('first'), parameters('second'))", 45, {"first": 5, "second": 9}
    ),
    Example("sub", "subResult", "sub(parameters('first'), parameters('second'))", 4, {"first": 7, "second": 3}),
    Example(
        "copyIndex",
        "names",
        "variables('names')",
        ["examplecopy-0", "examplecopy-1", "examplecopy-2"],
        {},
        {"copy": [{"name": "names", "count": 3, "input": "[concat('examplecopy-', copyIndex('names'))]"}]},
    ),
]
