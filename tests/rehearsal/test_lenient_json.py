"""Reading JSON as azure-cli sends it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.lenient_json import DEEPEST, position_of, read_lenient

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_every_json_value_is_read_as_itself(value: object) -> None:
    text = json.dumps(value)
    assert read_lenient(text.encode()) == value
    assert read_lenient(f"/* lead */ {text} // tail".encode()) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, b: {c: [1, 2,],},}', {"a": 1, "b": {"c": [1, 2]}}),
        (
            '{template: {"$schema": "https://x//y", /* c */ "n": -1.5e3}}',
            {"template": {"$schema": "https://x//y", "n": -1500.0}},
        ),
        ('{"a": "two\nlines", $schema: null, c-d: true}', {"a": "two\nlines", "$schema": None, "c-d": True}),
        ('[true, false, null, "\\u00e9"]', [True, False, None, "é"]),
        ("""{'a': 'it\\'s \\"so" ', b: ''}""", {"a": 'it\'s "so" ', "b": ""}),
        ("\ufeff{a: 1}", {"a": 1}),
    ],
)
def test_unquoted_names_comments_and_trailing_commas_are_read(text: str, value: object) -> None:
    assert read_lenient(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{a}",
        "{a: b}",
        "[1 2]",
        "{a: 1 b: 2}",
        "{'a': 1'}",
        '{a: "\\q"}',
        "{a: 1} x",
        "{a: @}",
        "[" * 300,
        "{,}",
        "[,]",
    ],
)
def test_what_is_no_json_at_all_is_refused_with_its_position(text: str) -> None:
    with pytest.raises(AzureError) as caught:
        read_lenient(text.encode())
    assert caught.value.code == "InvalidRequestContent"
    assert "position" in caught.value.message


@pytest.mark.parametrize("number", ["1" * 5000, "-" + "9" * 5000])
def test_a_number_no_machine_can_hold_is_refused_strict_or_lenient(number: str) -> None:
    for body in (f'{{"a": {number}}}', f"{{a: {number}}}"):
        with pytest.raises(AzureError) as caught:
            read_lenient(body.encode())
        assert caught.value.code == "InvalidRequestContent"


def test_a_body_nests_as_deep_as_the_limit_and_no_deeper() -> None:
    def nested(depth: int) -> bytes:
        return b"[" * depth + b"]" * depth + b"//"

    assert read_lenient(nested(DEEPEST))
    with pytest.raises(AzureError, match="the body nests too deeply"):
        read_lenient(nested(DEEPEST + 1))


TEXT = """{
  "properties": { // the request
    template: {
      "resources": [{"name": "a"}, {'name': "b", "properties": {"size": 12}}],
    }
  }
}"""


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ("", (1, 1)),
        ("properties", (2, 17)),
        ("properties.template.resources", (4, 20)),
        ("properties.template.resources[1]", (4, 36)),
        ("Properties.Template.Resources[1].Name", (4, 47)),
        ("properties.template.resources[1].properties.size", (4, 74)),
        ("properties.template.resources[1].location", (4, 36)),
        ("properties.templates", (2, 17)),
        ("elsewhere", (1, 1)),
    ],
)
def test_a_part_is_found_in_the_text_or_else_the_innermost_part_around_it(path: str, position: tuple[int, int]) -> None:
    """Counted as Azure does: of an object or array its bracket, of a value its last character."""
    assert position_of(TEXT.encode(), path) == position


def test_nothing_is_found_in_a_text_that_cannot_be_read() -> None:
    assert position_of(b"{", "a") is None
    assert position_of(b"\xff", "a") is None
