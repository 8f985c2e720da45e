import json
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside
from carrying import carry_wave
from estates import estate, machine, planned
from lives import wave_at

from azlift.settings import write_settings
from azlift.stages import Stage


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    """Two waves of one group each."""
    made = workspace()
    write_settings(made, limits={"groups_per_wave": 1})
    planned(made, estate(machine("web01"), machine("mail01")))
    return made


@pytest.mark.slow
def test_everything_goes_back_wave_by_wave(azlift, azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    for wave in ("wave-01", "wave-02"):
        assert inside(folder, lambda venue, wave=wave: carry_wave(wave, venue)) == []
    assert len(everything(folder)) > 6
    back = azlift_alone("roll-back", "--everything", "-w", folder)
    assert back.returncode == 0, back.stderr
    assert back.stderr.index("wave-02: ") < back.stderr.index("wave-01: "), "the last wave goes first"
    assert everything(folder) == {}
    status = json.loads(azlift("status", "-w", folder, "-o", "json").stdout)
    assert {wave["stage"] for wave in status["waves"]} == {"rolled back"}
    again = azlift("roll-back", "--everything", "-w", folder)
    assert (again.returncode, "there is nothing to take back" in again.stderr) == (0, True)


@pytest.mark.parametrize("arguments", [(), ("wave-01", "--everything"), ("--everything", "--group", "web01")])
def test_what_is_to_go_is_said_one_way(azlift, folder: Path, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = azlift("roll-back", *arguments, "-w", folder)
    assert done.returncode == 3
    assert "Name a wave (azlift roll-back wave-01 [--group GROUP]), or say --everything alone." in done.stderr


def test_a_wave_whose_night_was_begun_is_taken_back_after_a_no_go(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    venue = planned(folder, estate(machine("web01"), machine("mail01")))
    wave_at(venue, "wave-01", Stage.VALIDATING)
    done = azlift("roll-back", "wave-01", "-w", folder)
    assert done.returncode == 4, done.stderr
    assert "azlift decide wave-01 --no-go" in done.stderr
