from collections.abc import Callable
from pathlib import Path

from estates import estate, machine, planned
from nights import on_paper

from azlift import journey, on_record
from azlift.model import CheckReport, Milestone, Removal, Rendering, TestVerdict
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def standing(workspace: Workspaces) -> Venue:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    return venue


async def landed(workspace: Workspaces) -> Venue:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    journey.render("shop", venue)
    venue.ledger.record("shop", Stage.PREVIEWED, "on paper", Milestone(wave="wave-01"))
    key = venue.ledger.latest("shop", Rendering).digest

    async def land(_: object) -> Milestone:
        return Milestone(wave="wave-01")

    await venue.ledger.once("shop", Stage.LANDED, key, land)
    return venue


def roll_back(venue: Venue, kept: tuple[str, ...] = ()) -> None:
    venue.ledger.record("shop", Stage.ROLLED_BACK, "1", Removal(subject="shop", deleted=("a",), kept=kept))


def test_what_was_never_taken_back_is_not_rehearsed(workspace: Workspaces) -> None:
    assert journey.rehearsed_rollback("shop", standing(workspace)) == ""


async def test_what_was_landed_and_taken_back_whole_is(workspace: Workspaces) -> None:
    venue = await landed(workspace)
    roll_back(venue)
    journey.render("shop", venue)
    assert "was landed from these templates and taken back" in journey.rehearsed_rollback("shop", venue)


async def test_what_left_something_standing_is_not(workspace: Workspaces) -> None:
    venue = await landed(workspace)
    roll_back(venue, kept=("b",))
    journey.render("shop", venue)
    assert journey.rehearsed_rollback("shop", venue) == ""


async def test_a_changed_template_is_to_be_rehearsed_anew(workspace: Workspaces) -> None:
    venue = await landed(workspace)
    roll_back(venue)
    made = journey.render("shop", venue)
    (part, *rest) = made.parts
    changed = part.model_copy(update={"template": {**part.template, "contentVersion": "2.0.0.0"}})
    other = made.model_copy(update={"parts": (changed, *rest), "digest": "changed"})
    venue.ledger.record("shop", Stage.RENDERED, other.digest, other)
    assert journey.rehearsed_rollback("shop", venue) == ""


def test_an_isolated_copy_that_was_cleaned_is_a_rehearsal(workspace: Workspaces) -> None:
    venue = standing(workspace)
    digest = venue.ledger.latest("shop", Rendering).digest
    report = CheckReport(group="shop", at=venue.now, results=())
    verdict = TestVerdict(group="shop", digest=digest, checks=report, resource_groups=("rg",))
    copy = on_record.copy_of("shop")
    for stage in (Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED):
        venue.ledger.record(copy, stage, digest, Milestone(wave="wave-01"))
    venue.ledger.record(copy, Stage.TESTED, digest, verdict)
    assert journey.rehearsed_rollback("shop", venue) == ""
    venue.ledger.record(copy, Stage.TEST_CLEANED, "1", Removal(subject=copy, deleted=("a",)))
    assert "its isolated copy was landed and taken back" in journey.rehearsed_rollback("shop", venue)
