import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import ANNA, around_now, on_paper, with_window, write_runbook

from azlift import convoy, journey, on_record
from azlift.clock import move_clock
from azlift.critical_path import TURN
from azlift.errors import DecisionDue, HeldByAnother, LedgerUnwritable, NotFound, StepWaits, WavePaused
from azlift.model import Pace
from azlift.on_record import current_plan
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue, open_venue

AFTER: Mapping[str, tuple[str, ...]] = {"c": ("b",), "b": ("a",), "a": (), "x": ()}
CHAINS: Mapping[str, float] = {"c": 10, "b": 20, "a": 30, "x": 5}


async def test_a_group_runs_after_those_it_names_and_no_more_run_than_allowed() -> None:
    order: list[str] = []
    under_way, most = 0, 0

    async def one(group: str, results: Mapping[str, bool]) -> bool:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        order.append(group)
        return all(results[earlier] for earlier in AFTER[group])

    assert await convoy._in_order(AFTER, one, 1, CHAINS) == dict.fromkeys("abcx", True)
    assert [group for group in order if group != "x"] == ["a", "b", "c"]
    assert most == 1


async def test_an_error_that_is_nobodys_failure_stops_the_others_before_it_leaves() -> None:
    ended: list[str] = []

    async def one(group: str, _: Mapping[str, bool]) -> bool:
        if group == "a":
            raise HeldByAnother
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(group)
        return True

    with pytest.raises(HeldByAnother):
        await convoy._in_order(AFTER, one, 4, CHAINS)
    assert ended == ["x"]


def test_who_loses_the_lease_stops(workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convoy, "RENEWED_EVERY_SECONDS", 0.05)
    folder = workspace()
    planned(folder, estate(machine("web01")))

    async def drive(venue: Venue) -> None:
        async with convoy.driving("wave-01", venue):
            thief = open_venue(folder).ledger
            thief.driver = venue.ledger.driver  # who comes as the same driver is let in, with a new number
            thief.driving("wave-01").__enter__()
            await asyncio.sleep(10)

    with pytest.raises(HeldByAnother, match="taken over"):
        inside(folder, drive)


def test_who_cannot_renew_goes_on_while_the_lease_lasts_and_no_longer(
    workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convoy, "RENEWED_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(convoy, "LEASE", timedelta(seconds=0.5))
    folder = workspace()
    planned(folder, estate(machine("web01")))
    lasted: list[float] = []

    async def drive(venue: Venue) -> None:
        began = asyncio.get_running_loop().time()
        async with convoy.driving("wave-01", venue):
            monkeypatch.setattr("azlift.ledger.record.renew_lease", cut_off)
            try:
                await asyncio.sleep(10)
            finally:
                lasted.append(asyncio.get_running_loop().time() - began)

    def cut_off(*_: object) -> None:
        raise LedgerUnwritable("the server does not answer")

    with pytest.raises(LedgerUnwritable, match="does not answer"):
        inside(folder, drive)
    assert 0.5 <= lasted[0] < 5


def test_a_group_that_is_not_in_the_wave_cannot_be_taken_back(workspace: Callable[..., Path]) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))

    async def taken(_: str) -> bool:
        return True

    with pytest.raises(NotFound, match="wave-01 has no group 'web0l'"):
        inside(folder, lambda venue: convoy.take_back_in_order("wave-01", venue, taken, only="web0l"))


def test_pausing_lets_the_step_in_hand_end_and_begins_nothing_more(workspace: Callable[..., Path]) -> None:
    folder = workspace(groups_at_once=1)
    planned(folder, estate(machine("web01"), machine("web02"), machine("web03")))
    begun: list[str] = []
    ended: list[str] = []

    async def drive(venue: Venue) -> list[str]:
        async def one(group: str) -> bool:
            begun.append(group)
            if len(begun) == 1:
                journey.pause("wave-01", open_venue(folder), "the vendor called")
                await asyncio.sleep(0.01)
            ended.append(group)
            return True

        return await convoy.carry_in_order("wave-01", venue, one)

    with pytest.raises(WavePaused, match="the vendor called"):
        inside(folder, drive)
    assert len(begun) == 1
    assert begun == ended
    with pytest.raises(WavePaused):
        inside(folder, drive)
    assert len(begun) == 1, "while it is paused nothing begins"
    journey.resume("wave-01", open_venue(folder), "all is well")
    assert inside(folder, drive) == []
    assert sorted(ended[1:]) == ["web01", "web02", "web03"]


ASKS = "{step: freeze, manual: Close it to users., undo: {manual: Open it to users.}}"


async def test_who_waits_for_people_goes_on_when_one_has_answered(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop"), machine("mail01")))
    on_paper(venue, "shop", "mail01")
    write_runbook(venue.workspace, ASKS)
    await convoy.until_answered("wave-01", venue)  # nothing is asked
    for group in ("shop", "mail01"):
        with pytest.raises(StepWaits):
            await journey.cut_over(group, venue)
    waiting = asyncio.create_task(convoy.until_answered("wave-01", venue, 0.02))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    journey.answer("mail01", "freeze", ANNA, True, "closed", venue)
    await asyncio.wait_for(waiting, 10)
    await journey.cut_over("mail01", venue)


async def test_what_comes_after_a_group_that_waits_for_a_person_waits_too_and_has_not_failed(
    workspace: Callable[..., Path],
) -> None:
    venue = planned(workspace(), estate(*(machine(name) for name in ("mail01", "web01", "web02", "lost01"))))
    after = {"web01": ("mail01",), "web02": ("web01",), "lost01": ("elsewhere",)}
    groups = current_plan(venue).groups
    chained = tuple(group.model_copy(update={"after": after.get(group.id, ())}) for group in groups)
    plan = current_plan(venue).model_copy(update={"groups": chained})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, plan.fingerprint, plan)
    on_paper(venue, *(group.id for group in groups))
    write_runbook(venue.workspace, ASKS)
    asked: list[str] = []

    async def one(group: str) -> bool:
        try:
            await journey.cut_over(group, venue)
        except StepWaits:
            asked.append(group)
            return False
        return True

    async def through() -> list[str]:
        return sorted(await convoy.through_the_night("wave-01", venue, one))

    assert await through() == ["lost01", "mail01", "web01", "web02"]
    assert asked == ["mail01"]
    failed = {failure.subject: failure.message for failure in venue.ledger.failures()}
    assert failed == {"lost01": "it comes after elsewhere, which does not stand"}
    for group in ("mail01", "web01", "web02"):
        journey.answer(group, "freeze", ANNA, True, "closed", venue)
        await through()
    assert await through() == ["lost01"]
    assert asked == ["mail01", "web01", "web02"]


async def test_nobody_is_waited_for_beyond_the_window(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    write_runbook(venue.workspace, ASKS)
    opens, closes = around_now()
    with_window(venue, opens, closes)
    with pytest.raises(StepWaits):
        await journey.cut_over("shop", venue)
    waiting = asyncio.create_task(convoy.until_answered("wave-01", venue, 0.02))
    move_clock(venue.workspace / CALENDAR_FILE, closes)
    with pytest.raises(DecisionDue, match="is no-go"):
        await asyncio.wait_for(waiting, 10)


async def test_of_those_that_may_begin_the_one_goes_first_on_which_most_hangs() -> None:
    order: list[str] = []

    async def one(group: str, _: Mapping[str, bool]) -> bool:
        order.append(group)
        await asyncio.sleep(0.001)
        return True

    chains = {"short": 1.0, "long": 9.0, "middle": 5.0, "last": 99.0}
    after: Mapping[str, tuple[str, ...]] = {"short": (), "middle": (), "long": (), "last": ("middle",)}
    await convoy._in_order(after, one, 1, chains)
    assert order == ["long", "middle", "last", "short"]


async def test_what_hangs_on_a_group_goes_with_its_requests() -> None:
    turns: dict[str, float] = {}

    async def one(group: str, _: Mapping[str, bool]) -> bool:
        await asyncio.sleep(0)
        turns[group] = TURN.get()
        return True

    await convoy._in_order(AFTER, one, 4, CHAINS)
    assert turns == CHAINS


def test_a_night_has_no_more_groups_under_way_than_its_forecast_reckons_with(workspace: Callable[..., Path]) -> None:
    folder = workspace(groups_at_once=50)
    made = on_record.current_plan(planned(folder, estate(machine("web01"))))
    venue = open_venue(folder)
    assert convoy._at_once(Stage.RENDERED, made, venue) == 50
    assert convoy._at_once(Stage.CUT_OVER, made, venue) == Pace().machines_at_once == 8
