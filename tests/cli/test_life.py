import json
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned
from lives import let_pass, put_down, report, validated, watched, wave_at

from azlift import cloud
from azlift.journey.night_plan import machines_of
from azlift.model import OFF_BOARDED, Cutover
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01", "shop"), machine("mail01")))
    return made


def test_a_test_is_made_shown_and_cleaned(azlift, azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    made = azlift_alone("test", "shop", "-w", folder)
    assert made.returncode == 0, made.stderr
    assert "passed" in made.stdout
    assert "its disks are empty: no data was tested" in made.stderr
    assert "azlift test shop --clean" in made.stderr
    verdict = json.loads(azlift("test", "shop", "-w", folder, "-o", "json").stdout)
    assert verdict["group"] == "shop"
    assert all(result["passed"] for result in verdict["checks"]["results"])
    accepted = azlift("test", "shop", "--accept", "--reason", "it works", "-w", folder)
    assert "the test of shop is accepted by" in accepted.stderr
    no_reason = azlift("test", "shop", "--reject", "-w", folder)
    assert (no_reason.returncode, "expected 1 to 1000" in no_reason.stderr) == (3, True)
    cleaned = azlift("test", "shop", "--clean", "-w", folder)
    assert cleaned.returncode == 0, cleaned.stderr
    assert "resources of the copy of shop deleted" in cleaned.stderr


def test_an_unknown_group_is_code_3(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    for arguments in (("test", "nobody"), ("test", "nobody", "--clean")):
        done = azlift(*arguments, "-w", folder)
        assert done.returncode == 3, done.stderr
        assert "the plan puts no group nobody into a wave" in done.stderr


def test_the_end_of_a_wave_in_order(azlift, folder: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    venue = open_venue(folder)
    done = azlift("accept", "shop", "--reason", "it works", "-w", folder)
    assert (done.returncode, "nothing of it is accepted before its go" in done.stderr) == (5, True)
    validated(venue, "shop", "mail01")
    wave_at(venue, "wave-01", Stage.HYPERCARE)
    for group in ("shop", "mail01"):
        assert "it can no longer be rolled back" in azlift("accept", group, "--reason", "it works", "-w", folder).stderr
    early = azlift("hand-over", "wave-01", "--reason", "all quiet", "-w", folder)
    assert (early.returncode, "h of hypercare" in early.stderr) == (5, True)
    let_pass(folder, venue, 49)
    watched(venue, "wave-01")
    assert "wave-01 is handed over" in azlift("hand-over", "wave-01", "--reason", "all quiet", "-w", folder).stderr
    evidence = tmp_path / "evidence.yaml"
    evidence.write_text("archive: vault-7\nrestore_test: by J. Doe\n")
    lacking = azlift("retire", "shop", "--evidence", evidence, "--reason", "unused", "-w", folder)
    assert (lacking.returncode, "records" in lacking.stderr) == (3, True)
    records = "records:\n" + "".join(f"  {one}: CHG1\n" for one in OFF_BOARDED)
    evidence.write_text(evidence.read_text() + records)
    assert (
        "archive: vault-7"
        in azlift("retire", "shop", "--evidence", evidence, "--reason", "unused", "-w", folder).stderr
    )
    partly = azlift("close", "wave-01", "--reason", "done", "-w", folder).stderr
    assert "wave-01 is partly closed" in partly
    assert "left: mail01: it is accepted; its source is not retired" in partly


def test_savings_so_far_are_shown_beside_what_was_promised(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    shown = azlift("savings", "-w", folder)
    assert shown.returncode == 0, shown.stderr
    assert "realised" in shown.stdout
    (wave,) = json.loads(azlift("savings", "-w", folder, "-o", "json").stdout)
    assert (wave["wave"], wave["workloads"], wave["retired"]) == ("wave-01", 2, 0)


def test_a_look_at_a_wave_tells_what_got_worse(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    venue = open_venue(folder)
    assert azlift("watch", "wave-01", "-w", folder).returncode == 5
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    night = Cutover(group="shop", digest="d", down_from=None, up_at=None, steps=())
    put_down(venue, "shop", (Stage.CUT_OVER, night), (Stage.VALIDATED, report("shop", venue.now)))
    wave_at(venue, "wave-01", Stage.GO)
    well = azlift("watch", "wave-01", "-w", folder)
    assert (well.returncode, "none not well" in well.stderr) == (0, True), well.stderr

    async def stop(venue: Venue) -> None:
        await cloud.deallocate_machines(venue.cloud, [one.id for one in machines_of("shop", venue)])

    inside(folder, stop)
    worse = azlift("watch", "wave-01", "-w", folder, "-o", "json")
    assert worse.returncode == 5
    assert "shop got worse" in worse.stderr
    assert json.loads(worse.stdout)["worse"] == ["shop"]
