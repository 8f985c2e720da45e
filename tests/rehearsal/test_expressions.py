"""The expression language: what is read, what is refused, what functions answer (many examples are Microsoft's)."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.rehearsal.expressions import Scope, escape_text, is_expression, literal_text
from azlift.rehearsal.expressions.evaluate import FUNCTIONS, NOT_REHEARSED
from azlift.rehearsal.expressions.hashing import guid_of, unique_string
from azlift.rehearsal.templates import TemplateError, expand_template

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
SCOPE = Scope(
    tenant_id="11111111-1111-1111-1111-111111111111",
    subscription_id="00000000-0000-0000-0000-000000000000",
    resource_group="myRg",
    location="westeurope",
    resource_group_tags={"owner": "ops"},
    deployment_name="d1",
    cloud={"name": "AzureCloud", "suffixes": {"storage": "core.windows.net"}},
)


class NoWorld:
    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        raise AssertionError("asked the world")

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        raise AssertionError("asked the world")


def evaluate(expression: Any, variables: Mapping[str, Any] | None = None) -> Any:
    """The value of `expression` (without its brackets when it is a string), read as an output's element."""
    value = f"[{expression}]" if isinstance(expression, str) else expression
    template = {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "variables": dict(variables or {}),
        "resources": [],
        "outputs": {"it": {"type": "array", "value": [value]}},
    }
    expansion = expand_template(template, {}, SCOPE, utc_now="2026-03-04T05:06:07Z", new_guid=lambda: "a-guid")
    return expansion.outputs(NoWorld())["it"]["value"][0]


def refusal(expression: str) -> str:
    with pytest.raises(TemplateError) as caught:
        evaluate(expression)
    error = caught.value
    if error.code == "DeploymentOutputEvaluationFailed":
        return str(error.details[0]["message"])
    assert error.code == "InvalidTemplate"
    assert error.additional_info[0]["info"]["path"] == "properties.template.outputs.it"
    return error.message


# -- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("[[literal]", "[literal]"),
        ("[[]", "[]"),
        ("[open", "[open"),
        ("[[open", "[[open"),
        ("a[b]", "a[b]"),
        ("", ""),
    ],
)
def test_strings_that_are_not_expressions_stand_for_themselves(text: str, value: str) -> None:
    assert evaluate([text]) == [value]


@given(st.text())
def test_escaped_text_is_never_an_expression_and_stands_for_itself(text: str) -> None:
    escaped = escape_text(text)
    assert not is_expression(escaped)
    if text == "" or not text.startswith("[["):
        assert literal_text(escaped) == text


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'it''s'", "it's"),
        ("CONCAT('a', tOLower('B'))", "ab"),
        ("  concat ( 'a' ,\n 'b' )  ", "ab"),
        ("-5", -5),
        ("createObject('Name', 's').NAME", "s"),
        ("createObject('a', createArray('x', 'y')).a[1]", "y"),
        ("createObject('a b', 1)['A B']", 1),
        ("createArray(1, 2)[add(0, 1)]", 2),
        ("concat('[', '''test''', ']')", "['test']"),
        ("createObject('a', null()).?a.b.c", None),
        ("createObject().?missing.further[3]", None),
        ("createArray()[?4]", None),
    ],
)
def test_expressions_are_read(expression: str, value: Any) -> None:
    assert evaluate(expression) == value


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("bad-expression", "the string character '-' at position '3' is not expected"),
        ("concat('a' 'b')", "expected token 'RightParenthesis' and actual 'LiteralString'"),
        ("concat('a'))", "expected token 'EndOfData' and actual 'RightParenthesis'"),
        ("concat('a'", "expected token 'RightParenthesis' and actual 'EndOfData'"),
        ("concat('a)", "the string that starts at position '7' is not closed"),
        ("", "expected token 'Identifier' and actual 'EndOfData'"),
        ("foo", "expected token 'LeftParenthesis' and actual 'EndOfData'"),
        ("1.5", "expected token 'Identifier' and actual 'Integer'"),
        ("9223372036854775808", "does not fit 64 bits"),
        ("nosuch('a')", "The template function 'nosuch' is not valid"),
        ("toLower()", "function requires 1 argument(s) while 0 were provided"),
        ("substring('a')", "function requires between 2 and 3 argument(s) while 1 were provided"),
        ("concat()", "function requires at least 1 argument(s) while 0 were provided"),
        ("toLower(1)", "expects its parameter to be a string. The provided value is of type 'Integer'"),
        ("empty(1)", "expects its parameter to be an object, an array, or a string"),
        ("add('1', 2)", "expects its parameter '1' to be an integer. The provided value is of type 'String'"),
        ("createObject('a', 1).b", "property 'b' doesn't exist, available properties are 'a'"),
        ("createArray(1)[1]", "property array index '1' is out of bounds"),
        ("createArray(1)[-1]", "property array index '-1' is out of bounds"),
        ("createArray(1).a", "property name must be an integer"),
        ("createObject('a', 1)[0]", "property name must be a string"),
        ("'a'.b", "can't be evaluated on a value of type 'String'"),
        ("parameters('x')", "The template parameter 'x' is not found"),
        ("variables('x')", "The template variable 'x' is not found"),
        ("copyIndex()", "The template function 'copyIndex' is not expected at this location"),
        ("utcNow()", "The template function 'utcNow' is not expected at this location"),
        ("newGuid()", "The template function 'newGuid' is not expected at this location"),
        ("lambdaVariables('x')", "The lambda variable 'x' is not found"),
        ("my.function()", "The template function 'my.function' is not valid"),
        ("fail('the estate is empty')", "the estate is empty"),
        ("if(true(), 1, nosuch())", "The template function 'nosuch' is not valid"),
    ],
)
def test_what_is_wrong_is_refused_in_azures_words(expression: str, reason: str) -> None:
    assert reason in refusal(expression)


@pytest.mark.parametrize("name", sorted(NOT_REHEARSED))
def test_a_function_azure_has_and_this_rehearsal_has_not_is_refused_by_name(name: str) -> None:
    assert f"'{name}' is one of Azure's but not part of this rehearsal" in refusal(f"{name}('a')")


def test_an_expression_of_more_than_24576_characters_is_refused() -> None:
    at_the_limit = "'" + "a" * (24_576 - 4) + "'"
    assert len(evaluate(at_the_limit)) == 24_572
    assert "Limit: '24576' and actual: '24577'" in refusal("'" + "a" * (24_576 - 3) + "'")


def test_an_expression_that_nests_too_deep_is_refused() -> None:
    assert "nests deeper" in refusal("not(" * 4_000 + "true()" + ")" * 4_000)


@given(st.text(alphabet="abc()[].,?'10 -", max_size=40))
def test_any_text_is_either_evaluated_or_refused(text: str) -> None:
    try:
        outcome = json.dumps(evaluate(text))
    except TemplateError as error:
        outcome = error.code
    assert outcome


# -- functions ----------------------------------------------------------------------------------------------------

ANSWERS: list[tuple[str, Any]] = [
    # logic
    ("if(true(), 1, createArray()[9])", 1),
    ("if(false(), createArray()[9], 2)", 2),
    ("and(true(), false(), bool(createArray()[9]))", False),
    ("or(false(), true(), bool(createArray()[9]))", True),
    ("coalesce(null(), 'a', createArray()[9])", "a"),
    ("coalesce(null(), null())", None),
    ("not(false())", True),
    ("equals('a', 'A')", False),
    ("equals(1, '1')", False),
    ("equals(true(), 1)", False),
    ("equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", True),
    ("less(1, 2)", True),
    ("lessOrEquals('a', 'a')", True),
    ("greater('b', 'a')", True),
    ("greaterOrEquals(1, 2)", False),
    ("bool('TRUE')", True),
    ("bool(0)", False),
    # numbers
    ("add(9223372036854775806, 1)", 9223372036854775807),
    ("sub(3, 5)", -2),
    ("mul(-3, 4)", -12),
    ("div(-7, 2)", -3),
    ("mod(-7, 2)", -1),
    ("mod(7, -2)", 1),
    ("int('-42')", -42),
    ("float('3.5')", 3.5),
    ("min(3, 1, 2)", 1),
    ("max(createArray(3, 1, 2))", 3),
    # arrays and objects
    ("concat(createArray(1), createArray(), createArray(2, 3))", [1, 2, 3]),
    ("concat('a', 1, true())", "a1True"),
    ("array('a')", ["a"]),
    ("array(createArray('a'))", ["a"]),
    ("contains('OneTwo', 'Two')", True),
    ("contains('OneTwo', 'two')", False),
    ("contains(createObject('Key', 1), 'kEY')", True),
    ("contains(createArray('a', 1), 1)", True),
    ("contains(createArray('1'), 1)", False),
    ("distinct(createArray(1, '1', 1, true()))", [1, "1", True]),
    ("empty(null())", True),
    ("empty('')", True),
    ("empty(createObject('a', 1))", False),
    ("first('abc')", "a"),
    ("first(createArray())", None),
    ("last(createArray(1, 2))", 2),
    ("last('')", ""),
    ("flatten(createArray(createArray(1), createArray(2, createArray(3))))", [1, 2, [3]]),
    ("indexOf('test', 'T')", 0),
    ("lastIndexOf('test', 't')", 3),
    ("indexOf(createArray('a', 'b', 'a'), 'a')", 0),
    ("lastIndexOf(createArray('a', 'b', 'a'), 'a')", 2),
    ("indexOf('abcdef', 'z')", -1),
    ("intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]),
    ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", {"a": 1}),
    ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
    (
        "union(createObject('a', createObject('x', 1), 'l', createArray(1)), "
        "createObject('a', createObject('y', 2), 'l', createArray(2)))",
        {"a": {"x": 1, "y": 2}, "l": [2]},
    ),
    ("shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', 2)))", {"a": 2}),
    ("items(createObject('b', 1, 'a', 2))", [{"key": "a", "value": 2}, {"key": "b", "value": 1}]),
    ("objectKeys(createObject('b', 1, 'a', 2))", ["b", "a"]),
    ("length('abc')", 3),
    ("length(createObject('a', 1))", 1),
    ("range(5, 3)", [5, 6, 7]),
    ("skip(createArray(1, 2, 3), 2)", [3]),
    ("skip('abc', -1)", "abc"),
    ("take('abc', 2)", "ab"),
    ("take(createArray(1, 2), 9)", [1, 2]),
    ("tryGet(createObject('a', createObject('b', 1)), 'a', 'b')", 1),
    ("tryGet(createObject(), 'a', 'b')", None),
    ("tryGet(null(), 'a')", None),
    ("tryGet(createArray(1), 3)", None),
    ("indexFromEnd(createArray(1, 2, 3), 1)", 3),
    ("tryIndexFromEnd(createArray(1), 2)", None),
    # strings
    ("base64('one, two, three')", "b25lLCB0d28sIHRocmVl"),
    ("base64ToString('b25lLCB0d28sIHRocmVl')", "one, two, three"),
    ("base64ToJson(base64('{\"one\": 1}')).one", 1),
    ("dataUri('Hello')", "data:text/plain;charset=utf8;base64,SGVsbG8="),
    ("dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", "Hello, World!"),
    ("endsWith('abcdef', 'EF')", True),
    ("startsWith('abcdef', 'AB')", True),
    ("join(createArray('a', 1, true()), '-')", "a-1-True"),
    ("json('{\"a\": [1, null, true]}')", {"a": [1, None, True]}),
    ("json('null')", None),
    ("padLeft('123', 10, '0')", "0000000123"),
    ("padLeft(7, 3)", "  7"),
    ("replace('123-123-1234', '-', '')", "1231231234"),
    ("split('one;two,three', createArray(';', ','))", ["one", "two", "three"]),
    ("split('a,,b', ',')", ["a", "", "b"]),
    ("string(createArray('a', 1, createObject('b', true())))", '["a",1,{"b":true}]'),
    ("string(false())", "False"),
    ("substring('one two three', 4, 3)", "two"),
    ("substring('abc', 3)", ""),
    ("toUpper('é')", "É"),
    ("toLower('ABC')", "abc"),
    ("trim('  a b ')", "a b"),
    ("uri('http://contoso.org/firstpath', 'myscript.sh')", "http://contoso.org/myscript.sh"),
    ("uri('http://contoso.org/firstpath/', '/myscript.sh')", "http://contoso.org/firstpath/myscript.sh"),
    ("uri('http://contoso.org', 'a.sh')", "http://contoso.org/a.sh"),
    ("uriComponent('http://contoso.com/a b')", "http%3A%2F%2Fcontoso.com%2Fa%20b"),
    ("uriComponentToString('http%3A%2F%2Fcontoso.com')", "http://contoso.com"),
    # format
    (
        "format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)",
        "Hello, User. Formatted number: 8,175,133",
    ),
    ("format('{{{0}{{0}}{1}}}', 123, true())", "{123{0}True}"),
    ("format('{0:D3}|{0:X4}|{0:x}|{0:N}|{0:F1}', 42)", "042|002A|2a|42.00|42.0"),
    ("format('{0,5}|{0,-5}|', 'ab')", "   ab|ab   |"),
    ("format('{0:000}-{1:#,##0}', 7, 1234567)", "007-1,234,567"),
    ("format('{0:D3}', -7)", "-007"),
    ("format('{0:D3}', 'seven')", "seven"),
    ("format('{0}', createArray(1))", "[1]"),
    # dates
    ("dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", "2023-04-07 14:53:14Z"),
    ("dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", "2020-03-29 14:53:14Z"),
    ("dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H')", "2020-04-07T15:53:14Z"),
    ("dateTimeAdd('20200407T145314Z', 'PT1H', 'yyyy-MM-dd')", "2020-04-07"),
    ("dateTimeAdd('2020-04-07T14:53:14+02:00', 'P1W', 'ddd d MMM yy h:mm tt')", "Tue 14 Apr 20 12:53 PM"),
    ("dateTimeFromEpoch(1683040573)", "2023-05-02T15:16:13Z"),
    ("dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573),
    # CIDR
    (
        "parseCidr('10.144.0.0/20')",
        {
            "network": "10.144.0.0",
            "netmask": "255.255.240.0",
            "broadcast": "10.144.15.255",
            "firstUsable": "10.144.0.1",
            "lastUsable": "10.144.15.254",
            "cidr": 20,
        },
    ),
    (
        "parseCidr('fdad:3236:5555::/48')",
        {
            "network": "fdad:3236:5555::",
            "netmask": "ffff:ffff:ffff::",
            "firstUsable": "fdad:3236:5555::",
            "lastUsable": "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff",
            "cidr": 48,
        },
    ),
    ("cidrSubnet('10.144.0.0/20', 24, 4)", "10.144.4.0/24"),
    ("cidrSubnet('fdad:3236:5555::/48', 52, 1)", "fdad:3236:5555:1000::/52"),
    ("cidrHost('10.144.3.0/24', 0)", "10.144.3.1"),
    ("cidrHost('fdad:3236:5555:3000::/52', 4)", "fdad:3236:5555:3000::5"),
    # lambdas
    ("map(range(0, 3), lambda('i', mul(lambdaVariables('i'), 2)))", [0, 2, 4]),
    ("map(createArray('a'), lambda('v', 'i', concat(lambdaVariables('V'), lambdaVariables('i'))))", ["a0"]),
    ("filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", [3, 4]),
    ("reduce(range(1, 4), 0, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x'))))", 10),
    ("sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]),
    (
        "toObject(createArray('a', 'b'), lambda('n', lambdaVariables('n')), "
        "lambda('n', toUpper(lambdaVariables('n'))))",
        {"a": "A", "b": "B"},
    ),
    ("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", {"a": 2}),
    (
        "groupBy(createArray('ab', 'ac', 'b'), lambda('s', first(lambdaVariables('s'))))",
        {"a": ["ab", "ac"], "b": ["b"]},
    ),
    (
        "map(range(0, 2), lambda('i', map(range(0, 2), lambda('j', add(lambdaVariables('i'), lambdaVariables('j'))))))",
        [[0, 1], [1, 2]],
    ),
    # scope and ids
    ("resourceGroup().id", "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg"),
    ("resourceGroup().tags.owner", "ops"),
    ("subscription().subscriptionId", "00000000-0000-0000-0000-000000000000"),
    ("tenant().tenantId", "11111111-1111-1111-1111-111111111111"),
    ("environment().suffixes.storage", "core.windows.net"),
    ("deployment().name", "d1"),
    ("deployment().properties.template.contentVersion", "1.0.0.0"),
    (
        "resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')",
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg/providers/Microsoft.Network/virtualNetworks/v/subnets/s",
    ),
    (
        "resourceId('other', 'Microsoft.Compute/disks', 'd')",
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/Microsoft.Compute/disks/d",
    ),
    ("resourceId('s', 'g', 'A.B/c', 'd')", "/subscriptions/s/resourceGroups/g/providers/A.B/c/d"),
    ("subscriptionResourceId('s', 'A.B/c', 'd')", "/subscriptions/s/providers/A.B/c/d"),
    ("subscriptionResourceId('s', 'Microsoft.Resources/resourceGroups', 'g')", "/subscriptions/s/resourceGroups/g"),
    ("tenantResourceId('A.B/c', 'd')", "/providers/A.B/c/d"),
    ("extensionResourceId('/subscriptions/s', 'A.B/locks', 'l')", "/subscriptions/s/providers/A.B/locks/l"),
    ("uniqueString(resourceGroup().id)", "js26ofeqkqeve"),
]


@pytest.mark.parametrize(("expression", "value"), ANSWERS)
def test_functions_answer_as_documented(expression: str, value: Any) -> None:
    answer = evaluate(expression)
    assert answer == value
    assert type(answer) is type(value)


def test_every_function_is_tried_above_or_in_the_tests_of_templates() -> None:
    tried = " ".join(expression for expression, _ in ANSWERS).lower()
    elsewhere = {
        "parameters", "variables", "copyindex", "fail", "utcnow", "newguid", "reference", "references", "resourceinfo",
        "guid", "managementgroupresourceid", "managementgroup", "deployer",
    }  # fmt: skip
    assert [name for name in FUNCTIONS if f"{name}(" not in tried and name not in elsewhere] == []


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("add(9223372036854775807, 1)", "outside the range of a 64-bit integer"),
        ("mul(4611686018427387904, -4)", "outside the range of a 64-bit integer"),
        ("div(-9223372036854775808, -1)", "outside the range of a 64-bit integer"),
        ("div(1, 0)", "the divisor is zero"),
        ("mod(1, 0)", "the divisor is zero"),
        ("int('4.5')", "cannot be converted to an integer"),
        ("float('x')", "cannot be converted to a floating point number"),
        ("bool('yes')", "neither 'true' nor 'false'"),
        ("and(true(), 'true')", "the arguments must be booleans"),
        ("if('true', 1, 2)", "the arguments must be booleans"),
        ("less(1, 'a')", "the arguments must be of one type"),
        ("min()", "requires at least 1 argument"),
        ("max(createArray())", "at least one integer"),
        ("concat('a', createArray('b'))", "must be all arrays, or all strings"),
        ("createObject('a')", "must be pairs of a name and a value"),
        ("createObject(1, 2)", "must be a string"),
        ("union(createArray(), createObject())", "must be all arrays or all objects"),
        ("range(0, 10001)", "the count must be between 0 and 10000"),
        ("range(2147483647, 1)", "must not exceed 2147483647"),
        ("substring('abc', 2, 5)", "must refer to a location within the string"),
        ("substring('abc', -1)", "must refer to a location within the string"),
        ("replace('a', '', 'b')", "must not be empty"),
        ("padLeft('a', 2, 'xy')", "must be one character"),
        ("padLeft('a', 2000000000)", "must not exceed"),
        ("base64ToString('%')", "not a valid base64 string"),
        ("json('{')", "not valid JSON"),
        ("json('NaN')", "not valid JSON"),
        ("dataUriToString('hello')", "not a data URI"),
        ("format('{1}', 'a')", "the index '1' of the format string has no argument"),
        ("format('{')", "a brace is not closed or not doubled"),
        ("format('{0:C2}', 5)", "is not part of this rehearsal"),
        ("dateTimeAdd('yesterday', 'P1D')", "not a date and time"),
        ("dateTimeAdd('2020-13-01', 'P1D')", "not a date and time"),
        ("dateTimeAdd('2020-01-01', '1D')", "not an ISO 8601 duration"),
        ("dateTimeAdd('2020-01-01', 'P')", "not an ISO 8601 duration"),
        ("dateTimeAdd('9999-12-31', 'P1D')", "outside the years 1 to 9999"),
        ("parseCidr('10.0.0.0')", "not an IP range"),
        ("cidrSubnet('10.0.0.0/24', 16, 0)", "must be between 24 and 32"),
        ("cidrSubnet('10.0.0.0/24', 26, 4)", "the subnet index '4' is outside"),
        ("cidrHost('10.0.0.0/30', 2)", "the host index '2' is outside"),
        ("map(createArray(1), lambda('a', 'b', 'c', 1))", "the lambda must have 1 or 2 variable(s), it has 3"),
        ("filter(createArray(1), lambda('a', 1))", "the lambda must answer a boolean"),
        ("toObject(createArray(1), lambda('a', lambdaVariables('a')))", "the lambda must answer a string"),
        ("lambda(concat('a'), 1)", "must be the name of a variable"),
        ("resourceId('a', 'b')", "requires exactly one multi-segmented argument"),
        ("resourceId('A.B/c/d', 'x')", "the type 'A.B/c/d' requires '2' resource name argument(s)"),
        ("tenantResourceId('s', 'A.B/c', 'd')", "the resource type must be the first argument"),
    ],
)
def test_values_a_function_cannot_take_are_refused(expression: str, reason: str) -> None:
    assert reason in refusal(expression)


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
        quotient, remainder = evaluate(f"createArray(div({left}, {right}), mod({left}, {right}))")
        assert quotient * right + remainder == left
        assert abs(remainder) < abs(right)


@given(st.text())
def test_a_string_survives_its_way_through_base64_and_a_uri_component(text: str) -> None:
    quoted = text.replace("'", "''")
    assert evaluate(f"base64ToString(base64('{quoted}'))") == text
    assert evaluate(f"uriComponentToString(uriComponent('{quoted}'))") == text
