import json
import re
import sqlite3
from pathlib import Path

from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


def test_export_is_a_line_per_event_and_verify_counts_them(azlift_alone) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",), ("plan",)):
        azlift_alone(*verb)
    lines = azlift_alone("ledger", "export").stdout.splitlines()
    assert [json.loads(line)["stage"] for line in lines] == ["surveyed", "placed", "planned"]
    done = azlift_alone("ledger", "verify")
    assert (done.returncode, done.stderr.strip()[:9]) == (0, "3 events:")


def test_a_forged_ledger_is_code_8(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    with sqlite3.connect(tmp_path / "workspace" / "rehearsal.ledger") as forger:
        forger.execute("DROP TRIGGER event_keeps_its_rows_UPDATE")
        forger.execute("UPDATE event SET at = 'yesterday'")
    done = azlift("ledger", "verify")
    assert done.returncode == 8
    assert "event 1" in done.stderr


def test_history_says_what_happened_to_one_subject(azlift, azlift_alone) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    assert "surveyed" in azlift_alone("ledger", "history", "estate:all").stdout
    unknown = azlift("ledger", "history", "nobody")
    assert unknown.returncode == 3
    assert "nothing is on record about 'nobody'" in unknown.stderr


def test_a_ledger_that_knows_nothing_of_azure_cannot_be_made_anew_from_an_empty_one(azlift, workspace) -> None:  # type: ignore[no-untyped-def]
    folder = workspace()
    done = azlift("ledger", "rebuild", "--workspace", folder)
    assert done.returncode == 3
    assert "nothing in this subscription bears the tag azlift-estate" in done.stderr


def test_rebuild_shows_what_came_back_and_says_what_did_not(azlift, azlift_alone, workspace) -> None:  # type: ignore[no-untyped-def]
    folder = workspace()
    planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    for file in folder.glob("rehearsal.ledger*"):
        file.unlink()
    done = azlift_alone("ledger", "rebuild", "--workspace", folder)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if "wave-01" in line]
    assert [("shop" in row, "verified" in row, "tags" in row) for row in rows] == [
        (False, True, True),
        (True, True, True),
    ]
    assert "not to be recovered: who decided what, and why" in done.stderr
    assert re.search(r"in the place of ledger [0-9a-f]{8} on \S+: do not use that one any more", done.stderr)
    said = json.loads(azlift("ledger", "rebuild", "--workspace", folder, "--output", "json").stdout)
    assert {one["subject"] for one in said["recovered"]} == {"shop", "zone:wave-01"}
    assert said["in_place_of"] == [], "that is on record by now"


def test_a_subject_that_does_not_stand_as_it_should_is_code_5(azlift, workspace) -> None:  # type: ignore[no-untyped-def]
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))

    async def lose_the_machine(venue) -> None:  # type: ignore[no-untyped-def]
        await (
            await venue.cloud.compute.virtual_machines.begin_delete(
                f"rg-{venue.settings.estate}-wave-01-westeurope", "vm-web01"
            )
        ).result()

    inside(folder, lose_the_machine)
    for file in folder.glob("rehearsal.ledger*"):
        file.unlink()
    planned(folder, estate(machine("web01", "shop")))
    done = azlift("ledger", "rebuild", "--workspace", folder)
    assert done.returncode == 5
    assert "1 of 2 do not stand as they should: shop" in done.stderr


def test_a_clock_that_was_wrong_is_accepted_with_a_reason(azlift) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    done = azlift("ledger", "accept-clock", "the host woke up a day ahead")
    assert (done.returncode, "on record: it is 20" in done.stderr) == (0, True)
    assert "said" in azlift("ledger", "history", "clock:all").stdout
