"""Opening a world: what lies in a state directory, joined with the kinds of resources and the effects of time."""

import hashlib
from pathlib import Path

from azlift.rehearsal import authorization, compute, management, network, providers, resource_links, shells, tags
from azlift.rehearsal.catalogue import Catalogue
from azlift.rehearsal.clock import Clock
from azlift.rehearsal.deployments.ending import deployment_end
from azlift.rehearsal.deployments.running import deployment_step
from azlift.rehearsal.faults import read_scenario
from azlift.rehearsal.faults.changes import fault_due, take_scenario
from azlift.rehearsal.features import feature_registered
from azlift.rehearsal.groups import group_delete_due
from azlift.rehearsal.moving import move_due
from azlift.rehearsal.operations import operation_due
from azlift.rehearsal.routes.deployments import deployment_delete_due
from azlift.rehearsal.store import Store
from azlift.rehearsal.world import Account, Effect, World
from azlift.rehearsal.writing import delete_due, resource_due

_ALL_KINDS = (
    *compute.KINDS,
    *network.KINDS,
    *shells.KINDS,
    *authorization.KINDS,
    *management.KINDS,
    tags.KIND,
    resource_links.KIND,
)
KINDS = {kind.type.lower(): kind for kind in _ALL_KINDS}
EFFECTS: dict[str, Effect] = {
    "resource_due": resource_due,
    "delete_due": delete_due,
    "group_delete_due": group_delete_due,
    "move_due": move_due,
    "operation_due": operation_due,
    "deployment_step": deployment_step,
    "deployment_end": deployment_end,
    "deployment_delete_due": deployment_delete_due,
    "provider_registered": providers.registered,
    **compute.EFFECTS,
    **shells.EFFECTS,
    "feature_registered": feature_registered,
    "fault_due": fault_due,
}


def open_world(account: Account, clock: Clock, store: Store, catalogue: Catalogue) -> World:
    """The world of a store, new or as it was left."""
    return World(account, clock, store, catalogue, KINDS, EFFECTS)


def load_scenario(world: World, path: Path) -> None:
    """Take the scenario of a file; the same file again after a restart changes nothing. ScenarioError: not taken."""
    scenario = read_scenario(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if (world.store.read("world", "scenario_file") or {}).get("digest") == digest:
        return
    take_scenario(world, scenario)
    world.store.stage("world", "scenario_file", {"digest": digest})
    world.commit()
