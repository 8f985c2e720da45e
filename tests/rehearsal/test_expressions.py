"""The expression language as text: what is read, what is refused, in which words; functions have their own tests."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rehearsal.expressions.evaluating import evaluate, refusal

from azlift.rehearsal.expressions import escape_text, is_expression, literal_text
from azlift.rehearsal.templates import TemplateError


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
        ("''''", "'"),
        ("''", ""),
        ("CONCAT('a', tOLower('B'))", "ab"),
        ("  concat ( 'a' ,\n 'b' )  ", "ab"),
        ("concat('a',\r\n\t'b'\n)", "ab"),
        ("-5", -5),
        ("+5", 5),
        ("2147483647", 2147483647),
        ("-2147483648", -2147483648),
        ("createObject('Name', 's').NAME", "s"),
        ("createObject('a', createArray('x', 'y')).a[1]", "y"),
        ("createObject('a b', 1)['A B']", 1),
        ("createObject('a', 5)[concat('A', '')]", 5),
        ("createObject('a', createArray(createObject('b', 5))).a[0].b", 5),
        ("createArray(1, 2)[add(0, 1)]", 2),
        ("createArray(createArray(1, 2), createArray(3))[0][1]", 2),
        ("concat('[', '''test''', ']')", "['test']"),
        ("createObject('a', null()).?a.b.c", None),
        ("createObject().?missing.further[3]", None),
        ("createObject('a', 1)[?'b']", None),
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
        ("concat('a',)", "expected token 'Identifier' and actual 'RightParenthesis'"),
        (
            "concat('a)",
            "the string constant at position '7' is not terminated. String constants must be enclosed within a pair of "
            "single quotes",
        ),
        ("", "expected token 'Identifier' and actual 'EndOfData'"),
        ("foo", "expected token 'LeftParenthesis' and actual 'EndOfData'"),
        ("true", "expected token 'LeftParenthesis' and actual 'EndOfData'"),
        ("null", "expected token 'LeftParenthesis' and actual 'EndOfData'"),
        ("createObject('a', 1).", "expected token 'Identifier' and actual 'EndOfData'"),
        ("createArray(1)[", "expected token 'Identifier' and actual 'EndOfData'"),
        ("createArray(1)[0", "expected token 'RightSquareBracket' and actual 'EndOfData'"),
        ("createArray(1).0", "expected token 'Identifier' and actual 'Integer'"),
        ("1.5", "expected token 'Identifier' and actual 'Integer'"),
        ("2147483648", "the value '2147483648' at position '0' cannot be converted to number"),
        ("add(1, -2147483649)", "the value '-2147483649' at position '7' cannot be converted to number"),
        ("nosuch('a')", "The template function 'nosuch' is not valid"),
        ("createObject('a', 1).b", "property 'b' doesn't exist, available properties are 'a'"),
        ("createArray(1)[1]", "property array index '1' is out of bounds"),
        ("createArray(1)[-1]", "property array index '-1' is out of bounds"),
        ("createArray(1).a", "property name must be an integer"),
        ("createObject('a', 1)[0]", "property name must be a string"),
        ("createObject('a', 1)[createArray()]", "property 'Array' can't be evaluated"),
        ("'a'.b", "The language expression property 'b' can't be evaluated"),
        ("parameters('x')", "The template parameter 'x' is not found"),
        ("variables('x')", "The template variable 'x' is not found"),
        ("copyIndex()", "The template function 'copyIndex' is not expected at this location"),
        ("utcNow()", "The template function 'utcNow' is not expected at this location"),
        ("newGuid()", "The template function 'newGuid' is not expected at this location"),
        ("my.function()", "The template function 'my.function' is not valid"),
        ("if(true(), 1, nosuch())", "The template function 'nosuch' is not valid"),
    ],
)
def test_what_is_wrong_is_refused_in_azures_words(expression: str, reason: str) -> None:
    assert reason in refusal(expression)


def test_a_function_azure_has_and_this_rehearsal_has_not_is_refused_by_name() -> None:
    assert "'targetExists' is one of Azure's but not part of this rehearsal" in refusal("targetExists('a')")


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
