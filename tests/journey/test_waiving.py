from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from people import person, write_people

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import GateShut, InputError
from azlift.model import Person, Waiver
from azlift.venue import CALENDAR_FILE, open_venue

WAVE = "wave-01"
OWNER, DRIVER, STRANGER = person("owner"), person("driver"), person("stranger")


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01")))
    write_people(made, {"business_owner": [OWNER], "architect": [DRIVER, person("third")]}, drivers=[DRIVER.object_id])
    return made


def waive(folder: Path, code: str = "locks", speaker: Person = OWNER, hours: float = 24, **said: Any) -> Waiver:
    end = said.pop("end", None) or open_venue(folder).now + timedelta(hours=hours)
    asked = {"reason": "lifted on Friday", "person": speaker, **said}
    made: Waiver = inside(folder, lambda venue: journey.waive(WAVE, code, venue, expires_at=end, **asked))
    return made


def test_a_waiver_is_a_named_person_s_word_until_it_ends(folder: Path) -> None:
    waiver = waive(folder)
    assert journey.waivers_of(WAVE, open_venue(folder)) == {"locks": waiver}
    move_clock(folder / CALENDAR_FILE, waiver.expires_at)
    assert journey.waivers_of(WAVE, open_venue(folder)) == {}


def test_saying_it_twice_is_saying_it_once_and_a_later_word_takes_its_place(folder: Path) -> None:
    end = open_venue(folder).now + timedelta(hours=5)
    first = waive(folder, end=end)
    assert waive(folder, end=end) == first
    later = waive(folder, hours=48)
    assert journey.waivers_of(WAVE, open_venue(folder)) == {"locks": later}
    assert len(open_venue(folder).ledger.facts(on_record.said_of(WAVE), Waiver)) == 2


@pytest.mark.parametrize(
    ("speaker", "why"),
    [
        (DRIVER, "who drives does not waive"),
        (STRANGER, "gives .* no role"),
        (person("owner", application=True), "it is an application, not a person"),
    ],
)
def test_who_may_not_waive_is_refused(folder: Path, speaker: Person, why: str) -> None:
    with pytest.raises(GateShut, match=why):
        waive(folder, speaker=speaker)
    assert journey.waivers_of(WAVE, open_venue(folder)) == {}


def test_who_loses_the_role_has_waived_nothing(folder: Path) -> None:
    waive(folder)
    write_people(folder, {"architect": [person("third")]})
    assert journey.waivers_of(WAVE, open_venue(folder)) == {}


def test_what_cannot_be_waived_is_told(folder: Path) -> None:
    with pytest.raises(InputError, match=r"no line 'lock'\. Did you mean `locks`"):
        waive(folder, "lock")
    with pytest.raises(InputError, match="expected a reason"):
        waive(folder, reason=" ")
    for hours in (-1, 24 * 31):
        with pytest.raises(InputError, match="within 30 days"):
            waive(folder, hours=hours)


def test_a_window_can_be_waived_though_it_is_no_line_of_the_checklist(folder: Path) -> None:
    assert waive(folder, "window").code == "window"
