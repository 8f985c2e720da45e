"""The functions answer and refuse as Azure was seen to."""

from typing import Any

import pytest
from tests.rehearsal.expressions.evaluating import evaluate, refusal
from tests.rehearsal.expressions.recorded import ANSWERS, REFUSALS


@pytest.mark.parametrize(("expression", "value"), ANSWERS)
def test_a_recorded_answer_is_given_again(expression: str, value: Any) -> None:
    answer = evaluate(expression)
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize(("expression", "message"), REFUSALS)
def test_a_recorded_refusal_is_said_again(expression: str, message: str) -> None:
    assert message in refusal(expression)
