from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import journey, on_record, plan_writing
from azlift.errors import (
    PlanError,
)
from azlift.model import Licence, LicencesHeld, OsFamily, Roster, Route
from azlift.stages import Stage

Workspaces = Callable[..., Path]


def test_placing_and_planning_again_changes_nothing(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01"), machine("web02")))
    events = len(venue.ledger.history())
    journey.place(venue)
    journey.plan(venue)
    assert len(venue.ledger.history()) == events


def test_a_machine_that_a_managed_service_replaces_does_not_hold_up_its_group(workspace: Workspaces) -> None:
    replaced = machine("db01", "shop", route=Route.REPLATFORM, route_reason="a managed database")
    venue = planned(workspace(), estate(machine("web01", "shop"), replaced))
    made = on_record.current_plan(venue)
    assert made.staying == (replaced.id,)
    assert [resource.name for resource in journey.render("shop", venue).expected][-1] == "vm-web01"


def test_placing_tells_that_more_licences_are_brought_than_held(workspace: Workspaces) -> None:
    windows = {"os_family": OsFamily.WINDOWS, "licences": (Licence.WINDOWS_SERVER,)}
    made = estate(machine("ad01", **windows), machine("ad02", **windows))
    held = LicencesHeld(windows_server_cores=8)
    venue = planned(workspace(), made.model_copy(update={"licences_held": held}))
    (told,) = (f for f in venue.ledger.latest(on_record.ESTATE, Roster).findings if f.code == "licences-exceeded")
    assert "takes 16 core licences" in told.message
    assert "8 are held, 8 too few" in told.message


def test_a_machine_keeps_its_name_when_another_of_the_same_name_appears(workspace: Workspaces) -> None:
    first, second = machine("web01"), machine("WEB01")
    venue = planned(workspace(), estate(first))
    planned(venue.workspace, estate(first, second))
    names = venue.ledger.latest(on_record.ESTATE, Roster).names
    assert names[first.id] == "vm-web01"
    assert names[second.id].startswith("vm-web01-")


def test_a_group_that_has_landed_cannot_be_planned_into_another_wave(workspace: Workspaces, tmp_path: Path) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("web02")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    plan_writing.write_plan(venue)
    edited = tmp_path / "edited.csv"
    edited.write_text((folder / "plan.csv").read_text().replace("1,,web01", "2,,web01"))
    with pytest.raises(PlanError, match="web01 has landed in wave-01") as caught:
        journey.plan(venue, edited)
    assert "roll-back wave-01 --group web01" in caught.value.advice


def test_a_plan_of_an_older_inventory_is_not_carried_out(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01"), machine("web02")))
    renewed = estate(machine("web01"))
    venue.ledger.record(on_record.ESTATE, Stage.SURVEYED, renewed.fingerprint, renewed)
    for subject in ("web02", "zone:wave-01"):
        with pytest.raises(PlanError, match="changed since the waves were planned") as caught:
            journey.render(subject, venue)
        assert "azlift plan" in caught.value.advice
    journey.place(venue)
    journey.plan(venue)
    assert journey.render("web01", venue).expected
