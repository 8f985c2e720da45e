"""Subscriptions, tenants, locations, providers, and the lists over all resources."""

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.compute.quota import usages
from azlift.rehearsal.compute.sizes import list_skus, list_vm_sizes, zones_of_region
from azlift.rehearsal.identifiers import group_key
from azlift.rehearsal.operations import DISK, operation_body, waiting_headers
from azlift.rehearsal.providers import namespace_of, provider_body, register, unregister
from azlift.rehearsal.records import DONE, FAILED, Operation, Resource
from azlift.rehearsal.routes.call import Answer, Call, answer_bytes, answer_json, answer_page, read_filter
from azlift.rehearsal.world import NAMESPACES, World

RESOURCE_FILTERS = ("resourceGroup", "resourceType", "tagName", "tagValue", "name", "location")
RESOURCE_EXPANDS = frozenset({"createdtime", "changedtime", "provisioningstate"})
SKUS_PAGE = 1000
COMPUTE = "Microsoft.Compute"


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


def subscription_body(world: World) -> Json:
    subscription = world.account.subscription_id
    return {
        "id": f"/subscriptions/{subscription}",
        "subscriptionId": subscription,
        "tenantId": world.account.tenant_id,
        "displayName": "azlift rehearsal",
        "state": "Enabled",
        "subscriptionPolicies": {"quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off"},
        "authorizationSource": "RoleBased",
    }


def list_subscriptions(world: World, call: Call) -> Answer:
    return answer_json({"value": [subscription_body(world)], "count": {"type": "Total", "value": 1}})


def show_subscription(world: World, call: Call, subscription: str) -> Answer:
    return answer_json(subscription_body(world))


def list_tenants(world: World, call: Call) -> Answer:
    tenant = world.account.tenant_id
    body = {"id": f"/tenants/{tenant}", "tenantId": tenant, "displayName": "azlift rehearsal", "tenantCategory": "Home"}
    return answer_json({"value": [body]})


def list_locations(world: World, call: Call, subscription: str) -> Answer:
    items = {}
    for name, words in world.catalogue.regions.items():
        body: Json = {
            "id": f"/subscriptions/{world.account.subscription_id}/locations/{name}",
            "name": name,
            "type": "Region",
            "displayName": words,
            "regionalDisplayName": words,
            "metadata": {"regionType": "Physical"},
        }
        zones = zones_of_region(world.catalogue, name)
        if zones:
            body["availabilityZoneMappings"] = [
                {"logicalZone": zone, "physicalZone": f"{name}-az{zone}"} for zone in zones
            ]
        items[name] = body
    return answer_page(call, items)


def list_providers(world: World, call: Call, subscription: str) -> Answer:
    return answer_page(call, {name.lower(): provider_body(world, name) for name in NAMESPACES})


def show_provider(world: World, call: Call, subscription: str, namespace: str) -> Answer:
    return answer_json(provider_body(world, namespace_of(namespace)))


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
    listed = [key for key in keys if world.kinds[world.resources[key].id.type.lower()].listed]
    return answer_page(call, {key: world.resources[key].summary(expand) for key in listed})


def _matching(world: World, subscription: str, group: str | None, asked: Json) -> set[str]:
    """The keys that satisfy a filter, from the indexes."""
    keys = set(world.resources)
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


def show_operation(world: World, call: Call, subscription: str, *place: str) -> Answer:
    """An asynchronous operation: its status, or with monitor=true (and for ARM's own) its outcome."""
    operation = world.operations.get(place[-1])
    if operation is None:
        message = f"The operation '{place[-1]}' could not be found."
        raise AzureError(404, "NotFound", message)
    monitor = call.query.get("monitor") == "true" or len(place) == 1
    over = operation.status in DONE
    waiting = [] if over else waiting_headers(world, operation.due - world.instant)
    if not monitor:
        return answer_json(operation_body(operation), 200, waiting)
    if not over:
        url = f"{call.endpoint}{call.path}?" + "&".join(f"{name}={value}" for name, value in call.query.items())
        return Answer(202, b"", (("location", url), *waiting))
    if operation.result is not None:
        return answer_json(operation.result, operation.answer)
    if operation.status == FAILED and operation.error:
        return answer_json({"status": FAILED, "error": operation.error})
    disk = _written_disk(world, operation)
    return answer_bytes(disk.serial()) if disk else Answer(operation.answer)


def _written_disk(world: World, operation: Operation) -> Resource | None:
    """The disk a PUT wrote: azure-cli takes it from the Location, not from the disk's own URL.

    None for a removal; a disk that came later under the same name is not its outcome.
    """
    found = world.resources.get(operation.target) if operation.family == DISK else None
    return found if found is not None and found.created <= operation.started else None


def list_usages(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": usages(world, _known(world, location))})


def list_sizes(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": list_vm_sizes(world, _known(world, location))})


def list_compute_skus(world: World, call: Call, subscription: str) -> Answer:
    asked = read_filter(call, ("location",))
    location = normal_location(asked["location"]) if "location" in asked else None
    items = {f"{sku['locations'][0]}/{sku['name']}": sku for sku in list_skus(world, location)}
    return answer_page(call, items, SKUS_PAGE)


def _known(world: World, location: str) -> str:
    normal = normal_location(location)
    if normal not in world.catalogue.regions:
        message = (
            f"No registered resource provider found for location '{location}' and API version in namespace '{COMPUTE}'."
        )
        raise AzureError(400, "NoRegisteredProviderFound", message)
    return normal
