"""Resource providers: which there are, registered or not, and which types they have."""

import re

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.kinds import Kind, stored_kind
from azlift.rehearsal.known_types import canonical_type, known_namespaces
from azlift.rehearsal.records import Event
from azlift.rehearsal.world import ALWAYS_REGISTERED, World

# Types ARM itself answers, without a Kind of their own.
OWN_TYPES = ("deployments", "resourceGroups", "subscriptions", "locations", "tenants")
API_VERSIONS = ("2026-06-01", "2025-04-01", "2024-11-01", "2024-07-01", "2023-09-01", "2022-09-01")
NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9_]+)+")


def namespace_of(world: World, name: str) -> str:
    """The namespace in Azure's casing, or Azure's refusal of one that cannot be."""
    for kind in world.kinds.values():
        if kind.namespace.lower() == name.lower():
            return kind.namespace
    known = known_namespaces().get(name.lower())
    if known is not None or NAMESPACE.fullmatch(name):
        return known.name if known is not None else name
    raise AzureError(404, "InvalidResourceNamespace", f"The resource namespace '{name}' is invalid.")


def namespaces(world: World) -> list[str]:
    """Every namespace Azure lists, and those somebody registered beside them."""
    known = {name: known.name for name, known in known_namespaces().items()}
    known |= {kind.namespace.lower(): kind.namespace for kind in world.kinds.values()}
    return sorted({**{name: name for name in world.registrations}, **known}.values(), key=str.lower)


def kind_of(world: World, resource_type: str) -> Kind:
    """What the world knows of a type: its semantics, or that Azure has it; Azure's refusal of any other."""
    known = world.kinds.get(resource_type.lower())
    if known is not None:
        return known
    namespace = namespace_of(world, resource_type.partition("/")[0])
    canonical = canonical_type(resource_type)
    if canonical is not None:
        return stored_kind(canonical)
    rest = resource_type.partition("/")[2]
    raise AzureError(
        400,
        "InvalidResourceType",
        f"The resource type '{rest}' could not be found in the namespace '{namespace}'. "
        f"The supported types are '{','.join(types_of(world, namespace))}'.",
    )


def check_registered(world: World, namespace: str) -> None:
    """Refuse the use of a provider the subscription has not registered."""
    if world.registration(namespace) == "Registered":
        return
    message = (
        f"The subscription is not registered to use namespace '{namespace}'. "
        "See https://aka.ms/rps-not-found for how to register subscriptions."
    )
    detail = {"code": "MissingSubscriptionRegistration", "target": namespace, "message": message}
    raise AzureError(409, "MissingSubscriptionRegistration", message, details=[detail])


def register(world: World, name: str) -> Json:
    """Start registering; takes simulated time unless it is registered already."""
    namespace = namespace_of(world, name)
    if world.registration(namespace) != "Registered":
        world.keep_registration(namespace, "Registering")
        world.schedule(durations.PROVIDER_REGISTRATION, "provider_registered", namespace)
    return provider_body(world, namespace)


def register_at_once(world: World, namespace: str) -> None:
    """What a deployment does for every provider its template names. Source: Azure documentation, resource providers and
    types ("resource providers defined in the template are registered automatically")."""
    if world.registration(namespace) != "Registered":
        world.keep_registration(namespace, "Registered")


def unregister(world: World, name: str) -> Json:
    """Take a provider out of use; refused while resources of it stand."""
    namespace = namespace_of(world, name)
    prefix = f"{namespace.lower()}/"
    if namespace.lower() in ALWAYS_REGISTERED:
        message = f"The resource provider '{namespace}' can not be unregistered."
        raise AzureError(409, "CannotUnregisterProvider", message)
    if any(resource.id.type.lower().startswith(prefix) for resource in world.resources.values()):
        message = f"Cannot unregister provider '{namespace}': the subscription still has resources of it."
        raise AzureError(409, "CannotUnregisterProvider", message)
    world.keep_registration(namespace, "NotRegistered")
    return provider_body(world, namespace)


def registered(world: World, event: Event) -> None:
    """The event at the end of a registration."""
    if world.registration(event.key) == "Registering":
        world.keep_registration(event.key, "Registered")


def provider_body(world: World, namespace: str, subscription: str | None = None) -> Json:
    """A provider with its resource types, as Azure lists it."""
    regions = list(world.catalogue.regions.values())
    types = [
        {"resourceType": name, "locations": regions, "apiVersions": _versions(namespace, name), "capabilities": "None"}
        for name in types_of(world, namespace)
    ]
    return {
        "id": f"/subscriptions/{subscription or world.account.subscription_id}/providers/{namespace}",
        "namespace": namespace,
        "registrationPolicy": "RegistrationRequired",
        "registrationState": world.registration(namespace),
        "resourceTypes": types,
    }


def types_of(world: World, namespace: str) -> list[str]:
    """The types of a namespace: those with semantics first, then those Azure has."""
    own = list(OWN_TYPES) if namespace == "Microsoft.Resources" else []
    modelled = [kind.type.partition("/")[2] for kind in world.kinds.values() if kind.namespace == namespace]
    known = known_namespaces().get(namespace.lower())
    others = [name for name, *_ in known.types.values()] if known is not None else []
    return list(dict.fromkeys([*own, *modelled, *others]))


def _versions(namespace: str, name: str) -> list[str]:
    """The api-versions a client may pick from, newest first: those we are tested with, and what Azure publishes."""
    known = known_namespaces().get(namespace.lower())
    published = known.types.get(name.lower(), ("",))[1:] if known is not None else ()
    return sorted({*API_VERSIONS, *published}, reverse=True)
