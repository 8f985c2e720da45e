"""YAML that people write: each fault by its row and key, all of them at once, and nothing taken for what it is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import InputError
from azlift.model import Written
from azlift.strict_yaml import MOST_BYTES, read_strict_yaml, schema_of


class Part(Written):
    name: str
    """What it is called."""
    size: int | None = None


class Top(Written):
    parts: tuple[Part, ...] = ()


def refusal_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as refused:
        read_strict_yaml("top.yaml", content, Top, "top.schema.json")
    return refused.value


def test_a_scalar_is_the_text_it_is_and_then_what_its_key_is_for() -> None:
    said = read_strict_yaml("in/top.yaml", b"parts:\n  - name: 0123\n    size: 7\n", Top, "top.schema.json")
    assert said.content.parts == (Part(name="0123", size=7),)
    assert (said.place("parts", 0, "size").file, said.place("parts", 0, "size").row) == ("top.yaml", 3)


def test_an_empty_file_says_nothing() -> None:
    assert read_strict_yaml("top.yaml", b"# nothing yet\n", Top, "top.schema.json").content == Top()


def test_every_fault_is_told_at_once_by_row_and_key() -> None:
    refused = refusal_of(b"parts:\n  - nmae: web\n    size: big\n  - size: 3\n    size: 4\n")
    assert (refused.row, refused.column) == (2, "name")
    assert "row 2, key nmae: unknown key. Did you mean `name`?" in str(refused)
    assert "row 3, key size: " in str(refused)
    assert "found 'big'" in str(refused)
    assert "row 5, key size: the key is given already in row 4" in str(refused)
    assert "top.schema.json" in refused.advice


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"parts: [*web]", "an alias is not read"),
        (b"parts: [", "not a YAML file"),
        (b"\xff\xfe\x00", "not a YAML file"),
        (b"# " + b"x" * MOST_BYTES, "larger than 2 MiB"),
    ],
)
def test_what_is_no_such_file_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    refused = refusal_of(content)
    assert says in str(refused)
    assert refused.advice


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_content_is_read_or_refused_and_never_a_traceback(content: bytes) -> None:
    with suppress(InputError):
        assert isinstance(read_strict_yaml("top.yaml", content, Top, "top.schema.json").content, Top)


def test_the_schema_tells_an_editor_what_each_key_is_for() -> None:
    assert schema_of(Top)["$defs"]["Part"]["properties"]["name"]["description"] == "What it is called."
