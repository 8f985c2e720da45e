"""Resource providers: which there are, registered or not, and which types they have."""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.records import Event
from azlift.rehearsal.world import NAMESPACES, World

# Types ARM itself answers, without a Kind of their own.
OWN_TYPES = ("deployments", "resourceGroups", "subscriptions", "locations", "tenants")
API_VERSIONS = ("2026-06-01", "2025-04-01", "2024-11-01", "2024-07-01", "2023-09-01", "2022-09-01")


def namespace_of(name: str) -> str:
    """The namespace in Azure's casing, or Azure's refusal of an unknown one."""
    for known in NAMESPACES:
        if known.lower() == name.lower():
            return known
    raise AzureError(404, "InvalidResourceNamespace", f"The resource namespace '{name}' is invalid.")


def kind_of(world: World, resource_type: str, api_version: str) -> Kind:
    """What the world knows of a type, or Azure's refusal of an unknown one."""
    kind = world.kinds.get(resource_type.lower())
    if kind is not None:
        return kind
    namespace, _, rest = resource_type.partition("/")
    namespace = namespace_of(namespace)
    raise AzureError(
        400,
        "InvalidResourceType",
        f"The resource type '{rest}' could not be found in the namespace '{namespace}' for api version "
        f"'{api_version}'. "
        f"The supported types of the pretend Azure are '{','.join(_types(world, namespace))}'.",
    )


def check_registered(world: World, namespace: str) -> None:
    """Refuse the use of a provider the subscription has not registered."""
    if world.registrations.get(namespace.lower()) == "Registered":
        return
    message = (
        f"The subscription is not registered to use namespace '{namespace}'. "
        "See https://aka.ms/rps-not-found for how to register subscriptions."
    )
    detail = {"code": "MissingSubscriptionRegistration", "target": namespace, "message": message}
    raise AzureError(409, "MissingSubscriptionRegistration", message, details=[detail])


def register(world: World, name: str) -> Json:
    """Start registering; takes simulated time unless it is registered already."""
    namespace = namespace_of(name)
    if world.registrations[namespace.lower()] != "Registered":
        world.keep_registration(namespace, "Registering")
        world.schedule(durations.PROVIDER_REGISTRATION, "provider_registered", namespace)
    return provider_body(world, namespace)


def unregister(world: World, name: str) -> Json:
    """Take a provider out of use; refused while resources of it stand."""
    namespace = namespace_of(name)
    prefix = f"{namespace.lower()}/"
    if namespace == "Microsoft.Resources":
        message = "The resource provider 'Microsoft.Resources' can not be unregistered."
        raise AzureError(409, "CannotUnregisterProvider", message)
    if any(resource.id.type.lower().startswith(prefix) for resource in world.resources.values()):
        message = f"Cannot unregister provider '{namespace}': the subscription still has resources of it."
        raise AzureError(409, "CannotUnregisterProvider", message)
    world.keep_registration(namespace, "NotRegistered")
    return provider_body(world, namespace)


def registered(world: World, event: Event) -> None:
    """The event at the end of a registration."""
    if world.registrations[event.key.lower()] == "Registering":
        world.keep_registration(event.key, "Registered")


def provider_body(world: World, namespace: str) -> Json:
    """A provider with its resource types, as Azure lists it."""
    regions = list(world.catalogue.regions.values())
    types = [
        {"resourceType": name, "locations": regions, "apiVersions": list(API_VERSIONS), "capabilities": "None"}
        for name in _types(world, namespace)
    ]
    return {
        "id": f"/subscriptions/{world.account.subscription_id}/providers/{namespace}",
        "namespace": namespace,
        "registrationPolicy": "RegistrationRequired",
        "registrationState": world.registrations[namespace.lower()],
        "resourceTypes": types,
    }


def _types(world: World, namespace: str) -> list[str]:
    own = list(OWN_TYPES) if namespace == "Microsoft.Resources" else []
    return own + [kind.type.partition("/")[2] for kind in world.kinds.values() if kind.type.startswith(f"{namespace}/")]
