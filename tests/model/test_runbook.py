from typing import Any

import pytest
from pydantic import ValidationError

from azlift.model import Action, Command, HttpCall, StepEntry

RUN = {"run": ["./x"]}


def test_minutes_can_be_one_figure_or_a_range() -> None:
    one = StepEntry(step="a", before="switch", manual="x", nothing_to_undo="y", minutes="10")  # type: ignore[arg-type]
    assert one.minutes
    assert (one.minutes.low, one.minutes.expected, one.minutes.high) == (10, 10, 10)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "expected one of command, http, deployment, manual, skip"),
        ({"manual": "a", "command": RUN}, "expected one of command, http, deployment, manual, skip"),
        ({"manual": "a", "skip": "b"}, "expected one of command, http, deployment, manual, skip"),
        ({"manual": "a", "before": "x", "after": "y"}, "before or after, not both"),
        ({"manual": "a", "before": "x"}, "every step says how it is taken back"),
        ({"manual": "a", "undo": {"manual": "b"}, "irreversible": "c"}, "at most one of undo"),
        ({"skip": "a", "irreversible": "c"}, "at most one of undo"),
        ({"manual": "a", "undo": {}}, "expected one of command, http, deployment, manual"),
    ],
)
def test_an_entry_that_contradicts_itself_says_what_was_expected(said: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        StepEntry.model_validate({"step": "drain", **said})


@pytest.mark.parametrize(
    "url", ["ftp://x/", "https://user:secret@x/", "file:///etc/passwd", "https://", "x", "https://x/ y"]
)
def test_a_call_goes_to_a_plain_address_without_a_password(url: str) -> None:
    with pytest.raises(ValidationError):
        HttpCall(url=url)


def test_what_bears_being_done_twice() -> None:
    assert not Action(command=Command(run=("x",))).repeatable
    assert Action(command=Command(run=("x",), idempotent=True)).repeatable
    assert not Action(http=HttpCall(url="https://x/")).repeatable
    assert Action(http=HttpCall(url="https://x/", method="PUT")).repeatable
    assert Action.model_validate({"deployment": {"name": "flow/prod"}}).repeatable
    assert not Action(manual="x").repeatable


@pytest.mark.parametrize("name", ["", "Stop", "stop source", "a/b", "-x", "x" * 41])
def test_a_step_is_named_by_a_slug(name: str) -> None:
    with pytest.raises(ValidationError):
        StepEntry(step=name, manual="x")
