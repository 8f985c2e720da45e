"""The text of a scenario."""

import pytest

from azlift.rehearsal.faults.documents import Unreadable, read_document


def test_yaml_and_json_are_read_alike_and_every_place_has_its_line() -> None:
    value, lines = read_document("seed: 3\nfaults:\n  - kind: slow\n    seconds: 2\n")
    assert value == {"seed": 3, "faults": [{"kind": "slow", "seconds": 2}]}
    assert (lines["seed"], lines["faults[0]"], lines["faults[0].seconds"]) == (1, 3, 4)
    assert read_document('{"faults": [{"kind": "slow", "seconds": 2}]}')[0]["faults"] == value["faults"]


def test_a_date_stays_the_text_it_was() -> None:
    assert read_document("after: 2026-11-23T18:00:00Z")[0] == {"after": "2026-11-23T18:00:00Z"}


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: [", "expected the node content", 2),
        ("a: 1\na: 2", "the key 'a' stands here twice", 2),
        ("a: &x [1]\nb: *x", "anchors and aliases are not taken", 2),
        ("a: !!python/object:os.system {}", "could not determine a constructor", 1),
        ("a: 1\n---\nb: 2", "but found another document", 2),
        ("? [1]\n: 2", "stands here twice", 1),
        ("a: \x00", "special characters are not allowed", None),
    ],
)
def test_what_is_no_data_is_refused_with_its_line(text: str, reason: str, line: int | None) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        read_document(text)
    assert caught.value.line == line


def test_nothing_is_nothing() -> None:
    assert read_document("# only a comment\n") == (None, {})


def test_a_bottomless_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_document("[" * 5_000)
