"""Opening a world: what lies in a state directory, joined with the kinds of resources and the effects of time."""

import hashlib
import json
from pathlib import Path

from azlift.rehearsal import compute, network, providers
from azlift.rehearsal.catalogue import Catalogue
from azlift.rehearsal.clock import Clock
from azlift.rehearsal.deployments.running import deployment_end, deployment_step, operation_due
from azlift.rehearsal.faults import read_fault
from azlift.rehearsal.groups import group_delete_due
from azlift.rehearsal.routes.deployments import deployment_delete_due
from azlift.rehearsal.store import Store
from azlift.rehearsal.world import Account, Effect, World
from azlift.rehearsal.writing import delete_due, resource_due

KINDS = {kind.type.lower(): kind for kind in (*compute.KINDS, *network.KINDS)}
EFFECTS: dict[str, Effect] = {
    "resource_due": resource_due,
    "delete_due": delete_due,
    "group_delete_due": group_delete_due,
    "operation_due": operation_due,
    "deployment_step": deployment_step,
    "deployment_end": deployment_end,
    "deployment_delete_due": deployment_delete_due,
    "provider_registered": providers.registered,
    **compute.EFFECTS,
}


def open_world(account: Account, clock: Clock, store: Store, catalogue: Catalogue) -> World:
    """The world of a store, new or as it was left."""
    return World(account, clock, store, catalogue, KINDS, EFFECTS)


def load_faults(world: World, path: Path) -> None:
    """Take the fault plan of a file, a JSON list of faults; the same file again after a restart changes nothing."""
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if (world.store.read("world", "faults_file") or {}).get("digest") == digest:
        return
    world.faults.faults = [read_fault(each) for each in json.loads(text)]
    world.keep_faults()
    world.store.stage("world", "faults_file", {"digest": digest})
    world.commit()
