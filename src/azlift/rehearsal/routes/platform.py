"""Subscriptions, tenants, locations, providers, and the lists over all resources."""

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import normal_location, public_regions
from azlift.rehearsal.compute.sizes import physical_zones
from azlift.rehearsal.identifiers import group_key, key_of, subscription_scope
from azlift.rehearsal.providers import namespace_of, namespaces, provider_body, register, unregister
from azlift.rehearsal.routes.call import Answer, Call, Lazily, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import is_listed

PROVIDERS_PAGE = 1000  # Azure answers all of them at once
RESOURCE_FILTERS = ("resourceGroup", "resourceType", "tagName", "tagValue", "name", "location")
RESOURCE_EXPANDS = frozenset({"createdtime", "changedtime", "provisioningstate"})


def metadata(endpoint: str, tenant_id: str) -> Json:
    """What `az cloud register` and other tools read: one object (a list makes azure-cli fail)."""
    return {
        "name": "Rehearsal",
        "portal": endpoint,
        "authentication": {
            "loginEndpoint": endpoint,
            "audiences": [endpoint, f"{endpoint}/"],
            "tenant": tenant_id,
            "identityProvider": "AAD",
        },
        "graph": endpoint,
        "graphAudience": endpoint,
        "microsoftGraphResourceId": endpoint,
        "resourceManager": endpoint,
        "gallery": endpoint,
        "batch": endpoint,
        "media": endpoint,
        "suffixes": {
            "storage": "storage.rehearsal",
            "keyVaultDns": "vault.rehearsal",
            "sqlServerHostname": "database.rehearsal",
            "acrLoginServer": "azurecr.rehearsal",
        },
    }


def subscription_body(world: World, subscription: str) -> Json:
    tags = world.tag_book.tags(subscription)
    return {
        **({"tags": tags} if tags else {}),
        "id": f"/subscriptions/{subscription}",
        "subscriptionId": subscription,
        "tenantId": world.account.tenant_id,
        "displayName": world.subscriptions[subscription],
        "state": "Enabled",
        "subscriptionPolicies": {"quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off"},
        "authorizationSource": "RoleBased",
    }


def list_subscriptions(world: World, call: Call) -> Answer:
    """The subscriptions in which the caller has any role."""
    actor = world.actor
    seen = [
        each
        for each in world.subscriptions
        if actor is None or world.access.reaches(actor.object_id, subscription_scope(each))
    ]
    bodies = [subscription_body(world, each) for each in seen]
    return answer_json({"value": bodies, "count": {"type": "Total", "value": len(bodies)}})


def show_subscription(world: World, call: Call, subscription: str) -> Answer:
    return answer_json(subscription_body(world, subscription.lower()))


def list_tenants(world: World, call: Call) -> Answer:
    tenant = world.account.tenant_id
    body = {"id": f"/tenants/{tenant}", "tenantId": tenant, "displayName": "azlift rehearsal", "tenantCategory": "Home"}
    return answer_json({"value": [body]})


def list_locations(world: World, call: Call, subscription: str) -> Answer:
    return answer_json({"value": [_location(world, subscription.lower(), name) for name in world.catalogue.regions]})


def _location(world: World, subscription: str, name: str) -> Json:
    words = world.catalogue.regions[name]
    base = f"/subscriptions/{subscription}/locations"
    body: Json = {"id": f"{base}/{name}", "name": name, "type": "Region", "displayName": words}
    region = public_regions().get(name)
    facts: Json = {"regionType": "Physical"}
    if region is not None:
        shown = ("regionCategory", "geographyGroup", "longitude", "latitude", "physicalLocation")
        facts |= {each: getattr(region, each) for each in shown if getattr(region, each) is not None}
        facts["pairedRegion"] = [{"name": each, "id": f"{base}/{each}"} for each in region.pairedRegion]
    body |= {"regionalDisplayName": region.regionalDisplayName if region else words, "metadata": facts}
    zones = physical_zones(world, subscription, name)
    if zones:
        mapped = [{"logicalZone": zone, "physicalZone": place} for zone, place in zones.items()]
        body["availabilityZoneMappings"] = mapped
    return body


def list_providers(world: World, call: Call, subscription: str) -> Answer:
    items = {name.lower(): provider_body(world, name, subscription) for name in namespaces(world)}
    return answer_page(call, items, PROVIDERS_PAGE)


def show_provider(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    return answer_json(provider_body(world, namespace_of(world, namespace), subscription))


def list_tenant_providers(world: World, call: Call) -> Answer:
    return list_providers(world, call, world.account.subscription_id)


def show_tenant_provider(world: World, call: Call, namespace: str) -> Answer:
    return show_provider(world, call, world.account.subscription_id, namespace)


def register_provider(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    return answer_json(register(world, namespace))


def unregister_provider(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    return answer_json(unregister(world, namespace))


def list_resources(world: World, call: Call, subscription: str, group: str | None = None) -> Answer:
    """The short form of all resources, filtered by equality."""
    asked = read_filter(call, RESOURCE_FILTERS)
    expand = frozenset(each.strip().lower() for each in call.query.get("$expand", "").split(",") if each.strip())
    if expand - RESOURCE_EXPANDS:
        message = (
            f"The $expand '{call.query['$expand']}' is not known: createdTime, changedTime, provisioningState are."
        )
        raise AzureError(400, "InvalidExpandInQueryString", message)
    if group is not None:
        world.group(subscription, group)
    keys = _matching(world, subscription, group, asked)
    listed = [key for key in keys if is_listed(world, world.resources[key])]
    return answer_page(call, Lazily(listed, lambda key: world.resources[key].summary(expand)))


def _matching(world: World, subscription: str, group: str | None, asked: Json) -> set[str]:
    """The keys that satisfy a filter, from the indexes."""
    within = f"{key_of(subscription_scope(subscription))}/"
    keys = {key for key in world.resources if key.startswith(within)}
    for name in (group, asked.get("resourcegroup")):
        if name is not None:
            keys &= world.index.in_group(group_key(subscription, name))
    if "resourcetype" in asked:
        keys &= world.index.of_type(asked["resourcetype"])
    if "tagvalue" in asked and "tagname" not in asked:
        raise AzureError(400, "InvalidFilterInQueryString", "The $filter has tagValue without tagName.")
    if "tagname" in asked:
        keys &= world.index.tagged(asked["tagname"], asked.get("tagvalue"))
    if "name" in asked:
        keys = {key for key in keys if world.resources[key].id.segments[-1][1].lower() == asked["name"].lower()}
    if "location" in asked:
        wanted = normal_location(asked["location"])
        keys = {key for key in keys if world.resources[key].location == wanted}
    return keys


SUBSCRIPTION = "subscriptions/{}"
OWN = "Microsoft.Resources/subscriptions"
ROUTES = [
    route("GET", "subscriptions", list_subscriptions, "subscriptions", scope=0),
    route("GET", SUBSCRIPTION, show_subscription, "subscription", f"{OWN}/read"),
    route("GET", "tenants", list_tenants, "tenants", scope=0),
    route("GET", f"{SUBSCRIPTION}/locations", list_locations, "locations", f"{OWN}/locations/read"),
    route("GET", f"{SUBSCRIPTION}/providers", list_providers, "providers", f"{OWN}/providers/read"),
    route("GET", f"{SUBSCRIPTION}/providers/{{}}", show_provider, "provider", f"{OWN}/providers/read"),
    route(
        "POST", f"{SUBSCRIPTION}/providers/{{}}/register", register_provider, "register", "{namespace}/register/action"
    ),
    route(
        "POST",
        f"{SUBSCRIPTION}/providers/{{}}/unregister",
        unregister_provider,
        "unregister",
        "{namespace}/unregister/action",
    ),
    route("GET", "providers", list_tenant_providers, "providers of the tenant", scope=0),
    route("GET", "providers/{}", show_tenant_provider, "provider of the tenant", scope=0),
    route("GET", f"{SUBSCRIPTION}/resources", list_resources, "resources", f"{OWN}/resources/read", listing=True),
    route(
        "GET",
        f"{SUBSCRIPTION}/resourcegroups/{{}}/resources",
        list_resources,
        "resources of a group",
        f"{OWN}/resourceGroups/resources/read",
        scope=4,
        listing=True,
    ),
]
