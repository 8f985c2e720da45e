from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from estates import estate, machine, planned
from lives import let_pass, put_down, validated

from azlift import journey
from azlift.model import Acceptance, Removal, Retirement
from azlift.stages import Stage

Workspaces = Callable[..., Path]


def test_each_waves_savings_follow_what_really_happened(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / "money.yaml").write_text("double_running_days: 10\ntoday:\n  per_server: 900\n  source: finance\n")
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    (before,) = journey.realised(venue)
    assert (before.landed, before.retired, before.realised, before.realised_per_month) == (0, 0, 0, 0)
    validated(venue, "shop")
    let_pass(folder, venue, 24 * 30)
    (standing,) = journey.realised(venue)
    assert standing.landed == 2
    assert standing.realised == standing.realised_per_month < 0, "a month of two machines paid twice"
    stays = Acceptance(group="shop", person=None, reason="r", at=venue.now)
    gone = Retirement(group="shop", person=None, reason="r", at=venue.now, archive="a", restore_test="t", records={})
    put_down(venue, "shop", (Stage.ACCEPTED, stays), (Stage.SOURCE_RETIRED, gone))
    let_pass(folder, venue, 24 * 30)
    (after,) = journey.realised(venue)
    assert after.retired == 2
    assert after.realised_per_month == standing.realised_per_month + Decimal(1800)
    assert after.realised == standing.realised + after.realised_per_month


def test_what_was_taken_back_is_no_longer_paid_twice(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    validated(venue, "shop")
    venue.ledger.record("shop", Stage.ROLLED_BACK, "b", Removal(subject="shop", deleted=()))
    (made,) = journey.realised(venue)
    assert (made.landed, made.realised_per_month) == (0, 0)
