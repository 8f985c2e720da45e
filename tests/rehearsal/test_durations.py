"""How long things take: drawn about what was measured, and the same on every replay."""

from statistics import median, quantiles

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal import durations
from azlift.rehearsal.durations import ROWS, Durations, Row, draw, usual

FIXED = {name: value for name, value in vars(durations).items() if name.isupper() and isinstance(value, float)}
MACHINE = "Microsoft.Compute/virtualMachines"
DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_everything_takes_time() -> None:
    """An operation of no length would end before its first poll: a client's waiting would never be rehearsed."""
    assert len(FIXED) >= 10
    assert min(FIXED.values()) > 0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.type} {row.operation}")
def test_draws_have_the_median_and_the_95th_percentile_of_the_table(row: Row) -> None:
    drawn = [draw("seed", row.type, row.operation, str(n)) for n in range(4000)]
    assert median(drawn) == pytest.approx(row.median, rel=0.08)
    assert quantiles(drawn, n=20)[-1] == pytest.approx(row.p95, rel=0.15)
    assert min(drawn) >= row.median * durations.LEAST
    assert max(drawn) <= row.median * durations.MOST


def test_a_draw_depends_on_the_seed_the_type_what_is_done_and_the_key_and_on_nothing_else() -> None:
    once = draw("seed", MACHINE, "write", "vm1 1")
    assert draw("seed", MACHINE.upper(), "WRITE", "vm1 1") == once
    assert draw("other", MACHINE, "write", "vm1 1") != once
    assert draw("seed", MACHINE, "write", "vm1 2") != once
    assert draw("seed", MACHINE, "start", "vm1 1") != once


def test_a_median_of_the_callers_own_is_varied_as_much_as_the_tables() -> None:
    factor = draw("seed", MACHINE, "write", "vm1") / usual(MACHINE)
    assert draw("seed", MACHINE, "write", "vm1", 10.0) == pytest.approx(10 * factor, abs=0.001)


def test_without_spread_everything_takes_its_usual_time() -> None:
    assert Durations("seed", spread=False).seconds(MACHINE, "write", "vm1", 49.0) == 49.0


def times(desk: Desk) -> dict[str, float]:
    """How long each of twenty disks took."""
    for number in range(20):
        desk.ask("PUT", f"{DISKS}/d{number}", plain(disk()))
    return {each.target: each.due - each.started for each in desk.world.operations.values()}


def test_in_a_world_every_resource_takes_its_own_time(desk: Desk) -> None:
    desk.world.durations.spread = True
    drawn = times(desk)
    assert len(set(drawn.values())) > 15


def test_doing_the_same_again_is_drawn_anew(desk: Desk) -> None:
    desk.world.durations.spread = True
    seen = []
    for number in range(5):
        desk.ask("PUT", f"{DISKS}/d", plain(disk(tags={"n": str(number)})))
        seen.append(max(desk.world.operations.values(), key=lambda each: each.started))
        desk.wait()
    assert len({round(each.due - each.started, 3) for each in seen}) == 5


def test_a_put_that_changes_nothing_is_quicker_than_any_that_does() -> None:
    assert min(row.median for row in ROWS) > durations.UNCHANGED


def test_a_cancelled_deployment_ends_before_a_client_asks_again() -> None:
    assert durations.CANCEL < durations.SUGGESTED_POLL
    assert durations.DEPLOYMENT_START + durations.DEPLOYMENT_END <= durations.SUGGESTED_POLL
