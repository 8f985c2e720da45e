import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import NotFound
from azlift.model import Limits, MoveGroup, Wave, WavePlan
from azlift.report import progress_line
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


def test_a_wave_that_is_not_planned_is_named_with_those_that_are(plan: WavePlan) -> None:
    with pytest.raises(NotFound) as raised:
        progress_line(plan, {}, "wave-09")
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
