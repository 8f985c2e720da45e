import json
from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01"), machine("mail01")))
    return made


def test_one_group_verb_by_verb(azlift, azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert azlift_alone("prepare", "wave-01", "-w", folder).returncode == 0
    for run, subject in ((azlift_alone, "zone:wave-01"), (azlift, "web01")):
        rendered = run("render", subject, "-w", folder)
        assert rendered.returncode == 0, rendered.stderr
        assert json.loads(rendered.stdout)[0]["deployment"].startswith("azlift-")
        previewed = run("preview", subject, "-w", folder)
        assert "all as planned" in previewed.stderr, previewed.stderr
        assert "has landed" in run("land", subject, "-w", folder).stderr
        assert "is verified" in run("verify", subject, "-w", folder).stderr
    status = json.loads(azlift("status", "wave-01", "-w", folder, "-o", "json").stdout)
    stages = {group["group"]: group["stage"] for group in status["waves"][0]["groups"]}
    assert stages == {"web01": "verified", "mail01": None}


def test_a_verb_too_early_says_what_comes_before(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    done = azlift("land", "web01", "-w", folder)
    assert done.returncode == 3
    assert "holds no Rendering of web01" in done.stderr
    azlift("render", "web01", "-w", folder)
    done = azlift("land", "web01", "-w", folder)
    assert done.returncode == 8
    assert "rendered; it cannot become landed" in done.stderr


def test_an_unknown_wave_or_group_is_code_3(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    for arguments in (("status", "wave-99"), ("render", "nobody"), ("roll-back", "wave-99")):
        done = azlift(*arguments, "-w", folder)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_wave_there_and_back(azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    there = azlift_alone("migrate", "wave-01", "-w", folder)
    assert there.returncode == 0, there.stderr
    assert "wave-01" in there.stdout
    back = azlift_alone("roll-back", "wave-01", "-w", folder)
    assert back.returncode == 0, back.stderr
    assert "resources deleted" in back.stderr
    status = json.loads(azlift_alone("status", "-w", folder, "-o", "json").stdout)
    assert {group["stage"] for group in status["waves"][0]["groups"]} == {"rolled back"}


def test_a_wave_that_another_drives_is_code_6(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    from azlift.venue import open_venue

    with open_venue(folder).ledger.driving("wave-01"):
        done = azlift("render", "web01", "-w", folder)
    assert done.returncode == 6
    assert "is driven by" in done.stderr
