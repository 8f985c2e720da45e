import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import deployments_sent, everything, inside
from carrying import carry_wave, take_back
from estates import estate, machine, planned

from azlift import journey
from azlift.checks.eyes import StandInEyes
from azlift.cloud import arm
from azlift.errors import AnsweredOtherwise, IllegalMove, NotAsExpected, NotFound, PartlyDone, PlanError, Waiting
from azlift.journey.tests_on_record import verdict_of
from azlift.model import Check, Cutover, Rendering, Seen, TestVerdict
from azlift.settings import write_settings
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]


def shop(folder: Path) -> Venue:
    return planned(folder, estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))


async def try_out(venue: Venue) -> TestVerdict:
    await journey.prepare("wave-01", venue)
    return await journey.test("shop", venue)


def stages(venue: Venue, *subjects: str) -> list[Stage | None]:
    standings = venue.ledger.standings()
    return [standings[subject].stage if subject in standings else None for subject in subjects]


def test_a_copy_stands_in_a_resource_group_and_a_network_of_its_own(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    verdict = inside(folder, try_out)
    stands = everything(folder)
    groups = {id_.split("/")[4] for id_ in stands}
    assert verdict.passed
    assert groups == set(verdict.resource_groups)
    assert verdict.resource_groups == (f"rg-{open_venue(folder).settings.estate}-wave-01-westeurope-test-shop",)
    assert sum("/virtualmachines/" in id_ for id_ in stands) == 2


def test_the_verdict_says_that_the_network_leads_nowhere(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    verdict = inside(folder, try_out)
    assert {result.kind for result in verdict.checks.results} == {"isolation", "stands", "vm", "agent"}
    assert len([result for result in verdict.checks.results if result.kind == "isolation"]) == 3


def test_a_test_before_the_landing_leaves_the_group_itself_untouched(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    inside(folder, try_out)
    assert stages(venue, "shop", "test:shop", "test-zone:shop") == [None, Stage.TESTED, Stage.VERIFIED]
    assert verdict_of("shop", venue) is not None


def test_testing_twice_is_testing_once(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    first = inside(folder, try_out)
    sent = deployments_sent(folder)
    assert inside(folder, try_out) == first
    assert deployments_sent(folder) == sent


def test_a_copy_is_a_leftover_until_it_is_cleaned(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    before = everything(folder)
    verdict = inside(folder, try_out)
    assert journey.test_leftovers("wave-01", venue) == (f"shop ({verdict.resource_groups[0]})",)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert journey.test_leftovers("wave-01", venue) == ()
    assert everything(folder) == before


def test_what_a_test_showed_outlives_its_clean_up(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    verdict = inside(folder, try_out)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert verdict_of("shop", venue) == verdict
    assert stages(venue, "test:shop", "test-zone:shop") == [Stage.TEST_CLEANED, Stage.ROLLED_BACK]
    assert inside(folder, try_out) == verdict, "a test that passed is not made again"
    assert everything(folder) == {}


def test_cleaning_twice_is_cleaning_once_and_cleaning_nothing_is_nothing(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)

    async def clean(venue: Venue) -> Any:
        return await journey.clean_test("shop", venue)

    assert [removal.deleted for removal in inside(folder, clean)] == [(), ()]
    inside(folder, try_out)
    assert all(removal.deleted for removal in inside(folder, clean))
    events = len(venue.ledger.history())
    assert [removal.deleted for removal in inside(folder, clean)] == [(), ()]
    assert len(venue.ledger.history()) == events


def test_a_group_that_stands_has_its_test_and_its_clean_up_on_its_own_path(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    inside(folder, try_out)
    assert stages(venue, "shop", "mail01") == [Stage.TESTED, Stage.VERIFIED]
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert stages(venue, "shop") == [Stage.TEST_CLEANED]
    assert venue.ledger.verify() > 0


def test_a_test_made_before_the_landing_counts_for_the_group_once_it_stands(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    inside(folder, try_out)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    sent = deployments_sent(folder)
    inside(folder, try_out)
    assert stages(venue, "shop") == [Stage.TEST_CLEANED]
    assert deployments_sent(folder) == sent


def test_nothing_is_cut_over_while_its_copy_stands(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    inside(folder, try_out)
    moved = Cutover(group="shop", digest="d", down_from=None, up_at=None, steps=())
    with pytest.raises(IllegalMove, match="shop is tested; it cannot become cut over"):
        venue.ledger.record("shop", Stage.CUT_OVER, "d", moved)


def test_another_size_or_template_voids_what_a_test_showed(workspace: Workspaces, tmp_path: Path) -> None:
    folder = workspace()
    shop(folder)
    first = inside(folder, try_out)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    changed = tmp_path / "changed"
    changed.mkdir()
    for template in open_venue(folder).templates.iterdir():
        text = template.read_text().replace(
            '"bootDiagnostics": { "enabled": true }', '"bootDiagnostics": { "enabled": false }'
        )
        (changed / template.name).write_text(text)
    write_settings(folder, templates=str(changed))
    venue = open_venue(folder)
    assert verdict_of("shop", venue) is None
    again = inside(folder, try_out)
    assert again.digest != first.digest
    assert verdict_of("shop", venue) == again
    assert journey.test_leftovers("wave-01", venue) != ()


def test_no_machine_is_started_in_a_network_that_leads_somewhere(workspace: Workspaces, tmp_path: Path) -> None:
    folder = workspace()
    open_network = tmp_path / "open"
    open_network.mkdir()
    for template in open_venue(folder).templates.iterdir():
        text = template.read_text().replace('"nextHopType": "None"', '"nextHopType": "VirtualNetworkGateway"')
        (open_network / template.name).write_text(text)
    write_settings(folder, templates=str(open_network))
    venue = shop(folder)
    with pytest.raises(NotAsExpected, match=r"the route nowhere leads 0\.0\.0\.0/0 to VirtualNetworkGateway"):
        inside(folder, try_out)
    assert not any("/virtualmachines/" in id_ for id_ in everything(folder))
    assert journey.test_leftovers("wave-01", venue) != (), "the network is a leftover too"
    assert {failure.subject: failure.code for failure in venue.ledger.failures()} == {"test-zone:shop": "NotIsolated"}
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert everything(folder) == {}


def test_a_copy_that_something_foreign_holds_is_named_and_stays_a_leftover(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    verdict = inside(folder, try_out)
    foreign = f"{group_id(folder, verdict)}/providers/Microsoft.Network/publicIPAddresses/somebodys"

    async def put(venue: Venue) -> None:
        body = {
            "location": "westeurope",
            "sku": {"name": "Standard"},
            "properties": {"publicIPAllocationMethod": "Static"},
        }
        poller = await venue.cloud.resources.resources.begin_create_or_update_by_id(
            foreign, body, api_version="2024-05-01"
        )
        await poller.result()

    inside(folder, put)
    with pytest.raises(PartlyDone, match=r"in the way: somebodys") as caught:
        inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert caught.value.advice == "Remove that, then: azlift test shop --clean"
    assert journey.test_leftovers("wave-01", venue) != ()

    async def remove(venue: Venue) -> None:
        await (await venue.cloud.resources.resources.begin_delete_by_id(foreign, api_version="2024-05-01")).result()

    inside(folder, remove)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    assert journey.test_leftovers("wave-01", venue) == ()
    assert everything(folder) == {}


def group_id(folder: Path, verdict: TestVerdict) -> str:
    access = open_venue(folder).access
    return f"/subscriptions/{access.subscription_id}/resourceGroups/{verdict.resource_groups[0]}"


def test_taking_a_group_back_takes_its_copy_along(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    inside(folder, try_out)
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert everything(folder) == {}
    assert journey.test_leftovers("wave-01", venue) == ()
    assert stages(venue, "shop") == [Stage.ROLLED_BACK]


def test_a_plan_that_moves_a_group_elsewhere_while_its_copy_stands_is_refused(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    inside(folder, try_out)
    with pytest.raises(PlanError, match="a copy of shop, made to test it, stands in wave-01") as caught:
        planned(folder, estate(machine("other01", "other")))
    assert caught.value.advice == "Clean the test first: azlift test shop --clean"


def test_a_group_that_no_wave_has_is_not_found(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    for verb in (journey.test, journey.clean_test):
        with pytest.raises(NotFound, match="the plan puts no group nobody into a wave"):
            inside(folder, lambda venue, verb=verb: verb("nobody", venue))


def test_a_driver_that_died_while_the_copy_landed_is_taken_up(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace()
    venue = shop(folder)
    whole = arm._await_end

    async def dies(cloud: Any, rendering: Rendering, *rest: Any) -> Any:
        if rendering.subject == "test:shop":
            raise asyncio.CancelledError
        return await whole(cloud, rendering, *rest)

    monkeypatch.setattr(arm, "_await_end", dies)
    with pytest.raises(asyncio.CancelledError):
        inside(folder, try_out)
    assert journey.test_leftovers("wave-01", venue) != ()
    monkeypatch.setattr(arm, "_await_end", whole)
    inside(folder, try_out)
    assert set(deployments_sent(folder).values()) == {1}


KERNEL = "checks:\n  - {name: kernel, script: {run: [uname], expect: Linux}}\n"


def test_of_the_checks_people_wrote_only_scripts_are_run_in_a_copy(workspace: Workspaces) -> None:
    """A page's address leads to the source, which works: that says nothing about the copy."""
    folder = workspace()
    (folder / "checks.yaml").write_text(KERNEL + "  - {name: page, http: {url: 'https://shop.example.com'}}\n")
    shop(folder)
    verdict = inside(folder, try_out)
    assert [one.kind for one in verdict.checks.results if "kernel" in one.name] == ["script", "script"]
    assert not any("page" in one.name for one in verdict.checks.results)


class SeesBeOS(StandInEyes):
    def read(self, check: Check, printed: str) -> Seen:
        return Seen(passed=False, found="BeOS")


def test_a_copy_whose_check_failed_stays_to_be_looked_at_and_is_tested_again(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    (folder / "checks.yaml").write_text(KERNEL)

    async def badly(venue: Venue) -> TestVerdict:
        venue.__dict__["eyes"] = SeesBeOS()
        return await try_out(venue)

    with pytest.raises(NotAsExpected, match=r"2 of \d+ checks of the copy of shop failed: .*found BeOS") as caught:
        inside(folder, badly)
    assert caught.value.advice.startswith("The copy stands, to be looked at.")
    seen = verdict_of("shop", venue)
    assert seen is not None
    assert not seen.passed
    assert stages(venue, "shop", "test:shop") == [None, Stage.TESTED]
    sent = deployments_sent(folder)
    assert inside(folder, try_out).passed
    assert deployments_sent(folder).keys() == sent.keys(), "the same copy was looked at"


def say(folder: Path, accepted: bool, reason: str = "looked at the pages") -> TestVerdict:
    made: TestVerdict = inside(folder, lambda venue: journey.answer_test("shop", venue, accepted, reason))
    return made


def test_a_person_accepts_what_was_tested_before_or_after_it_is_cleaned(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    with pytest.raises(Waiting, match="no test of shop as it is rendered today is on record"):
        say(folder, True)
    inside(folder, try_out)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    made = say(folder, True)
    assert made.accepted_by is not None
    assert (made.reason, made.rejected_by) == ("looked at the pages", None)
    assert verdict_of("shop", venue) == made
    events = len(venue.ledger.history())
    assert say(folder, True, "once more") == made
    assert len(venue.ledger.history()) == events
    assert journey.test_leftovers("wave-01", venue) == ()
    assert venue.ledger.verify() == events


def test_what_a_person_rejects_is_tested_again_whatever_its_checks_say(workspace: Workspaces) -> None:
    folder = workspace()
    venue = shop(folder)
    inside(folder, try_out)
    say(folder, True)
    assert not say(folder, False, "the reports are empty").passed
    with pytest.raises(AnsweredOtherwise, match=r"was rejected by .*: the reports are empty"):
        say(folder, True)
    inside(folder, lambda venue: journey.clean_test("shop", venue))
    again = inside(folder, try_out)
    assert again.passed
    assert again.accepted_by is None
    assert verdict_of("shop", venue) == again
    assert any("/virtualmachines/" in id_ for id_ in everything(folder))


def test_a_test_whose_checks_failed_cannot_be_accepted(workspace: Workspaces) -> None:
    folder = workspace()
    shop(folder)
    (folder / "checks.yaml").write_text(KERNEL)

    async def badly(venue: Venue) -> None:
        venue.__dict__["eyes"] = SeesBeOS()
        with pytest.raises(NotAsExpected):
            await try_out(venue)

    inside(folder, badly)
    with pytest.raises(NotAsExpected, match="checks of the copy of shop failed"):
        say(folder, True)
    assert say(folder, False).rejected_by is not None
