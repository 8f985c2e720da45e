"""The world: time, numbers, and the same world from the same requests."""

from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, disk, network, template

from azlift.rehearsal.store import Store


def test_the_same_requests_at_the_same_instants_make_the_same_world(desk: Desk) -> None:
    other = open_desk(Store(None), desk.front.identity.facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        other.world.keep_registration(namespace, "Registered")
    other.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    for each in (desk, other):
        each.clock.instant = 1_790_000_100.0
        each.deploy(deployment(template([network(), disk()])))
    assert {k: r.document() for k, r in desk.world.resources.items()} == {
        k: r.document() for k, r in other.world.resources.items()
    }
