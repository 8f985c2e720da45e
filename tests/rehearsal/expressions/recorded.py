"""What is known from elsewhere than the documentation's examples: Azure's recorded answers and refusals.

Sources: KingslandConsulting/Kingsland.ArmLinter (unit tests that keep what Azure answered), Azure/bicep (baselines,
EvaluationTests, the test of its newer functions), issues of Azure/bicep; the words of the last refusals (and, if, less)
are those of the workflow engine, whose language is a sibling of this one.
"""

from typing import Any

ANSWERS: list[tuple[str, Any]] = [
    # Recorded of Azure.
    ("base64('one, two, three')", "b25lLCB0d28sIHRocmVl"),
    ("dataUri(100)", "data:application/json;charset=utf8;base64,MTAw"),
    ("dataUriToString('data:application/json;charset=UTF-8;base64,MTAw')", 100),
    ("dataUriToString('data:application/json;base64,MTAw')", 100),
    ("concat(100)", "100"),
    ("concat(100, 'aaa', 200)", "100aaa200"),
    ("concat(toLower('ONE'), '-', toUpper('two'), '-', base64('three'))", "one-TWO-dGhyZWU="),
    ("lastIndexOf('abcdef', '')", 5),
    ("lastIndexOf('abcdef', 'CD')", 2),
    ("intersection(createArray('aaa', 100, 'ccc'), createArray(100, 'aaa', 'ddd'))", ["aaa", 100]),
    ("substring('', 0)", ""),
    ("substring('one', 1, 2)", "ne"),
    ("padLeft('123', 2, '0')", "123"),
    ("padLeft('123', 10)", "       123"),
    ("dataUriToString('data:,A%20brief%20note')", "A brief note"),
    ("dataUriToString('data:text/plain;charset=UTF-8;page=21,the%20data:1234,5678')", "the data:1234,5678"),
    ("empty('')", True),
    ("empty(json('null'))", True),
    ("first('')", ""),
    ("first(createArray())", None),
    ("last('')", ""),
    ("format('{0}', true())", "True"),
    ("format('{0}', createArray(true(), 2893, 'abc'))", "[true,2893,'abc']"),
    ("format('{0}', createObject('a', 'b', '!c', 2))", "{'a':'b','!c':2}"),
    ("indexOf('', '')", 0),
    ("indexOf('abcdef', '')", 0),
    ("lastIndexOf('', '')", 0),
    ("intersection(createObject('one', 'a', 'two', 'b'), createObject('one', 'a', 'two', 'z'))", {"one": "a"}),
    ("length('')", 0),
    ("padLeft(-100, 10, '0')", "000000-100"),
    ("split('', '')", [""]),
    ("split('abc', '')", ["abc"]),
    ("split('a,b', createArray())", ["a,b"]),
    ("uniqueString('asd', 'asdf', 'asdf')", "iizpqit7ih3cc"),
    ("uniqueString('aaa')", "zavj67f3en4hc"),
    ("uniqueString('bbb')", "w5eragfxe33cy"),
    ("uniqueString('zzz')", "cryksdzzzawae"),
    ("uniqueString('xxx', 'yyy', 'zzz')", "lghi7k5js7itq"),
    # Azure/bicep.
    ("add(1, 3)", 4),
    ("groupBy(createArray(createObject('type', 'a', 'v', 1), createObject('type', 'b', 'v', 2), createObject('type', "
     "'a', 'v', 3)), lambda('x', lambdaVariables('x').type), lambda('x', lambdaVariables('x').v))",
     {"a": [1, 3], "b": [2]}),
    ("groupBy(createArray('ab', 'c', 'ad'), lambda('x', first(lambdaVariables('x'))))",
     {"a": ["ab", "ad"], "c": ["c"]}),
    ("mapValues(createObject('a', 123, 'b', 456), lambda('x', mul(lambdaVariables('x'), 2)))", {"a": 246, "b": 912}),
    ("objectKeys(createObject('a', 123, 'b', 456))", ["a", "b"]),
    ("shallowMerge(createArray(createObject('a', 123), createObject('b', 456)))", {"a": 123, "b": 456}),
    ("map(createArray('Evie', 'Casper', 'Lady Lechuga'), lambda('d', 'i', format('{0} {1}!', if(equals(0, "
     "mod(lambdaVariables('i'), 2)), 'Hi', 'Ahoy'), lambdaVariables('d'))))",
     ["Hi Evie!", "Ahoy Casper!", "Hi Lady Lechuga!"]),
    ("filter(createArray('a', 'b', 'c'), lambda('x', 'i', equals(0, mod(lambdaVariables('i'), 2))))", ["a", "c"]),
    ("reduce(createArray('abc', 'def', 'ghi'), '', lambda('c', 'n', 'i', if(equals(0, mod(lambdaVariables('i'), 2)), "
     "concat(lambdaVariables('c'), lambdaVariables('n')), lambdaVariables('c'))))", "abcghi"),
    ("reduce(range(1, 5), 1, lambda('c', 'n', mul(lambdaVariables('c'), lambdaVariables('n'))))", 120),
    ("reduce(items(createObject('{first}', 'Anthony', '{last}', 'Martin')), 'Hi, {first} {last}!', lambda('c', 'n', "
     "replace(lambdaVariables('c'), lambdaVariables('n').key, lambdaVariables('n').value)))", "Hi, Anthony Martin!"),
    ("sort(createArray(8, 3, 10, -13, 5), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))",
     [-13, 3, 5, 8, 10]),
    ("sort(createArray('ghi', 'abc', 'def'), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))",
     ["abc", "def", "ghi"]),
    ("flatten(createArray(createArray('a'), createArray('b', createArray('c'))))", ["a", "b", ["c"]]),
    ("like('abcdef', 'a*c*')", True),
    ("like('abcdef', 'b*')", False),
    ("buildUri(createObject('scheme', 'https', 'host', 'contoso.com', 'port', 8080, 'path', '/a/b'))",
     "https://contoso.com:8080/a/b"),
    ("parseUri('https://contoso.com:8080/a/b?c=d')",
     {"scheme": "https", "host": "contoso.com", "port": 8080, "path": "/a/b", "query": "?c=d"}),
    # Azure/bicep #8188: ten years are 3,650 days.
    ("dateTimeAdd('2022-09-01T00:00:00Z', 'P10Y')", "2032-08-29T00:00:00Z"),
    # Azure/bicep #15697: utcNow()'s own format is read.
    ("dateTimeAdd('20241128T210959Z', 'P1D', 'yyyy-MM-ddTHH:mm:ss')", "2024-11-29T21:09:59"),
]  # fmt: skip

_FUNCTION = "The template language function "
_PLAIN = "Please see https://aka.ms/arm-functions for usage details."
_PAD = "The syntax is padLeft(string, totalWidth [, paddingChar]). Please see "
_PAD += "https://aka.ms/arm-resource-functions/#padleft for usage details."


def _named(name: str) -> str:
    return f"Please see https://aka.ms/arm-functions#{name} for usage details."


def _counted(name: str) -> str:
    return f"Please see https://aka.ms/arm-resource-functions/#{name} for usage details."


REFUSALS: list[tuple[str, str]] = [
    ("toLower()", f"{_FUNCTION}'toLower' must have only one parameter. {_PLAIN}"),
    ("base64('a', 'b')", f"{_FUNCTION}'base64' must have only one parameter. {_PLAIN}"),
    (
        "toUpper(100)",
        f"{_FUNCTION}'toUpper' expects its parameter to be of type 'String'. The provided value is of type 'Integer'. "
        + _PLAIN,
    ),
    (
        "base64ToString(100)",
        f"{_FUNCTION}'base64ToString' expects its parameter to be a string. The provided value is of type 'Integer'. "
        + _named("base64ToString"),
    ),
    (
        "base64ToString('a%b')",
        f"{_FUNCTION}'base64ToString' was invoked with a parameter that is not valid. The value cannot be decoded from "
        "base64 representation.",
    ),
    (
        "bool('sdf')",
        f"{_FUNCTION}'bool' was invoked with a parameter that is not valid. The value cannot be converted to the "
        f"target "
        "type.",
    ),
    (
        "concat()",
        f"Unable to evaluate template language function 'concat'. At least one parameter should be provided. {_PLAIN}",
    ),
    (
        "concat('a', createArray('b'))",
        "The provided parameters for language function 'concat' are invalid. Either all or none of the parameters must "
        f"be an array. {_counted('concat')}",
    ),
    (
        "dataUriToString('xxx')",
        f"{_FUNCTION}'dataUriToString' expects its parameter to be formatted as a valid data URI. The provided value "
        f"'xxx' was not formatted correctly. {_named('dataUriToString')}",
    ),
    (
        "dataUriToString('data:text/plain;charset=xxx,abc')",
        f"{_FUNCTION}'dataUriToString' parameter is not valid. The provided charset 'xxx' is not supported. "
        + _named("dataUriToString"),
    ),
    (
        "empty(100)",
        "The template function 'empty' expects its parameter to be an object, an array, or a string. The provided "
        "value "
        f"is of type 'Integer'. {_named('empty')}",
    ),
    (
        "endsWith(100, 'a')",
        f"{_FUNCTION}'endsWith' expects its parameters to be of type string and string. The provided value is of type "
        f"'Integer' and 'String'. {_named('endsWith')}",
    ),
    (
        "first(100)",
        f"{_FUNCTION}'first' expects its parameter be an array or a string. The provided value is of type 'Integer'. "
        + _named("first"),
    ),
    (
        "format(100)",
        "Unable to evaluate language function 'format': the first argument must be a string literal, and the type of "
        "other arguments must be one of 'Array, Boolean, Date, Float, Guid, Integer, Null, Object, String, TimeSpan, "
        "Undefined, Uri'. Please see https://aka.ms/arm-function-format for usage details.",
    ),
    (
        "format('{1}', 'a')",
        "Unable to evaluate language function 'format': the format is invalid: 'Index (zero based) must be greater "
        "than "
        "or equal to zero and less than the size of the argument list.'. Please see "
        "https://aka.ms/arm-function-format for usage details.",
    ),
    (
        "format('{')",
        "Unable to evaluate language function 'format': the format is invalid: 'Input string was not in a correct "
        "format.'. Please see https://aka.ms/arm-function-format for usage details.",
    ),
    (
        "indexOf('abc', 1)",
        f"{_FUNCTION}'indexOf' expects its parameters to be of type string and string. The provided value is of type "
        f"'String' and 'Integer'. {_named('indexOf')}",
    ),
    (
        "int('4.5')",
        f"{_FUNCTION}'int' cannot convert provided value '4.5' to integer value. Please see "
        "https://aka.ms/arm-function-int for usage details.",
    ),
    (
        "intersection(createArray(1))",
        f"Unable to evaluate template language function 'intersection'. At least two parameter should be provided. "
        f"{_PLAIN}",
    ),
    (
        "intersection('aaa', 'bbb')",
        f"{_FUNCTION}'intersection' expects either a comma separated list of arrays or a comma separated list of "
        f"objects as its parameters. {_named('intersection')}",
    ),
    (
        "dataUriToString(dataUri(100))",
        "The template language function 'dataUriToString' parameter is not valid. The provided charset 'utf8' is not "
        "supported.",
    ),
    (
        "intersection(createArray('aaa'), 200)",
        "Template language function 'intersection' expects parameters of the same type, but found multiple types.",
    ),
    (
        "length(100)",
        f"{_FUNCTION}'length' expects its parameter to be an array, object, or a string. The provided value is of type "
        f"'Integer'. {_counted('length')}",
    ),
    (
        "length()",
        f"{_FUNCTION}'length' expects exactly one parameter: an array, object, or a string the length of which is "
        f"returned. The function was invoked with '0' parameters. {_counted('length')}",
    ),
    (
        "mul(json('9223372036854775807'), 2)",
        f"{_FUNCTION}'mul' overflowed with the operants '9223372036854775807' and '2'. {_PLAIN}",
    ),
    (
        "padLeft('a')",
        "Unable to evaluate template language function 'padLeft': function requires minimum two and maximum three "
        f"arguments while '1' was provided. {_PAD}",
    ),
    (
        "padLeft(createArray(), 5)",
        "Unable to evaluate template language function 'padLeft': the first parameter is invalid. The source string "
        "must "
        f"be a String or integer type, while 'Array' was provided. {_PAD}",
    ),
    (
        "padLeft('a', 17)",
        "Unable to evaluate template language function 'padLeft': the second parameter is invalid. Total width must "
        "be a "
        f"positive integer value and not greater than '16', while '17' was provided. {_PAD}",
    ),
    (
        "padLeft('a', 5, '00')",
        "Unable to evaluate template language function 'padLeft': the third parameter is invalid. The padding "
        "character "
        f"must be a single character, while '00' was provided. {_PAD}",
    ),
    ("replace('a')", f"{_FUNCTION}'replace' expects exactly '3' parameters. {_PLAIN}"),
    (
        "replace('a', 1, 'b')",
        f"{_FUNCTION}'replace' expects its second parameter to be of type 'String'. The provided value is of type "
        f"'Integer'. {_PLAIN}",
    ),
    (
        "split('a', 1)",
        f"{_FUNCTION}'split' expects its second parameter to be of type 'String or Array of Strings'. The provided "
        f"value "
        f"is of type 'Integer'. {_PLAIN}",
    ),
    (
        "skip('abc', 'x')",
        f"{_FUNCTION}'skip' expects its second parameter 'count' to be an integer. The provided value is of type "
        f"'String'. {_named('skip')}",
    ),
    (
        "take(1, 1)",
        f"{_FUNCTION}'take' expects its first parameter 'collection' to be an array or a string. The provided value is "
        f"of type 'Integer'. {_named('take')}",
    ),
    (
        "substring('a')",
        f"{_FUNCTION}'substring' expects at least two parameters and up to three parameters: a string, a start index "
        f"and "
        f"optionally a length. {_counted('substring')}",
    ),
    (
        "substring('abc', -1)",
        "Unable to evaluate the template language function 'substring'. The index parameter cannot be less than zero. "
        f"The index: '-1'. {_counted('substring')}",
    ),
    (
        "substring('abc', 4)",
        "Unable to evaluate the template language function 'substring'. The index parameter cannot be larger than the "
        "length of the string. The index parameter: '4', the length of the string parameter: '3'. "
        + _counted("substring"),
    ),
    (
        "substring('abc', 1, -1)",
        "Unable to evaluate the template language function 'substring'. The length parameter cannot be less than zero. "
        f"The length parameter: '-1'. {_counted('substring')}",
    ),
    (
        "uri('not a uri', 'x')",
        f"{_FUNCTION}'uri' expects its first argument to be a uri string. The provided value is 'not a uri'. Please "
        f"see "
        "https://aka.ms/arm-function-datauri for usage details.",
    ),
    (
        "nosuch()",
        "The template function 'nosuch' is not valid. Please see https://aka.ms/arm-functions for usage details.",
    ),
    (
        "dateTimeAdd('2020-01-01', '1D')",
        "The template function 'dateTimeAdd' has an invalid parameter. The second parameter '1D' is not a valid "
        "ISO8601 "
        "Duration string. Please see https://aka.ms/arm-syntax-functions .",
    ),
    (
        "createObject('a', 1, 'b', 2).c",
        "The language expression property 'c' doesn't exist, available properties are 'a, b'.",
    ),
    ("createArray(1)[1]", "The language expression property array index '1' is out of bounds."),
    (
        "variables('map').1",
        "Unable to parse language expression 'variables('map').1': expected token 'Identifier' and actual 'Integer'.",
    ),
    ("and(true(), 'true')", f"{_FUNCTION}'and' expects its second parameter to be of type boolean."),
    (
        "if('true', 1, 2)",
        f"{_FUNCTION}'if' expects its first parameter to be of type boolean. The provided value is of type 'String'.",
    ),
    (
        "less(1, 'a')",
        f"{_FUNCTION}'less' expects two parameters of matching types. The function was invoked with values of type "
        f"'Integer' and 'String' that do not match. {_named('less')}",
    ),
]
