"""The history of deployments: pruned before it is full, and full it refuses."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    template,
)

from azlift.rehearsal.deployments.history import MOST_KEPT, PRUNE_ABOVE, PRUNE_TO

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
