"""Preview features a subscription can be registered for, as Microsoft.Features keeps them."""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import Json, not_modelled
from azlift.rehearsal.identifiers import subscription_scope
from azlift.rehearsal.providers import namespace_of
from azlift.rehearsal.records import Event
from azlift.rehearsal.world import World

# Those Azure's documentation names for machines, disks and networks; Azure has some thousand more.
KNOWN = {
    "Microsoft.Compute": (
        "AutomaticExtensionUpgradePreview",
        "EncryptionAtHost",
        "InGuestAutoPatchVMPreview",
        "RegionalToZonalVMMigrationForDeallocatedVM",
    ),
    "Microsoft.Network": ("AllowBringYourOwnPublicIpAddress", "AllowMultipleAddressPrefixesOnSubnet"),
}


def list_features(world: World, subscription: str, namespace: str | None = None) -> list[Json]:
    """The known features, or those of one provider."""
    wanted = namespace_of(world, namespace) if namespace else None
    return [
        feature_body(world, subscription, provider, name)
        for provider, names in KNOWN.items()
        if wanted in (None, provider)
        for name in names
    ]


def find_feature(world: World, namespace: str, name: str) -> tuple[str, str]:
    """Provider and feature in Azure's casing; one we do not know may be one of Azure's, so the refusal is ours."""
    provider = namespace_of(world, namespace)
    for known in KNOWN.get(provider, ()):
        if known.lower() == name.lower():
            return provider, known
    raise not_modelled(f"the feature '{name}' of '{provider}'")


def register_feature(world: World, subscription: str, namespace: str, name: str) -> Json:
    """Start registering; takes simulated time unless it is registered already."""
    provider, feature = find_feature(world, namespace, name)
    key = _key(subscription, provider, feature)
    if world.features.get(key) != "Registered":
        world.keep_feature(key, "Registering")
        world.schedule(durations.PROVIDER_REGISTRATION, "feature_registered", key)
    return feature_body(world, subscription, provider, feature)


def unregister_feature(world: World, subscription: str, namespace: str, name: str) -> Json:
    provider, feature = find_feature(world, namespace, name)
    world.keep_feature(_key(subscription, provider, feature), "Unregistered")
    return feature_body(world, subscription, provider, feature)


def feature_registered(world: World, event: Event) -> None:
    """The event at the end of a registration."""
    if world.features.get(event.key) == "Registering":
        world.keep_feature(event.key, "Registered")


def feature_body(world: World, subscription: str, provider: str, feature: str) -> Json:
    place = f"{subscription_scope(subscription.lower())}/providers/Microsoft.Features/providers/{provider}"
    return {
        "id": f"{place}/features/{feature}",
        "name": f"{provider}/{feature}",
        "type": "Microsoft.Features/providers/features",
        "properties": {"state": world.features.get(_key(subscription, provider, feature), "NotRegistered")},
    }


def _key(subscription: str, provider: str, feature: str) -> str:
    return f"{subscription}/{provider}/{feature}".lower()
