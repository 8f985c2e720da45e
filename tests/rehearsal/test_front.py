"""The front desk: headers, api versions, waits, and failures of our own."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk


def test_the_api_version_is_required_and_well_formed(desk: Desk) -> None:
    assert desk.ask("GET", "~/resourceGroups", api=None).refusal == (400, "MissingApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="latest").refusal == (400, "InvalidApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="2024-07-01-preview").status == 200


def test_every_answer_carries_arms_headers(desk: Desk) -> None:
    for path in ("~/resourceGroups", "~/nothing"):
        headers = desk.ask("GET", path).headers
        assert headers["x-ms-correlation-request-id"] == "00000000-0000-0000-0000-00000000c0de"
        assert headers["x-ms-routing-request-id"].split(":")[1] == "20260921T141320Z"
        assert {"x-ms-request-id", "strict-transport-security", "cache-control"} <= headers.keys()
        assert "x-ms-ratelimit-remaining-subscription-reads" in headers
    assert desk.ask("GET", "~/nothing").headers["x-ms-failure-cause"] == "gateway"
    assert desk.ask("HEAD", "~/resourceGroups/rg1").body == b""


def test_a_failure_of_our_own_is_a_500_and_told_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("azlift.rehearsal.front.dispatch", broken)
    assert desk.ask("GET", "~/resourceGroups").refusal == (500, "InternalServerError")
    assert "on purpose" in caplog.text


def plan(desk: Desk, *faults: Any) -> Any:
    return desk.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)


def test_the_wait_is_told_in_the_clients_time(desk: Desk) -> None:
    plan(desk, {"match": {"operation": "GET"}, "kind": "throttle", "seconds": 120, "times": 2})
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "120"
    desk.clock.speed = 60
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "2"
    assert desk.ask("GET", "~/resourceGroups").status == 200
