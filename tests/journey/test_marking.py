from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import cloud, journey
from azlift.errors import RightsNeeded
from azlift.journey.marking import stage_marked
from azlift.model import Cutover, Mark
from azlift.stages import MOVED, Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]


def cut_over(workspace: Workspaces) -> Path:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    night = Cutover(group="shop", digest="d", down_from=None, up_at=None, steps=())
    open_venue(folder).ledger.record("shop", Stage.CUT_OVER, "d", night)
    return folder


def stages_borne(folder: Path) -> dict[str, str]:
    return {
        resource["name"]: resource["tags"].get("azlift-stage", "")
        for id_, resource in everything(folder).items()
        if "/virtualmachines/" in id_
    }


def test_machines_bear_how_far_their_group_has_come_and_since_when(workspace: Workspaces) -> None:
    folder = cut_over(workspace)
    before = everything(folder)
    inside(folder, lambda venue: journey.mark("shop", venue))
    since = open_venue(folder).ledger.standings()["shop"].since
    assert stages_borne(folder) == dict.fromkeys(("vm-db01", "vm-web01"), f"cut over {since}")
    assert {i: r for i, r in everything(folder).items() if "/virtualmachines/" not in i} == {
        i: r for i, r in before.items() if "/virtualmachines/" not in i
    }


def test_marking_twice_asks_azure_once(workspace: Workspaces, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cut_over(workspace)
    first = inside(folder, lambda venue: journey.mark("shop", venue))
    monkeypatch.delattr(cloud, "add_tags")
    assert inside(folder, lambda venue: journey.mark("shop", venue)) == first


def test_nothing_is_marked_before_a_groups_work_has_moved(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert inside(folder, lambda venue: journey.mark("shop", venue)) is None
    assert stages_borne(folder) == {"vm-web01": ""}


def test_a_refused_mark_stops_no_night_is_told_and_is_made_good_later(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cut_over(workspace)

    async def refuse(*_: object) -> None:
        raise RightsNeeded("tagging vm-web01: not allowed", advice="Give it Microsoft.Resources/tags/write.")

    with monkeypatch.context() as patched:
        patched.setattr(cloud, "add_tags", refuse)
        assert inside(folder, lambda venue: journey.mark("shop", venue)) is None
    (failure,) = open_venue(folder).ledger.failures()
    assert (failure.subject, failure.advice) == ("mark:shop", "Give it Microsoft.Resources/tags/write.")
    assert open_venue(folder).ledger.standings()["shop"].run == "idle"
    marked: Mark = inside(folder, lambda venue: journey.mark("shop", venue))
    assert len(marked.machines) == 2
    assert open_venue(folder).ledger.failures() == ()


def test_a_cutover_marks_its_machines(workspace: Workspaces) -> None:
    from nights import around_now, cut_over_by_hand, on_the_eve, with_window

    folder = workspace()
    with_window(planned(folder, estate(machine("web01", "shop"))), *around_now())

    async def night(venue: Venue) -> None:
        await on_the_eve(venue)
        await cut_over_by_hand("shop", venue)

    inside(folder, night)
    assert stages_borne(folder)["vm-web01"].startswith("cut over 20")


@pytest.mark.parametrize("stage", sorted(MOVED))
def test_what_a_mark_says_is_read_again(stage: Stage) -> None:
    assert stage_marked(f"{stage} 2026-11-26T21:29:41+00:00") is stage


@pytest.mark.parametrize("tag", ["", "accepted", "verified 2026-11-26T21:29:41+00:00", "'); DROP TABLE event; -- x"])
def test_a_tag_that_says_no_stage_of_ours_says_nothing(tag: str) -> None:
    assert stage_marked(tag) is None
