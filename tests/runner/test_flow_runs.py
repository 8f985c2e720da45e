from pathlib import Path

import pytest

from azlift.errors import InputError, NotFound
from azlift.runner.flow_runs import _state_of, run_flow


class Ended:
    """A flow run's state, as far as it is looked at."""

    def __init__(self, result: object) -> None:
        self.result = result

    async def aresult(self, raise_on_failure: bool) -> object:
        assert not raise_on_failure
        return self.result


async def run(result: object) -> Ended:
    return Ended(result)


async def test_what_the_flow_raised_is_raised() -> None:
    with pytest.raises(InputError, match="row 7"):
        await _state_of(run(InputError("odd", row=7)))


@pytest.mark.parametrize("result", [None, ["voicemail"], "text"])
async def test_what_the_flow_reported_is_a_state(result: object) -> None:
    assert (await _state_of(run(result))).result == result


async def test_a_failure_of_prefects_own_making_is_only_a_state() -> None:
    from prefect.exceptions import FailedRun

    state = await _state_of(run(FailedRun("wave-01 has no landing zone")))
    assert isinstance(state.result, FailedRun)


def test_a_flow_that_is_not_there_is_said_not_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFound, match="there is no such flow") as caught:
        run_flow("migrate_wave")
    assert "flows/" in caught.value.advice
