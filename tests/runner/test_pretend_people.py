import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from azlift.approval import PEOPLE_FILE, read_people
from azlift.errors import NotFound
from azlift.runner.pretend_people import CAST, SEATS, seat_people, sign_in, speaks_for_itself

Workspaces = Callable[..., Path]


def test_everybody_signs_in_as_who_people_yaml_names(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / PEOPLE_FILE).unlink(missing_ok=True)
    seat_people(folder)
    people = read_people(folder)
    assert people
    for role, name in CAST.items():
        person = sign_in(folder, role)
        assert (person.name, person.application) == (name, False)
        assert role in people.roles_of(person.object_id)
    assert speaks_for_itself(folder)


def test_no_password_is_in_people_yaml_and_the_seats_are_their_owners_only(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / PEOPLE_FILE).unlink(missing_ok=True)
    seat_people(folder)
    assert stat.S_IMODE((folder / SEATS).stat().st_mode) == 0o600
    assert "password" not in (folder / PEOPLE_FILE).read_text()


def test_real_people_are_not_spoken_for(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / PEOPLE_FILE).write_text("roles: {sponsor: [6a0c1f2e-0b1d-4c3e-9f00-a1b2c3d4e5f6]}\n")
    seat_people(folder)
    with pytest.raises(NotFound, match="nobody can speak for them"):
        sign_in(folder, "sponsor")


def test_a_trial_asks_nobody(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / PEOPLE_FILE).write_text("gates: none\n")
    assert not speaks_for_itself(folder)
