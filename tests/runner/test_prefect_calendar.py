import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from azlift.rescheduling import Change
from azlift.scheduling import Repeat, Start, Timetable


@pytest.fixture
def deployments(prefect_api: str) -> Iterator[dict[str, str]]:
    """A flow's deployments, without a worker that would run them."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        ids = {}
        for flow, name in (("migrate-wave", "migrate"), ("ready-wave", "ready")):
            flow_id = client.create_flow_from_name(flow)
            ids[f"{flow}/{name}"] = str(client.create_deployment(flow_id, name))
        yield ids
        for deployment in ids.values():
            client.delete_deployment(UUID(deployment))


@pytest.fixture
def write(prefect_api: str, tmp_path: Path) -> Callable[..., list[Change]]:
    from azlift.runner.prefect_calendar import write_calendar

    def call(*starts: Start, repeats: tuple[Repeat, ...] = ()) -> list[Change]:
        wanted = Timetable(starts, repeats, (), "UTC")
        return asyncio.run(write_calendar(wanted, tmp_path, "shop", datetime.now(UTC)))

    return call


def in_days(days: int, wave: str) -> Start:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
    return Start("migrate", wave, "migrate-wave/migrate", at, at + timedelta(days=1))


def runs(api: str, deployment: str) -> dict[UUID, dict[str, Any]]:
    body = {"flow_runs": {"deployment_id": {"any_": [deployment]}, "tags": {"all_": ["azlift-schedule"]}}}
    return {UUID(run["id"]): run for run in httpx.post(f"{api}/flow_runs/filter", json=body).json()}


def test_the_calendar_follows_the_plan_and_a_second_time_changes_nothing(
    prefect_api: str, deployments: dict[str, str], write: Callable[..., list[Change]], tmp_path: Path
) -> None:
    one, two = in_days(5, "wave-01"), in_days(6, "wave-02")
    assert [change.what for change in write(one, two)] == ["new", "new"]
    before = runs(prefect_api, deployments[one.deployment])
    assert {run["name"] for run in before.values()} == {"migrate wave-01", "migrate wave-02"}
    (first,) = (run for run in before.values() if run["name"] == "migrate wave-01")
    assert {"estate:shop", "wave:wave-01", "stage:migrate"} <= set(first["tags"])
    assert first["parameters"] == {"workspace": str(tmp_path), "wave": "wave-01"}
    assert datetime.fromisoformat(first["next_scheduled_start_time"]) == one.planned

    assert [change.what for change in write(one, two)] == ["kept", "kept"]
    assert runs(prefect_api, deployments[one.deployment]) == before, "nothing was touched"

    later = replace(two, planned=two.planned + timedelta(days=7), until=two.until + timedelta(days=7))
    assert [change.what for change in write(one, later)] == ["kept", "moved"]
    after = runs(prefect_api, deployments[one.deployment])
    assert after.keys() == before.keys(), "the same runs"
    changed = {run["name"] for run_id, run in after.items() if run != before[run_id]}
    assert changed == {"migrate wave-02"}
    assert [change.what for change in write(one, later)] == ["kept", "kept"]

    assert [change.what for change in write(one)] == ["kept", "gone"]
    assert [change.what for change in write(one, later)] == ["kept", "new"], "it may be wanted again"


def test_repetitions_follow_the_plan_too(
    prefect_api: str, deployments: dict[str, str], write: Callable[..., list[Change]]
) -> None:
    rule = "DTSTART:20270320T070000\nRRULE:FREQ=DAILY;UNTIL=20270327T220000"
    daily = Repeat("ready", "wave-01", "ready-wave/ready", rule, "Europe/Berlin")
    assert [change.what for change in write(repeats=(daily,))] == ["new"]

    def schedules() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(
            f"{prefect_api}/deployments/{deployments[daily.deployment]}/schedules"
        ).json()
        return found

    (made,) = schedules()
    assert (made["schedule"]["rrule"], made["schedule"]["timezone"]) == (rule, "Europe/Berlin")
    assert made["parameters"]["wave"] == "wave-01"
    assert [change.what for change in write(repeats=(daily,))] == ["kept"]
    assert schedules() == [made]
    later = replace(daily, rule=rule.replace("0320", "0321"))
    assert [change.what for change in write(repeats=(later,))] == ["moved"]
    assert [one["schedule"]["rrule"] for one in schedules()] == [later.rule]
    assert [change.what for change in write()] == ["gone"]
    assert schedules() == []


def test_another_workspaces_calendar_is_left_alone(
    prefect_api: str, deployments: dict[str, str], write: Callable[..., list[Change]], tmp_path: Path
) -> None:
    start = in_days(5, "wave-01")
    write(start)
    there = runs(prefect_api, deployments[start.deployment])
    from azlift.runner.prefect_calendar import write_calendar

    other = Timetable((), (), (), "UTC")
    assert asyncio.run(write_calendar(other, tmp_path / "other", "shop", datetime.now(UTC))) == []
    assert runs(prefect_api, deployments[start.deployment]) == there


def test_a_missing_deployment_is_named(deployments: dict[str, str], write: Callable[..., list[Change]]) -> None:
    start = replace(in_days(5, "wave-01"), deployment="copying/start")
    repeat = Repeat("watch", "wave-01", "watch-wave/nowhere", "DTSTART:20270320T070000\nRRULE:FREQ=DAILY", "UTC")
    assert {(one.what, one.rule) for one in write(start, repeats=(repeat,))} == {
        ("no deployment", "copying/start"),
        ("no deployment", "watch-wave/nowhere"),
    }
