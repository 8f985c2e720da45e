import asyncio

import pytest
from answering_server import answering

from azlift.errors import OutcomeUnknown, SettingsError, StepFailed
from azlift.model import HttpCall, Order
from azlift.runbook.calls import call


def test_a_service_is_told_what_it_is_about_under_a_key(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNS_TOKEN", "s3cret-token")
    with answering(lambda asked: (201, {"you_sent": asked.headers["Authorization"]})) as server:
        said = asyncio.run(call(HttpCall(url=f"{server.url}/switch", bearer="DNS_TOKEN"), order))
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/switch", order.model_dump(mode="json"))
    assert (asked.headers["Authorization"], asked.headers["Idempotency-Key"]) == ("Bearer s3cret-token", order.key)
    assert said == '201 {"you_sent": "Bearer <DNS_TOKEN>"}', "what it echoes of the token is not kept"


@pytest.mark.parametrize(("status", "expect"), [(500, ()), (302, ()), (200, (204,))])
def test_an_answer_that_was_not_expected_has_failed(order: Order, status: int, expect: tuple[int, ...]) -> None:
    with answering(lambda _: (status, {"why": "no"})) as server:
        with pytest.raises(StepFailed, match=f"answered {status}"):
            asyncio.run(call(HttpCall(url=server.url, expect=expect), order))
        assert len(server.asked) == 1, "a redirect is not followed: it would carry the token away"


def test_a_line_that_is_cut_leaves_it_unknown_whether_it_was_done(order: Order) -> None:
    with answering(lambda _: None) as server, pytest.raises(OutcomeUnknown, match="did not answer"):
        asyncio.run(call(HttpCall(url=server.url), order))


def test_a_service_that_is_not_reached_has_done_nothing(order: Order) -> None:
    with pytest.raises(StepFailed, match="cannot be reached"):
        asyncio.run(call(HttpCall(url="http://127.0.0.1:9/"), order))


def test_a_token_that_is_not_set_is_told_before_anything_is_sent(order: Order) -> None:
    with answering(lambda _: (200, {})) as server:
        with pytest.raises(SettingsError, match="AZLIFT_NO_SUCH_TOKEN is empty"):
            asyncio.run(call(HttpCall(url=server.url, bearer="AZLIFT_NO_SUCH_TOKEN"), order))
        assert server.asked == []
