"""Mode Complete: what stands in the group and is not in the template goes."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.deployments.record import Deployment
from azlift.rehearsal.governance import admit
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import delete_resource, is_listed


def others_in_group(world: World, scope: str, named: set[str]) -> list[Resource]:
    """Resources of a group a template does not name; a disk of a named machine stays with its machine."""
    found = [world.resources[key] for key in sorted(world.index.in_group(key_of(scope)))]
    listed = [each for each in found if is_listed(world, each)]
    return [each for each in listed if each.key not in named and not world.index.users_of(each.key) & named]


def clear_others(world: World, deployment: Deployment) -> float | None:
    """Begin the removal of what can go now; answers when to look again, None when all is gone or stuck."""
    due: list[float] = []
    refusals: list[AzureError] = []
    for resource in others_in_group(world, deployment.scope, _named(world, deployment)):
        try:
            admit(world, f"{resource.id.type}/delete", str(resource.id))
            operation = delete_resource(world, world.kind(resource.id.type), resource)
            due.append(operation.due if operation else world.instant)
        except AzureError as error:
            refusals.append(error)
    if due:
        return max(due)
    if refusals:
        details = [error.error() for error in refusals]
        message = "At least one resource could not be deleted in mode Complete."
        deployment.error = {"code": "DeploymentFailed", "message": message, "details": details}
        world.keep_deployment(deployment)
    return None


def _named(world: World, deployment: Deployment) -> set[str]:
    """Everything the deployment and the deployments inside it put."""
    named: set[str] = set()
    for node in deployment.nodes:
        named.add(key_of(node.id))
        nested = world.deployments.get(key_of(node.id))
        if nested is not None:
            named |= _named(world, nested)
    return named
