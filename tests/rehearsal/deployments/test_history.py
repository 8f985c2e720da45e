"""The history of deployments: pruned before it is full, and full it refuses."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    SUBSCRIPTION_SCHEMA,
    deployment,
    template,
)

from azlift.rehearsal.deployments import history
from azlift.rehearsal.deployments.history import MOST_KEPT, PRUNE_ABOVE, PRUNE_TO, deployments_in, make_room

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def test_the_history_is_pruned_before_it_is_full(desk: Desk) -> None:
    for number in range(PRUNE_ABOVE + 1):
        desk.ask("PUT", f"{BASE}/d{number:04d}", deployment(template([])))
        desk.wait(5)
        desk.world.limits = type(desk.world.limits)()
    assert len(desk.world.deployments) == PRUNE_ABOVE + 1
    desk.ask("PUT", f"{BASE}/last", deployment(template([])))
    assert len(desk.world.deployments) == PRUNE_TO + 1
    assert desk.ask("HEAD", f"{BASE}/d0000").status == 404


def test_a_full_history_of_active_deployments_refuses_another(desk: Desk) -> None:
    for number in range(MOST_KEPT):
        desk.ask("PUT", f"{BASE}/d{number:04d}", deployment(template([])))
        desk.world.limits = type(desk.world.limits)()
    reply = desk.ask("PUT", f"{BASE}/last", deployment(template([])))
    assert reply.refusal == (409, "DeploymentQuotaExceeded")


@pytest.mark.parametrize(("kept", "left"), [(4, 4), (5, 3)])
def test_above_the_line_the_oldest_finished_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kept: int, left: int
) -> None:
    monkeypatch.setattr(history, "PRUNE_ABOVE", 4)
    monkeypatch.setattr(history, "PRUNE_TO", 3)
    for number in range(kept):
        desk.deploy(deployment(template([])), f"d{number}")
    scope = f"{desk.subscription}/resourceGroups/RG1"
    make_room(desk.world, scope, "westeurope")
    names = [each.name for each in deployments_in(desk.world, scope.upper())]
    assert names == [f"d{number}" for number in range(kept - left, kept)]


def test_at_the_subscription_every_location_has_a_history_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PRUNE_ABOVE", 1)
    monkeypatch.setattr(history, "PRUNE_TO", 0)
    for number, location in enumerate(("westeurope", "westeurope", "northeurope")):
        body = {"location": location, **deployment(template([], SUBSCRIPTION_SCHEMA))}
        desk.deploy(body, f"d{number}", group=None)
    make_room(desk.world, desk.subscription, "northeurope")
    assert len(deployments_in(desk.world, desk.subscription)) == 3
    make_room(desk.world, desk.subscription, "westeurope")
    assert [each.name for each in deployments_in(desk.world, desk.subscription)] == ["d2"]
