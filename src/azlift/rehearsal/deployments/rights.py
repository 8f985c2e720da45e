"""The rights a template needs, beyond that to deploy: to write each of its resources, and to register providers."""

from typing import TYPE_CHECKING

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.groups import GROUP_TYPE
from azlift.rehearsal.identifiers import subscription_scope
from azlift.rehearsal.providers import register_at_once
from azlift.rehearsal.templates import PlannedResource

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

GROUP_WRITE = "Microsoft.Resources/subscriptions/resourceGroups/write"


def right_of(planned: PlannedResource) -> str:
    """The action that putting a resource is."""
    return GROUP_WRITE if planned.type.lower() == GROUP_TYPE.lower() else f"{planned.put_type}/write"


def denial(world: "World", planned: PlannedResource) -> str | None:
    """What is said of a resource the deployer may not write; None: they may. Wording: user reports."""
    actor, action = world.actor, right_of(planned)
    if actor is None or world.access.allows(actor.object_id, action, planned.id):
        return None
    return (
        f"Authorization failed for template resource '{planned.name}' of type '{planned.type}'. The client "
        f"'{actor.client}' with object id '{actor.object_id}' does not have permission to perform action '{action}' at "
        f"scope '{planned.id}'."
    )


def denied(denials: list[str]) -> AzureError:
    """The refusal of a template some of whose resources the deployer may not write."""
    message = f"The template deployment failed with error: '{':'.join(denials)}'."
    return AzureError(400, "InvalidTemplateDeployment", message)


def register_for(world: "World", planned: PlannedResource, namespace: str) -> None:
    """Register the provider of a resource, as far as the deployer may; otherwise its use is refused later."""
    actor, subscription = world.actor, planned.scope.subscription_id
    scope = subscription_scope(subscription) if subscription else ""
    if actor is None or world.access.allows(actor.object_id, f"{namespace}/register/action", scope):
        register_at_once(world, namespace)
