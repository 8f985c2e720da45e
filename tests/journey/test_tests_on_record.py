from collections.abc import Callable
from pathlib import Path

from estates import estate, machine, planned

from azlift import journey
from azlift.journey.tests_on_record import resource_groups_of
from azlift.model import CheckReport, TestVerdict
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def shown(venue: Venue, digest: str) -> TestVerdict:
    checks = CheckReport(group="shop", at=venue.now, results=())
    return TestVerdict(group="shop", digest=digest, checks=checks, resource_groups=())


def test_a_verdict_counts_for_what_the_group_is_rendered_as_today_and_nothing_else(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    assert journey.verdict_of("shop", venue) is None
    copy = journey.render("test:shop", venue)
    for stage in (Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED):
        venue.ledger.record("test:shop", stage, "k", copy)
    venue.ledger.record("test:shop", Stage.TESTED, "old", shown(venue, "another"))
    assert journey.verdict_of("shop", venue) is None
    now = shown(venue, journey.render("shop", venue).digest)
    venue.ledger.record("test:shop", Stage.TESTED, "new", now)
    assert journey.verdict_of("shop", venue) == now


def test_what_was_rendered_and_never_sent_leaves_nothing_behind(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    assert resource_groups_of("test-zone:shop", venue) == ()
    journey.render("test-zone:shop", venue)
    assert len(resource_groups_of("test-zone:shop", venue)) == 1
    assert journey.test_leftovers("wave-01", venue) == ()
