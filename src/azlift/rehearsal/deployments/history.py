"""The history of deployments: pruned before it is full, and full it refuses."""

from azlift.rehearsal.authorization import locks
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.deployments.record import Deployment
from azlift.rehearsal.identifiers import read_scope
from azlift.rehearsal.world import World

# Source: Azure documentation "Automatic deletions from deployment history": 800 kept, above 775 pruned to 750,
# oldest first.
MOST_KEPT, PRUNE_ABOVE, PRUNE_TO = 800, 775, 750


def deployments_in(world: World, scope: str) -> list[Deployment]:
    """The deployments of one scope, oldest first."""
    return sorted(world.history(scope), key=lambda each: (each.started, each.key))


def make_room(world: World, scope: str, location: str) -> None:
    """Prune the history of a scope (above the groups, of one location) for one more deployment; a lock forbids it."""
    kept = deployments_in(world, scope)
    if read_scope(scope)[1] is None:
        kept = [each for each in kept if each.location == location]
    if len(kept) <= PRUNE_ABOVE:
        return
    over = [] if locks.over(world, "delete", scope) else [each for each in kept if each.over]
    for each in over[: len(kept) - PRUNE_TO]:
        world.drop_deployment(each.key)
    if len(kept) - len(over[: len(kept) - PRUNE_TO]) >= MOST_KEPT:
        message = (
            f"Creating the deployment would exceed the quota of '{MOST_KEPT}'. The current deployment "
            f"count is '{len(kept)}', "
            "please delete some deployments before creating a new one. Please see "
            "https://aka.ms/arm-deploy for usage details."
        )
        raise AzureError(409, "DeploymentQuotaExceeded", message)
