"""Faults as clients meet them: a raw client and the unmodified SDK, over https."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from azure.core.exceptions import HttpResponseError, ServiceRequestError
from tests.rehearsal.conftest import FAST, Clients, Raw, raw_client, sdk_clients
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.server import Opened, Options, start_in_thread

GROUP = "~/resourceGroups/rg1"
D1 = f"{GROUP}/providers/Microsoft.Compute/disks/d1"
PUT_D1 = {"operation": "PUT", "resource": "*/disks/d1"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A pretend Azure of this module's own: what it is struck with, no other test meets."""
    with start_in_thread(Options(state=tmp_path_factory.mktemp("faults"), speed=FAST)) as world:
        with raw_client(world.address) as raw:
            raw.ask("POST", "~/providers/Microsoft.Compute/register")
            raw.ask("POST", "/rehearsal/clock", {"advance": 60}, api=None)
            raw.ask("PUT", GROUP, {"location": "westeurope"})
        yield world


@pytest.fixture
def struck(served: Opened) -> Iterator[Raw]:
    with raw_client(served.address) as client:
        yield client
        play(client)
        client.ask("DELETE", D1)
        client.ask("POST", "/rehearsal/clock", {"advance": 600, "speed": FAST}, api=None)


@pytest.fixture
async def unmodified(served: Opened) -> AsyncIterator[Clients]:
    async with sdk_clients(served.address) as clients:
        yield clients


def play(raw: Raw, *faults: Any, speed: float = FAST) -> None:
    raw.ask("POST", "/rehearsal/clock", {"speed": speed}, api=None)
    reply = raw.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)
    assert reply.status_code == 200, reply.text


def effects(raw: Raw) -> list[str]:
    return [each["effect"] for each in raw.ask("GET", "/rehearsal/faults", api=None).json()["fired"]]


@pytest.mark.parametrize("taken", [False, True])
def test_a_raw_client_sees_the_line_go_dead_and_only_a_look_tells_what_was_done(struck: Raw, taken: bool) -> None:
    play(struck, {"kind": "cut", "taken": taken, "match": PUT_D1})
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected without sending a response"):
        struck.ask("PUT", D1, plain(disk()))
    assert struck.ask("GET", D1).status_code == (200 if taken else 404)
    assert len(effects(struck)) == 1


def test_a_slow_answer_takes_its_time_by_the_speed_of_the_clock(struck: Raw) -> None:
    play(struck, {"kind": "slow", "seconds": 30, "match": {"operation": "GET", "resource": "*/rg1"}}, speed=100)
    began = time.monotonic()
    assert struck.ask("GET", GROUP).status_code == 200
    assert 0.3 <= time.monotonic() - began < 2
    assert effects(struck) == ["answered 30 s late"]


def test_others_are_answered_while_one_waits(served: Opened, struck: Raw) -> None:
    play(struck, {"kind": "slow", "seconds": 200, "match": {"operation": "GET", "resource": "*/rg1"}}, speed=100)
    with raw_client(served.address) as other, pytest.raises(httpx.ReadTimeout):
        struck.ask("GET", GROUP, timeout=0.2)
    with raw_client(served.address) as other:
        began = time.monotonic()
        assert other.ask("GET", "~").status_code == 200
        assert time.monotonic() - began < 1


async def put_disk(sdk: Clients, **options: Any) -> str | None:
    """One disk through the SDK, whose retries do not wait; its provisioning state."""
    poller = await sdk.compute.disks.begin_create_or_update(
        "rg1", "d1", plain(disk()), retry_backoff_factor=0, **options
    )
    return (await poller.result()).provisioning_state


@pytest.mark.parametrize("statuses", [(408, 429, 500), (502, 503, 504)])
async def test_the_sdk_tries_three_times_again(struck: Raw, unmodified: Clients, statuses: tuple[int, ...]) -> None:
    play(struck, *({"kind": "status", "status": status, "match": PUT_D1} for status in statuses))
    assert await put_disk(unmodified) == "Succeeded"
    assert effects(struck) == [f"answered {status}" for status in statuses]


async def test_the_fourth_refusal_is_the_sdks_error(struck: Raw, unmodified: Clients) -> None:
    play(struck, {"kind": "status", "status": 503, "times": "always", "match": PUT_D1})
    with pytest.raises(HttpResponseError, match="ServiceUnavailable"):
        await put_disk(unmodified)
    assert len(effects(struck)) == 4


async def test_the_sdk_does_not_try_a_conflict_again(struck: Raw, unmodified: Clients) -> None:
    play(struck, {"kind": "status", "status": 409, "code": "AnotherOperationInProgress", "match": PUT_D1})
    with pytest.raises(HttpResponseError, match="AnotherOperationInProgress"):
        await unmodified.compute.disks.begin_create_or_update("rg1", "d1", plain(disk()))
    assert effects(struck) == ["answered 409"]


@pytest.mark.parametrize("taken", [False, True])
async def test_the_sdk_gets_over_a_line_that_is_cut(struck: Raw, unmodified: Clients, taken: bool) -> None:
    """The clock is so fast that what was taken is done before it is sent again, which would else be a conflict."""
    play(struck, {"kind": "cut", "taken": taken, "times": 3, "match": PUT_D1}, speed=1_000 * FAST)
    assert await put_disk(unmodified) == "Succeeded"
    assert len(effects(struck)) == 3


async def test_a_line_that_stays_cut_is_an_error_of_the_sdk_and_the_disk_may_stand(
    struck: Raw, unmodified: Clients
) -> None:
    """Whoever takes the error for 'nothing was done' is wrong: that is what this fault is for."""
    play(struck, {"kind": "cut", "taken": True, "times": "always", "match": PUT_D1})
    with pytest.raises(ServiceRequestError):
        await unmodified.compute.disks.begin_create_or_update("rg1", "d1", plain(disk()), retry_total=1)
    assert struck.ask("GET", D1).status_code == 200


async def test_a_poll_that_is_lost_or_refused_does_not_lose_the_operation(struck: Raw, unmodified: Clients) -> None:
    poll = {"operation": "*/DiskOperations/read"}
    play(struck, {"kind": "cut", "taken": True, "match": poll}, {"kind": "status", "status": 503, "match": poll})
    assert await put_disk(unmodified) == "Succeeded"
    assert len(effects(struck)) == 2


async def test_a_failure_planned_for_the_end_is_the_sdks_error(struck: Raw, unmodified: Clients) -> None:
    play(struck, {"kind": "fail", "code": "DiskBroken", "message": "no", "match": PUT_D1})
    poller = await unmodified.compute.disks.begin_create_or_update("rg1", "d1", plain(disk()))
    with pytest.raises(HttpResponseError) as caught:
        await poller.result()
    assert caught.value.error is not None
    assert caught.value.error.code == "DiskBroken"
    assert effects(struck) == ["ends with DiskBroken"]


async def test_a_revoked_token_costs_the_sdk_one_challenge(struck: Raw, unmodified: Clients) -> None:
    assert (await unmodified.resources.resource_groups.get("rg1")).name == "rg1"
    play(struck, {"kind": "token", "match": {"resource": "*/rg1"}})
    assert (await unmodified.resources.resource_groups.get("rg1")).name == "rg1"
    struck.sign_in()  # this client's own token is gone too
    assert effects(struck) == ["the caller's tokens were revoked"]


async def test_a_missing_retry_after_makes_the_sdk_poll_at_its_own_interval(struck: Raw, unmodified: Clients) -> None:
    """Thirty seconds by default: the wait a rehearsal must never lose by accident."""
    answers = {"operation": ["PUT", "*/DiskOperations/read"]}
    play(struck, {"kind": "retryAfter", "value": "absent", "times": "always", "match": answers}, speed=20)
    began = time.monotonic()
    await put_disk(unmodified, polling_interval=1)
    assert time.monotonic() - began >= 1
    assert "said nothing of when to ask again" in effects(struck)


async def test_a_garbled_retry_after_is_no_azure_error_at_all(struck: Raw, unmodified: Clients) -> None:
    """The SDK reads the header as a number and lets what int() raises through: the disk is on its way all the same."""
    play(struck, {"kind": "retryAfter", "value": "garbage", "match": PUT_D1})
    with pytest.raises(ValueError, match="soon"):
        await put_disk(unmodified)
    assert struck.ask("GET", D1).status_code == 200
    assert effects(struck) == ["said Retry-After: soon"]


def test_a_scenario_file_is_played_from_the_start(tmp_path: Path) -> None:
    scenario = tmp_path / "night.yaml"
    scenario.write_text(
        "faults:\n- {kind: status, status: 503, match: {operation: GET, resource: '*/resourceGroups'}}\n"
    )
    with start_in_thread(Options(faults=scenario)) as world, raw_client(world.address) as raw:
        assert [raw.ask("GET", "~/resourceGroups").status_code for _ in range(2)] == [503, 200]
        assert effects(raw) == ["answered 503"]
