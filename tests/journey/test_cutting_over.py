from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside
from estates import estate, machine, planned
from nights import (
    ANNA,
    Hands,
    alone,
    around_now,
    cut_over_by_hand,
    on_paper,
    on_the_eve,
    waive,
    with_window,
    write_runbook,
)

from azlift import cloud, journey, on_record
from azlift.errors import DecisionDue, NotAsExpected, NotRehearsed, PastReturn, StepFailed, Waiting
from azlift.journey.night_plan import machines_of
from azlift.model import Cutover, Link, StepOutcome
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]
BY_TOOLS = tuple(
    f"{{step: {step}, command: {{run: [./{step}]}}}}"
    for step in ("lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "switch", "announce")
)
"""Whose inverses are the standard ones: by hand."""
UNDONE_BY_TOOLS = tuple(
    f"{{step: {step}, command: {{run: [./{step}]}}, undo: {{command: {{run: [./un-{step}]}}}}}}"
    for step in ("freeze", "stop-source", "switch")
)


@pytest.fixture(autouse=True)
def unmarked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups on paper have no machines that could bear how far they have come; test_marking has some."""

    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr("azlift.journey.cutting_over.mark", nothing)


def on_paper_with(workspace: Workspaces, hands: Hands, *entries: str, skip: tuple[str, ...] | None = None) -> Venue:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    write_runbook(folder, *entries, **({} if skip is None else {"skip": skip}))
    venue.__dict__["hands"] = hands
    return venue


# -- the night ------------------------------------------------------------------------------------------------------


def test_a_group_is_cut_over_by_azlift_and_people_and_stands_validated(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    with_window(venue, *around_now())

    async def night(venue: Venue) -> None:
        await on_the_eve(venue)
        asked = await cut_over_by_hand("shop", venue)
        assert asked == ["lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "switch"]
        made = venue.ledger.latest("shop", Cutover)
        assert made.downtime_minutes is not None
        assert made.downtime_minutes >= 0
        report = await journey.validate("shop", venue)
        assert {r.kind for r in report.results} == {"vm", "agent"}
        with pytest.raises(DecisionDue, match="nothing is announced before"):
            await journey.announce("shop", venue)
        await journey.decide("wave-01", venue, ANNA, True, "all green")

    inside(folder, night)
    standings = venue.ledger.standings()
    assert standings["shop"].stage is Stage.VALIDATED
    assert standings["wave:wave-01"].stage is Stage.GO
    assert venue.ledger.verify() > 0


def test_steps_are_done_in_the_order_of_the_night_and_announced_after_the_go(workspace: Workspaces) -> None:
    hands = Hands()
    venue = on_paper_with(workspace, hands, *BY_TOOLS, skip=("measure", "start", "verify"))
    alone(venue, journey.cut_over("shop", venue))
    order = ["lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "switch"]
    assert [o.step for o in hands.orders] == order
    venue.ledger.record("shop", Stage.VALIDATED, "on paper", venue.ledger.latest("shop", Cutover))
    alone(venue, journey.decide("wave-01", venue, ANNA, True, "all green"))
    for _ in range(2):
        alone(venue, journey.announce("shop", venue))
    assert [o.step for o in hands.orders] == [*order, "announce"]


def test_a_machine_that_does_not_run_fails_the_check_before_anybody_uses_it(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    write_runbook(folder, skip=("lower-dns-ttl", "mute-alerts", "notify", "freeze", "final-copy", "start", "switch"))

    async def night(venue: Venue) -> None:
        venue.__dict__["hands"] = Hands()
        await on_the_eve(venue)
        (one,) = machines_of("shop", venue)
        await cloud.deallocate_machines(venue.cloud, [one.id])
        with pytest.raises(NotAsExpected, match="running: web01: expected running, found deallocated"):
            await cut_over_by_hand("shop", venue)
        assert venue.ledger.standings()["step:shop/verify"].run == "failed"
        await cloud.start_machines(venue.cloud, [one.id])
        await journey.cut_over("shop", venue)

    inside(folder, night)


# -- what keeps a group from it -------------------------------------------------------------------------------------


def test_a_group_whose_rollback_was_not_rehearsed_is_refused(workspace: Workspaces) -> None:
    hands = Hands()
    venue = on_paper_with(workspace, hands, *BY_TOOLS)
    waive(venue, "wave-01", "rollback-rehearsed", venue.now)
    with pytest.raises(NotRehearsed, match="the rollback of shop has not been rehearsed") as refused:
        alone(venue, journey.cut_over("shop", venue))
    assert refused.value.exit_code == 4
    assert "azlift test shop" in refused.value.advice
    assert hands.orders == []


def test_a_group_that_does_not_stand_is_refused(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    journey.render("shop", venue)
    with pytest.raises(Waiting, match="shop is rendered and cannot be cut over"):
        alone(venue, journey.cut_over("shop", venue))


def test_what_comes_after_another_group_waits_until_that_is_cut_over(workspace: Workspaces) -> None:
    folder = workspace()
    web, db = machine("web01", "shop"), machine("db01", "store")
    venue = planned(folder, estate(web, db, links=(Link(source=web.id, target=db.id, port=5432),)))
    on_paper(venue, "shop", "store")
    write_runbook(folder)
    plan = on_record.current_plan(venue)
    first, then = ("store", "shop") if plan.by_group["shop"].after else ("shop", "store")
    groups = tuple(group.model_copy(update={"after": (first,) if group.id == then else ()}) for group in plan.groups)
    made = plan.model_copy(update={"groups": groups})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, made.fingerprint, made)
    with pytest.raises(Waiting, match=f"{then} comes after {first}, which is not cut over"):
        alone(venue, journey.cut_over(then, venue))
    alone(venue, journey.cut_over(first, venue))
    alone(venue, journey.cut_over(then, venue))


# -- the point of no return -----------------------------------------------------------------------------------------

IRREVERSIBLE = "{step: wipe, after: switch, command: {run: [./wipe]}, irreversible: the old array is given back}"


def test_the_point_of_no_return_is_announced_before_it_is_crossed(workspace: Workspaces) -> None:
    hands = Hands(StepFailed("it does not wipe"))
    venue = on_paper_with(workspace, hands, IRREVERSIBLE)
    with pytest.raises(StepFailed):
        alone(venue, journey.cut_over("shop", venue))
    events = [(e.subject, e.kind) for e in venue.ledger.history() if e.subject.startswith("step:shop/")]
    assert events.index(("step:shop/point-of-no-return", "outcome")) < events.index(("step:shop/wipe", "intent"))
    announced = venue.ledger.latest("step:shop/point-of-no-return", StepOutcome)
    assert announced.said == "wipe is about to be done, and cannot be taken back: the old array is given back"


def test_past_the_point_of_no_return_nothing_is_taken_back(workspace: Workspaces) -> None:
    hands = Hands()
    venue = on_paper_with(workspace, hands, *UNDONE_BY_TOOLS, IRREVERSIBLE)
    alone(venue, journey.cut_over("shop", venue))
    done = len(hands.orders)
    with pytest.raises(PastReturn, match="wipe was begun, and the old array is given back"):
        alone(venue, journey.undo_cutover("shop", venue))
    assert len(hands.orders) == done


def test_before_it_everything_is_taken_back_last_step_first_and_once(workspace: Workspaces) -> None:
    hands = Hands()
    venue = on_paper_with(workspace, hands, *UNDONE_BY_TOOLS)
    alone(venue, journey.cut_over("shop", venue))
    for _ in range(2):
        alone(venue, journey.undo_cutover("shop", venue))
    assert [(o.step, o.undo) for o in hands.orders] == [
        *(("freeze", False), ("stop-source", False), ("switch", False)),
        *(("switch", True), ("stop-source", True), ("freeze", True)),
    ]


def test_a_step_that_failed_half_way_is_taken_back_and_one_that_was_not_begun_is_not(workspace: Workspaces) -> None:
    hands = Hands("done", StepFailed("one of two machines is off"))
    venue = on_paper_with(workspace, hands, *UNDONE_BY_TOOLS)
    with pytest.raises(StepFailed):
        alone(venue, journey.cut_over("shop", venue))
    alone(venue, journey.undo_cutover("shop", venue))
    assert [o.step for o in hands.orders if o.undo] == ["stop-source", "freeze"]


def test_an_inverse_that_fails_is_tried_again_and_what_is_taken_back_already_is_not(workspace: Workspaces) -> None:
    hands = Hands("1", "2", "3", "switched back", StepFailed("the source does not start"))
    venue = on_paper_with(workspace, hands, *UNDONE_BY_TOOLS)
    alone(venue, journey.cut_over("shop", venue))
    with pytest.raises(StepFailed):
        alone(venue, journey.undo_cutover("shop", venue))
    alone(venue, journey.undo_cutover("shop", venue))
    assert [o.step for o in hands.orders if o.undo] == ["switch", "stop-source", "stop-source", "freeze"]


def test_a_step_that_left_the_runbook_is_taken_back_as_it_was_written_when_it_was_begun(workspace: Workspaces) -> None:
    hands = Hands()
    drain = "{step: drain, before: stop-source, command: {run: [./drain]}, undo: {command: {run: [./fill]}}}"
    venue = on_paper_with(workspace, hands, drain)
    alone(venue, journey.cut_over("shop", venue))
    write_runbook(venue.workspace)
    alone(venue, journey.undo_cutover("shop", venue))
    assert [(o.step, o.undo) for o in hands.orders] == [("drain", False), ("drain", True)]


def test_what_was_taken_back_is_cut_over_again_from_the_start(workspace: Workspaces) -> None:
    hands = Hands()
    venue = on_paper_with(workspace, hands, *UNDONE_BY_TOOLS)
    alone(venue, journey.cut_over("shop", venue))
    alone(venue, journey.undo_cutover("shop", venue))
    alone(venue, journey.cut_over("shop", venue))
    assert [o.step for o in hands.orders if not o.undo] == ["freeze", "stop-source", "switch"] * 2
    assert len({o.key for o in hands.orders}) == 9


def test_taking_back_leaves_the_machines_in_azure_deallocated(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    write_runbook(
        folder, skip=("lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "switch")
    )

    async def night(venue: Venue) -> None:
        await on_the_eve(venue)
        await journey.cut_over("shop", venue)
        (one,) = machines_of("shop", venue)
        (view,) = await cloud.view_machines(venue.cloud, [one.id])
        assert (view.power, view.agent) == ("running", "Ready")
        await journey.undo_cutover("shop", venue)
        (view,) = await cloud.view_machines(venue.cloud, [one.id])
        assert view.power == "deallocated"
        await journey.roll_back("shop", venue)

    inside(folder, night)
    assert not [id_ for id_ in everything(folder) if "/virtualmachines/" in id_]
