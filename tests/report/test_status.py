import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import NotFound
from azlift.model import Failure, Limits, MoveGroup, Wave, WavePlan
from azlift.report import progress_line, status_data, status_rows
from azlift.stages import Stage, Standing

STANDINGS = {
    "crm-dev": Standing("crm-dev", Stage.VERIFIED, since="2026-11-23T02:00:00+00:00"),
    "crm-prod": Standing("crm-prod", None, "failed"),
}


def test_the_line_counts_every_group_once(plan: WavePlan) -> None:
    assert progress_line(plan, STANDINGS, None) == "all waves: 3 groups: 1 verified, 1 left behind, 1 to go"
    assert progress_line(plan, STANDINGS, "wave-01") == "wave-01: 1 group: 1 verified"


def test_without_groups_there_is_nothing_to_do() -> None:
    empty = WavePlan(limits=Limits(), groups=(), waves=(), staying=())
    assert progress_line(empty, {}, None) == "all waves: 0 groups: nothing to do"


def test_status_of_all_waves_is_a_row_per_wave(plan: WavePlan) -> None:
    columns, rows = status_rows(plan, STANDINGS, None)
    assert columns == ("wave", "groups", "machines", "GiB", "landed", "verified", "left behind")
    assert rows[1] == ("wave-02", "2", "5", "1,500", "0", "0", "crm-prod")


def test_status_of_one_wave_is_a_row_per_group(plan: WavePlan) -> None:
    _, rows = status_rows(plan, STANDINGS, "wave-02")
    assert rows == [("ad", "2", "1,200", "", "idle", "", ""), ("crm-prod", "3", "300", "", "failed", "", "ad")]


def test_status_data_of_one_wave_leaves_out_the_failures_of_others(plan: WavePlan) -> None:
    failures = [Failure(subject=name, verb="land", code="C", message="m") for name in ("crm-dev", "ad", "zone:wave-02")]
    data = json.loads(json.dumps(status_data(plan, STANDINGS, failures, "wave-02")))
    assert [wave["wave"] for wave in data["waves"]] == ["wave-02"]
    assert data["waves"][0]["groups"][1] == {
        "group": "crm-prod",
        "machines": 3,
        "disk_gib": 300,
        "after": ["ad"],
        "stage": None,
        "run": "failed",
        "since": "",
    }
    assert [failure["subject"] for failure in data["failures"]] == ["ad", "zone:wave-02"]
    assert len(status_data(plan, STANDINGS, failures, None)["failures"]) == 3


def test_a_wave_that_is_not_planned_is_named_with_those_that_are(plan: WavePlan) -> None:
    with pytest.raises(NotFound) as raised:
        status_rows(plan, {}, "wave-09")
    assert "wave-09" in raised.value.message
    assert raised.value.advice == "It has wave-01, wave-02."


STAGES = st.sampled_from([None, *Stage])
RUNS = st.sampled_from(["idle", "running", "failed"])


@given(st.lists(st.builds(Standing, st.just("x"), STAGES, RUNS), max_size=8))
def test_the_numbers_of_the_line_add_up_to_its_groups(found: list[Standing]) -> None:
    groups = tuple(MoveGroup(id=f"g{n}", workloads=(f"w{n}",), because="") for n in range(len(found)))
    wave = Wave(id="wave-01", number=1, pilot=False, groups=tuple(group.id for group in groups), why="")
    plan = WavePlan(limits=Limits(), groups=groups, waves=(wave,), staying=())
    standings = {group.id: one for group, one in zip(groups, found, strict=True)}
    _, total, counts = progress_line(plan, standings, "wave-01").split(": ")
    numbers = [int(part.split()[0]) for part in counts.split(", ") if part != "nothing to do"]
    assert sum(numbers) == int(total.split()[0]) == len(found)
