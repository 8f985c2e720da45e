"""What templates learn of the cloud itself while they are expanded: zones, resource providers, built-in roles."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from azlift.rehearsal.authorization.roles import ROLES, built_in
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.compute.sizes import physical_zones, zones_of_region
from azlift.rehearsal.expressions.frame import Directory
from azlift.rehearsal.providers import namespace_of, provider_body
from azlift.rehearsal.world import World

# Resource types that can be put into a zone, or be spread over zones. Source: Azure documentation, "Azure services that
# support availability zones" (the zonal ones, by their resource type).
ZONAL_TYPES = frozenset(
    name.lower()
    for name in (
        *(
            "Microsoft.ApiManagement/service",
            "Microsoft.Cache/redis",
            "Microsoft.Compute/availabilitySets/virtualMachines",
        ),
        *("Microsoft.Compute/disks", "Microsoft.Compute/hostGroups", "Microsoft.Compute/virtualMachines"),
        *("Microsoft.Compute/virtualMachineScaleSets", "Microsoft.ContainerInstance/containerGroups"),
        *("Microsoft.ContainerService/managedClusters", "Microsoft.DBforMySQL/flexibleServers"),
        *("Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.DocumentDB/databaseAccounts"),
        *("Microsoft.Kusto/clusters", "Microsoft.NetApp/netAppAccounts/capacityPools/volumes"),
        *(
            "Microsoft.Network/applicationGateways",
            "Microsoft.Network/azureFirewalls",
            "Microsoft.Network/bastionHosts",
        ),
        *("Microsoft.Network/loadBalancers", "Microsoft.Network/natGateways", "Microsoft.Network/publicIPAddresses"),
        *("Microsoft.Network/publicIPPrefixes", "Microsoft.Network/virtualNetworkGateways"),
        *("Microsoft.RedHatOpenShift/openShiftClusters", "Microsoft.Sql/managedInstances"),
    )
)


class WorldPlatform:
    """The world as a template sees it before anything is deployed."""

    def __init__(self, world: World, subscription: str | None) -> None:
        self._world = world
        self._subscription = subscription

    def zones(self, resource_type: str, location: str) -> Sequence[str]:
        region = normal_location(location)
        return zones_of_region(self._world.catalogue, region) if resource_type.lower() in ZONAL_TYPES else ()

    def physical_zones(self, subscription_id: str, location: str) -> Mapping[str, str]:
        return physical_zones(self._world, subscription_id, normal_location(location))

    def provider(self, namespace: str) -> Mapping[str, Any] | None:
        try:
            return provider_body(self._world, namespace_of(self._world, namespace), self._subscription)
        except AzureError:
            return None

    def role_definition(self, name: str) -> str | None:
        """The GUID of a role by its display name: one of the tenant's own, or of Azure's."""
        own = (self._world.resources[key] for key in self._world.index.of_type(ROLES))
        found = {**_built_in_names(), **{each.properties["roleName"].lower(): each.id.name for each in own}}
        return found.get(name.lower())


@cache
def _built_in_names() -> dict[str, str]:
    return {role["roleName"].lower(): guid for guid, role in built_in().items()}


def directory_of(world: World) -> Directory:
    """The tenant, its subscriptions and management groups, as the scope functions answer them."""
    tenant = world.account.tenant_id
    subscriptions = {
        each: {"id": f"/subscriptions/{each}", "subscriptionId": each, "tenantId": tenant, "displayName": words}
        for each, words in world.subscriptions.items()
    }
    keys = world.index.of_type("Microsoft.Management/managementGroups")
    groups = {world.resources[key].id.name.lower(): world.resources[key].body() for key in keys}
    actor = world.actor
    deployer = {"objectId": actor.object_id, "tenantId": actor.tenant_id} if actor else {}
    if actor is not None and actor.user_principal_name:
        deployer["userPrincipalName"] = actor.user_principal_name
    return Directory({"displayName": "azlift rehearsal"}, subscriptions, groups, deployer)
