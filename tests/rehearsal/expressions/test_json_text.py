"""JSON is read as leniently as Newtonsoft.Json reads it, and no more so."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.rehearsal.expressions.json_text import JsonTextError, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (' {"a": 1} ', {"a": 1}),
        ("{'one': 'a', 'two': 'b'}", {"one": "a", "two": "b"}),
        ("{'a': 'say \"it\\'s\"'}", {"a": 'say "it\'s"'}),
        ("{a: 1, $b_2: true}", {"a": 1, "$b_2": True}),
        ("[1, 2,]", [1, 2]),
        ("/* one */ [1, // two\n 2]", [1, 2]),
        ("'single'", "single"),
        ("null", None),
    ],
)
def test_lenient_json_is_read(text: str, value: Any) -> None:
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text", ["", "{", "[1 2]", "{'a'}", "@", "NaN", "01a", "[" * 100_000, "1e999", "9223372036854775808"]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(JsonTextError):
        read_json(text)


@given(VALUES)
def test_strict_json_is_read_as_it_is(value: Any) -> None:
    assert read_json(json.dumps(value)) == value


@given(st.text(alphabet="{}[]:,'\"\\ab1/* \n", max_size=30))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        outcome = json.dumps(read_json(text))
    except JsonTextError:
        outcome = "refused"
    assert outcome
