"""The functions beyond what the documentation shows: laziness, case, numbers of 64 bits, corners."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rehearsal.expressions.evaluating import evaluate, refusal
from tests.rehearsal.expressions.recorded import ANSWERS as RECORDED
from tests.rehearsal.expressions.test_documented import EXAMPLES

from azlift.rehearsal.expressions.evaluate import FUNCTIONS
from azlift.rehearsal.expressions.hashing import guid_of, unique_string
from azlift.rehearsal.expressions.logic import sort_key

BIG = "json('9223372036854775807')"
SMALL = "json('-9223372036854775808')"

ANSWERS: list[tuple[str, Any]] = [
    # logic
    ("if(true(), 1, createArray()[9])", 1),
    ("if(false(), createArray()[9], 2)", 2),
    ("and(true(), false(), bool(createArray()[9]))", False),
    ("or(false(), true(), bool(createArray()[9]))", True),
    ("coalesce(null(), 'a', createArray()[9])", "a"),
    ("coalesce(null(), null())", None),
    ("coalesce('')", ""),
    ("not(false())", True),
    ("equals('a', 'A')", False),
    ("equals(1, '1')", False),
    ("equals(true(), 1)", False),
    ("equals(null(), null())", True),
    ("equals(createArray(1, 2), createArray(2, 1))", False),
    ("equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", True),
    ("less('a', 'b')", True),
    ("less('a', 'B')", True),
    ("less('B', 'a')", False),
    ("lessOrEquals('a', 'a')", True),
    ("bool('TRUE')", True),
    ("bool(' true ')", True),
    ("bool(false())", False),
    # numbers
    (f"add({BIG}, -1)", 9223372036854775806),
    ("sub(3, 5)", -2),
    ("mul(-3, 4)", -12),
    ("div(-7, 2)", -3),
    ("mod(-7, 2)", -1),
    ("mod(7, -2)", 1),
    ("int('-42')", -42),
    ("int(' 7 ')", 7),
    ("float('3.5')", 3.5),
    ("float('1,000.5')", 1000.5),
    ("min(3, 1, 2)", 1),
    ("max(createArray(3))", 3),
    # arrays
    ("concat('a')", "a"),
    ("concat('a', 1, true(), float('1.5'))", "a1True1.5"),
    ("concat(createArray(1), createArray(), createArray(2, 3))", [1, 2, 3]),
    ("concat(createArray())", []),
    ("array(createArray('a'))", ["a"]),
    ("contains('OneTwo', 'two')", False),
    ("contains('a1', 1)", True),
    ("contains(createObject('Key', 1), 'kEY')", True),
    ("contains(createArray('a', 1), 1)", True),
    ("contains(createArray('1'), 1)", False),
    ("contains(createArray('a'), 'A')", False),
    ("contains(createArray(createObject('a', 1)), createObject('a', 1))", True),
    ("distinct(createArray(1, '1', 1, true()))", [1, "1", True]),
    ("empty(null())", True),
    ("empty(' ')", False),
    ("empty(createObject('a', 1))", False),
    ("last(createArray(1, 2))", 2),
    ("indexOf(createArray('a', 'b', 'a'), 'a')", 0),
    ("lastIndexOf(createArray('a', 'b', 'a'), 'a')", 2),
    ("intersection(createArray(1, 1, 2), createArray(1))", [1]),
    ("intersection(createObject('a', createObject('x', 1)), createObject('A', createObject('x', 1)))", {"a": {"x": 1}}),
    ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
    ("union(createObject('a', 1), createObject('A', 2))", {"a": 2}),
    ("union(createObject('a', null()), createObject('b', null()))", {"a": None, "b": None}),
    ("length(createObject('a', 1))", 1),
    ("range(-2, 3)", [-2, -1, 0]),
    ("range(7, 0)", []),
    ("skip(createArray(1, 2, 3), 2)", [3]),
    ("skip('abc', -1)", "abc"),
    ("skip('abc', 9)", ""),
    ("take('abc', -1)", ""),
    ("take(createArray(1, 2), 9)", [1, 2]),
    # objects
    ("createObject()", {}),
    ("createObject('a', 1, 'a', 2)", {"a": 2}),
    ("items(createObject('b', 1, 'A', 2, 'a1', 3))", [
        {"key": "A", "value": 2}, {"key": "a1", "value": 3}, {"key": "b", "value": 1},
    ]),
    ("objectKeys(createObject('b', 1, 'a', 2))", ["b", "a"]),
    ("shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', 2)))", {"a": 2}),
    ("tryGet(createObject('a', createObject('b', 1)), 'a', 'b')", 1),
    ("tryGet(createObject(), 'a', 'b')", None),
    ("tryGet(null(), 'a')", None),
    ("tryGet(createArray(1), 3)", None),
    ("indexFromEnd(createArray(1, 2, 3), 1)", 3),
    ("tryIndexFromEnd(createArray(1), 2)", None),
    ("tryIndexFromEnd(createArray(1, createObject('a', 5)), 1, 'a')", 5),
    ("json('{\"a\": [1, null, true]}')", {"a": [1, None, True]}),
    ("json('null')", None),
    ("json('1.50')", 1.5),
    # strings
    ("base64(concat('é', 'x'))", "w6l4"),
    ("endsWith('abcdef', 'EF')", True),
    ("startsWith('abcdef', '')", True),
    ("join(createArray('a', 1, true()), '-')", "a-1-True"),
    ("join(createArray(), '-')", ""),
    ("padLeft('longer', 3)", "longer"),
    ("padLeft(7, 3)", "  7"),
    ("replace('aaa', 'A', 'b')", "aaa"),
    ("split('a,,b', ',')", ["a", "", "b"]),
    ("split(',a,', ',')", ["", "a", ""]),
    ("split('a;,b', createArray(',', ';'))", ["a", "", "b"]),
    ("string(createArray('a', 1, createObject('b', true())))", '["a",1,{"b":true}]'),
    ("string(false())", "False"),
    ("string(null())", ""),
    ("string(float('2'))", "2"),
    ("substring('abc', 3)", ""),
    ("substring('abc', 1)", "bc"),
    ("toUpper('éß')", "Éß"),
    ("trim(' \t\n a b\u00a0')", "a b"),
    ("uri('http://contoso.org/firstpath/', '/myscript.sh')", "http://contoso.org/firstpath/myscript.sh"),
    ("uri('http://contoso.org', 'a.sh')", "http://contoso.org/a.sh"),
    ("uri('HTTPS://Contoso.org:443/a/b/', '../c?sas=1')", "https://contoso.org/a/c?sas=1"),
    ("uriComponent('a b+c/ä~!''()*')", "a%20b%2Bc%2F%C3%A4~%21%27%28%29%2A"),
    ("uriComponentToString('a+b%zz%ff')", "a+b%zz%FF"),
    ("buildUri(createObject('scheme', 'HTTP', 'host', 'h', 'query', 'a=b'))", "http://h/?a=b"),
    ("like('ABC', 'abc')", True),
    ("like('a.c', 'abc')", False),
    # format
    ("format('{{{0}{{0}}{1}}}', 123, true())", "{123{0}True}"),
    ("format('{0:D3}|{0:X4}|{0:x}|{0:N}|{0:F1}', 42)", "042|002A|2a|42.00|42.0"),
    ("format('{0:C2}|{0:E2}|{0:P0}|{0:G}', 5)", "¤5.00|5.00E+000|500 %|5"),
    ("format('{0,5}|{0,-5}|', 'ab')", "   ab|ab   |"),
    ("format('{0:000}-{1:#,##0}', 7, 1234567)", "007-1,234,567"),
    ("format('{0:pos;neg;zero}', -7)", "neg"),
    ("format('{0:D3}', -7)", "-007"),
    ("format('{0:D3}', 'seven')", "seven"),
    ("format('{0}{1}', null(), float('2.50'))", "2.5"),
    ("format('none')", "none"),
    # dates
    ("dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H30M')", "2020-04-07T16:23:14Z"),
    ("dateTimeAdd('20200407T145314Z', 'PT1H')", "20200407T155314Z"),
    ("dateTimeAdd('20200407T145314Z', 'PT1H', 'yyyy-MM-dd')", "2020-04-07"),
    ("dateTimeAdd('2020-04-07T14:53:14+02:00', 'P7D', 'ddd d MMM yy h:mm tt')", "Tue 14 Apr 20 12:53 PM"),
    ("dateTimeAdd('2020-04-07', 'P14M')", "2021-06-06T00:00:00Z"),
    ("dateTimeAdd('2020-04-07T14:53:14.500Z', 'PT0.25S')", "2020-04-07T14:53:14.75Z"),
    ("dateTimeAdd('2020-04-07T14:53:14.500Z', 'PT0.5S')", "2020-04-07T14:53:15Z"),
    ("dateTimeToEpoch('1969-12-31T23:59:59Z')", -1),
    # networks
    ("cidrSubnet('10.144.0.0/20', 24, 4)", "10.144.4.0/24"),
    ("cidrHost('10.0.0.0/30', 1)", "10.0.0.2"),
    ("parseCidr('10.0.0.4/31').lastUsable", "10.0.0.5"),
    # lambdas
    ("map(createArray('a'), lambda('v', 'i', concat(lambdaVariables('V'), lambdaVariables('i'))))", ["a0"]),
    ("toObject(createArray('a', 'b'), lambda('n', lambdaVariables('n')), lambda('n', toUpper(lambdaVariables('n'))))",
     {"a": "A", "b": "B"}),
    ("map(range(0, 2), lambda('i', map(range(0, 2), lambda('j', add(lambdaVariables('i'), lambdaVariables('j'))))))",
     [[0, 1], [1, 2]]),
    ("sort(createArray('b', 'A', 'a'), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))",
     ["a", "A", "b"]),
    # scope and ids
    ("resourceGroup().tags.owner", "ops"),
    ("resourceId('s', 'g', 'A.B/c', 'd')", "/subscriptions/s/resourceGroups/g/providers/A.B/c/d"),
    ("subscriptionResourceId('s', 'A.B/c', 'd')", "/subscriptions/s/providers/A.B/c/d"),
    ("subscriptionResourceId('s', 'Microsoft.Resources/resourceGroups', 'g')", "/subscriptions/s/resourceGroups/g"),
    ("extensionResourceId('/subscriptions/s', 'A.B/locks', 'l')", "/subscriptions/s/providers/A.B/locks/l"),
    ("uniqueString(resourceGroup().id)", "js26ofeqkqeve"),
]  # fmt: skip

REFUSALS: list[tuple[str, str]] = [
    ("add('1', 2)", "expects its first parameter to be an integer. The provided value is of type 'String'"),
    ("add(1)", "expects two numeric parameters"),
    ("equals(1)", "function requires 2 argument(s) while 1 were provided"),
    ("pickZones('a')", "function requires between 3 and 5 argument(s) while 1 were provided"),
    (f"add({BIG}, 1)", "overflowed with the operants"),
    (f"div({SMALL}, -1)", "overflowed with the operants"),
    ("div(1, 0)", "divide an integral or decimal value by zero"),
    ("mod(1, 0)", "divide an integral or decimal value by zero"),
    ("int('9223372036854775808')", "cannot convert provided value"),
    ("int('')", "cannot convert provided value"),
    ("float('x')", "cannot be converted to a floating point number"),
    ("min()", "requires at least 1 argument"),
    ("max(createArray())", "at least one integer"),
    ("concat('a', createObject())", "must be all arrays, or all strings"),
    ("contains('a', createArray())", "a value of type 'Array' cannot be looked for"),
    ("createObject('a')", "must be pairs of a name and a value"),
    ("createObject(1, 2)", "must be a string"),
    ("flatten(createArray(1))", "every element of the array must be an array"),
    ("shallowMerge(createArray(1))", "every element of the array must be an object"),
    ("range(0, 10001)", "the count must be between 0 and 10000"),
    ("range(0, -1)", "the count must be between 0 and 10000"),
    ("range(2147483647, 1)", "must not exceed 2147483647"),
    ("replace('a', '', 'b')", "must not be empty"),
    ("base64ToJson(base64('{'))", "cannot be converted to the target type"),
    ("json('{')", "function 'json' parameter is not valid"),
    ("buildUri(createObject('scheme', 'http'))", "the component 'host' must be a string"),
    ("buildUri(createObject('scheme', 'http', 'host', 'a b'))", "do not make a URI"),
    ("buildUri(createObject('scheme', 'http', 'host', 'h', 'port', 70000))", "must be an integer between"),
    ("parseUri('/a')", "not an absolute URI"),
    ("format('{0:Y2}', 5)", "the format is invalid: 'Format specifier was invalid.'"),
    ("dateTimeAdd('yesterday', 'P1D')", "The first parameter 'yesterday' is not a valid ISO8601 DateTime string"),
    ("dateTimeAdd('2020-13-01', 'P1D')", "not a valid ISO8601 DateTime string"),
    ("dateTimeAdd('2020-01-01', 'P')", "not a valid ISO8601 Duration string"),
    ("dateTimeAdd('2020-01-01', 'P1W')", "not a valid ISO8601 Duration string"),
    ("dateTimeAdd('2020-01-01', 'P1D', 'Q')", "the date format 'Q' is not valid"),
    ("dateTimeAdd('9999-12-31', 'P1D')", "outside the years 1 to 9999"),
    ("dateTimeFromEpoch(json('999999999999'))", "outside the years 1 to 9999"),
    ("parseCidr('10.0.0.0')", "not an IP range"),
    ("cidrSubnet('10.0.0.0/24', 16, 0)", "must be between 24 and 32"),
    ("cidrSubnet('10.0.0.0/24', 26, 4)", "the subnet index '4' is outside"),
    ("cidrHost('10.0.0.0/30', 2)", "the host index '2' is outside"),
    ("map(createArray(1), lambda('a', 'b', 'c', 1))", "the lambda must have 1 or 2 variable(s), it has 3"),
    ("map(createArray(1), 'a')", "expects its second parameter to be a lambda"),
    ("filter(createArray(1), lambda('a', 1))", "the lambda must answer a boolean"),
    ("toObject(createArray(1), lambda('a', lambdaVariables('a')))", "the lambda must answer a string"),
    ("lambda(concat('a'), 1)", "must be the name of a variable"),
    ("resourceId('a', 'b')", "requires exactly one multi-segmented argument"),
    ("resourceId('A.B/c/d', 'x')", "the type 'A.B/c/d' requires '2' resource name argument(s)"),
    ("tenantResourceId('s', 'A.B/c', 'd')", "the resource type must be the first argument"),
    ("tryGet(createObject('a', 1), 'a', 'b')", "can't be evaluated"),
    ("indexFromEnd(createArray(1), 2)", "array index '2' is out of bounds"),
    ("fail('the estate is empty')", "the estate is empty"),
    ("lambdaVariables('x')", "The lambda variable 'x' is not found"),
]


@pytest.mark.parametrize(("expression", "value"), ANSWERS)
def test_a_function_answers(expression: str, value: Any) -> None:
    answer = evaluate(expression)
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize(("expression", "reason"), REFUSALS)
def test_values_a_function_cannot_take_are_refused(expression: str, reason: str) -> None:
    assert reason in refusal(expression)


def test_every_function_is_tried_here_or_in_the_tests_of_templates() -> None:
    elsewhere = {
        "references", "reference", "resourceinfo", "externalinputs", "extensions", "providers", "roledefinitions",
        "tologicalzone", "tologicalzones", "tophysicalzone", "tophysicalzones", "managementgroup",
        "deployer",
    }  # fmt: skip
    expressions = [expression for expression, _ in (*ANSWERS, *RECORDED, *REFUSALS)]
    tried = " ".join([*expressions, *(f"{each.expression} {each.given} {each.variables}" for each in EXAMPLES)]).lower()
    assert [name for name in FUNCTIONS if f"{name}(" not in tried and name not in elsewhere] == []


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        (["test"], "rbgf3xv4ufgzg"),
        (["hello", "world"], "a7wkljktk6wne"),
        (["abc"], "cgtzqvhu4i23s"),
        (["foo", "bar", "baz"], "xzi4ioaxtmth4"),
        (["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg"], "js26ofeqkqeve"),
        (["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg"], "bmg7c6xu4tw46"),
    ],
)
def test_unique_string_answers_what_azure_answers(parts: list[str], answer: str) -> None:
    assert unique_string(*parts) == answer


def test_guid_is_a_version_5_of_its_arguments() -> None:
    assert guid_of("a", "b") == guid_of("a-b") == evaluate("guid('a', 'b')")
    assert guid_of("a")[14] == "5"


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1).filter(bool))
def test_quotient_and_remainder_make_the_dividend(left: int, right: int) -> None:
    if (left, right) != (-(2**63), -1):
        given = {"l": left, "r": right}
        quotient = evaluate("div(parameters('l'), parameters('r'))", given)
        remainder = evaluate("mod(parameters('l'), parameters('r'))", given)
        assert quotient * right + remainder == left
        assert abs(remainder) < abs(right)


@given(st.text())
def test_a_string_survives_its_way_through_base64_a_uri_component_and_json(text: str) -> None:
    quoted = text.replace("'", "''")
    assert evaluate(f"base64ToString(base64('{quoted}'))") == text
    assert evaluate(f"uriComponentToString(uriComponent('{quoted}'))") == text
    assert evaluate(f"json(string(createArray('{quoted}')))") == [text]


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_strings_have_one_order(first: str, second: str, third: str) -> None:
    lowest, middle, highest = sorted((first, second, third), key=sort_key)
    assert sort_key(lowest) <= sort_key(middle) <= sort_key(highest)
    assert sort_key("resume") < sort_key("Resume") < sort_key("résumé") < sort_key("Résumé") < sort_key("resumes")
