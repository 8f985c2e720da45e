import pytest

from azlift.stages import PATHS, Stage
from azlift.wave_life import next_of_group, next_of_wave
from azlift.wave_life.following_on import OF_GROUP, OF_WAVE


def test_every_stage_of_a_wave_and_of_a_group_has_what_comes_next() -> None:
    _, group, wave = PATHS
    assert set(OF_WAVE) == {"draft", "feasible", *wave, Stage.ROLLED_BACK}
    assert set(OF_GROUP) == {None, *group, Stage.ROLLED_BACK}


@pytest.mark.parametrize("stage", OF_WAVE)
def test_whoever_acts_has_a_command_for_this_very_wave(stage: str) -> None:
    coming = next_of_wave(stage, "wave-07")
    assert bool(coming.who) == bool(coming.command)
    assert not coming.command or coming.command == "azlift plan" or "wave-07" in coming.command


def test_a_group_is_named_where_the_command_is_about_it() -> None:
    assert next_of_group(Stage.VALIDATED, "crm", "wave-02").command == "azlift accept crm --reason TEXT"
    assert next_of_group(None, "crm", "wave-02").command == "azlift migrate wave-02"
