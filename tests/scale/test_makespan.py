"""Goal D1: a wave lands in at most 1.05 times the least possible, and Azure never has to refuse a request for its
number. In virtual time: what is measured is what azlift waits for, whatever the machine is busy with."""

from pathlib import Path

import pytest
from virtual_waves import Landed, cut, land_in_virtual_time, planned_wave

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """90 machines in 60 groups."""
    return land_in_virtual_time(planned_wave(tmp_path_factory.mktemp("wave"), cut(90, 60)))


def test_a_wave_lands_and_is_verified_within_a_twentieth_of_the_least_possible(wave: Landed) -> None:
    assert wave.bound <= wave.landed <= wave.verified <= 1.05 * wave.bound


def test_no_request_is_refused_for_its_number(wave: Landed) -> None:
    assert wave.throttled == 0


def test_waiting_and_looking_cost_the_same_however_many_groups_wait(wave: Landed) -> None:
    assert wave.requests["PUT deployment"] == 60
    assert wave.requests["GET deployments"] <= wave.landed + 5
    assert wave.requests["GET resources of a group"] <= wave.verified
    assert sum(wave.requests.values()) < 60 * 2 + 60 + 5 * wave.verified  # a look before, a PUT, a look after; lists


def test_beyond_a_full_bucket_the_longest_go_first_and_the_bound_still_holds(tmp_path: Path) -> None:
    found = land_in_virtual_time(planned_wave(tmp_path / "many", [3] * 10 + [1] * 240))
    assert found.least["requests"] > 0
    assert found.verified <= 1.05 * found.bound
    assert found.throttled == 0
