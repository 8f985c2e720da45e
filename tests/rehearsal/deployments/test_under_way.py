"""What a running deployment has at hand."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, landing, network, template

from azlift.rehearsal.deployments.under_way import under_way

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d1"


def test_who_waits_for_whom_is_at_hand_and_made_again_when_it_is_lost(desk: Desk) -> None:
    desk.ask("PUT", BASE, deployment(landing()))
    (running,) = desk.world.deployments.values()
    first = under_way(desk.world, running)
    assert under_way(desk.world, running) is first
    desk.world.expansions.clear()
    again = under_way(desk.world, running)
    names = {key.rsplit("/", 1)[-1]: [each.name for each in nodes] for key, nodes in again.dependents.items()}
    assert (names["vnet1"], names["nic1"], names["vm1"]) == (["nic1"], ["vm1"], [])
    assert again.planned.keys() == first.planned.keys() == again.nodes.keys()
    assert all(again.nodes[key] is node for key, node in first.nodes.items())


def test_what_is_named_as_existing_too_is_put_as_it_is_written(desk: Desk) -> None:
    made = network()
    told = {"existing": True, "type": made["type"], "apiVersion": made["apiVersion"], "name": made["name"]}
    parts = {**template([]), "languageVersion": "2.0", "resources": {"made": made, "told": told}}
    done = desk.deploy(deployment(parts))
    assert done["properties"]["provisioningState"] == "Succeeded"
