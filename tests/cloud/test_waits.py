from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.core.utils import case_insensitive_dict

from azlift.cloud.waits import LONGEST_SECONDS, ReadableWaits, asked_wait


def answer(said: str | None) -> Any:
    headers = case_insensitive_dict({} if said is None else {"retry-after": said})
    return SimpleNamespace(http_response=SimpleNamespace(headers=headers))


@pytest.mark.parametrize("said", ["0", "17", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wait_that_can_be_read_is_left_to_the_sdk(said: str) -> None:
    told = answer(said)
    ReadableWaits().on_response(None, told)  # type: ignore[arg-type]
    assert dict(told.http_response.headers) == {"retry-after": said}


@pytest.mark.parametrize("said", ["soon", "", "10 s"])
def test_one_that_cannot_is_taken_out(said: str) -> None:
    told = answer(said)
    ReadableWaits().on_response(None, told)  # type: ignore[arg-type]
    assert dict(told.http_response.headers) == {}


def refused(said: str | None) -> HttpResponseError:
    error = HttpResponseError(message="not now")
    error.response = answer(said).http_response
    return error


def test_a_refusal_says_how_long_to_wait() -> None:
    assert asked_wait(refused("17")) == 17.0
    assert asked_wait(refused("86400")) == LONGEST_SECONDS
    assert asked_wait(refused("Wed, 21 Oct 2026 07:28:00 GMT")) is None
    assert asked_wait(refused(None)) is None
    assert asked_wait(ConnectionError("no answer at all")) is None
