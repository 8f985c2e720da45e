"""What templates learn of the cloud itself while they are expanded: zones, resource providers, built-in roles."""

from collections.abc import Mapping, Sequence
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.compute.sizes import physical_zones, zones_of_region
from azlift.rehearsal.expressions.frame import Directory
from azlift.rehearsal.providers import namespace_of, provider_body
from azlift.rehearsal.world import World

ROLE_DEFINITIONS = "microsoft.authorization/roledefinitions"

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

# Built-in roles by display name. Source: Azure documentation, "Azure built-in roles".
BUILT_IN_ROLES = {
    "AcrPull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "AcrPush": "8311e382-0749-4cb8-b61a-304f252e45ec",
    "Backup Contributor": "5e467623-bb1f-42f4-a55d-6e525e11384b",
    "Contributor": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "DNS Zone Contributor": "befefa01-2a29-4197-83a8-272ff33ce314",
    "Key Vault Administrator": "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "Key Vault Certificates Officer": "a4417e6f-fecd-4de8-b567-7b0420556985",
    "Key Vault Crypto Officer": "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "Key Vault Reader": "21090545-7ca7-4776-b22c-e363652d74d2",
    "Key Vault Secrets Officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Log Analytics Contributor": "92aaf0da-9dab-42b6-94a3-d43ce8d16293",
    "Log Analytics Reader": "73c42c96-874c-492b-b04d-ab87d138a893",
    "Managed Identity Contributor": "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Monitoring Contributor": "749f88d5-cbae-40b8-bcfc-e573ddc772fa",
    "Monitoring Reader": "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Role Based Access Control Administrator": "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "Storage Account Contributor": "17d1049b-9a84-46fb-8f53-869881c3d3ab",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Storage Queue Data Contributor": "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    "Tag Contributor": "4a9ae827-6dc8-4573-8ac7-8239d42aa03f",
    "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "Virtual Machine Administrator Login": "1c0163c0-47e6-4577-8991-ea5c82e286e4",
    "Virtual Machine Contributor": "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Virtual Machine User Login": "fb879df8-f326-4884-b1cf-06f3ad86be52",
}
_BY_LOWER_NAME = {name.lower(): guid for name, guid in BUILT_IN_ROLES.items()}


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
        """A role of the world by its display name, or one of Azure's own."""
        lowered = name.lower()
        for resource in self._world.resources.values():
            if resource.id.type.lower() == ROLE_DEFINITIONS:
                properties = resource.body().get("properties", {})
                if str(properties.get("roleName", "")).lower() == lowered:
                    return resource.id.name
        return _BY_LOWER_NAME.get(lowered)


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
