"""The acts one by one; all of them in their order: test_rehearsing.py."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from estates import estate, machine, planned

from azlift import on_record
from azlift.approval import PEOPLE_FILE
from azlift.model import Approval, Gate
from azlift.runner.acts import ACTS, SPEAKERS, _say
from azlift.runner.pretend_people import CAST, seat_people
from azlift.runner.turns import Act

Workspaces = Callable[..., Path]


def test_there_is_something_to_do_at_every_turn() -> None:
    assert set(ACTS) == set(get_args(Act))


def test_every_gate_has_its_speakers_and_they_are_in_the_cast() -> None:
    assert set(SPEAKERS) == set(get_args(Gate))
    assert {role for roles in SPEAKERS.values() for role in roles} == set(CAST)


@pytest.mark.parametrize("asked", [True, False])
def test_people_speak_where_they_are_asked_only(workspace: Workspaces, asked: bool) -> None:
    folder = workspace()
    if asked:
        (folder / PEOPLE_FILE).unlink()
    seat_people(folder)
    venue = planned(folder, estate(machine("web01", "shop")))
    for _ in range(2):
        _say("commit", "wave-01", folder, "as planned")
    said = venue.ledger.facts(on_record.said_of("wave-01"), Approval)
    assert [word.person.name for word in said] == (["Ada Archer", "Bo Berg"] if asked else [])
