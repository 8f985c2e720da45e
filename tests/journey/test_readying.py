from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from people import person, write_people

from azlift import journey, on_record
from azlift.errors import GateShut
from azlift.model import Checklist
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

WAVE = "wave-01"


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01", "shop")))
    return made


async def prepared(venue: Venue) -> None:
    zone = on_record.zone_of(WAVE)
    await journey.prepare(WAVE, venue)
    journey.render(zone, venue)
    for verb in (journey.preview, journey.land, journey.verify):
        await verb(zone, venue)  # type: ignore[operator]
    journey.render("shop", venue)
    await journey.preview("shop", venue)


async def rehearsed(venue: Venue) -> None:
    await prepared(venue)
    await journey.test("shop", venue)
    await journey.clean_test("shop", venue)


def look(folder: Path) -> Checklist:
    seen: Checklist = inside(folder, lambda venue: journey.ready(WAVE, venue))
    return seen


def states(checklist: Checklist) -> dict[str, str]:
    return {item.code: item.state for item in checklist.items}


def stage(folder: Path) -> Stage | None:
    return open_venue(folder).ledger.standings()[on_record.wave_subject(WAVE)].stage


def test_a_prepared_and_tested_wave_is_ready_and_that_is_on_record(folder: Path) -> None:
    inside(folder, rehearsed)
    checklist = look(folder)
    assert checklist.green, [item for item in checklist.items if item.state != "green"]
    assert checklist.digest == journey.gate_digest("go", WAVE, open_venue(folder))
    assert stage(folder) is Stage.READY
    assert all(item.evidence for item in checklist.items)


def test_a_wave_that_nobody_prepared_says_line_by_line_what_it_lacks(folder: Path) -> None:
    found = states(look(folder))
    assert {code for code, state in found.items() if state == "red"} >= {
        *("landing-zone", "templates", "what-if", "rollback-rehearsed", "tested"),
    }
    assert found["policy"] != "green", "there is no resource group in which it could be asked"
    assert stage(folder) is Stage.COMMITTED
    (failure,) = (f for f in open_venue(folder).ledger.failures() if f.subject == on_record.wave_subject(WAVE))
    assert failure.verb == "ready"
    assert "the landing zone stands as planned" in failure.message
    assert failure.exit_code == 4


def test_a_copy_that_still_stands_keeps_a_wave_from_being_ready(folder: Path) -> None:
    async def test_only(venue: Venue) -> None:
        await prepared(venue)
        await journey.test("shop", venue)

    inside(folder, test_only)
    assert states(look(folder))["test-leftovers"] == "red"


def test_a_wave_that_is_ready_no_longer_goes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside(folder, rehearsed)
    look(folder)
    monkeypatch.setenv("AZLIFT_TAGS", '{"costcenter": "4711"}')
    found = states(look(folder))
    assert {code for code, state in found.items() if state == "red"} == {"templates", "what-if", "tested"}
    assert stage(folder) is Stage.COMMITTED


def test_a_waived_line_blocks_no_longer(folder: Path) -> None:
    inside(folder, prepared)
    for code in ("rollback-rehearsed", "tested"):

        async def waive(venue: Venue, code: str = code) -> None:
            end = venue.now + timedelta(hours=1)
            await journey.waive(WAVE, code, venue, reason="tested by hand", expires_at=end, person=person("owner"))

        inside(folder, waive)
    checklist = look(folder)
    assert checklist.green
    assert states(checklist)["tested"] == "waived"
    assert stage(folder) is Stage.READY


def test_only_a_committed_wave_is_looked_at(folder: Path) -> None:
    write_people(folder, {"architect": [person("a")], "business_owner": [person("b")]})
    with pytest.raises(GateShut, match="the gate `commit`"):
        look(folder)
